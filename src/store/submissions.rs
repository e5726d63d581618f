//! One-time ids of forms: a double click or a re-sent form takes effect once.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::ids::UserId;

/// Remembers that a form took effect; `false` when it had before. Primary key.
pub async fn first(
    db: &mut PgConnection,
    once: Uuid,
    user: UserId,
    at: OffsetDateTime,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO submissions (id, user_id, at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
        once,
        user.0,
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether this person's form of that id took effect. Primary key.
pub async fn known(db: &mut PgConnection, once: Uuid, user: UserId) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        "SELECT id FROM submissions WHERE id = $1 AND user_id = $2",
        once,
        user.0
    );
    Ok(found.fetch_optional(db).await?.is_some())
}
