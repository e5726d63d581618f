//! 异议 (A8.4): a party that does not accept its determination objects to the superior body or the Office. No time limit,
//! no stay of effect (practice). Each objection has a small life of its own; several can be open at once.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::assignment;
use crate::domain::blank::written;
use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::clarification::{for_itself, speaks_of_its_outcome};
use crate::domain::coded::coded;
use crate::domain::deadline::{Cause, DeadlineKind};
use crate::domain::determination::Determined;
use crate::domain::document;
use crate::domain::fact::{FileOf, LegalFact, Said};
use crate::domain::ids::{BodyId, DeterminationId, DocumentId, FileId, ObjectionId, PartyId};
use crate::domain::owed::{Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::round;
use crate::domain::ruling::{Moment, Ruling};
use crate::domain::service;
use crate::domain::status::Status;
use crate::domain::step::{Asked, LegalStep, Unavailable};

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

impl LegalStep for Objection {
    type About = PartyId;

    fn about(&self) -> PartyId {
        self.party
    }

    fn theirs(party: PartyId, asked: Asked<'_>) -> Result<(), Unavailable> {
        speaks_of_its_outcome(party, asked)
    }

    fn stands(party: PartyId, asked: Asked<'_>) -> Result<(), Unavailable> {
        match contestable(asked.case, party) {
            Ok(_) => a_route_exists(asked.case).map_err(Unavailable::NotNow),
            Err(nothing @ Refusal::NothingDetermined { .. }) => Err(Unavailable::Settled(nothing)),
            Err(pending) => Err(Unavailable::NotNow(pending)),
        }
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, law) = (asked.case, Basis::Law(Article::A8_4));
        let party = case.party(self.party).ok_or(Refusal::NoParty);
        let by_itself = party.and_then(|party| for_itself(case, party, asked.taken_by, self.file));
        let new = contestable(case, self.party).and_then(|it| self.new_before_same_addressee(case, it));
        vec![
            Check::of("由当事人自己提出，或者有其书面材料", law, by_itself),
            Check::of(
                "向上级管理机构或者工作办公室提出",
                law,
                self.addressed_rightly(case),
            ),
            Check::of("再次向同一机关提出的，有新的事实", Basis::Practice, new),
            Check::written(
                "写明了争议的条件、事实或者步骤",
                law,
                &self.contested,
                "争议的条件、事实或者步骤",
            ),
            Check::written("写明了异议的理由", law, &self.grounds, "异议的理由"),
        ]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let id = ObjectionId((asked.now.new_id)());
        let fact = Objected {
            id,
            determination: contestable(asked.case, self.party)?.id,
            objection: self.clone(),
        };
        Ok(Ruling::on(Kind::Object)
            .fact(fact)
            .starts(DeadlineKind::Objection, Some(id.0), asked.now))
    }
}

impl Objection {
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
        let same = |it: &&Raised| it.determination == determination.id && it.addressee == self.addressee;
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
    let pending = |it: &Raised| it.party == id && pending(case, it);
    if case.objections.iter().any(pending) {
        return Err(Refusal::ObjectionPending {
            party: party.name.clone(),
        });
    }
    case.determination_of(id)
        .map(|it| &it.it)
        .ok_or(Refusal::NothingDetermined {
            party: party.name.clone(),
        })
}

/// A8.4 将处理结果反馈: an objection is pending until its decision has reached the objector, who cannot answer before that.
pub fn pending(case: &Case, it: &Raised) -> bool {
    let served = |id| case.document(id).is_some_and(|it| it.served_on().is_some());
    it.decided.as_ref().is_none_or(|it| !served(it.document))
}

/// A8.4 将处理结果反馈: a party is not verified again before the decision that set its determination aside has reached it.
///
/// # Errors
/// It has not.
pub fn knows_why(case: &Case, party: PartyId) -> Result<(), Refusal> {
    let unserved = service::unserved_decisions(case).any(|it| it.party == Some(party));
    match unserved {
        true => Err(Refusal::DecisionUnserved {
            party: case.party_name(party).to_owned(),
        }),
        false => Ok(()),
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

/// What the addressees of objections owe: the decisions, and that they reach the objectors.
pub fn owed(case: &Case) -> impl Iterator<Item = Owed> {
    undecided(case).chain(not_fed_back(case))
}

/// The objections that wait for their decision.
pub fn undecided(case: &Case) -> impl Iterator<Item = Owed> {
    let open = case.objections.iter().filter(|it| it.open());
    open.map(|it| {
        let owed = Owed::new(Turn::Addressee, Kind::DecideObjection, "等待异议处理决定").about(it.id.0);
        let due = case.due_of(DeadlineKind::Objection, Some(it.id.0));
        owed.due(due).blocks(Refusal::ObjectionOpen)
    })
}

/// A8.4 将处理结果反馈至提出异议单位或者个人: the decisions that have not reached their objector.
pub fn not_fed_back(case: &Case) -> impl Iterator<Item = Owed> {
    service::unserved_decisions(case).map(|it| {
        let party = case.recipient_of(it).to_owned();
        let todo = format!("等受理机关向{party}送达异议处理决定书");
        let due = case.due_of(DeadlineKind::Feedback, Some(it.id.0));
        let owed = Owed::new(Turn::Addressee, Kind::Serve, todo).about(it.id.0);
        owed.due(due).blocks(Refusal::DecisionUnserved { party })
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
        /// 撤销重办: other officers verify again, for this party alone.
        SetAside = "set_aside", "撤销原认定，重新核实";
    }
}

impl ObjectionResult {
    /// Whether the determination falls.
    pub fn sets_aside(self) -> bool {
        match self {
            Self::Upheld => false,
            Self::SetAside => true,
        }
    }
}

impl LegalStep for ObjectionDecision {
    type About = ObjectionId;

    fn about(&self) -> ObjectionId {
        self.objection
    }

    fn theirs(_: ObjectionId, _: Asked<'_>) -> Result<(), Unavailable> {
        Ok(())
    }

    fn stands(objection: ObjectionId, asked: Asked<'_>) -> Result<(), Unavailable> {
        match asked.case.objection(objection) {
            Some(it) if it.open() => Ok(()),
            Some(_) => Err(Unavailable::Settled(Refusal::NoSuchObjection)),
            None => Err(Unavailable::NotThere(Refusal::NoSuchObjection)),
        }
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let case = asked.case;
        let law = Basis::Law(Article::A8_4);
        let investigation = Refusal::unless_written(&self.investigation, "调查核实的情况", law);
        let reasons = Refusal::unless_written(&self.reasons, "处理的理由", law);
        let mut checks = vec![
            Check::of("异议还在等待处理", law, self.decided(case)),
            Check::of("写明了本机关自己调查核实的情况", law, investigation),
            Check::of("写明了处理的理由", law, reasons),
        ];
        if self.result.sets_aside() {
            let left = assignment::somebody_could_verify_again(case);
            let what = "原机关有足够的、没有参加过本案办理的人可以重新核实";
            checks.push(Check::noted(what, Basis::Practice, left));
        }
        checks
    }

    /// The case stays objected until the last open objection is decided. Then it goes back where it was, or a round begins for
    /// the parties whose determination fell, by whichever decision.
    ///
    /// A8.4 asks the addressee to investigate 及时 and to have the result fed back. The internal target of 15 days is
    /// that of the status (异议处理中): it measures the addressee, and the decision meets it. Feeding the decision back
    /// is the addressee's too and has a target of its own, as after a determination: so it lies with its date on
    /// somebody's desk even where the case was closed before.
    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let (case, now) = (asked.case, asked.now);
        let objection = self.decided(case)?;
        let decision = document::objection::decision(case, objection, self, now);
        let fact = ObjectionDecided {
            addressee: objection.addressee,
            decided_on: now.today(),
            document: decision.id,
            decision: self.clone(),
        };
        let mut ruling = Ruling::on(Kind::DecideObjection)
            .fact(fact)
            .meets(case, DeadlineKind::Objection, Some(objection.id.0), now.today())
            .starts(DeadlineKind::Feedback, Some(decision.id.0), now)
            .issues(decision);
        if self.result.sets_aside() {
            ruling = nothing_is_owed_any_more(ruling, case, objection, now);
        }
        let mut others = case.objections.iter().filter(|it| it.id != objection.id);
        let fell = self.fell(case, objection);
        Ok(match (others.any(Raised::open), fell.is_empty()) {
            (true, _) => ruling.to(Status::Objected),
            (false, true) => ruling,
            (false, false) => round::begins(ruling, case, fell, now),
        })
    }
}

impl ObjectionDecision {
    fn decided<'a>(&self, case: &'a Case) -> Result<&'a Raised, Refusal> {
        let open = |it: &&Raised| it.id == self.objection && it.open();
        case.objections.iter().find(open).ok_or(Refusal::NoSuchObjection)
    }

    /// The parties whose last determination fell, with this decision.
    fn fell(&self, case: &Case, objection: &Raised) -> Vec<PartyId> {
        let now = |it: &Determined| self.result.sets_aside() && it.id == objection.determination;
        let fell = |it: &Determined| now(it) || case.set_aside(it.id);
        let parties = case.parties.iter().map(|it| it.id);
        parties
            .filter(|it| case.last_determination_of(*it).is_some_and(|it| fell(it)))
            .collect()
    }
}

/// With the determination falls what it asked of the body: the clarification, and the feedback of its round where only this one
/// was still to be served.
fn nothing_is_owed_any_more(ruling: Ruling, case: &Case, objection: &Raised, now: &Moment<'_>) -> Ruling {
    let (party, today) = (objection.party, now.today());
    let ruling = ruling.cancels(case, DeadlineKind::Clarification, Some(party.0), today);
    let round = case.round_of(party);
    let mut others = service::unserved(case).filter(|it| it.round() == round && it.party != Some(party));
    match others.next() {
        None => ruling.ends_feedback(case, round, &Cause::Cancelled { on: today }),
        Some(_) => ruling,
    }
}

/// A party objected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objected {
    pub id: ObjectionId,
    /// Against which determination.
    pub determination: DeterminationId,
    #[serde(flatten)]
    pub objection: Objection,
}

impl Deref for Objected {
    type Target = Objection;

    fn deref(&self) -> &Objection {
        &self.objection
    }
}

impl LegalFact for Objected {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, entry: Entry) {
        case.objections.push(Raised {
            raised: Recorded::new(entry, self),
            decided: None,
        });
    }

    fn file(&self, _: &Case) -> Option<FileOf> {
        Some(FileOf {
            id: self.objection.file?,
            party: Some(self.party),
            objection: Some(self.id),
        })
    }

    fn said(&self, case: &Case, _: Date) -> Said {
        let to = case.addressee_name(self.addressee);
        Said::about(case.party_name(self.party)).with(format!("向{to}提出，针对：{}", self.contested))
    }
}

/// An objection was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionDecided {
    /// Who decided.
    pub addressee: BodyId,
    pub decided_on: Date,
    /// The document that says it.
    pub document: DocumentId,
    #[serde(flatten)]
    pub decision: ObjectionDecision,
}

impl Deref for ObjectionDecided {
    type Target = ObjectionDecision;

    fn deref(&self) -> &ObjectionDecision {
        &self.decision
    }
}

impl LegalFact for ObjectionDecided {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, entry: Entry) {
        let mut raised = case.objections.iter_mut();
        if let Some(it) = raised.find(|it| it.id == self.objection) {
            it.decided = Some(Recorded::new(entry, self));
        }
    }

    fn file(&self, _: &Case) -> Option<FileOf> {
        None
    }

    fn said(&self, case: &Case, _: Date) -> Said {
        let objection = case.objection(self.objection);
        Said {
            about: objection.map(|it| case.party_name(it.party).to_owned()),
            ..Said::line(self.result.short())
        }
    }
}

/// An objection with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    pub raised: Recorded<Objected>,
    /// `None` while it waits for a decision.
    pub decided: Option<Recorded<ObjectionDecided>>,
}

impl Deref for Raised {
    type Target = Objected;

    fn deref(&self) -> &Objected {
        &self.raised
    }
}

impl Raised {
    /// Whether it still waits for a decision.
    pub fn open(&self) -> bool {
        self.decided.is_none()
    }
}

impl Case {
    pub fn objection(&self, id: ObjectionId) -> Option<&Raised> {
        self.objections.iter().find(|it| it.id == id)
    }

    /// The objection, with its decision, by which a party's last determination to fall fell.
    pub fn fell_by(&self, party: PartyId) -> Option<(&Raised, &Recorded<ObjectionDecided>)> {
        let of_the_party = self.objections.iter().rev().filter(|it| it.party == party);
        let mut decided = of_the_party.filter_map(|it| Some((it, it.decided.as_ref()?)));
        decided.find(|(_, decision)| decision.result.sets_aside())
    }

    /// Whether an objection set a determination aside (撤销).
    pub fn set_aside(&self, determination: DeterminationId) -> bool {
        let against = self
            .objections
            .iter()
            .filter(|it| it.determination == determination);
        let mut results = against.filter_map(|it| Some(it.decided.as_ref()?.result));
        results.any(ObjectionResult::sets_aside)
    }
}

#[cfg(test)]
mod tests;
