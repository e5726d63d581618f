//! What happened (事件): appended, never changed. The database numbers, chains and digests each row itself (R7).

use sqlx::PgConnection;
use sqlx::types::Json;
use time::OffsetDateTime;

use crate::domain::fact::Fact;
use crate::domain::ids::{ActId, CaseId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::status::Status;

/// An event about to be written.
pub struct NewEvent<'a> {
    /// On which case.
    pub case: CaseId,
    /// When (UTC).
    pub at: OffsetDateTime,
    /// Which step.
    pub kind: Kind,
    /// Who took or approved it.
    pub actor: UserId,
    /// The act that was approved.
    pub act: Option<ActId>,
    /// Where the case stood; `None` when it begins.
    pub from: Option<Status>,
    /// Where it goes; `None`: it stays.
    pub to: Option<Status>,
    /// The case's version after it.
    pub version: i32,
    /// Facts, clocks and documents, as JSON text.
    pub body: &'a str,
}

/// Appends an event and tells its place in the case's history.
pub async fn append(db: &mut PgConnection, it: &NewEvent<'_>) -> sqlx::Result<i32> {
    sqlx::query_scalar!(
        r#"
        INSERT INTO events (case_id, seq, at, kind, actor_id, act_id, from_status, to_status, version, body, previous, digest)
        VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, '', '')
        RETURNING seq
        "#,
        it.case.0,
        it.at,
        it.kind.code(),
        it.actor.0,
        it.act.map(|act| act.0),
        it.from.map(Status::code),
        it.to.map(Status::code),
        it.version,
        it.body,
    )
    .fetch_one(db)
    .await
}

/// Events on a page of a history.
pub const PAGE_EVENTS: i64 = 100;

/// An event as the history shows it.
pub struct PastEvent {
    /// Its place in the case's history, from 1.
    pub seq: i32,
    /// When (UTC).
    pub at: OffsetDateTime,
    /// Which step.
    pub kind: Kind,
    /// Who took or approved it.
    pub actor_name: String,
    /// Who drafted it, where it was an act.
    pub drafter_name: Option<String>,
    /// The act that was approved.
    pub act_id: Option<ActId>,
    /// Where it led.
    pub to_status: Option<Status>,
    /// What it says happened.
    pub facts: Json<Vec<Fact>>,
}

/// The events of a case before a place, or its last ones: newest first, one page, and one more to tell whether another follows.
pub async fn history(
    db: &mut PgConnection,
    case: CaseId,
    before: Option<i32>,
) -> sqlx::Result<Vec<PastEvent>> {
    let before = before.unwrap_or(i32::MAX);
    between(db, case, 0, before, PAGE_EVENTS + 1).await
}

/// What happened after a version of a case: newest first, no more than a page.
pub async fn since(db: &mut PgConnection, case: CaseId, version: i32) -> sqlx::Result<Vec<PastEvent>> {
    between(db, case, version, i32::MAX, PAGE_EVENTS).await
}

/// The newest events after a version and before a place. Primary key.
async fn between(
    db: &mut PgConnection,
    case: CaseId,
    after_version: i32,
    before: i32,
    most: i64,
) -> sqlx::Result<Vec<PastEvent>> {
    sqlx::query_as!(
        PastEvent,
        r#"
        SELECT   e.seq, e.at, e.kind AS "kind: Kind", u.name AS actor_name, d.name AS "drafter_name?", e.act_id AS "act_id: ActId",
                 e.to_status AS "to_status: Status", e.body::json -> 'facts' AS "facts!: Json<Vec<Fact>>"
        FROM     events e
        JOIN     users u ON u.id = e.actor_id
        LEFT JOIN acts a ON a.id = e.act_id
        LEFT JOIN users d ON d.id = a.drafted_by
        WHERE    e.case_id = $1 AND e.version > $2 AND e.seq < $3
        ORDER BY e.seq DESC
        LIMIT    $4
        "#,
        case.0,
        after_version,
        before,
        most,
    )
    .fetch_all(db)
    .await
}
