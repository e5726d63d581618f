//! 异议 (A8.4): a party that does not accept its determination objects to the superior body or the Office. No time limit,
//! no stay of effect (practice). Each objection has a small life of its own; several can be open at once.

use serde::{Deserialize, Serialize};

use crate::domain::act::Hands;
use crate::domain::case::{Case, Determined, Objected};
use crate::domain::clarification::for_itself;
use crate::domain::coded::coded;
use crate::domain::deadline::DeadlineKind;
use crate::domain::document;
use crate::domain::fact::Fact;
use crate::domain::ids::{BodyId, FileId, ObjectionId, PartyId};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::{Moment, Ruling};
use crate::domain::status::Status;

/// An objection as it is raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// Who objects; the determination is the one that stands for this party.
    pub party: PartyId,
    /// To whom.
    pub addressee: BodyId,
    /// Which condition, fact or step is contested.
    pub contested: String,
    /// Why.
    pub grounds: String,
    /// New facts or evidence; may be empty.
    pub new_facts: String,
    /// New evidence, or the signed paper when an officer enters it.
    pub file: Option<FileId>,
}

impl Objection {
    /// Whether the objection may be raised.
    ///
    /// # Errors
    /// Nothing was determined, one is pending, the wrong addressee, somebody else's party.
    pub fn rule(&self, case: &Case, hands: Hands<'_>, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        let party = case.party(self.party).ok_or(Refusal::NoParty)?;
        for_itself(case, party, hands, self.file)?;
        let nothing = Refusal::NothingDetermined {
            party: party.name.clone(),
        };
        let determination = case.determination_of(party.id).ok_or(nothing)?;
        self.addressed_rightly(case)?;
        if case
            .objections
            .iter()
            .any(|it| it.open() && it.determination == determination.id)
        {
            return Err(Refusal::ObjectionPending {
                party: party.name.clone(),
            });
        }
        self.new_before_same_addressee(case, determination)?;
        let law = Basis::Law(Article::A8_4);
        Refusal::unless_written(&self.contested, "争议的条件、事实或者步骤", law)?;
        Refusal::unless_written(&self.grounds, "异议的理由", law)?;
        let id = ObjectionId((now.new_id)());
        let fact = Fact::Objected {
            id,
            determination: determination.id,
            objection: self.clone(),
        };
        Ok(Ruling::on(Kind::Object)
            .fact(fact)
            .starts(DeadlineKind::Objection, Some(id.0), now))
    }

    fn addressed_rightly(&self, case: &Case) -> Result<(), Refusal> {
        a_route_exists(case)?;
        let fits = case
            .body
            .objection_routes()
            .iter()
            .any(|route| route.id == self.addressee);
        if fits {
            Ok(())
        } else {
            Err(Refusal::WrongAddressee)
        }
    }

    /// After *upheld* the same addressee takes up the same determination again only on new facts (practice).
    fn new_before_same_addressee(&self, case: &Case, determination: &Determined) -> Result<(), Refusal> {
        let same = |it: &&Objected| it.determination == determination.id && it.addressee == self.addressee;
        if case.objections.iter().any(|it| same(&it)) && self.new_facts.trim().is_empty() {
            return Err(Refusal::DecidedBefore);
        }
        Ok(())
    }
}

/// A8.4: the text knows no route against a determination of the Office itself.
///
/// # Errors
/// There is none.
pub fn a_route_exists(case: &Case) -> Result<(), Refusal> {
    if case.body.objection_routes().is_empty() {
        Err(Refusal::NoRoute)
    } else {
        Ok(())
    }
}

/// The decision of an objection (异议处理决定).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionDecision {
    /// Which objection.
    pub objection: ObjectionId,
    /// What the addressee found in its own investigation (调查核实, A8.4).
    pub investigation: String,
    /// The answer to each contested point.
    pub reasons: String,
    /// What became of it.
    pub result: ObjectionResult,
}

coded! {
    /// How an objection ends.
    ObjectionResult {
        /// 维持
        Upheld = "upheld", "维持原认定";
    }
}

impl ObjectionDecision {
    /// Whether it may be decided so. The case stays objected until the last open objection is decided.
    ///
    /// # Errors
    /// No such open objection, no investigation, no reasons.
    pub fn rule(&self, case: &Case, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        let open = |it: &&Objected| it.id == self.objection && it.open();
        let objection = case
            .objections
            .iter()
            .find(open)
            .ok_or(Refusal::NoSuchObjection)?;
        let law = Basis::Law(Article::A8_4);
        Refusal::unless_written(&self.investigation, "调查核实的情况", law)?;
        Refusal::unless_written(&self.reasons, "处理的理由", law)?;
        let others_open = case
            .objections
            .iter()
            .any(|it| it.open() && it.id != objection.id);
        let fact = Fact::ObjectionDecided {
            decision: self.clone(),
            addressee: objection.addressee,
            on: now.today(),
        };
        let ruling = Ruling::on(Kind::DecideObjection)
            .fact(fact)
            .meets(case, DeadlineKind::Objection, Some(objection.id.0), now)
            .issues(document::objection::decision(case, objection, self, now));
        Ok(if others_open {
            ruling.to(Status::Objected)
        } else {
            ruling
        })
    }
}
