//! Carries a ruling of the law out: lock, decide, apply, in one transaction. One shape for every step, whether one person
//! takes it or a second approves it.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::case::Case;
use crate::domain::ids::CaseId;
use crate::domain::refusal::Refusal;
use crate::domain::ruling::{Moment, Ruling};
use crate::domain::service;
use crate::domain::step::Step;
use crate::platform::App;
use crate::platform::random::new_id;
use crate::store::{self, Failure, SignedTx};

mod acts;
pub mod application;
mod apply;
mod filing;

pub use acts::{Draft, Verdict, decide, draft, redraft, take_over, undo};
pub use filing::file;

/// What a form was filled in against, and its one-time id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The version of the case that was seen.
    pub version: i32,
    /// The one-time id of the form.
    pub once: Uuid,
}

/// What became of a form that was sent. None of these is an error: each is something a page can say.
pub enum Answer<T> {
    /// It is done, and came to this.
    Done(T),
    /// This very form took effect before.
    Before,
    /// The law stands against it.
    Refused(Refusal),
    /// Somebody was faster: the form was filled in against what is not so any more.
    Overtaken,
    /// What it is about is not there, or not for this person to see.
    NotFound,
}

impl<T> Answer<T> {
    /// The same answer, where what was done came to something else.
    pub fn map<U>(self, meant: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Self::Done(done) => Answer::Done(meant(done)),
            Self::Before => Answer::Before,
            Self::Refused(refusal) => Answer::Refused(refusal),
            Self::Overtaken => Answer::Overtaken,
            Self::NotFound => Answer::NotFound,
        }
    }
}

/// A step that one person takes.
///
/// # Errors
/// The database failed.
pub async fn take(
    app: &App,
    actor: &Actor,
    id: CaseId,
    stamp: Stamp,
    step: &Step,
) -> Result<Answer<()>, Failure> {
    take_all(app, actor, id, stamp, std::slice::from_ref(step)).await
}

/// Steps that one person takes with one form: each has its own event, and where the law stands against one, none is taken.
///
/// # Errors
/// The database failed.
pub async fn take_all(
    app: &App,
    actor: &Actor,
    id: CaseId,
    stamp: Stamp,
    steps: &[Step],
) -> Result<Answer<()>, Failure> {
    let mut tx = SignedTx::begin(&app.pool, &app.signer).await?;
    let Some(mut case) = locked(app, &mut tx, id).await? else {
        return Ok(Answer::NotFound);
    };
    // Only now: who waited for the lock comes after who had it.
    let at = app.clock.now();
    if !store::submissions::first(&mut tx, stamp.once, actor.user, at).await? {
        return Ok(Answer::Before);
    }
    if case.version != stamp.version {
        return Ok(Answer::Overtaken);
    }
    let by = apply::By {
        actor: actor.user,
        act: None,
        at,
    };
    for step in steps {
        match ruled_alone(&case, step, actor, at) {
            Err(refusal) => return Ok(Answer::Refused(refusal)),
            Ok(ruling) => case = apply::carry_out(&mut tx, case, &ruling, actor, by).await?,
        }
    }
    tx.commit().await?;
    Ok(Answer::Done(()))
}

/// The case under its lock, so that what the law is asked about stays true until the answer is written.
async fn locked(app: &App, db: &mut sqlx::PgConnection, id: CaseId) -> Result<Option<Case>, Failure> {
    if !store::cases::lock(db, id).await? {
        return Ok(None);
    }
    Ok(store::cases::load(db, &app.known, id).await?)
}

/// What is one person's to take. An act takes effect by its approval, through `decide` (R5).
fn ruled_alone(case: &Case, step: &Step, actor: &Actor, at: OffsetDateTime) -> Result<Ruling, Refusal> {
    let row = step.kind().row();
    if row.who.needs_approval() {
        return Err(Refusal::NotYours {
            step: row.name,
            who: row.who.name(),
        });
    }
    ruled(case, step, TakenBy::One(actor), at)
}

/// Asks the law at an instant, with ids that sort by it.
///
/// # Errors
/// What stands against the step.
pub fn ruled(case: &Case, step: &Step, taken_by: TakenBy<'_>, at: OffsetDateTime) -> Result<Ruling, Refusal> {
    at_moment(at, |now| crate::domain::ruling::rule(case, step, taken_by, now))
}

/// The next service that follows from what was issued.
fn served_at_once(case: &Case, issued: i32, by: &Actor, at: OffsetDateTime) -> Option<Ruling> {
    at_moment(at, |now| service::served_at_once(case, issued, by, now))
}

fn at_moment<T>(at: OffsetDateTime, ask: impl FnOnce(&Moment<'_>) -> T) -> T {
    ask(&Moment {
        at,
        new_id: &|| new_id(at),
    })
}
