//! Each step as somebody writes it who does everything right, and a case on which it waits to be taken.

use uuid::Uuid;

use crate::domain::access::{acts_for, filed};
use crate::domain::actor::Actor;
use crate::domain::assignment::{OFFICERS_MIN, newcomers};
use crate::domain::case::{Case, PartyKind};
use crate::domain::ids::{BodyId, CorrectionId, DocumentId, ObjectionId, PartyId, UnitId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::referral::{ReturnGround, proposed_organ};
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::step::Step;

/// The step as somebody writes it who does everything right; `None` where nobody on the samples is left who could be named.
pub fn done_right(sample: &SampleCase, kind: Kind, about: Option<Uuid>, actor: &Actor) -> Option<Step> {
    let (case, today, id) = (&sample.case, sample.today(), about.unwrap_or_default());
    Some(match kind {
        Kind::File => return None,
        Kind::Withdraw => steps::withdraw(),
        Kind::Initiate => steps::initiate(&[s::officer_b(), s::officer_c()]),
        Kind::Decline => steps::decline(),
        Kind::Link => steps::link(PartyId(id), &somebody_new(case, PartyId(id))),
        Kind::Replace => replacement(case, actor)?,
        Kind::Assign => assignment(case, actor),
        Kind::TakeEvidence => steps::evidence(None, today),
        Kind::Hear => Step::Hear(steps::hearing(PartyId(id), &case.officers, today)),
        Kind::Report => Step::Report(steps::report(case, |_| true)),
        Kind::Suspend => steps::suspend(),
        Kind::Resume => steps::resume(),
        Kind::Extend => steps::extend(1),
        Kind::Refer => steps::refer(proposed_organ(case).unwrap_or(s::ORGAN), today),
        Kind::RecordReturn => steps::record_return(case, ReturnGround::LeftToUs, today),
        Kind::Determine => Step::Determine(steps::determination(case, today)),
        Kind::Serve => Step::Serve(steps::service(DocumentId(id), today)),
        Kind::Notify => steps::notice_of(case, today),
        Kind::Object => objection(case, PartyId(id), None),
        Kind::DecideObjection => steps::uphold(ObjectionId(id)),
        Kind::WithdrawObjection => steps::withdraw_objection(ObjectionId(id)),
        Kind::ReportCorrection => steps::correction_report(CorrectionId(id)),
        Kind::VerifyCorrection => steps::verdict(CorrectionId(id), true),
        Kind::Clarify => steps::clarification(PartyId(id), today),
        Kind::WaiveClarification => steps::waiver(PartyId(id), today, Some(steps::FILE)),
        Kind::Close => steps::close(),
    })
}

/// An account that nobody on the case has.
fn somebody_new(case: &Case, party: PartyId) -> Actor {
    let unit = case.party(party).is_some_and(|it| it.kind == PartyKind::Unit);
    Actor {
        user: UserId(Uuid::from_u128(999)),
        unit: unit.then_some(UnitId(Uuid::from_u128(998))),
        ..s::individual()
    }
}

/// An officer's place goes to another who is none, and is not the one who decides.
fn replacement(case: &Case, actor: &Actor) -> Option<Step> {
    let out = case.officers.first()?;
    let officers = s::everybody()
        .into_iter()
        .filter(|it| it.officer && it.works_for(case.body.id));
    let officers: Vec<_> = officers.collect();
    let beside = |it: &Actor| !filed(it, case) && !case.parties.iter().any(|party| acts_for(it, party));
    let new = |it: &Actor| case.round == 1 || !case.acted_in(it.user);
    let free =
        |it: &&Actor| beside(it) && new(it) && !case.officers.contains(&it.user) && it.user != actor.user;
    let by = officers.iter().find(free)?;
    Some(steps::replace(*out, by.user))
}

/// The first two who are new, and who approves determinations last.
fn assignment(case: &Case, approver: &Actor) -> Step {
    let mut new: Vec<_> = newcomers(case, approver).collect();
    new.sort_by_key(|it| it.approves_determinations);
    steps::assign(new.into_iter().take(OFFICERS_MIN).map(|it| it.user))
}

/// An objection to whom it can go, with something new to say.
pub fn objection(case: &Case, party: PartyId, to: Option<BodyId>) -> Step {
    let superior = case.body.superior.as_ref().map(|it| it.id);
    let mut objection = steps::objection(party, to.or(superior).unwrap_or(s::OFFICE));
    objection.new_facts = "新的事实".into();
    Step::Object(objection)
}

impl SampleCase {
    /// A case of two parties on which a step of this kind waits to be taken. The second party has no account: an officer
    /// does for it what the first does itself.
    pub fn ready_for(kind: Kind) -> Self {
        match kind {
            Kind::File | Kind::Withdraw | Kind::Initiate | Kind::Decline => Self::filed(2),
            Kind::Link | Kind::Replace | Kind::TakeEvidence | Kind::Hear | Kind::Suspend | Kind::Extend => {
                Self::initiated(2)
            }
            Kind::Resume => {
                let mut sample = Self::initiated(2);
                sample.does(&steps::suspend());
                sample
            }
            Kind::Report => Self::heard(2),
            Kind::Determine => Self::reported(2, 1),
            Kind::Refer => Self::for_an_organ(2),
            Kind::RecordReturn => {
                let mut sample = Self::referred(2);
                sample.letter_came();
                sample
            }
            Kind::Serve | Kind::Notify => Self::determined(2, 1),
            Kind::Object => Self::told(1),
            Kind::DecideObjection | Kind::WithdrawObjection => Self::objected().0,
            Kind::Assign => {
                let (mut sample, objection) = Self::objected();
                sample.set_aside(objection);
                sample
            }
            Kind::ReportCorrection | Kind::Clarify | Kind::WaiveClarification => Self::told(2),
            Kind::VerifyCorrection => {
                let mut sample = Self::told(2);
                let correction = sample.case.corrections[1].id;
                sample
                    .takes(&steps::correction_report(correction), &s::officer_a())
                    .expect("an officer enters it for the party");
                sample
            }
            Kind::Close => Self::settled(2, 1),
        }
    }

    /// Determined, and both parties know.
    fn told(tolerable: usize) -> Self {
        let mut sample = Self::determined(2, tolerable);
        sample.served();
        sample
    }

    /// Whoever is not tolerated has objected to the superior body.
    fn objected() -> (Self, ObjectionId) {
        let mut sample = Self::told(1);
        let objection = sample.objects(2, s::SUPERIOR);
        (sample, objection)
    }

    /// Somebody for whom a step of this kind waits, and what it is about; an officer, where one can take it.
    pub fn waits_for(&self, kind: Kind) -> Option<(Actor, Option<Uuid>)> {
        let subjects = kind.subjects(&self.case);
        s::everybody().into_iter().find_map(|actor| {
            let mut subjects = subjects.iter().copied();
            let about = subjects.find(|about| self.available(kind, *about, &actor).is_ok())?;
            Some((actor, about))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::TakenBy;
    use crate::domain::procedure::PROCEDURE;

    #[test]
    fn every_step_is_done_right_on_a_case_that_is_ready_for_it() {
        for kind in PROCEDURE
            .iter()
            .map(|row| row.kind)
            .filter(|it| *it != Kind::File)
        {
            let sample = SampleCase::ready_for(kind);
            let (actor, about) = sample.waits_for(kind).expect("it waits for somebody");
            let step = done_right(&sample, kind, about, &actor).expect("somebody is left who can be named");
            let answer = sample.asks(&step, TakenBy::One(&actor)).map(drop);
            assert_eq!(answer, Ok(()), "{}", kind.name());
        }
    }
}
