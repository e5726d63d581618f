//! An act from draft to decision: saved, submitted, approved by another or returned with a reason, taken back (R5).

use time::OffsetDateTime;
use uuid::Uuid;

use super::{Answer, Stamp, apply, locked, ruled};
use crate::domain::act::{self, ActState, Hands};
use crate::domain::actor::Actor;
use crate::domain::case::Case;
use crate::domain::ids::{ActId, BodyId, CaseId, ObjectionId};
use crate::domain::procedure::{Kind, Who};
use crate::domain::refusal::Refusal;
use crate::domain::step::Step;
use crate::platform::App;
use crate::platform::chance::new_id;
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
    /// 同意
    Approve,
    /// 退回, with the reason.
    Return(String),
}

/// Saves an act, or submits it for approval.
///
/// # Errors
/// The database failed.
pub async fn draft(app: &App, actor: &Actor, id: CaseId, stamp: Stamp, it: Draft) -> Result<Answer, Failure> {
    let at = app.clock.now();
    let mut tx = app.pool.begin().await?;
    let Some(mut case) = locked(&mut tx, id).await? else {
        return Ok(Answer::NotFound);
    };
    if !store::submissions::first(&mut tx, stamp.once, actor.user, at).await? {
        return Ok(Answer::Before);
    }
    if case.version != stamp.version {
        return Ok(Answer::Overtaken(
            store::events::history(&mut tx, id, stamp.version).await?,
        ));
    }
    let known = store::acts::under_way(&mut tx, id, it.kind, it.subject, actor.user).await?;
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
    store::acts::save(&mut tx, &saved, at).await?;
    let state = if it.step.is_some() {
        ActState::Waiting
    } else {
        ActState::Draft
    };
    note_act(&mut case, &saved, actor, state);
    apply::renew(&mut tx, &case).await?;
    tx.commit().await?;
    Ok(if it.step.is_some() {
        Answer::Submitted
    } else {
        Answer::Saved
    })
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
            ruled(case, step, Hands::One(actor), at).map(|_| ())
        }
        None => {
            let row = it.kind.row();
            crate::domain::ruling::in_this_status(case, row)?;
            crate::domain::access::may(case, row, it.subject, Hands::One(actor))
        }
    }
}

/// Whose act it is: the case's body, or the addressee of the objection.
fn drafting_body(case: &Case, kind: Kind, subject: Option<Uuid>) -> BodyId {
    let objection = subject
        .filter(|_| kind.row().who == Who::ApprovedByAddressee)
        .map(ObjectionId);
    let addressee = case
        .objections
        .iter()
        .find(|it| Some(it.id) == objection)
        .map(|it| it.addressee);
    addressee.unwrap_or(case.body.id)
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
) -> Result<Answer, Failure> {
    let mut tx = app.pool.begin().await?;
    let Some(mut case) = locked(&mut tx, id).await? else {
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
        return Ok(Answer::Overtaken(
            store::events::history(&mut tx, id, stamp.version).await?,
        ));
    }
    let ruling = match judged(&case, &record, approver, &verdict, at) {
        Ok(ruling) => ruling,
        Err(refusal) => return Ok(Answer::Refused(refusal)),
    };
    match verdict {
        Verdict::Approve => {
            store::acts::settle(&mut tx, act, approver.user, ActState::Approved, "", at).await?;
            apply::apply(
                &mut tx,
                case,
                &ruling,
                apply::By {
                    actor: approver.user,
                    act: Some(act),
                    at,
                },
            )
            .await?;
        }
        Verdict::Return(reason) => {
            store::acts::settle(&mut tx, act, approver.user, ActState::Returned, reason.trim(), at).await?;
            for it in case.acts.iter_mut().filter(|it| it.id == act) {
                it.state = ActState::Returned;
            }
            apply::renew(&mut tx, &case).await?;
        }
    }
    tx.commit().await?;
    Ok(Answer::Done(Box::new(ruling)))
}

/// The rule runs again on the value that was submitted; whoever may not approve may not return either.
fn judged(
    case: &Case,
    record: &ActRecord,
    approver: &Actor,
    verdict: &Verdict,
    at: OffsetDateTime,
) -> Result<crate::domain::ruling::Ruling, Refusal> {
    let hands = Hands::Two {
        drafter: record.act.drafted_by,
        approver,
    };
    match (verdict, &record.step) {
        (Verdict::Approve, Some(step)) => ruled(case, step, hands, at),
        (Verdict::Return(reason), _) if reason.trim().is_empty() => Err(Refusal::ReturnWithoutReason),
        (Verdict::Return(_), _) => {
            crate::domain::access::may(case, record.act.kind.row(), record.act.subject, hands)?;
            Ok(crate::domain::ruling::Ruling::on(record.act.kind))
        }
        (Verdict::Approve, None) => Err(Refusal::NotWaiting {
            state: record.act.state.short(),
        }),
    }
}

/// The drafter takes back what waits, to go on with it; or throws away what it has at hand, whose text stays on record.
///
/// # Errors
/// The database failed.
pub async fn take_back(app: &App, actor: &Actor, id: CaseId, act: ActId) -> Result<Answer, Failure> {
    let at = app.clock.now();
    let mut tx = app.pool.begin().await?;
    let Some(mut case) = locked(&mut tx, id).await? else {
        return Ok(Answer::NotFound);
    };
    let Some(record) = store::acts::read(&mut tx, id, act).await? else {
        return Ok(Answer::NotFound);
    };
    if let Err(refusal) = act::may_amend(&record.act, actor) {
        return Ok(Answer::Refused(refusal));
    }
    let state = record.act.state.taken_back();
    store::acts::settle(&mut tx, act, actor.user, state, "", at).await?;
    for it in case.acts.iter_mut().filter(|it| it.id == act) {
        it.state = state;
    }
    case.acts.retain(|it| it.state != ActState::TakenBack);
    apply::renew(&mut tx, &case).await?;
    tx.commit().await?;
    Ok(Answer::Saved)
}
