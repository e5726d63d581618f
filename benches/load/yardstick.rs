//! The yardstick of our own statements: what any server must do for these pages on these tables, and nothing else. It looks the
//! session up, runs the page's own statements (those of `store`, so that they never differ), and answers with a stored page. No
//! access, no rules, no template; for an act the same writes in one transaction, of a ruling made before the clock runs.

use std::collections::HashMap;
use std::net::Ipv4Addr;
use std::path::Path as Folder;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use rongcuo::domain::actor::Actor;
use rongcuo::domain::dates::shanghai_day;
use rongcuo::domain::ids::{ActId, CaseId};
use rongcuo::platform::Clock;
use rongcuo::platform::known::Known;
use rongcuo::platform::secret::Secret;
use rongcuo::platform::signing::Signer;
use rongcuo::store::lists::{Filter, Question, Sort};
use rongcuo::store::piles::{After, Reader, Work};
use rongcuo::store::sessions::Session;
use rongcuo::store::{self, pool};
use sqlx::{PgConnection, PgPool};
use tokio::net::TcpListener;
use uuid::Uuid;

use super::approval::{Laps, Ready};
use super::independent;

#[derive(Clone)]
struct Yard(Arc<Parts>);

struct Parts {
    pool: PgPool,
    signer: Signer,
    known: Known,
    secret: Secret,
    case: Bytes,
    work: Bytes,
    cases: Bytes,
    ready: HashMap<Uuid, Ready>,
}

/// Any failure ends the request; the client then ends the bench.
pub struct Failed(anyhow::Error);

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        (StatusCode::INTERNAL_SERVER_ERROR, format!("{:#}", self.0)).into_response()
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failed {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// Serves until it is killed.
pub async fn serve() -> anyhow::Result<()> {
    let set = |name: &str| std::env::var(name).with_context(|| format!("{name} is set by the bench"));
    let pool = pool::serving(set("DATABASE_URL")?.parse()?);
    let pages = set("YARDSTICK_PAGES")?;
    let page = |name: &str| std::fs::read(Folder::new(&pages).join(name)).map(Bytes::from);
    let (case, work, cases) = (page("case")?, page("work")?, page("cases")?);
    let signer = Signer::below(Folder::new(&pages), "yardstick")?;
    // The pages lie in the data folder of the server that is measured.
    let data = Folder::new(&pages).parent().context("a folder above")?;
    let (known, secret) = (Known::default(), Secret::below(data)?);
    let approver = session(
        &mut *pool.acquire().await?,
        (&known, &secret),
        &set("YARDSTICK_APPROVER")?,
    )
    .await?
    .actor;
    let ready = Ready::all(&mut *pool.acquire().await?, &known, &approver).await?;
    let independent = independent::routes(pool.clone());
    let yard = Yard(Arc::new(Parts {
        pool,
        signer,
        known,
        secret,
        case,
        work,
        cases,
        ready,
    }));
    let routes = Router::new()
        .route("/readyz", get(async || "ready"))
        .route("/cases/{id}", get(show_case))
        .route("/work", get(show_work))
        .route("/cases", get(show_cases))
        .route("/cases/{id}/acts/{subject}/approval", post(approve))
        .with_state(yard)
        .merge(independent);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, set("YARDSTICK_PORT")?.parse()?)).await?;
    Ok(axum::serve(listener, routes).await?)
}

async fn session(
    db: &mut PgConnection,
    (known, secret): (&Known, &Secret),
    token: &str,
) -> anyhow::Result<Session> {
    let digest = secret.digest(token);
    let session = store::sessions::who(db, known, &digest, Clock::System.now()).await?;
    session.context("a session")
}

async fn who(db: &mut PgConnection, it: &Parts, headers: &HeaderMap) -> Result<Actor, Failed> {
    let cookie = headers.get(header::COOKIE).context("a cookie")?.to_str()?;
    let token = cookie.strip_prefix("rongcuo=").context("the session's cookie")?;
    Ok(session(db, (&it.known, &it.secret), token).await?.actor)
}

/// An id that the address names.
pub fn named(params: &RawPathParams, wanted: &str) -> Result<Uuid, Failed> {
    let found = params
        .iter()
        .find(|(name, _)| *name == wanted)
        .context("a name in the address")?;
    Ok(found.1.parse()?)
}

async fn show_case(
    State(Yard(it)): State<Yard>,
    params: RawPathParams,
    headers: HeaderMap,
) -> Result<Html<Bytes>, Failed> {
    let id = CaseId(named(&params, "id")?);
    let mut db = it.pool.acquire().await?;
    who(&mut db, &it, &headers).await?;
    let case = store::cases::load(&mut db, &it.known, id).await?;
    case.context("the case")?;
    Ok(Html(it.case.clone()))
}

async fn show_work(State(Yard(it)): State<Yard>, headers: HeaderMap) -> Result<Html<Bytes>, Failed> {
    let mut db = it.pool.acquire().await?;
    let actor = who(&mut db, &it, &headers).await?;
    let body = actor.body.as_ref().context("an officer has a body")?.id;
    let today = shanghai_day(Clock::System.now());
    let reader = Reader {
        desk: body,
        user: actor.user,
        officer: actor.officer,
        approver: actor.approver,
    };
    let counts = store::piles::counts(&mut db, &reader, today).await?;
    store::piles::lines(
        &mut db,
        &it.known,
        (&reader, &counts),
        Work::Mine,
        today,
        After::START,
    )
    .await?;
    Ok(Html(it.work.clone()))
}

async fn show_cases(State(Yard(it)): State<Yard>, headers: HeaderMap) -> Result<Html<Bytes>, Failed> {
    let mut db = it.pool.acquire().await?;
    let actor = who(&mut db, &it, &headers).await?;
    let filter = Filter::default();
    let today = shanghai_day(Clock::System.now());
    let question = Question::new(&mut db, &actor, (&filter, Sort::Due), today).await?;
    store::lists::page(&mut db, &it.known, &question, None).await?;
    Ok(Html(it.cases.clone()))
}

async fn approve(
    State(Yard(it)): State<Yard>,
    params: RawPathParams,
    headers: HeaderMap,
    form: String,
) -> Result<Redirect, Failed> {
    let act = ActId(named(&params, "subject")?);
    let user = who(&mut *it.pool.acquire().await?, &it, &headers).await?.user;
    let once = form.rsplit_once("once=").context("a one-time id")?.1.parse()?;
    let ready = it.ready.get(&act.0).context("a ruling")?;
    let mut laps = Laps::begin();
    ready
        .carry_out((&it.pool, &it.signer), &it.known, (act, user, once), &mut laps)
        .await?;
    Ok(Redirect::to(&format!("/cases/{}", ready.case)))
}
