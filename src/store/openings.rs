//! 调阅 (practice): who of a body above opened a case in full, why, and until when. The case's own body reads it.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};

use crate::domain::ids::{CaseId, UserId};
use crate::domain::opening::{Ground, Opening};

/// Whether the person gave a reason that still counts on this day. Primary key.
pub async fn counts(db: &mut PgConnection, case: CaseId, user: UserId, today: Date) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM openings WHERE case_id = $1 AND user_id = $2 AND until >= $3) AS "counts!""#,
        case.0,
        user.0,
        today
    )
    .fetch_one(db)
    .await
}

/// Records that a person opens a case.
///
/// # Errors
/// The database refuses whoever is not of a body above.
pub async fn record(
    db: &mut PgConnection,
    case: CaseId,
    user: UserId,
    it: &Opening,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO openings (case_id, user_id, at, until, ground, reason) VALUES ($1, $2, $3, $4, $5, $6)",
        case.0,
        user.0,
        at,
        it.until,
        it.ground.code(),
        &*it.reason,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An opening as it is told.
pub struct Opened {
    pub name: String,
    pub body_name: String,
    pub at: OffsetDateTime,
    pub until: Date,
    pub ground: Ground,
    pub reason: String,
}

/// The last openings of a case, the newest first. Primary key.
pub async fn of_case(db: &mut PgConnection, case: CaseId, most: i64) -> sqlx::Result<Vec<Opened>> {
    sqlx::query_as!(
        Opened,
        r#"
        SELECT u.name, b.short_name AS body_name, o.at, o.until, o.ground AS "ground: Ground", o.reason AS "reason!"
        FROM openings o JOIN users u ON u.id = o.user_id JOIN bodies b ON b.id = u.body_id
        WHERE o.case_id = $1 ORDER BY o.at DESC LIMIT $2
        "#,
        case.0,
        most
    )
    .fetch_all(db)
    .await
}

/// Somebody from outside the body read the case, or took something out of it.
pub struct Viewed {
    pub name: String,
    pub body_name: String,
    pub at: OffsetDateTime,
    pub took_out: bool,
}

/// The last views and downloads from outside, the newest first. Index `audit_case`.
pub async fn views(db: &mut PgConnection, case: CaseId, most: i64) -> sqlx::Result<Vec<Viewed>> {
    sqlx::query_as!(
        Viewed,
        r#"
        SELECT u.name, b.short_name AS body_name, a.at, a.what = 'download' AS "took_out!"
        FROM audit a JOIN users u ON u.id = a.user_id JOIN bodies b ON b.id = u.body_id JOIN cases c ON c.id = a.case_id
        WHERE a.case_id = $1 AND a.what IN ('view', 'download') AND u.body_id <> c.body_id
        ORDER BY a.at DESC LIMIT $2
        "#,
        case.0,
        most
    )
    .fetch_all(db)
    .await
}
