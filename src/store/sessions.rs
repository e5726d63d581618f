//! Sessions: who is here. The table keeps the digest of the token, so who reads it cannot sign in with it.

use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use crate::domain::actor::{Actor, ActorBody};
use crate::domain::ids::{BodyId, UnitId, UserId};

/// A session ends after so long without a request.
pub const IDLE: Duration = Duration::minutes(30);
/// And after so long in any case.
pub const ABSOLUTE: Duration = Duration::hours(12);
/// `seen_at` is renewed no more often than this, so that reading a page stays a read.
const NOTED_EVERY: Duration = Duration::minutes(1);

/// Somebody who is here.
pub struct Present {
    /// Who.
    pub actor: Actor,
    /// Whether the password must be changed before anything else.
    pub must_change: bool,
    /// Whether the session should be noted as seen.
    pub stale: bool,
}

/// Begins a session.
pub async fn begin(
    db: &mut PgConnection,
    token: &[u8; 32],
    user: UserId,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO sessions (token_digest, user_id, started_at, seen_at, ends_at) VALUES ($1, $2, $3, $3, $4)",
        token.as_slice(),
        user.0,
        at,
        at + ABSOLUTE
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Who holds this token now. One row by primary key, joined with the person.
pub async fn present(
    db: &mut PgConnection,
    token: &[u8; 32],
    at: OffsetDateTime,
) -> sqlx::Result<Option<Present>> {
    let row = sqlx::query!(
        r#"
        SELECT s.seen_at, u.id, u.name, u.position, u.officer, u.approver, u.approves_determinations, u.demo, u.must_change_password,
               b.id AS "body_id?", b.short_name AS "body_name?", b.kind AS "body_kind?", n.id AS "unit_id?", n.name AS "unit_name?"
        FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN bodies b ON b.id = u.body_id LEFT JOIN units n ON n.id = u.unit_id
        WHERE s.token_digest = $1 AND s.ends_at > $2 AND s.seen_at > $3 AND u.disabled_at IS NULL
        "#,
        token.as_slice(),
        at,
        at - IDLE
    );
    let Some(row) = row.fetch_optional(db).await? else {
        return Ok(None);
    };
    let body = row.body_id.map(|id| ActorBody {
        id: BodyId(id),
        short_name: row.body_name.unwrap_or_default(),
        office: row.body_kind.as_deref() == Some("office"),
    });
    let actor = Actor {
        user: UserId(row.id),
        name: row.name,
        position: row.position,
        body,
        unit: row.unit_id.map(UnitId),
        unit_name: row.unit_name,
        officer: row.officer,
        approver: row.approver,
        approves_determinations: row.approves_determinations,
        demo: row.demo,
    };
    Ok(Some(Present {
        actor,
        must_change: row.must_change_password,
        stale: at - row.seen_at > NOTED_EVERY,
    }))
}

/// Notes that the session was used.
pub async fn seen(db: &mut PgConnection, token: &[u8; 32], at: OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE sessions SET seen_at = $2 WHERE token_digest = $1",
        token.as_slice(),
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends a session.
pub async fn end(db: &mut PgConnection, token: &[u8; 32]) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM sessions WHERE token_digest = $1", token.as_slice())
        .execute(db)
        .await?;
    Ok(())
}

/// Ends every other session of a person.
pub async fn end_others(db: &mut PgConnection, token: &[u8; 32], user: UserId) -> sqlx::Result<()> {
    sqlx::query!(
        "DELETE FROM sessions WHERE user_id = $1 AND token_digest <> $2",
        user.0,
        token.as_slice()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Removes what has ended. Index `sessions_end`.
pub async fn sweep(db: &mut PgConnection, at: OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!("DELETE FROM sessions WHERE ends_at < $1", at)
        .execute(db)
        .await?;
    Ok(())
}
