//! An act from draft to decision: saved, submitted, approved by another or returned with a reason, recalled,
//! discarded (R5).

use time::OffsetDateTime;
use uuid::Uuid;

use super::{Answer, Stamp, apply, locked, ruled};
use crate::domain::access;
use crate::domain::act::{self, ActState, TakenBy, Undoing};
use crate::domain::actor::Actor;
use crate::domain::case::Case;
use crate::domain::ids::{ActId, BodyId, CaseId, ObjectionId};
use crate::domain::procedure::{Desk, Kind};
use crate::domain::refusal::Refusal;
use crate::domain::ruling::{self, Ruling};
use crate::domain::step::Step;
use crate::platform::App;
use crate::platform::random::new_id;
use crate::store::acts::{ActRecord, Saved, TypedPairs};
use crate::store::{self, Failure};

/// An act as its drafter hands it in.
pub struct Draft {
    /// What for.
    pub kind: Kind,
    /// About which party, correction or objection.
    pub subject: Option<Uuid>,
    /// The form as it was typed.
    pub typed: TypedPairs,
    /// The value to submit; `None` saves the draft as it is.
    pub step: Option<Step>,
}

/// What an approver says.
pub enum Verdict {
    /// 同意, with what the approver writes to it (审批意见); may be empty.
    Approve(String),
    /// 退回, with the reason.
    Return(String),
}

/// Saves an act, or submits it for approval; tells where it stands then.
///
/// # Errors
/// The database failed.
pub async fn draft(
    app: &App,
    actor: &Actor,
    id: CaseId,
    stamp: Stamp,
    it: Draft,
) -> Result<Answer<ActState>, Failure> {
    let Draft {
        kind,
        subject,
        typed,
        step,
    } = it;
    let whole = move |case: &Case, _| (case.version == stamp.version).then_some((typed, step));
    redraft(app, actor, id, stamp.once, (kind, subject), whole).await
}

/// The same for a part of an act: `change` is told under the lock what is typed there now, and answers with what shall be, or
/// with nothing where it is not what was seen any more.
///
/// # Errors
/// The database failed.
pub async fn redraft(
    app: &App,
    actor: &Actor,
    id: CaseId,
    once: Uuid,
    (kind, subject): (Kind, Option<Uuid>),
    change: impl FnOnce(&Case, TypedPairs) -> Option<(TypedPairs, Option<Step>)> + Send,
) -> Result<Answer<ActState>, Failure> {
    let mut tx = app.pool.begin().await?;
    let Some(mut case) = locked(app, &mut tx, id).await? else {
        return Ok(Answer::NotFound);
    };
    let at = app.clock.now();
    if !store::submissions::first(&mut tx, once, actor.user, at).await? {
        return Ok(Answer::Before);
    }
    let known = store::acts::under_way(&mut tx, id, kind, subject, actor.user).await?;
    let typed = known.as_ref().map(|it| it.typed.clone()).unwrap_or_default();
    let Some((typed, step)) = change(&case, typed) else {
        return Ok(Answer::Overtaken);
    };
    let it = Draft {
        kind,
        subject,
        typed,
        step,
    };
    if let Err(refusal) = may_draft(&case, &it, known.as_ref(), actor, at) {
        return Ok(Answer::Refused(refusal));
    }
    let saved = Saved {
        id: known.map_or_else(|| ActId(new_id(at)), |known| known.act.id),
        case: id,
        body: drafting_body(&case, it.kind, it.subject),
        kind: it.kind,
        subject: it.subject,
        drafter: actor.user,
        typed: &it.typed,
        step: it.step.as_ref(),
    };
    let state = store::acts::save(&mut tx, &saved, at).await?;
    note_act(&mut case, &saved, actor, state);
    apply::renew(&mut tx, &case).await?;
    tx.commit().await?;
    Ok(Answer::Done(state))
}

/// The law is asked as if the step were taken now: what would be refused is not put before an approver.
fn may_draft(
    case: &Case,
    it: &Draft,
    known: Option<&ActRecord>,
    actor: &Actor,
    at: OffsetDateTime,
) -> Result<(), Refusal> {
    if let Some(known) = known.filter(|known| !known.act.state.amendable()) {
        return Err(Refusal::NotWaiting {
            state: known.act.state.short(),
        });
    }
    match &it.step {
        Some(step) => {
            act::may_wait(case, it.kind, known.map(|known| known.act.id))?;
            ruled(case, step, TakenBy::One(actor), at).map(|_| ())
        }
        None => {
            let row = it.kind.row();
            ruling::in_this_status(case, row)?;
            access::may(case, row, it.subject, TakenBy::One(actor))
        }
    }
}

/// Whose act it is: the case's body, or the addressee of the objection.
fn drafting_body(case: &Case, kind: Kind, subject: Option<Uuid>) -> BodyId {
    let objection = subject
        .filter(|_| kind.row().who.desk == Desk::Addressee)
        .map(ObjectionId);
    let objection = objection.and_then(|id| case.objection(id));
    objection.map_or(case.body.id, |it| it.addressee)
}

fn note_act(case: &mut Case, saved: &Saved<'_>, actor: &Actor, state: ActState) {
    case.acts.retain(|act| act.id != saved.id);
    case.acts.push(act::Act {
        id: saved.id,
        kind: saved.kind,
        subject: saved.subject,
        state,
        drafted_by: actor.user,
        drafter_name: actor.name.clone(),
    });
}

/// An approver decides what another drafted. Approval carries the ruling out in the same transaction.
///
/// # Errors
/// The database failed.
pub async fn decide(
    app: &App,
    approver: &Actor,
    id: CaseId,
    act: ActId,
    stamp: Stamp,
    verdict: Verdict,
) -> Result<Answer<()>, Failure> {
    let mut tx = app.pool.begin().await?;
    let Some(mut case) = locked(app, &mut tx, id).await? else {
        return Ok(Answer::NotFound);
    };
    let at = app.clock.now();
    let Some(record) = store::acts::read(&mut tx, id, act).await? else {
        return Ok(Answer::NotFound);
    };
    if !store::submissions::first(&mut tx, stamp.once, approver.user, at).await? {
        return Ok(Answer::Before);
    }
    if case.version != stamp.version || act::waits(&record.act).is_err() {
        return Ok(Answer::Overtaken);
    }
    let by = apply::By {
        actor: approver.user,
        act: Some(act),
        at,
    };
    match judged(&case, &record, approver, &verdict, at) {
        Err(refusal) => return Ok(Answer::Refused(refusal)),
        Ok(Judged::Approved(ruling, opinion)) => {
            store::acts::settle(&mut tx, act, approver.user, ActState::Approved, opinion, at).await?;
            apply::apply(&mut tx, case, &ruling, by).await?;
        }
        Ok(Judged::Returned(reason)) => {
            store::acts::settle(&mut tx, act, approver.user, ActState::Returned, reason, at).await?;
            note_state(&mut case, act, ActState::Returned);
            apply::renew(&mut tx, &case).await?;
        }
    }
    tx.commit().await?;
    Ok(Answer::Done(()))
}

/// A verdict that may be given.
enum Judged<'a> {
    /// With what follows, and the opinion.
    Approved(Ruling, &'a str),
    /// With the reason.
    Returned(&'a str),
}

/// The rule runs again on the value that was submitted; whoever may not approve may not return either.
fn judged<'a>(
    case: &Case,
    record: &ActRecord,
    approver: &Actor,
    verdict: &'a Verdict,
    at: OffsetDateTime,
) -> Result<Judged<'a>, Refusal> {
    let taken_by = TakenBy::Two {
        drafter: record.act.drafted_by,
        approver,
    };
    match (verdict, &record.step) {
        (Verdict::Approve(opinion), Some(step)) => {
            let ruling = ruled(case, step, taken_by, at)?;
            Ok(Judged::Approved(ruling, opinion.trim()))
        }
        (Verdict::Approve(_), None) => Err(Refusal::NotWaiting {
            state: record.act.state.short(),
        }),
        (Verdict::Return(reason), _) => {
            let reason = act::returned_for(reason)?;
            access::may(case, record.act.kind.row(), record.act.subject, taken_by)?;
            Ok(Judged::Returned(reason))
        }
    }
}

/// The drafter takes back what waits, or throws away what it has at hand.
///
/// # Errors
/// The database failed.
pub async fn undo(
    app: &App,
    actor: &Actor,
    id: CaseId,
    act: ActId,
    once: Uuid,
    how: Undoing,
) -> Result<Answer<()>, Failure> {
    let mut tx = app.pool.begin().await?;
    let Some(mut case) = locked(app, &mut tx, id).await? else {
        return Ok(Answer::NotFound);
    };
    let at = app.clock.now();
    let Some(record) = store::acts::read(&mut tx, id, act).await? else {
        return Ok(Answer::NotFound);
    };
    if !store::submissions::first(&mut tx, once, actor.user, at).await? {
        return Ok(Answer::Before);
    }
    let state = match act::undone(&record.act, actor, how) {
        Ok(state) => state,
        Err(refusal) => return Ok(Answer::Refused(refusal)),
    };
    store::acts::settle(&mut tx, act, actor.user, state, "", at).await?;
    note_state(&mut case, act, state);
    case.acts.retain(|it| it.state != ActState::TakenBack);
    apply::renew(&mut tx, &case).await?;
    tx.commit().await?;
    Ok(Answer::Done(()))
}

fn note_state(case: &mut Case, act: ActId, state: ActState) {
    for it in case.acts.iter_mut().filter(|it| it.id == act) {
        it.state = state;
    }
}
