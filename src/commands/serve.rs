//! `rongcuo serve`: serves until asked to end. Starts even without its database, and says so on `/readyz`: an
//! orchestrator may start both at once.

mod keeper;
pub mod sweep;

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, ensure};
use sqlx::{PgConnection, PgPool};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::interrupt;
use super::trouble::Whose;
use crate::platform::config::DemoDoor;
use crate::platform::{App, Clock, Config};
use crate::store::{self, audit, pool, schema};
use crate::web::{self, connections};

/// How long a proxy before us may take to see on `/readyz` that we are about to end: until then it is still answered.
const DRAIN_NOTICE: Duration = Duration::from_secs(3);
/// How often the audit trail is sealed.
const SEAL_EVERY: Duration = Duration::from_secs(60);
/// How long the requests under way may still take once we are asked to end.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(10);

pub async fn run() -> anyhow::Result<ExitCode> {
    let (asked, ending) = watch::channel(false);
    tokio::spawn(async move {
        interrupt::asked().await;
        asked.send_replace(true);
    });

    let (config, database) = super::open().await?;
    let migrated = Whose::Server.migrated(&database).await;
    let trouble = match migrated {
        Ok(mut db) => {
            demo_stays_here(&config, &mut db).await?;
            None
        }
        Err(trouble) => Some(trouble),
    };
    let listener = listen(&config).await?;
    let pool = pool::serving(database.app.clone());
    let room = connections::Room::here(config.https);
    let app = App::new(pool.clone(), Clock::System, config)?;
    println!("容错已启动：http://{}", listener.local_addr()?);
    match trouble {
        // Whether this is a demo stands on every page, also before anybody has seen the sign-in page.
        None => {
            drop(web::sign_in::identities(&app).await);
            warn_of_a_story(&pool).await;
        }
        Some(trouble) => eprintln!("还不能办理案件。{trouble}在此之前 /readyz 回答 503。"),
    }
    if std::env::var_os("RONGCUO_OWNER_DATABASE_URL").is_some() {
        tracing::warn!(
            "RONGCUO_OWNER_DATABASE_URL is set for serve, which does not need it: keep it for migrate and user"
        );
    }

    let sweeping = tokio::spawn(sweep::hourly(app.clone()));
    let keeper = tokio::spawn(keeper::keep(database.keeper(), ending.clone()));
    let sealing = tokio::spawn(seals(pool.clone()));
    tokio::select! {
        () = connections::serve(web::service(app.clone()), listener, room, drained(&app, ending.clone())) => (),
        () = too_long(ending) => {
            tracing::warn!("some requests were still under way after {} s", SHUTDOWN_GRACE.as_secs());
        }
    }
    sweeping.abort();
    sealing.abort();
    tokio::time::timeout(SHUTDOWN_GRACE, seal(&pool)).await.ok();
    // A lost connection takes its time to close; nothing is lost with it.
    tokio::time::timeout(SHUTDOWN_GRACE, pool.close()).await.ok();
    // Or the private database would be started again behind who stops it.
    keeper.await.ok();
    Ok(ExitCode::SUCCESS)
}

/// Whoever reaches the port of a demo approves in it what they like: beyond this machine only where that is meant.
async fn demo_stays_here(config: &Config, db: &mut PgConnection) -> anyhow::Result<()> {
    let open = store::demo::kinds(db).await?.demo_open;
    ensure!(
        open == 0 || config.this_machine_alone() || config.demo == DemoDoor::Anywhere,
        "数据库里有 {open} 个演示账号，不用密码就能进入，而服务对本机以外开放（RONGCUO_LISTEN 为 {}），没有启动：请只在本机监听，\
         或者用 rongcuo demo end 结束演示；确实要对外演示的，设置 RONGCUO_DEMO=anywhere。",
        config.listen
    );
    Ok(())
}

/// Seals the audit trail for as long as we serve.
async fn seals(pool: PgPool) {
    loop {
        tokio::time::sleep(SEAL_EVERY).await;
        seal(&pool).await;
    }
}

async fn seal(pool: &PgPool) {
    let sealed = match pool.acquire().await {
        Ok(mut db) => audit::seal(&mut db).await,
        Err(error) => Err(error),
    };
    if let Err(error) = sealed {
        tracing::warn!(%error, "the audit trail is not sealed");
    }
}

/// A demo that was broken off while it was filled leaves a database in which anything may bear any date.
async fn warn_of_a_story(pool: &PgPool) {
    if let Ok(mut db) = pool.acquire().await
        && let Ok(true) = schema::tells_a_story(&mut db).await
    {
        tracing::error!(
            "story_time stands: nothing here is held to its date; make the demo anew, or end it as doctor says"
        );
    }
}

async fn listen(config: &Config) -> anyhow::Result<TcpListener> {
    let at = config.listen;
    TcpListener::bind(at)
        .await
        .with_context(|| format!("不能在 {at} 监听：请结束占用它的程序，或者把 RONGCUO_LISTEN 设为别的端口"))
}

/// Red first, then closed.
async fn drained(app: &App, ending: watch::Receiver<bool>) {
    until(ending).await;
    app.set_ending();
    if app.config.https {
        tokio::time::sleep(DRAIN_NOTICE).await;
    }
}

async fn too_long(ending: watch::Receiver<bool>) {
    until(ending).await;
    tokio::time::sleep(DRAIN_NOTICE + SHUTDOWN_GRACE).await;
}

async fn until(mut ending: watch::Receiver<bool>) {
    // An error means that whoever listens for signals is gone, which happens only at the very end.
    ending.wait_for(|ending| *ending).await.ok();
}
