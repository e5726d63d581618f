//! An application (申请) before it is filed: begun, saved, given its files, thrown away. It is there for its writer and the
//! writer's unit, for everybody else there is none. Each change moves its version, so that nobody files what they have
//! not seen.

use sqlx::PgConnection;
use uuid::Uuid;

use super::{Answer, Stamp};
use crate::domain::actor::Actor;
use crate::domain::filing::{self, APPLICATIONS_MAX};
use crate::domain::ids::{ApplicationId, FileId};
use crate::domain::refusal::Refusal;
use crate::platform::App;
use crate::store::applications::Typed;
use crate::store::{Failure, applications, submissions};

/// The id of an application that is begun with a form of that one-time id: a double click begins one and not two. It becomes the
/// case's, so nobody chooses it.
pub fn id(app: &App, actor: &Actor, once: Uuid) -> ApplicationId {
    ApplicationId(app.secret.id(actor.user.0, once))
}

/// Begins an empty one.
///
/// # Errors
/// The database failed.
pub async fn begin(app: &App, actor: &Actor, once: Uuid) -> Result<Answer<()>, Failure> {
    let at = app.clock.now();
    let mut tx = app.pool.begin().await?;
    if !submissions::first(&mut tx, once, actor.user, at).await? {
        return Ok(Answer::Before);
    }
    if !applications::room_for_another(&mut tx, actor).await? {
        let most = APPLICATIONS_MAX;
        return Ok(Answer::Refused(Refusal::TooManyApplications { most }));
    }
    applications::begin(&mut tx, id(app, actor, once), actor, at).await?;
    tx.commit().await?;
    Ok(Answer::Done(()))
}

/// Keeps everything typed so far, right or wrong.
///
/// # Errors
/// The database failed.
pub async fn save(
    app: &App,
    actor: &Actor,
    id: ApplicationId,
    seen: i32,
    typed: &Typed<'_>,
) -> Result<Answer<()>, Failure> {
    let mut tx = app.pool.begin().await?;
    if !theirs(&mut tx, id, actor).await? {
        return Ok(Answer::NotFound);
    }
    if !applications::save(&mut tx, id, typed, seen, app.clock.now()).await? {
        return Ok(Answer::Overtaken);
    }
    tx.commit().await?;
    Ok(Answer::Done(()))
}

/// A kept file, and what it is to the application.
pub struct Attachment {
    pub file: FileId,
    pub name: String,
    /// Whether it is the signed scan of the application.
    pub signed: bool,
}

/// Attaches a file.
///
/// # Errors
/// The database failed.
pub async fn attach(
    app: &App,
    actor: &Actor,
    id: ApplicationId,
    once: Uuid,
    it: &Attachment,
) -> Result<Answer<()>, Failure> {
    let at = app.clock.now();
    let mut tx = app.pool.begin().await?;
    if !submissions::first(&mut tx, once, actor.user, at).await? {
        return Ok(Answer::Before);
    }
    if !theirs(&mut tx, id, actor).await? || !applications::touch(&mut tx, id, at).await? {
        return Ok(Answer::NotFound);
    }
    if let Err(refusal) = filing::files_fit(applications::files(&mut tx, id).await?.len(), 1) {
        return Ok(Answer::Refused(refusal));
    }
    applications::attach(&mut tx, id, it.file, &it.name, it.signed).await?;
    tx.commit().await?;
    Ok(Answer::Done(()))
}

/// Takes a file off again; one that is off already stays off.
///
/// # Errors
/// The database failed.
pub async fn detach(
    app: &App,
    actor: &Actor,
    id: ApplicationId,
    file: FileId,
) -> Result<Answer<()>, Failure> {
    let mut tx = app.pool.begin().await?;
    if !theirs(&mut tx, id, actor).await? || !applications::touch(&mut tx, id, app.clock.now()).await? {
        return Ok(Answer::NotFound);
    }
    applications::detach(&mut tx, id, file).await?;
    tx.commit().await?;
    Ok(Answer::Done(()))
}

/// Throws it away as it was seen, without a trace.
///
/// # Errors
/// The database failed.
pub async fn discard(
    app: &App,
    actor: &Actor,
    id: ApplicationId,
    stamp: Stamp,
) -> Result<Answer<()>, Failure> {
    let mut tx = app.pool.begin().await?;
    if !submissions::first(&mut tx, stamp.once, actor.user, app.clock.now()).await? {
        return Ok(Answer::Before);
    }
    if !theirs(&mut tx, id, actor).await? {
        return Ok(Answer::NotFound);
    }
    if !applications::discard(&mut tx, id, stamp.version).await? {
        return Ok(Answer::Overtaken);
    }
    tx.commit().await?;
    Ok(Answer::Done(()))
}

async fn theirs(db: &mut PgConnection, id: ApplicationId, actor: &Actor) -> sqlx::Result<bool> {
    Ok(applications::read(db, id, actor).await?.is_some())
}
