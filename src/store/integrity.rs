//! Reading everything back, page by page, to see whether it is still what was written: for `rongcuo audit verify`.
//! Codes are read as the text they are: what somebody changed into a code of no meaning is to be named like any other.

use sqlx::{Connection, PgConnection, Postgres, Transaction};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::chain::{digest, flag, micros};
use crate::domain::calendar::CalendarName;
use crate::store::moves::Head;

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

/// A name by which another connection sees the same moment, as long as this one lasts; it may now wait for hours.
pub async fn snapshot(moment: &mut PgConnection) -> sqlx::Result<String> {
    sqlx::query("SET LOCAL idle_in_transaction_session_timeout = 0")
        .execute(&mut *moment)
        .await?;
    sqlx::query_scalar("SELECT pg_export_snapshot()")
        .fetch_one(moment)
        .await
}

/// A case as its row says it stands.
pub struct StoredCase {
    pub id: Uuid,
    /// 案号
    pub number: String,
    pub status: String,
    pub version: i32,
    pub round: i16,
    pub officers: Vec<Uuid>,
    pub party_names: String,
    pub todo: String,
    pub due_on: Option<Date>,
    pub due_kind: Option<String>,
    pub due_days: Option<i16>,
    pub due_provisional: bool,
    pub calendar: CalendarName,
    /// The application's text; `None` where it is gone.
    pub filing: Option<String>,
}

/// The next cases by id. Primary key.
pub async fn cases(db: &mut PgConnection, after: Option<Uuid>) -> sqlx::Result<Vec<StoredCase>> {
    sqlx::query_as!(
        StoredCase,
        r#"
        SELECT c.id, c.number, c.status, c.version, c.round, c.officers, c.party_names, c.todo, nullif(c.due_on, 'infinity') AS "due_on?",
               c.due_kind, c.due_days, c.due_provisional, b.calendar AS "calendar: CalendarName", f.content AS "filing?"
        FROM public.cases c JOIN bodies b ON b.id = c.body_id LEFT JOIN filings f ON f.case_id = c.id
        WHERE ($1::uuid IS NULL OR c.id > $1) ORDER BY c.id LIMIT $2
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
    pub round: i16,
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
    /// When the row was written, by the database's clock.
    pub recorded_at: OffsetDateTime,
    /// Whether a story was told meanwhile.
    pub story: bool,
    /// The key that signed it, and its signature.
    pub public_key: Option<Vec<u8>>,
    pub signature: Option<Vec<u8>>,
}

impl StoredEvent {
    /// Its digest as it should be.
    pub fn reckoned(&self, case: Uuid) -> Vec<u8> {
        let fields = [
            case.to_string(),
            self.seq.to_string(),
            micros(self.at),
            self.kind.clone(),
            self.actor_id.to_string(),
            self.act_id.map(|act| act.to_string()).unwrap_or_default(),
            self.round.to_string(),
            self.from_status.clone().unwrap_or_default(),
            self.to_status.clone().unwrap_or_default(),
            self.version.to_string(),
            micros(self.recorded_at),
            flag(self.story),
            self.body.clone(),
        ];
        digest(&self.previous, &fields)
    }
}

/// When the first event was written that is no story's.
pub async fn real_since(db: &mut PgConnection) -> sqlx::Result<Option<OffsetDateTime>> {
    sqlx::query_scalar!("SELECT min(recorded_at) FROM events WHERE NOT story")
        .fetch_one(db)
        .await
}

/// The next events of a case. Primary key.
pub async fn events(db: &mut PgConnection, case: Uuid, after: i32) -> sqlx::Result<Vec<StoredEvent>> {
    sqlx::query_as!(
        StoredEvent,
        r#"
        SELECT seq, at, kind, actor_id, act_id, round, from_status, to_status, version, body, previous, digest, recorded_at, story,
               s.public_key AS "public_key?", s.signature AS "signature?"
        FROM events LEFT JOIN public.signatures s USING (digest) WHERE case_id = $1 AND seq > $2 ORDER BY seq LIMIT $3
        "#,
        case,
        after,
        PAGE,
    )
    .fetch_all(db)
    .await
}

/// Where the pasts of bodies, units and accounts end, and the audit trail: what it is and its id with a slash between, or `audit`,
/// and the place of its last change or seal. Primary keys of `changes` and `seals`.
pub async fn other_heads(db: &mut PgConnection) -> sqlx::Result<Vec<Head>> {
    sqlx::query_as!(
        Head,
        r#"
        SELECT o.number AS "number!", o.seq AS "seq!", encode(o.digest, 'hex') AS "digest!", 0 AS "moves!", '' AS "moved!"
        FROM (SELECT DISTINCT ON (kind, id) kind || '/' || id AS number, seq, digest FROM public.changes ORDER BY kind, id, seq DESC) o
        UNION ALL (SELECT 'audit', seq, encode(digest, 'hex'), 0, '' FROM public.seals ORDER BY seq DESC LIMIT 1)
        "#
    )
    .fetch_all(db)
    .await
}

/// Those of these ends that no past passes through any longer, and the places they had. Primary keys of `changes` and `seals`.
pub async fn strayed_others(db: &mut PgConnection, heads: &[&Head]) -> sqlx::Result<Vec<(String, i32)>> {
    let numbers: Vec<_> = heads.iter().map(|it| it.number.clone()).collect();
    let places: Vec<_> = heads.iter().map(|it| it.seq).collect();
    let digests: Vec<_> = heads.iter().map(|it| it.digest.clone()).collect();
    let rows = sqlx::query!(
        r#"
        SELECT h.number AS "number!", h.seq AS "seq!"
        FROM unnest($1::text[], $2::int[], $3::text[]) AS h (number, seq, digest)
        LEFT JOIN public.changes g ON g.kind = split_part(h.number, '/', 1) AND g.id = CASE WHEN h.number ~ '/[0-9a-f-]{36}$' THEN split_part(h.number, '/', 2)::uuid END AND g.seq = h.seq
        LEFT JOIN public.seals s ON h.number = 'audit' AND s.seq = h.seq
        WHERE encode(coalesce(g.digest, s.digest), 'hex') IS DISTINCT FROM h.digest
        ORDER BY h.number
        "#,
        &numbers,
        &places,
        &digests,
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows.map(|it| (it.number, it.seq)).collect())
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
                   a.id, a.case_id, a.body_id, a.kind, a.subject, a.state, a.typed, a.step, a.drafters, extract(epoch FROM a.drafted_at),
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

/// An approved act as it was submitted last.
pub struct SubmittedAct {
    pub id: Uuid,
    /// The value that the law ruled on, as JSON.
    pub step: Option<String>,
    pub drafters: Vec<Uuid>,
    /// When (UTC).
    pub at: OffsetDateTime,
    pub by: Uuid,
}

/// The approved acts of a case, with who submitted each. Index `acts_case`.
pub async fn submitted_acts(db: &mut PgConnection, case: Uuid) -> sqlx::Result<Vec<SubmittedAct>> {
    sqlx::query_as!(
        SubmittedAct,
        r#"
        SELECT a.id, a.step::text, a.drafters, m.at, m.user_id AS by
        FROM public.acts a JOIN LATERAL (
            SELECT at, user_id FROM public.act_moves WHERE act_id = a.id AND state = 'waiting' ORDER BY no DESC LIMIT 1) m ON true
        WHERE a.case_id = $1 AND a.state = 'approved' ORDER BY m.at, a.id
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
    /// Who brought it, and when.
    pub uploaded_by: Uuid,
    pub uploaded_at: OffsetDateTime,
    /// What signed that, and how.
    pub public_key: Option<Vec<u8>>,
    pub signature: Option<Vec<u8>>,
}

/// The next files by id. Primary key.
pub async fn files(db: &mut PgConnection, after: Option<Uuid>) -> sqlx::Result<Vec<StoredFile>> {
    sqlx::query_as!(
        StoredFile,
        r#"
        SELECT id, sha256, size, name, uploaded_by, uploaded_at, public_key, signature
        FROM public.files WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2
        "#,
        after,
        PAGE
    )
    .fetch_all(db)
    .await
}

/// Whether a file is still named. Primary key.
pub async fn file_stands(db: &mut PgConnection, id: Uuid) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM public.files WHERE id = $1) AS "stands!""#,
        id
    )
    .fetch_one(db)
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

/// A row that is not what the events say of it.
pub struct Strayed {
    pub case: Uuid,
    pub what: String,
    /// Whether no event tells of it; else it is gone, or says something else.
    pub untold: bool,
    pub gone: bool,
    /// What it says otherwise.
    pub fields: Vec<String>,
}

/// The documents of these cases that are not what their events say; their texts are held to the digest elsewhere.
pub async fn strayed_documents(db: &mut PgConnection, cases: &[Uuid]) -> sqlx::Result<Vec<Strayed>> {
    sqlx::query_as!(
        Strayed,
        r#"
        WITH told AS (
            SELECT e.case_id, (d ->> 'id')::uuid AS id, jsonb_strip_nulls(d || jsonb_build_object('act', e.act_id, 'at', e.at)) AS says
            FROM events e, jsonb_array_elements(e.body::jsonb -> 'documents') AS d WHERE e.case_id = ANY($1)),
        stands AS (
            SELECT case_id, id, number, jsonb_strip_nulls(jsonb_build_object('id', id, 'kind', kind, 'issuer', body_id, 'number', number, 'year', year,
                   'serial', serial, 'party', party_id, 'digest', encode(digest, 'hex'), 'act', act_id, 'at', issued_at)) AS says
            FROM public.documents WHERE case_id = ANY($1))
        SELECT case_id AS "case!", coalesce(s.number, t.says ->> 'number', '') AS "what!", t.says IS NULL AS "untold!", s.says IS NULL AS "gone!",
               ARRAY(SELECT k FROM jsonb_object_keys(t.says || s.says) AS k WHERE t.says -> k IS DISTINCT FROM s.says -> k ORDER BY k) AS "fields!"
        FROM told t FULL JOIN stands s USING (case_id, id) WHERE t.says IS DISTINCT FROM s.says ORDER BY 1, 2 LIMIT 100
        "#,
        cases
    )
    .fetch_all(db)
    .await
}

/// The kept files that are not what some event says of them, or are gone.
pub async fn strayed_files(db: &mut PgConnection, cases: &[Uuid]) -> sqlx::Result<Vec<Strayed>> {
    sqlx::query_as!(
        Strayed,
        r#"
        SELECT e.case_id AS "case!", concat(t.name, '（', t.id, '）') AS "what!", false AS "untold!", f.id IS NULL AS "gone!",
               ARRAY[]::text[] AS "fields!"
        FROM events e, jsonb_to_recordset(e.body::jsonb -> 'files') AS t (id uuid, sha256 text, size bigint, media_type text, name text,
             uploaded_by uuid, uploaded_at timestamptz)
        LEFT JOIN public.files f ON f.id = t.id
        WHERE e.case_id = ANY($1) AND (encode(f.sha256, 'hex'), f.size, f.media_type, f.name, f.uploaded_by, f.uploaded_at)
              IS DISTINCT FROM (t.sha256, t.size, t.media_type, t.name, t.uploaded_by, t.uploaded_at)
        ORDER BY 1, 2 LIMIT 100
        "#,
        cases
    )
    .fetch_all(db)
    .await
}

/// The cases whose identity is not what their first event says, or whose list of attached files is not the application's.
pub async fn strayed_cases(db: &mut PgConnection, cases: &[Uuid]) -> sqlx::Result<Vec<Strayed>> {
    sqlx::query_as!(
        Strayed,
        r#"
        SELECT c.id AS "case!", CASE WHEN cardinality(told.otherwise) = 0 THEN '申请材料' ELSE '案件' END AS "what!", false AS "untold!", false AS "gone!",
               told.otherwise AS "fields!"
        FROM public.cases c JOIN events e ON e.case_id = c.id AND e.seq = 1 LEFT JOIN public.filings f ON f.case_id = c.id
        CROSS JOIN LATERAL (SELECT e.body::jsonb -> 'filing' AS it) filed
        CROSS JOIN LATERAL (SELECT ARRAY(SELECT field FROM (VALUES
            ('number', c.number = it ->> 'number'), ('body_id', c.body_id::text = it ->> 'body'), ('year', c.year::text = it ->> 'year'),
            ('serial', c.serial::text = it ->> 'serial'), ('title', c.title = it ->> 'title'),
            ('filed_unit', c.filed_unit::text IS NOT DISTINCT FROM it ->> 'unit'), ('filer_name', c.filer_name = it ->> 'filer_name'),
            ('received_at', c.received_at = e.at), ('filed_by', c.filed_by = e.actor_id),
            ('electronic', f.content::jsonb #> '{applicant,electronic}' = it -> 'electronic'),
            ('accountability', f.content::jsonb -> 'accountability' = it -> 'accountability')) AS said (field, same)
            WHERE same IS NOT TRUE) AS otherwise) told
        CROSS JOIN LATERAL (SELECT coalesce(jsonb_agg(jsonb_build_object('file', a.file_id, 'name', a.name, 'signed', a.signed)), '[]') AS files
            FROM public.filing_files a WHERE a.case_id = c.id) attached
        WHERE c.id = ANY($1) AND (cardinality(told.otherwise) > 0 OR NOT (attached.files @> (f.content::jsonb -> 'files') AND attached.files <@ (f.content::jsonb -> 'files')))
        ORDER BY c.id
        "#,
        cases
    )
    .fetch_all(db)
    .await
}

/// The texts by which these cases are searched that are not those of their sources, or are missing.
pub async fn strayed_texts(db: &mut PgConnection, cases: &[Uuid]) -> sqlx::Result<Vec<Strayed>> {
    sqlx::query_as!(
        Strayed,
        r#"
        WITH sources (case_id, source, about) AS (
            SELECT id, 'case', '' FROM public.cases WHERE id = ANY($1)
            UNION ALL SELECT case_id, 'party', no::text FROM public.parties WHERE case_id = ANY($1)
            UNION ALL SELECT case_id, 'filing', '' FROM public.filings WHERE case_id = ANY($1)
            UNION ALL SELECT case_id, 'event', seq::text FROM events WHERE case_id = ANY($1)
            UNION ALL SELECT case_id, 'document', number FROM public.documents WHERE case_id = ANY($1)),
        told AS (SELECT s.*, public.text_of(s.case_id, s.source, s.about) AS said FROM sources s),
        stands AS (SELECT case_id, source, about, said FROM public.case_texts WHERE case_id = ANY($1))
        SELECT case_id AS "case!", concat_ws(' ', source, about) AS "what!", t.said IS NULL AS "untold!", s.said IS NULL AS "gone!", '{}'::text[] AS "fields!"
        FROM (SELECT * FROM told WHERE said <> '') t FULL JOIN stands s USING (case_id, source, about)
        WHERE t.said IS DISTINCT FROM s.said ORDER BY case_id, source, about LIMIT 100
        "#,
        cases
    )
    .fetch_all(db)
    .await
}

/// A deadline as lists have it.
pub struct StoredDeadline {
    pub id: Uuid,
    pub body_id: Uuid,
    pub kind: String,
    pub subject: Option<Uuid>,
    pub from_on: Date,
    pub days: i16,
    pub due_on: Option<Date>,
    pub provisional: bool,
    pub state: String,
    pub ended_on: Option<Date>,
}

/// The deadlines of a case as lists have them. Index `deadlines_case`.
pub async fn deadlines(db: &mut PgConnection, case: Uuid) -> sqlx::Result<Vec<StoredDeadline>> {
    sqlx::query_as!(
        StoredDeadline,
        r#"
        SELECT id, body_id, kind, subject, from_on, days, due_on, provisional, state, ended_on
        FROM public.deadlines WHERE case_id = $1 ORDER BY id
        "#,
        case
    )
    .fetch_all(db)
    .await
}
