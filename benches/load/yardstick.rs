//! The yardstick: what any server must do for these pages, and nothing else. It looks the session up, runs the page's own
//! statements (those of `store`, so that they never differ), and answers with a stored page. No access, no rules, no
//! template; for an act the same writes in one transaction, of a ruling made before the clock runs.

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
use rongcuo::casework;
use rongcuo::domain::act::{ActState, Hands};
use rongcuo::domain::actor::Actor;
use rongcuo::domain::case::Case;
use rongcuo::domain::dates::shanghai_day;
use rongcuo::domain::ids::{ActId, BodyId, CaseId};
use rongcuo::domain::ruling::Ruling;
use rongcuo::platform::Clock;
use rongcuo::platform::blobs::Sha256Name;
use rongcuo::store::events::NewEvent;
use rongcuo::store::facts::Entry;
use rongcuo::store::lists::{Cursor, Pile, Search};
use rongcuo::store::sessions::Session;
use rongcuo::store::told::Told;
use rongcuo::store::{self, pool};
use sqlx::{PgConnection, PgPool};
use tokio::net::TcpListener;
use uuid::Uuid;

#[derive(Clone)]
struct Yard(Arc<Parts>);

struct Parts {
    pool: PgPool,
    case: Bytes,
    work: Bytes,
    cases: Bytes,
    ready: HashMap<Uuid, Ready>,
}

/// An act whose ruling is made already.
struct Ready {
    before: Case,
    after: Case,
    ruling: Ruling,
}

/// Any failure ends the request; the client then ends the bench.
struct Failed(anyhow::Error);

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
    let ready = rule(&pool, &set("YARDSTICK_APPROVER")?).await?;
    let yard = Yard(Arc::new(Parts {
        pool,
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
        .with_state(yard);
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, set("YARDSTICK_PORT")?.parse()?)).await?;
    Ok(axum::serve(listener, routes).await?)
}

async fn rule(pool: &PgPool, approver: &str) -> anyhow::Result<HashMap<Uuid, Ready>> {
    let mut db = pool.acquire().await?;
    let at = Clock::System.now();
    let digest = Sha256Name::of(approver.as_bytes()).0;
    let approver = store::sessions::who(&mut db, &digest, at)
        .await?
        .context("the approver is signed in")?
        .actor;
    let body = approver.body.as_ref().context("an approver has a body")?.id;
    let acts = sqlx::query_as::<_, (Uuid, Uuid)>(
        "SELECT id, case_id FROM acts WHERE body_id = $1 AND state = 'waiting' AND kind = 'initiate'",
    );
    let mut ready = HashMap::new();
    for (act, case) in acts.bind(body.0).fetch_all(&mut *db).await? {
        let before = store::cases::load(&mut db, CaseId(case))
            .await?
            .context("an act has a case")?;
        let record = store::acts::read(&mut db, before.id, ActId(act))
            .await?
            .context("the act")?;
        let hands = Hands::Two {
            drafter: record.act.drafted_by,
            approver: &approver,
        };
        let step = record.step.context("what waits has a step")?;
        let ruling = casework::ruled(&before, &step, hands, at)?;
        let numbers = vec![String::new(); ruling.documents.len()];
        let mut after = before.clone().after(&ruling, &numbers, at);
        after.version += 1;
        after.acts.retain(|it| it.id != ActId(act));
        ready.insert(
            act,
            Ready {
                before,
                after,
                ruling,
            },
        );
    }
    Ok(ready)
}

async fn session(db: &mut PgConnection, headers: &HeaderMap) -> Result<Session, Failed> {
    let cookie = headers.get(header::COOKIE).context("a cookie")?.to_str()?;
    let token = cookie.strip_prefix("rongcuo=").context("the session's cookie")?;
    let digest = Sha256Name::of(token.as_bytes()).0;
    let session = store::sessions::who(db, &digest, Clock::System.now()).await?;
    Ok(session.context("a session")?)
}

fn named(params: &RawPathParams, wanted: &str) -> Result<Uuid, Failed> {
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
    session(&mut db, &headers).await?;
    store::cases::load(&mut db, id).await?.context("the case")?;
    store::record::evidence(&mut db, id).await?;
    store::record::hearings(&mut db, id).await?;
    store::events::history(&mut db, id, None).await?;
    Ok(Html(it.case.clone()))
}

fn body_of(actor: &Actor) -> Result<BodyId, Failed> {
    let body = actor.body.as_ref().context("an officer has a body")?;
    Ok(body.id)
}

async fn show_work(State(Yard(it)): State<Yard>, headers: HeaderMap) -> Result<Html<Bytes>, Failed> {
    let mut db = it.pool.acquire().await?;
    let actor = session(&mut db, &headers).await?.actor;
    let body = body_of(&actor)?;
    store::lists::tiles(&mut db, body, actor.user, shanghai_day(Clock::System.now())).await?;
    let rows = store::lists::waiting(&mut db, body, actor.user, Pile::Officer, true, Cursor::START).await?;
    let objections = store::lists::objections(&mut db, body).await?;
    let ids: Vec<_> = rows.iter().chain(&objections).map(|row| row.id).collect();
    store::lists::beside(&mut db, &actor, &ids).await?;
    Ok(Html(it.work.clone()))
}

async fn show_cases(State(Yard(it)): State<Yard>, headers: HeaderMap) -> Result<Html<Bytes>, Failed> {
    let mut db = it.pool.acquire().await?;
    let actor = session(&mut db, &headers).await?.actor;
    let body = body_of(&actor)?;
    let rows = store::lists::found(&mut db, body, &Search::default(), Cursor::START).await?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    store::lists::beside(&mut db, &actor, &ids).await?;
    Ok(Html(it.cases.clone()))
}

async fn approve(
    State(Yard(it)): State<Yard>,
    params: RawPathParams,
    headers: HeaderMap,
    form: String,
) -> Result<Redirect, Failed> {
    let act = named(&params, "subject")?;
    let user = session(&mut *it.pool.acquire().await?, &headers)
        .await?
        .actor
        .user;
    let once = form.rsplit_once("once=").context("a one-time id")?.1.parse()?;
    let ready = it.ready.get(&act).context("a ruling")?;
    let (at, id, act) = (Clock::System.now(), ready.before.id, ActId(act));
    let mut tx = it.pool.begin().await?;
    store::cases::lock(&mut tx, id).await?;
    store::submissions::first(&mut tx, once, user, at).await?;
    store::acts::settle(&mut tx, act, user, ActState::Approved, "", at).await?;
    let entry = Entry {
        case: id,
        round: ready.before.round,
        act: Some(act),
        actor: user,
        at,
    };
    carry_out(&mut tx, ready, entry).await?;
    store::standing::renew(&mut tx, &ready.after).await?;
    tx.commit().await?;
    Ok(Redirect::to(&format!("/cases/{id}")))
}

/// The documents, the event, and the rows of the ruling.
async fn carry_out(db: &mut PgConnection, ready: &Ready, entry: Entry) -> anyhow::Result<()> {
    let Ready {
        before,
        after,
        ruling,
    } = ready;
    let (id, at) = (entry.case, entry.at);
    let act = entry.act.context("an act")?;
    let mut documents = Vec::new();
    for draft in &ruling.documents {
        documents.push(store::documents::issue(db, id, Some(act), draft, at).await?);
    }
    let told = Told {
        facts: ruling.facts.clone(),
        clocks: store::deadlines::told(after, &ruling.clocks),
        documents,
        files: vec![],
        act: Some(store::acts::told(db, act).await?),
        filing: None,
    };
    let body = serde_json::to_string(&told)?;
    let (kind, from, to, version) = (ruling.kind, Some(before.status), ruling.to, after.version);
    let event = NewEvent {
        case: id,
        at,
        kind,
        actor: entry.actor,
        act: entry.act,
        from,
        to,
        version,
        body: &body,
    };
    let seq = store::events::append(db, &event).await?;
    for fact in &ruling.facts {
        store::facts::record(db, entry, fact).await?;
    }
    for movement in &told.clocks {
        let clock = after.clock(movement.deadline).context("a clock")?;
        store::deadlines::move_clock(db, id, seq, movement, clock).await?;
    }
    Ok(())
}
