//! An act from draft to decision: saved, taken over, submitted, approved by another or returned with a reason, recalled,
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
use crate::platform::bounds::ANSWERS_BYTES_MAX;
use crate::platform::random::new_id;
use crate::store::acts::{ActRecord, Kept, Saved, TypedPairs};
use crate::store::{self, Failure, SignedTx};

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
    /// The revision of the draft that was seen; 0: there was none.
    pub seen: i32,
    /// Whether what another has at hand is taken over with it.
    pub takes_over: bool,
}

/// What an approver says.
pub enum Verdict {
    /// 同意, with what the approver writes to it (审批意见); may be empty.
    Approve(String),
    /// 退回, with the reason.
    Return(String),
}

/// Saves an act, or submits it for approval; tells how it stands then. Over a text that was not seen nothing is saved: the draft
/// has moved, or another has it at hand.
///
/// # Errors
/// The database failed.
pub async fn draft(
    app: &App,
    actor: &Actor,
    id: CaseId,
    stamp: Stamp,
    it: Draft,
) -> Result<Answer<Kept>, Failure> {
    let about = (it.kind, it.subject);
    let whole = move |case: &Case, _: Option<&ActRecord>| (case.version == stamp.version).then_some(it);
    redraft(app, actor, id, stamp.once, about, whole).await
}

/// The same for a part of an act: `change` is told under the lock what is kept there now, and answers with what shall be, or with
/// nothing where it is not what was seen any more.
///
/// # Errors
/// The database failed.
pub async fn redraft(
    app: &App,
    actor: &Actor,
    id: CaseId,
    once: Uuid,
    (kind, subject): (Kind, Option<Uuid>),
    change: impl FnOnce(&Case, Option<&ActRecord>) -> Option<Draft> + Send,
) -> Result<Answer<Kept>, Failure> {
    let mut tx = SignedTx::begin(&app.pool, &app.signer).await?;
    let Some(mut case) = locked(app, &mut tx, id).await? else {
        return Ok(Answer::NotFound);
    };
    let at = app.clock.now();
    if !store::submissions::first(&mut tx, once, actor.user, at).await? {
        return Ok(Answer::Before);
    }
    let known = store::acts::under_way(&mut tx, id, kind, subject).await?;
    let Some(it) = change(&case, known.as_ref()) else {
        return Ok(Answer::Overtaken);
    };
    let bytes = it.typed.iter().map(|(name, value)| name.len() + value.len());
    if bytes.sum::<usize>() > ANSWERS_BYTES_MAX {
        return Ok(Answer::Refused(Refusal::DraftTooLong));
    }
    if let Err(refusal) = may_draft(&case, &it, known.as_ref(), actor, at) {
        return Ok(Answer::Refused(refusal));
    }
    let theirs = known.as_ref().filter(|known| known.act.drafted_by != actor.user);
    if it.seen != known.as_ref().map_or(0, |known| known.revision) || (theirs.is_some() && !it.takes_over) {
        return Ok(Answer::Overtaken);
    }
    if let Some(theirs) = theirs {
        store::acts::take_over(&mut tx, theirs.act.id, actor.user, at).await?;
        hand_over(&mut case, theirs.act.id, actor);
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
    let kept = store::acts::save(&mut tx, &saved, at).await?;
    note_act(&mut case, &saved, actor, kept.state);
    apply::renew(&mut tx, &case).await?;
    tx.commit().await?;
    Ok(Answer::Done(kept))
}

/// Another who drafts such acts has it at hand from now on.
///
/// # Errors
/// The database failed.
pub async fn take_over(
    app: &App,
    actor: &Actor,
    id: CaseId,
    act: ActId,
    once: Uuid,
) -> Result<Answer<()>, Failure> {
    let mut tx = SignedTx::begin(&app.pool, &app.signer).await?;
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
    if let Err(refusal) = act::taken_over(&case, &record.act, actor) {
        return Ok(Answer::Refused(refusal));
    }
    store::acts::take_over(&mut tx, act, actor.user, at).await?;
    hand_over(&mut case, act, actor);
    apply::renew(&mut tx, &case).await?;
    tx.commit().await?;
    Ok(Answer::Done(()))
}

fn hand_over(case: &mut Case, act: ActId, to: &Actor) {
    for it in case.acts.iter_mut().filter(|it| it.id == act) {
        it.drafted_by = to.user;
        it.drafters.push(to.user);
        it.drafter_name.clone_from(&to.name);
    }
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
    let seq = case.seq;
    if let Some(known) = case.acts.iter_mut().find(|act| act.id == saved.id) {
        (known.state, known.submitted_after) = (state, seq);
        return;
    }
    case.acts.push(act::Act {
        id: saved.id,
        kind: saved.kind,
        subject: saved.subject,
        state,
        drafted_by: actor.user,
        drafters: vec![actor.user],
        drafter_name: actor.name.clone(),
        submitted_after: case.seq,
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
    let mut tx = SignedTx::begin(&app.pool, &app.signer).await?;
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
            apply::carry_out(&mut tx, case, &ruling, approver, by).await?;
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
        drafters: &record.act.drafters,
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
    let mut tx = SignedTx::begin(&app.pool, &app.signer).await?;
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
