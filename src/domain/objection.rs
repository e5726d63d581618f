//! 异议 (A8.4): a party that does not accept its determination objects to the superior body or the Office. No time limit,
//! no stay of effect (practice). Each objection has a small life of its own; several can be open at once.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::act::Hands;
use crate::domain::blank::written;
use crate::domain::case::{Case, Determined, Objected};
use crate::domain::check::{self, Check};
use crate::domain::clarification::for_itself;
use crate::domain::coded::coded;
use crate::domain::deadline::DeadlineKind;
use crate::domain::document;
use crate::domain::fact::Fact;
use crate::domain::ids::{BodyId, DeterminationId, FileId, ObjectionId, PartyId};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::{Moment, Ruling};
use crate::domain::service;
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
        let determination = contestable(case, party.id)?;
        self.addressed_rightly(case)?;
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

    /// What rules remember of it. The addressee's names come with the case when it is loaded.
    pub(super) fn raised(&self, id: ObjectionId, determination: DeterminationId) -> Objected {
        Objected {
            id,
            party: self.party,
            determination,
            addressee: self.addressee,
            addressee_name: String::new(),
            addressee_word: String::new(),
            contested: self.contested.clone(),
            grounds: self.grounds.clone(),
            new_facts: self.new_facts.clone(),
            file: self.file,
            decided_on: None,
        }
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
        if case.objections.iter().any(|it| same(&it)) && !written(&self.new_facts) {
            return Err(Refusal::DecidedBefore);
        }
        Ok(())
    }
}

/// The party's determination, where no objection against it is open.
///
/// # Errors
/// Nothing was determined, or one is pending.
pub fn contestable(case: &Case, id: PartyId) -> Result<&Determined, Refusal> {
    let party = case.party(id).ok_or(Refusal::NoParty)?;
    let nothing = Refusal::NothingDetermined {
        party: party.name.clone(),
    };
    let determination = case.determination_of(id).ok_or(nothing)?;
    let raised = |it: &Objected| it.determination == determination.id && pending(case, it);
    if case.objections.iter().any(raised) {
        return Err(Refusal::ObjectionPending {
            party: party.name.clone(),
        });
    }
    Ok(determination)
}

/// A8.4 将处理结果反馈: an objection is pending until its decision has reached the objector, who cannot answer before that.
pub fn pending(case: &Case, it: &Objected) -> bool {
    it.open() || service::unserved_decisions(case).any(|decision| decision.party == Some(it.party))
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

/// A8.4 将处理结果反馈至提出异议单位或者个人: every decision has reached its objector.
///
/// # Errors
/// The first that has not.
pub fn fed_back(case: &Case) -> Result<(), Refusal> {
    let owed = service::unserved_decisions(case).find_map(|it| case.party(it.party?));
    owed.map_or(Ok(()), |party| {
        Err(Refusal::DecisionUnserved {
            party: party.name.clone(),
        })
    })
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
    /// A8.4 asks the addressee to investigate 及时 and to have the result fed back. The internal target of 15 days is
    /// that of the status (异议处理中): it measures the addressee, and the decision meets it. Feeding the decision back
    /// is the addressee's too and has a target of its own, as after a determination: so it lies with its date on
    /// somebody's desk even where the case was closed before.
    ///
    /// # Errors
    /// No such open objection, no investigation, no reasons.
    pub fn rule(&self, case: &Case, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        check::all_hold(&self.checks(case))?;
        let objection = self.decided(case)?;
        let others_open = case
            .objections
            .iter()
            .any(|it| it.open() && it.id != objection.id);
        let fact = Fact::ObjectionDecided {
            decision: self.clone(),
            addressee: objection.addressee,
            on: now.today(),
        };
        let decision = document::objection::decision(case, objection, self, now);
        let ruling = Ruling::on(Kind::DecideObjection)
            .fact(fact)
            .meets(case, DeadlineKind::Objection, Some(objection.id.0), now.today())
            .starts(DeadlineKind::Feedback, Some(decision.id.0), now)
            .issues(decision);
        Ok(if others_open {
            ruling.to(Status::Objected)
        } else {
            ruling
        })
    }

    /// What must hold of it.
    pub fn checks(&self, case: &Case) -> Vec<Check> {
        let law = Basis::Law(Article::A8_4);
        let investigation = Refusal::unless_written(&self.investigation, "调查核实的情况", law);
        let reasons = Refusal::unless_written(&self.reasons, "处理的理由", law);
        vec![
            Check::of("异议还在等待处理", law, self.decided(case)),
            Check::of("写明了本机关自己调查核实的情况", law, investigation),
            Check::of("写明了处理的理由", law, reasons),
        ]
    }

    fn decided<'a>(&self, case: &'a Case) -> Result<&'a Objected, Refusal> {
        let open = |it: &&Objected| it.id == self.objection && it.open();
        case.objections.iter().find(open).ok_or(Refusal::NoSuchObjection)
    }
}

impl Case {
    /// An objection was decided.
    pub(super) fn objection_decided(&mut self, objection: ObjectionId, on: Date) {
        for it in self.objections.iter_mut().filter(|it| it.id == objection) {
            it.decided_on = Some(on);
        }
    }
}

#[cfg(test)]
mod tests;
