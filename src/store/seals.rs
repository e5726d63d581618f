//! The seals of the audit trail and the lines below them, read back for `rongcuo audit verify`.

use sqlx::PgConnection;
use time::OffsetDateTime;

/// How many seals' lines are in memory at a time: of each ten thousand at most.
const PAGE: i64 = 20;

/// A seal, every column of it.
pub struct Seal {
    pub seq: i32,
    pub at: OffsetDateTime,
    pub story: bool,
    /// The lines it covers, as PostgreSQL writes ranges: `{[1,5),[7,8)}`.
    pub lines: String,
    pub until: i64,
    pub content: Vec<u8>,
    pub previous: Vec<u8>,
    pub digest: Vec<u8>,
}

/// The next seals. Primary key.
pub async fn seals(db: &mut PgConnection, after: i32) -> sqlx::Result<Vec<Seal>> {
    sqlx::query_as!(
        Seal,
        r#"
        SELECT seq, at, story, lines::text AS "lines!", until, content, previous, digest
        FROM public.seals WHERE seq > $1 ORDER BY seq LIMIT $2
        "#,
        after,
        PAGE
    )
    .fetch_all(db)
    .await
}

/// A line of the audit trail, as its seal digests it.
pub struct Line {
    pub seal: i32,
    pub no: i64,
    pub at: OffsetDateTime,
    pub says: String,
}

/// The lines below some seals. Primary keys.
pub async fn lines(db: &mut PgConnection, (first, last): (i32, i32)) -> sqlx::Result<Vec<Line>> {
    sqlx::query_as!(
        Line,
        r#"
        SELECT s.seq AS "seal!", a.no AS "no!", a.at AS "at!",
               concat_ws(E'\x1f', a.no, (extract(epoch FROM a.at) * 1000000)::bigint, coalesce(a.user_id::text, ''), a.what,
                         coalesce(a.case_id::text, ''), a.detail) AS "says!"
        FROM public.seals s, unnest(s.lines) AS r JOIN public.audit a ON a.no >= lower(r) AND a.no < upper(r)
        WHERE s.seq BETWEEN $1 AND $2 ORDER BY s.seq, a.no
        "#,
        first,
        last
    )
    .fetch_all(db)
    .await
}

/// How many lines no seal covers.
pub async fn unsealed(db: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"
        SELECT count(*) AS "many!" FROM public.audit a
        WHERE NOT (SELECT coalesce(range_agg(r), '{}') FROM public.seals s, unnest(s.lines) AS r) @> a.no
        "#
    )
    .fetch_one(db)
    .await
}

/// Those of them that no seal will ever cover, by their number, or that are dated back; a hundred at most.
pub async fn put_in(
    db: &mut PgConnection,
    settled: i64,
    since: Option<OffsetDateTime>,
) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"
        SELECT no FROM public.audit a
        WHERE (no < $1 OR at < $2) AND NOT (SELECT coalesce(range_agg(r), '{}') FROM public.seals s, unnest(s.lines) AS r) @> a.no
        ORDER BY no LIMIT 100
        "#,
        settled,
        since
    )
    .fetch_all(db)
    .await
}
