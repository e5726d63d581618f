//! Reading everything back, page by page, to see whether it is still what was written: for `rongcuo audit verify`.

use sqlx::types::Json;
use sqlx::{Connection, PgConnection, Postgres, Transaction};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::domain::deadline::Cause;

/// How many rows are in memory at a time.
const PAGE: i64 = 200;

/// All that is read through it was true at one moment, whatever is written meanwhile.
pub async fn one_moment(db: &mut PgConnection) -> sqlx::Result<Transaction<'_, Postgres>> {
    let mut moment = db.begin().await?;
    sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        .execute(&mut *moment)
        .await?;
    Ok(moment)
}

/// A case as its row says it stands.
pub struct StoredCase {
    /// Its id.
    pub id: Uuid,
    /// Its number.
    pub number: String,
    /// Its status, as a code.
    pub status: String,
    /// Its version.
    pub version: i32,
    /// Which calendar counts its working days.
    pub calendar: String,
    /// Whether the filed application still has its digest.
    pub filing_intact: Option<bool>,
}

/// The next cases by id. Primary key.
pub async fn cases(db: &mut PgConnection, after: Uuid) -> sqlx::Result<Vec<StoredCase>> {
    sqlx::query_as!(
        StoredCase,
        r#"
        SELECT c.id, c.number, c.status, c.version, b.calendar,
               (SELECT f.digest = sha256(convert_to(f.content, 'UTF8')) FROM filings f WHERE f.case_id = c.id) AS filing_intact
        FROM cases c JOIN bodies b ON b.id = c.body_id
        WHERE c.id > $1 ORDER BY c.id LIMIT $2
        "#,
        after,
        PAGE,
    )
    .fetch_all(db)
    .await
}

/// An event, every column of it.
pub struct StoredEvent {
    /// Its place.
    pub seq: i32,
    /// When (UTC).
    pub at: OffsetDateTime,
    /// Which step.
    pub kind: String,
    /// By whom.
    pub actor_id: Uuid,
    /// The act.
    pub act_id: Option<Uuid>,
    /// Where from.
    pub from_status: Option<String>,
    /// Where to.
    pub to_status: Option<String>,
    /// The case's version after it.
    pub version: i32,
    /// Facts, clocks and documents.
    pub body: String,
    /// The digest of the one before.
    pub previous: Vec<u8>,
    /// Its own.
    pub digest: Vec<u8>,
}

/// The next events of a case. Primary key.
pub async fn events(db: &mut PgConnection, case: Uuid, after: i32) -> sqlx::Result<Vec<StoredEvent>> {
    sqlx::query_as!(
        StoredEvent,
        r#"
        SELECT seq, at, kind, actor_id, act_id, from_status, to_status, version, body, previous, digest
        FROM events WHERE case_id = $1 AND seq > $2 ORDER BY seq LIMIT $3
        "#,
        case,
        after,
        PAGE,
    )
    .fetch_all(db)
    .await
}

/// A document's text with its digest.
pub struct StoredDocument {
    /// Its number.
    pub number: String,
    /// Its exact text.
    pub content: String,
    /// SHA-256 of it, as stored.
    pub digest: Vec<u8>,
}

/// The next documents of a case by number. Index `documents_case`.
pub async fn documents(db: &mut PgConnection, case: Uuid, after: &str) -> sqlx::Result<Vec<StoredDocument>> {
    sqlx::query_as!(
        StoredDocument,
        r#"
        SELECT number, content, digest FROM documents
        WHERE case_id = $1 AND number COLLATE "C" > $2 ORDER BY number COLLATE "C" LIMIT $3
        "#,
        case,
        after,
        PAGE,
    )
    .fetch_all(db)
    .await
}

/// A deadline with the value kept for lists and the causes kept for rules.
pub struct StoredDeadline {
    /// Its id.
    pub id: Uuid,
    /// Its kind, as a code.
    pub kind: String,
    /// The day of the event it began with.
    pub from_on: Date,
    /// Working days in all.
    pub days: i16,
    /// When it is due.
    pub due_on: Option<Date>,
    /// Whether a year's notice was missing.
    pub provisional: bool,
    /// Where it is in its life.
    pub state: String,
    /// When that ended.
    pub ended_on: Option<Date>,
    /// What happened to it.
    pub causes: Json<Vec<Cause>>,
}

/// The deadlines of a case. Index `deadlines_case`.
pub async fn deadlines(db: &mut PgConnection, case: Uuid) -> sqlx::Result<Vec<StoredDeadline>> {
    sqlx::query_as!(
        StoredDeadline,
        r#"
        SELECT d.id, d.kind, d.from_on, d.days, d.due_on, d.provisional, d.state, d.ended_on,
               (SELECT coalesce(jsonb_agg(q.cause ORDER BY q.no), '[]') FROM deadline_causes q WHERE q.deadline_id = d.id) AS "causes!: Json<Vec<Cause>>"
        FROM deadlines d WHERE d.case_id = $1 ORDER BY d.id
        "#,
        case,
    )
    .fetch_all(db)
    .await
}

/// A row that no event tells of.
pub struct Untold {
    /// In which table.
    pub register: String,
    /// Which row.
    pub id: String,
}

/// Rows of a case that no event tells of, or not in these words.
pub async fn untold(db: &mut PgConnection, case: Uuid) -> sqlx::Result<Vec<Untold>> {
    sqlx::query_as!(
        Untold,
        r#"SELECT register AS "register!", id AS "id!" FROM untold WHERE case_id = $1 LIMIT 100"#,
        case
    )
    .fetch_all(db)
    .await
}

/// Numbers that are missing below the last one of their series, as the series' name and how many.
pub async fn gaps(db: &mut PgConnection) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"
        SELECT b.short_name || ' ' || s.kind || ' ' || s.year AS "series!", max(s.serial) - count(*) AS "missing!"
        FROM (SELECT body_id, 'case' AS kind, year, serial FROM cases
              UNION ALL SELECT body_id, kind, year, serial FROM documents) s JOIN bodies b ON b.id = s.body_id
        GROUP BY b.id, b.short_name, s.kind, s.year HAVING max(s.serial) <> count(*)
        "#
    );
    let rows = rows.fetch_all(db).await?;
    Ok(rows.into_iter().map(|row| (row.series, row.missing)).collect())
}
