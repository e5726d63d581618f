//! What is offered can be done: where the law says that a step waits to be taken, and somebody takes it and writes everything
//! right, it does not refuse.

use uuid::Uuid;

use crate::domain::access::{acts_for, filed};
use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::assignment::{OFFICERS_MIN, newcomers};
use crate::domain::case::{Case, PartyKind};
use crate::domain::ids::{BodyId, CorrectionId, DocumentId, ObjectionId, PartyId, UnitId, UserId};
use crate::domain::procedure::{Kind, steps_in};
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::step::Step;

/// Asks the law about everything that is open to this person now.
pub fn what_is_offered_can_be_done(sample: &SampleCase, actor: &Actor) {
    for row in steps_in(sample.case.status) {
        for about in row.kind.subjects(&sample.case) {
            if sample.available(row.kind, about, actor).is_err() {
                continue;
            }
            let Some(step) = done_right(sample, row.kind, about, actor) else {
                continue;
            };
            let answer = sample.asks(&step, TakenBy::One(actor)).map(drop);
            assert_eq!(answer, Ok(()), "{} was offered to {}", row.name, actor.name);
        }
    }
}

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
        Kind::Determine => Step::Determine(steps::determination(case, today)),
        Kind::Serve => Step::Serve(steps::service(DocumentId(id), today)),
        Kind::Notify => steps::notice(),
        Kind::Object => objection(case, PartyId(id), None),
        Kind::DecideObjection => steps::uphold(ObjectionId(id)),
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
pub fn assignment(case: &Case, approver: &Actor) -> Step {
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
