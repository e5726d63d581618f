//! Where the time of a case page and of an approval goes: each part by itself, over one connection, in this process.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use rongcuo::domain::actor::Actor;
use rongcuo::domain::ids::{ActId, CaseId};
use rongcuo::platform::Clock;
use rongcuo::platform::known::Known;
use rongcuo::store;
use sqlx::Row;
use sqlx::postgres::PgRow;
use tower::ServiceExt;
use uuid::Uuid;

use super::approval::{Laps, Ready};
use super::data::{Data, Waiting};

/// How often a page is made.
const PAGES: usize = 400;

/// The parts of something, with the time that each takes in the middle.
pub type Parts = Vec<(String, Duration)>;

/// The statements of a case page, and the whole page without a network.
pub async fn case_page(data: &Data, href: &str, cookie: &str) -> anyhow::Result<Parts> {
    let id: CaseId = href.rsplit('/').next().context("an id")?.parse()?;
    let digest = data.app.secret.digest(cookie);
    let mut runs = Vec::with_capacity(PAGES);
    let service = rongcuo::web::service(data.app.clone());
    for _ in 0..PAGES {
        let mut laps = Laps::begin();
        let mut db = data.app.pool.acquire().await?;
        sqlx::query("SELECT 1").execute(&mut *db).await?;
        laps.lap("one round trip");
        store::sessions::who(&mut db, &data.app.known, &digest, Clock::System.now()).await?;
        laps.lap("session");
        store::cases::load(&mut db, &data.app.known, id)
            .await?
            .context("the case")?;
        laps.lap("case (its statements, and the fold)");
        drop(db);
        let request = Request::get(href)
            .header("host", "localhost")
            .header("cookie", format!("rongcuo={cookie}"));
        let begun = Instant::now();
        let response = service.clone().oneshot(request.body(Body::empty())?).await?;
        ensure!(response.status() == StatusCode::OK, "{}", response.status());
        response.into_body().collect().await?;
        laps.parts
            .push(("the whole page, without a network", begun.elapsed()));
        runs.push(laps.parts);
    }
    Ok(middle(&runs))
}

/// Functions of the database that are named.
const FUNCTIONS: i64 = 15;

/// Time in the database's functions during approvals, each without what it calls, in the mean of one.
pub async fn functions(data: &mut Data, approver: &Actor, acts: Vec<Waiting>) -> anyhow::Result<Parts> {
    let count = acts.len() as f64;
    for setting in [
        "ALTER SYSTEM SET track_functions = 'all'",
        "SELECT pg_reload_conf()",
        "SELECT pg_stat_reset()",
    ] {
        sqlx::raw_sql(setting).execute(&mut data.root).await?;
    }
    // A session hears of the setting with its next statement, and tells what it counted when it was idle for ten seconds.
    tokio::time::sleep(Duration::from_secs(2)).await;
    approval(data, approver, acts).await?;
    tokio::time::sleep(Duration::from_secs(11)).await;
    let rows = sqlx::query(
        "SELECT funcname, calls, self_time FROM pg_stat_user_functions ORDER BY self_time DESC LIMIT $1",
    );
    let rows = rows.bind(FUNCTIONS).fetch_all(&mut data.root).await?;
    let part = |row: &PgRow| {
        let (name, calls, took): (String, i64, f64) = (row.get(0), row.get(1), row.get(2));
        let took = Duration::from_secs_f64(took / count / 1000.0);
        (format!("{name}, {:.1} times", calls as f64 / count), took)
    };
    Ok(rows.iter().map(part).collect())
}

/// The writes of an approval, alone.
pub async fn approval(data: &Data, approver: &Actor, acts: Vec<Waiting>) -> anyhow::Result<Parts> {
    let known = Known::default();
    let mut runs = Vec::with_capacity(acts.len());
    for it in acts {
        let (case, act) = (CaseId(it.case), ActId(it.act));
        let mut db = data.app.pool.acquire().await?;
        let ready = Ready::one(&mut db, &known, approver, (case, act)).await?;
        drop(db);
        let mut laps = Laps::begin();
        laps.triggers_apart = true;
        let once = Uuid::now_v7();
        ready
            .carry_out(
                (&data.app.pool, &data.app.signer),
                &known,
                (act, approver.user, once),
                &mut laps,
            )
            .await?;
        let all = laps.parts.iter().map(|(_, took)| *took).sum();
        laps.parts.push(("all together", all));
        runs.push(laps.parts);
    }
    Ok(middle(&runs))
}

fn middle(runs: &[Vec<(&'static str, Duration)>]) -> Parts {
    let Some(first) = runs.first() else { return vec![] };
    let parts = first.iter().enumerate().map(|(at, (name, _))| {
        let mut took: Vec<_> = runs.iter().map(|run| run[at].1).collect();
        took.sort();
        ((*name).to_owned(), took[took.len() / 2])
    });
    parts.collect()
}
