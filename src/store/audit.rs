//! What happened outside a case's own events: sign-ins, views from outside the body, downloads. Appended, never changed.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::domain::ids::{CaseId, UserId};
use crate::platform::chance::new_id;

/// Notes what somebody did.
pub async fn note(
    db: &mut PgConnection,
    user: Option<UserId>,
    what: &str,
    case: Option<CaseId>,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO audit (id, at, user_id, what, case_id) VALUES ($1, $2, $3, $4, $5)",
        new_id(at),
        at,
        user.map(|user| user.0),
        what,
        case.map(|case| case.0)
    )
    .execute(db)
    .await?;
    Ok(())
}
