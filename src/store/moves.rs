//! The moves of acts read back, and the ends of both chains of a case: for `rongcuo audit`.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::chain::{digest, flag, micros};

/// How many rows are in memory at a time.
const PAGE: i64 = 200;

/// A move of an act, every column of it.
pub struct StoredMove {
    pub act_id: Uuid,
    /// Its place among the act's.
    pub no: i16,
    pub at: OffsetDateTime,
    pub user_id: Uuid,
    pub state: String,
    pub note: String,
    /// What was submitted, as the database words it.
    pub step: Option<String>,
    pub case_id: Uuid,
    /// The case of its act.
    pub of_case: Uuid,
    /// Its place among the case's.
    pub seq: i32,
    /// SHA-256 of the form that was submitted.
    pub typed: Option<Vec<u8>>,
    pub recorded_at: OffsetDateTime,
    pub story: bool,
    pub previous: Vec<u8>,
    pub digest: Vec<u8>,
    /// The key that signed it, and its signature.
    pub public_key: Option<Vec<u8>>,
    pub signature: Option<Vec<u8>>,
}

impl StoredMove {
    /// Its digest as it should be.
    pub fn reckoned(&self) -> Vec<u8> {
        let hex = |bytes: &Vec<u8>| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let fields = [
            self.case_id.to_string(),
            self.seq.to_string(),
            self.act_id.to_string(),
            self.no.to_string(),
            micros(self.at),
            self.user_id.to_string(),
            self.state.clone(),
            self.typed.as_ref().map(hex).unwrap_or_default(),
            micros(self.recorded_at),
            flag(self.story),
            self.step.clone().unwrap_or_default(),
            self.note.clone(),
        ];
        digest(&self.previous, &fields)
    }
}

/// The next moves of a case's acts. Index `act_moves_case_id_seq_key`.
pub async fn of(db: &mut PgConnection, case: Uuid, after: i32) -> sqlx::Result<Vec<StoredMove>> {
    sqlx::query_as!(
        StoredMove,
        r#"
        SELECT m.act_id, m.no, m.at, m.user_id, m.state, m.note, m.step::text, m.case_id, a.case_id AS of_case, m.seq, m.typed, m.recorded_at,
               m.story, m.previous, m.digest, s.public_key AS "public_key?", s.signature AS "signature?"
        FROM act_moves m JOIN acts a ON a.id = m.act_id LEFT JOIN public.signatures s ON s.digest = m.digest WHERE m.case_id = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3
        "#,
        case,
        after,
        PAGE,
    )
    .fetch_all(db)
    .await
}

/// An act that says of itself what its moves do not.
pub struct StrayedAct {
    pub case: Uuid,
    pub act: Uuid,
    pub kind: String,
    /// What it says otherwise.
    pub fields: Vec<String>,
}

/// The acts of these cases that are not what their moves came to. What its drafter types into a draft, or into what came back, is
/// no move of it: what was saved since it was submitted has no content, and its `typed` is not asked.
pub async fn strayed_acts(db: &mut PgConnection, cases: &[Uuid]) -> sqlx::Result<Vec<StrayedAct>> {
    sqlx::query_as!(
        StrayedAct,
        r#"
        SELECT a.case_id AS "case!", a.id AS "act!", a.kind AS "kind!", said.otherwise AS "fields!"
        FROM acts a
        LEFT JOIN LATERAL (SELECT * FROM act_moves WHERE act_id = a.id AND state <> 'taken_over' ORDER BY no DESC LIMIT 1) last ON true
        LEFT JOIN LATERAL (SELECT * FROM act_moves WHERE act_id = a.id AND state = 'waiting' ORDER BY no DESC LIMIT 1) sent ON true
        LEFT JOIN LATERAL (SELECT * FROM act_moves WHERE act_id = a.id AND state NOT IN ('waiting', 'taken_over') ORDER BY no DESC LIMIT 1) decided ON true
        CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(user_id ORDER BY no) FILTER (WHERE state = 'taken_over'), '{}') AS heirs,
                   count(*) FILTER (WHERE state = 'waiting') AS submissions,
                   bool_and(state <> 'waiting' OR user_id = a.drafters[1 + before]) AS by_the_drafter
            FROM (SELECT *, count(*) FILTER (WHERE state = 'taken_over') OVER (ORDER BY no) AS before FROM act_moves WHERE act_id = a.id) moves) it
        CROSS JOIN LATERAL (SELECT ARRAY(SELECT field FROM (VALUES
            ('state', a.state = coalesce(last.state, 'draft')),
            ('drafters', a.drafters[2:] = it.heirs AND it.by_the_drafter IS NOT FALSE),
            ('submissions', a.submissions = it.submissions),
            ('submitted_at', a.submitted_at IS NOT DISTINCT FROM sent.at),
            ('decided_at', a.decided_at IS NOT DISTINCT FROM CASE WHEN decided.state <> 'draft' THEN decided.at END),
            ('approved_by', a.approved_by IS NOT DISTINCT FROM CASE WHEN last.state = 'approved' THEN last.user_id END),
            ('typed', sent.typed IS NULL OR a.step IS NULL OR sent.typed = sha256(convert_to(a.typed::text, 'UTF8')))) AS asked (field, same)
            WHERE same IS NOT TRUE) AS otherwise) said
        WHERE a.case_id = ANY($1) AND cardinality(said.otherwise) > 0 ORDER BY a.case_id, a.drafted_at, a.id
        "#,
        cases
    )
    .fetch_all(db)
    .await
}

/// Where a case's two chains end, or ended when that was asked.
pub struct Head {
    /// The case's number.
    pub number: String,
    /// The place of its last event.
    pub seq: i32,
    /// That event's digest, in hex.
    pub digest: String,
    /// The place of the last move of its acts; 0 where there is none.
    pub moves: i32,
    /// That move's digest, in hex; empty where there is none.
    pub moved: String,
}

/// Where the next chains end, by the cases' numbers. Index `cases_number_key`; primary key of `events`; index
/// `act_moves_case_id_seq_key`.
pub async fn heads(db: &mut PgConnection, after: &str) -> sqlx::Result<Vec<Head>> {
    sqlx::query_as!(
        Head,
        r#"
        SELECT c.number, e.seq, encode(e.digest, 'hex') AS "digest!", coalesce(m.seq, 0) AS "moves!", coalesce(encode(m.digest, 'hex'), '') AS "moved!"
        FROM public.cases c
        JOIN LATERAL (SELECT seq, digest FROM events WHERE case_id = c.id ORDER BY seq DESC LIMIT 1) e ON true
        LEFT JOIN LATERAL (SELECT seq, digest FROM act_moves WHERE case_id = c.id ORDER BY seq DESC LIMIT 1) m ON true
        WHERE c.number > $1 ORDER BY c.number LIMIT $2
        "#,
        after,
        PAGE,
    )
    .fetch_all(db)
    .await
}

/// An end that a chain no longer passes through.
pub struct StrayedHead {
    pub number: String,
    pub seq: i32,
    pub moves: i32,
    /// Whether it is that of the events.
    pub events: bool,
    /// Whether it is that of the moves.
    pub acts: bool,
}

/// Those of the ends that a chain no longer passes through. Index `cases_number_key`; primary key of `events`; index
/// `act_moves_case_id_seq_key`.
pub async fn strayed(db: &mut PgConnection, heads: &[&Head]) -> sqlx::Result<Vec<StrayedHead>> {
    let numbers: Vec<_> = heads.iter().map(|it| it.number.clone()).collect();
    let places: Vec<_> = heads.iter().map(|it| it.seq).collect();
    let digests: Vec<_> = heads.iter().map(|it| it.digest.clone()).collect();
    let moves: Vec<_> = heads.iter().map(|it| it.moves).collect();
    let moved: Vec<_> = heads.iter().map(|it| it.moved.clone()).collect();
    sqlx::query_as!(
        StrayedHead,
        r#"
        SELECT h.number AS "number!", h.seq AS "seq!", h.moves AS "moves!", strayed.events AS "events!", strayed.acts AS "acts!"
        FROM unnest($1::text[], $2::int[], $3::text[], $4::int[], $5::text[]) AS h (number, seq, digest, moves, moved)
        LEFT JOIN public.cases c ON c.number = h.number
        LEFT JOIN events e ON e.case_id = c.id AND e.seq = h.seq
        LEFT JOIN act_moves m ON m.case_id = c.id AND m.seq = h.moves
        CROSS JOIN LATERAL (SELECT encode(e.digest, 'hex') IS DISTINCT FROM h.digest AS events,
                                   h.moves > 0 AND encode(m.digest, 'hex') IS DISTINCT FROM h.moved AS acts) strayed
        WHERE strayed.events OR strayed.acts ORDER BY h.number
        "#,
        &numbers,
        &places,
        &digests,
        &moves,
        &moved,
    )
    .fetch_all(db)
    .await
}
