//! Reading everything back, page by page, to see whether it is still what was written: for `rongcuo audit verify`.
//! Codes are read as the text they are: what somebody changed into a code of no meaning is to be named like any other.

use sqlx::{Connection, PgConnection, Postgres, Transaction};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::calendar::CalendarName;

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
    pub calendar: CalendarName,
    /// Its round.
    pub round: i16,
    /// The exact text of the filed application.
    pub filing: Option<String>,
}

/// The next cases by id. Primary key.
pub async fn cases(db: &mut PgConnection, after: Uuid) -> sqlx::Result<Vec<StoredCase>> {
    sqlx::query_as!(
        StoredCase,
        r#"
        SELECT c.id, c.number, c.status, c.version, c.round, b.calendar AS "calendar: CalendarName", f.content AS "filing?"
        FROM public.cases c JOIN bodies b ON b.id = c.body_id LEFT JOIN filings f ON f.case_id = c.id
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

/// Where a case's history ends, or ended when that was asked.
pub struct Head {
    /// The case's number.
    pub number: String,
    /// The place of its last event.
    pub seq: i32,
    /// That event's digest, in hex.
    pub digest: String,
}

/// Where the next histories end, by the cases' numbers. Index `cases_number_key`; primary key of `events`.
pub async fn heads(db: &mut PgConnection, after: &str) -> sqlx::Result<Vec<Head>> {
    sqlx::query_as!(
        Head,
        r#"
        SELECT c.number, e.seq, encode(e.digest, 'hex') AS "digest!"
        FROM public.cases c JOIN LATERAL (
            SELECT seq, digest FROM events WHERE case_id = c.id ORDER BY seq DESC LIMIT 1) e ON true
        WHERE c.number > $1 ORDER BY c.number LIMIT $2
        "#,
        after,
        PAGE,
    )
    .fetch_all(db)
    .await
}

/// Those of the ends that no history passes through any longer. Index `cases_number_key`; primary key of `events`.
pub async fn strayed(db: &mut PgConnection, heads: &[Head]) -> sqlx::Result<Vec<Head>> {
    let numbers: Vec<_> = heads.iter().map(|it| it.number.clone()).collect();
    let places: Vec<_> = heads.iter().map(|it| it.seq).collect();
    let digests: Vec<_> = heads.iter().map(|it| it.digest.clone()).collect();
    sqlx::query_as!(
        Head,
        r#"
        SELECT h.number AS "number!", h.seq AS "seq!", h.digest AS "digest!"
        FROM unnest($1::text[], $2::int[], $3::text[]) AS h (number, seq, digest)
        LEFT JOIN public.cases c ON c.number = h.number
        LEFT JOIN events e ON e.case_id = c.id AND e.seq = h.seq
        WHERE encode(e.digest, 'hex') IS DISTINCT FROM h.digest
        ORDER BY h.number
        "#,
        &numbers,
        &places,
        &digests,
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
        SELECT number, content, digest FROM public.documents
        WHERE case_id = $1 AND number COLLATE "C" > $2 ORDER BY number COLLATE "C" LIMIT $3
        "#,
        case,
        after,
        PAGE,
    )
    .fetch_all(db)
    .await
}

/// An approved act, or one that an event names.
pub struct StoredAct {
    /// Its id.
    pub id: Uuid,
    /// What for, as a code.
    pub kind: String,
    /// Who approved it.
    pub approved_by: Option<Uuid>,
    /// When (UTC).
    pub decided_at: Option<OffsetDateTime>,
    /// All that was drafted, submitted, returned and approved: what the database's `act_digest` digests.
    pub says: String,
}

/// The approved acts of a case. Index `acts_case`.
pub async fn acts(db: &mut PgConnection, case: Uuid) -> sqlx::Result<Vec<StoredAct>> {
    sqlx::query_as!(
        StoredAct,
        r#"
        SELECT a.id, a.kind, a.approved_by, a.decided_at, jsonb_build_array(
                   a.id, a.case_id, a.body_id, a.kind, a.subject, a.state, a.typed, a.step, a.drafted_by, extract(epoch FROM a.drafted_at),
                   extract(epoch FROM a.submitted_at), a.approved_by, extract(epoch FROM a.decided_at), a.submissions,
                   (SELECT jsonb_agg(jsonb_build_array(m.no, extract(epoch FROM m.at), m.user_id, m.state, m.note, m.step) ORDER BY m.no)
                    FROM act_moves m WHERE m.act_id = a.id))::text AS "says!"
        FROM acts a WHERE a.case_id = $1 AND a.state = 'approved' ORDER BY a.id
        "#,
        case
    )
    .fetch_all(db)
    .await
}

/// A kept file as its row says it is.
pub struct StoredFile {
    /// Its id.
    pub id: Uuid,
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// Bytes.
    pub size: i64,
    /// Its name.
    pub name: String,
}

/// The next files by id. Primary key.
pub async fn files(db: &mut PgConnection, after: Uuid) -> sqlx::Result<Vec<StoredFile>> {
    sqlx::query_as!(
        StoredFile,
        "SELECT id, sha256, size, name FROM public.files WHERE id > $1 ORDER BY id LIMIT $2",
        after,
        PAGE
    )
    .fetch_all(db)
    .await
}

/// How many files are kept.
pub async fn kept_files(db: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT count(*) AS "many!" FROM public.files"#)
        .fetch_one(db)
        .await
}

/// Numbers that are missing below the last one of their series, as the series' name and how many.
pub async fn gaps(db: &mut PgConnection) -> sqlx::Result<Vec<(String, i64)>> {
    let rows = sqlx::query!(
        r#"
        SELECT b.short_name || ' ' || s.kind || ' ' || s.year AS "series!", max(s.serial) - count(*) AS "missing!"
        FROM (SELECT body_id, 'case' AS kind, year, serial FROM public.cases
              UNION ALL SELECT body_id, kind, year, serial FROM public.documents) s JOIN bodies b ON b.id = s.body_id
        GROUP BY b.id, b.short_name, s.kind, s.year HAVING max(s.serial) <> count(*)
        "#
    );
    let rows = rows.fetch_all(db).await?;
    Ok(rows.into_iter().map(|row| (row.series, row.missing)).collect())
}
