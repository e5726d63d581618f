//! The independent yardstick: what a bare server of such pages does, over tables of its own, so that it does not move when our
//! code or our tables do. A case page is a session, the case, its parties, its deadlines and its last thirty events; a list is
//! a session and 25 rows by keyset; an approval is one update and three inserts in a transaction.

use std::fmt::Write;

use anyhow::Context;
use axum::Router;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, Redirect};
use axum::routing::{get, post};
use rongcuo::platform::blobs::Sha256Name;
use sqlx::{Executor, PgConnection, PgPool};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::yardstick::{Failed, named};

/// The length of a page, in bytes.
const PAGE_BYTES: usize = 20_000;
/// Rows of a list.
const LIST_ROWS: i64 = 25;
/// Acts that wait, more than any run approves.
const ACTS: usize = 20_000;

/// The case whose page is asked for.
pub const CASE: &str = "/independent/cases/00000000-0000-7000-8000-000000000007";
pub const LIST: &str = "/independent/cases";

/// The address under which an act is approved; each once.
pub fn approval(no: usize) -> String {
    format!("/independent/acts/{}", Uuid::from_u128(no as u128 % ACTS as u128))
}

/// Makes and fills the tables; the session is that of the cookie.
pub async fn fill(db: &mut PgConnection, cookie: &str) -> anyhow::Result<()> {
    sqlx::raw_sql(TABLES).execute(&mut *db).await?;
    sqlx::query("INSERT INTO yardstick.sessions VALUES ($1, '某人', 7, now() + interval '1 day')")
        .bind(Sha256Name::of(cookie.as_bytes()).0)
        .execute(&mut *db)
        .await?;
    sqlx::query("INSERT INTO yardstick.acts SELECT lpad(to_hex(i), 32, '0')::uuid, $1, 'waiting' FROM generate_series(0, $2::int - 1) i")
        .bind(Uuid::from_u128(7))
        .bind(i32::try_from(ACTS)?)
        .execute(&mut *db)
        .await?;
    sqlx::raw_sql("VACUUM ANALYZE").execute(db).await?;
    Ok(())
}

const TABLES: &str = "
CREATE SCHEMA yardstick;
CREATE TABLE yardstick.sessions (token bytea PRIMARY KEY, name text NOT NULL, body integer NOT NULL, ends_at timestamptz NOT NULL);
CREATE TABLE yardstick.cases (id uuid PRIMARY KEY, body integer NOT NULL, number text NOT NULL, title text NOT NULL, status text NOT NULL, todo text NOT NULL, due_on date NOT NULL);
CREATE TABLE yardstick.parties (case_id uuid, no integer, name text NOT NULL, position text NOT NULL, PRIMARY KEY (case_id, no));
CREATE TABLE yardstick.deadlines (case_id uuid, no integer, kind text NOT NULL, due_on date NOT NULL, state text NOT NULL, PRIMARY KEY (case_id, no));
CREATE TABLE yardstick.events (case_id uuid, seq integer, at timestamptz NOT NULL, kind text NOT NULL, actor text NOT NULL, said text NOT NULL, PRIMARY KEY (case_id, seq));
CREATE TABLE yardstick.acts (id uuid PRIMARY KEY, case_id uuid NOT NULL, state text NOT NULL);
CREATE TABLE yardstick.approvals (act_id uuid, no uuid, at timestamptz NOT NULL, said text NOT NULL, PRIMARY KEY (act_id, no));
CREATE TABLE yardstick.documents (act_id uuid, no uuid, at timestamptz NOT NULL, said text NOT NULL, PRIMARY KEY (act_id, no));
CREATE TABLE yardstick.happened (act_id uuid, no uuid, at timestamptz NOT NULL, said text NOT NULL, PRIMARY KEY (act_id, no));
INSERT INTO yardstick.cases SELECT format('00000000-0000-7000-8000-%s', lpad(i::text, 12, '0'))::uuid, i % 3 + 6, format('某容〔2026〕%s号', i),
    '跨境贸易便利化试点第' || i || '项', 'verifying', '听取当事人意见', date '2026-01-01' + (i * 7919 % 370) FROM generate_series(1, 10000) i;
CREATE INDEX ON yardstick.cases (body, due_on, id);
INSERT INTO yardstick.parties SELECT id, no, '某单位' || no, '科长' FROM yardstick.cases, generate_series(1, 2) no;
INSERT INTO yardstick.deadlines SELECT id, no, 'verification', due_on + no, 'running' FROM yardstick.cases, generate_series(1, 4) no;
INSERT INTO yardstick.events SELECT id, seq, now() - seq * interval '1 hour', 'take_evidence', '某人', repeat('收集了一份证据，', 8)
    FROM yardstick.cases, generate_series(1, 60) seq WHERE number < '某容〔2026〕2';
GRANT USAGE ON SCHEMA yardstick TO rongcuo_app;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA yardstick TO rongcuo_app;
";

/// Its three addresses.
pub fn routes(pool: PgPool) -> Router {
    Router::new()
        .route("/independent/cases/{id}", get(show_case))
        .route("/independent/cases", get(show_cases))
        .route("/independent/acts/{id}", post(approve))
        .with_state(pool)
}

async fn session(db: &mut PgConnection, headers: &HeaderMap) -> Result<(String, i32), Failed> {
    let cookie = headers.get(header::COOKIE).context("a cookie")?.to_str()?;
    let token = cookie.strip_prefix("rongcuo=").context("the session's cookie")?;
    let session =
        sqlx::query_as("SELECT name, body FROM yardstick.sessions WHERE token = $1 AND ends_at > now()");
    Ok(session
        .bind(Sha256Name::of(token.as_bytes()).0)
        .fetch_one(db)
        .await?)
}

async fn show_case(
    State(pool): State<PgPool>,
    params: RawPathParams,
    headers: HeaderMap,
) -> Result<Html<String>, Failed> {
    let id = named(&params, "id")?;
    let mut db = pool.acquire().await?;
    let (name, _) = session(&mut db, &headers).await?;
    let case = sqlx::query_as("SELECT number, title, status, todo FROM yardstick.cases WHERE id = $1");
    let (number, title, status, todo): (String, String, String, String) =
        case.bind(id).fetch_one(&mut *db).await?;
    let parties =
        sqlx::query_as("SELECT name, position FROM yardstick.parties WHERE case_id = $1 ORDER BY no");
    let parties: Vec<(String, String)> = parties.bind(id).fetch_all(&mut *db).await?;
    let deadlines =
        sqlx::query_as("SELECT kind, due_on, state FROM yardstick.deadlines WHERE case_id = $1 ORDER BY no");
    let deadlines: Vec<(String, Date, String)> = deadlines.bind(id).fetch_all(&mut *db).await?;
    let events = sqlx::query_as(
        "SELECT seq, at, kind, actor, said FROM yardstick.events WHERE case_id = $1 ORDER BY seq DESC LIMIT 30",
    );
    let events: Vec<(i32, OffsetDateTime, String, String, String)> =
        events.bind(id).fetch_all(&mut *db).await?;
    drop(db);
    let mut page = String::with_capacity(PAGE_BYTES);
    write!(
        page,
        "<!doctype html><p>{name}<h1>{number} {title}</h1><p>{status} {todo}<ul>"
    )?;
    for (name, position) in &parties {
        write!(page, "<li>{name} {position}")?;
    }
    for (kind, due, state) in &deadlines {
        write!(page, "<li>{kind} {due} {state}")?;
    }
    for (seq, at, kind, actor, said) in &events {
        write!(page, "<li><b>{seq}</b> {at} {kind} {actor} {said}")?;
    }
    Ok(whole(page))
}

async fn show_cases(State(pool): State<PgPool>, headers: HeaderMap) -> Result<Html<String>, Failed> {
    let mut db = pool.acquire().await?;
    let (name, body) = session(&mut db, &headers).await?;
    let rows = sqlx::query_as(
        "SELECT id, number, title, status, todo, due_on FROM yardstick.cases WHERE body = $1 AND (due_on, id) > ($2, $3) \
         ORDER BY due_on, id LIMIT $4",
    );
    let start = time::macros::date!(1900 - 01 - 01);
    let rows = rows.bind(body).bind(start).bind(Uuid::nil()).bind(LIST_ROWS);
    let rows: Vec<(Uuid, String, String, String, String, Date)> = rows.fetch_all(&mut *db).await?;
    drop(db);
    let mut page = String::with_capacity(PAGE_BYTES);
    write!(page, "<!doctype html><p>{name}<table>")?;
    for (id, number, title, status, todo, due) in &rows {
        write!(
            page,
            "<tr><td><a href=/cases/{id}>{number}</a><td>{title}<td>{status}<td>{todo}<td>{due}"
        )?;
    }
    Ok(whole(page))
}

/// The page filled up to its length.
fn whole(mut page: String) -> Html<String> {
    page.extend(std::iter::repeat_n(' ', PAGE_BYTES.saturating_sub(page.len())));
    Html(page)
}

async fn approve(State(pool): State<PgPool>, params: RawPathParams) -> Result<Redirect, Failed> {
    let id = named(&params, "id")?;
    let mut tx = pool.begin().await?;
    tx.execute(sqlx::query("UPDATE yardstick.acts SET state = 'approved' WHERE id = $1").bind(id))
        .await?;
    for insert in [
        "INSERT INTO yardstick.approvals (act_id, no, at, said) VALUES ($1, $3, now(), $2)",
        "INSERT INTO yardstick.documents (act_id, no, at, said) VALUES ($1, $3, now(), $2)",
        "INSERT INTO yardstick.happened (act_id, no, at, said) VALUES ($1, $3, now(), $2)",
    ] {
        tx.execute(
            sqlx::query(insert)
                .bind(id)
                .bind("启动容错程序。".repeat(50))
                .bind(Uuid::now_v7()),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(Redirect::to("/"))
}
