//! Applications (申请) that are not filed yet: what was typed, seen by the writer's unit alone, thrown away without a trace.

use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::domain::actor::Actor;
use crate::domain::filing::APPLICATIONS_MAX;
use crate::domain::ids::{ApplicationId, FileId};
use crate::store::acts::TypedPairs;

/// An application as it stands.
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// Everything typed so far.
    pub answers: Json<TypedPairs>,
    /// Moves with every save.
    pub version: i32,
    /// When it was last saved (UTC).
    pub updated_at: OffsetDateTime,
}

/// What was typed, and what a list shows of it.
pub struct Typed<'a> {
    pub answers: &'a TypedPairs,
    /// The matter; cut where it is longer than one may be.
    pub title: &'a str,
    pub tasks_done: i16,
}

/// An application as a list shows it.
pub struct ApplicationRow {
    pub id: ApplicationId,
    pub title: String,
    pub tasks_done: i16,
    /// When it was last saved (UTC).
    pub updated_at: OffsetDateTime,
}

/// So much of a title is kept for lists.
const TITLE_CHARS_MAX: usize = 200;

/// Whether this person may begin another. Indexes `applications_user`, `applications_unit`.
pub async fn room_for_another(db: &mut PgConnection, actor: &Actor) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT count(*) < $3 AS "room!" FROM applications WHERE user_id = $1 OR unit_id = $2"#,
        actor.user.0,
        actor.unit.map(|unit| unit.0),
        i64::from(APPLICATIONS_MAX),
    )
    .fetch_one(db)
    .await
}

/// Begins an application.
pub async fn begin(
    db: &mut PgConnection,
    id: ApplicationId,
    actor: &Actor,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO applications (id, user_id, unit_id, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)",
        id.0,
        actor.user.0,
        actor.unit.map(|unit| unit.0),
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An application that this person may see: the own one, or one of the own unit.
pub async fn read(
    db: &mut PgConnection,
    id: ApplicationId,
    actor: &Actor,
) -> sqlx::Result<Option<Application>> {
    sqlx::query_as!(
        Application,
        r#"
        SELECT id, answers AS "answers: Json<TypedPairs>", version, updated_at FROM applications
        WHERE id = $1 AND (user_id = $2 OR unit_id = $3)
        "#,
        id.0,
        actor.user.0,
        actor.unit.map(|unit| unit.0),
    )
    .fetch_optional(db)
    .await
}

/// The person's and its unit's applications, newest first. Indexes `applications_user`, `applications_unit`.
pub async fn list(db: &mut PgConnection, actor: &Actor) -> sqlx::Result<Vec<ApplicationRow>> {
    sqlx::query_as!(
        ApplicationRow,
        r#"
        SELECT id, title, tasks_done, updated_at FROM applications
        WHERE user_id = $1 OR unit_id = $2
        ORDER BY updated_at DESC LIMIT $3
        "#,
        actor.user.0,
        actor.unit.map(|unit| unit.0),
        i64::from(APPLICATIONS_MAX),
    )
    .fetch_all(db)
    .await
}

/// Keeps what was typed; `false` when somebody of the unit saved in between.
pub async fn save(
    db: &mut PgConnection,
    id: ApplicationId,
    typed: &Typed<'_>,
    seen: i32,
    at: OffsetDateTime,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE applications SET answers = $2, title = $5, tasks_done = $6, version = version + 1, updated_at = $4 WHERE id = $1 AND version = $3",
        id.0,
        Json(typed.answers) as _,
        seen,
        at,
        typed.title.chars().take(TITLE_CHARS_MAX).collect::<String>(),
        typed.tasks_done,
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Throws an application away, as it was seen; `false` when it is gone or was changed in between.
pub async fn discard(db: &mut PgConnection, id: ApplicationId, seen: i32) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "DELETE FROM applications WHERE id = $1 AND version = $2",
        id.0,
        seen
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A file attached to an application.
pub struct Attached {
    /// The file.
    pub file_id: FileId,
    /// What it is.
    pub name: String,
    /// Whether it is the signed scan of the application.
    pub signed: bool,
    /// Bytes.
    pub size: i64,
}

/// The files of an application. Primary key.
pub async fn files(db: &mut PgConnection, id: ApplicationId) -> sqlx::Result<Vec<Attached>> {
    sqlx::query_as!(
        Attached,
        r#"
        SELECT a.file_id, a.name, a.signed, f.size FROM application_files a JOIN files f ON f.id = a.file_id
        WHERE a.application_id = $1 ORDER BY a.file_id LIMIT 100
        "#,
        id.0
    )
    .fetch_all(db)
    .await
}

/// Attaches a kept file.
pub async fn attach(
    db: &mut PgConnection,
    id: ApplicationId,
    file: FileId,
    name: &str,
    signed: bool,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO application_files (application_id, file_id, name, signed) VALUES ($1, $2, $3, $4)",
        id.0,
        file.0,
        name,
        signed
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a file off again.
pub async fn detach(db: &mut PgConnection, id: ApplicationId, file: FileId) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM application_files WHERE application_id = $1 AND file_id = $2",
        id.0,
        file.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Moves the version when what lies beside the answers changes; `false` when the application is gone.
pub async fn touch(db: &mut PgConnection, id: ApplicationId, at: OffsetDateTime) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE applications SET version = version + 1, updated_at = $2 WHERE id = $1",
        id.0,
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}
