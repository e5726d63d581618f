//! 异议 (A8.4): a party that does not accept its determination objects to the superior body or the Office. No time limit,
//! no stay of effect (practice). Each objection has a small life of its own; several can be open at once. `raising` begins
//! it, `decision` or `withdrawal` ends it.

use std::ops::Deref;

use crate::domain::case::Case;
use crate::domain::deadline::DeadlineKind;
use crate::domain::determination::Determined;
use crate::domain::ids::{DeterminationId, ObjectionId, PartyId};
use crate::domain::owed::{Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::Recorded;
use crate::domain::refusal::Refusal;
use crate::domain::round;
use crate::domain::ruling::{Moment, Ruling};
use crate::domain::service;
use crate::domain::status::Status;

pub mod begun;
mod decision;
mod raising;
mod withdrawal;

pub use decision::{ObjectionDecided, ObjectionDecision, ObjectionResult};
pub use raising::{Objected, Objection, a_route_exists, contestable};
pub use withdrawal::ObjectionWithdrawal;

/// An objection with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    pub raised: Recorded<Objected>,
    /// `None` while it waits for a decision, or where it was withdrawn.
    pub decided: Option<Recorded<ObjectionDecided>>,
    /// Where the objector wants no decision any more.
    pub withdrawn: Option<Recorded<ObjectionWithdrawal>>,
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
        self.decided.is_none() && self.withdrawn.is_none()
    }

    /// What became of it, in Chinese.
    pub fn outcome(&self) -> &'static str {
        match (&self.decided, &self.withdrawn) {
            (Some(decided), _) => decided.result.short(),
            (None, Some(_)) => "已撤回",
            (None, None) => "正在处理",
        }
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

/// A8.4 将处理结果反馈: an objection is pending until its decision has reached the objector, who cannot answer before that.
pub fn pending(case: &Case, it: &Raised) -> bool {
    let served = |id| case.document(id).is_some_and(|it| it.served_on().is_some());
    it.open() || it.decided.as_ref().is_some_and(|it| !served(it.document))
}

/// The objection, where it waits for its decision.
///
/// # Errors
/// It was decided or withdrawn, or there is none.
pub fn still_open(case: &Case, id: ObjectionId) -> Result<&Raised, Refusal> {
    let open = case.objection(id).filter(|it| it.open());
    open.ok_or(Refusal::NoSuchObjection)
}

/// Where a case goes with the end of an objection, by which a determination may fall. It stays objected until the last has ended.
/// Then it goes back where it was, or a round begins for the parties whose determination fell, by whichever decision.
fn leads_on(
    ruling: Ruling,
    case: &Case,
    ended: &Raised,
    falls: Option<DeterminationId>,
    now: &Moment<'_>,
) -> Ruling {
    let mut others = case.objections.iter().filter(|it| it.id != ended.id);
    let fell = |it: &Determined| falls == Some(it.id) || case.set_aside(it.id);
    let parties = case.parties.iter().map(|it| it.id);
    let fell: Vec<_> = parties
        .filter(|it| case.last_determination_of(*it).is_some_and(|it| fell(it)))
        .collect();
    match (others.any(Raised::open), fell.is_empty()) {
        (true, _) => ruling.to(Status::Objected),
        (false, true) => ruling,
        (false, false) => round::begins(ruling, case, fell, now),
    }
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

#[cfg(test)]
mod tests;
