//! The server, PostgreSQL or both are killed while fifty people write: what was acknowledged stands, once.

use std::time::{Duration, Instant};

use rustix::process::{Signal, kill_process};
use tokio::time::sleep;

use super::writers::Crowd;
use super::{Rig, Seen};

/// How often each is killed.
const TIMES: usize = 3;
/// They work for so long between.
const WORK: Duration = Duration::from_secs(4);
/// Server and database answer again.
const RECOVERY_MAX: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Whom {
    Server,
    Postgres,
    Both,
}

pub async fn run() -> anyhow::Result<Vec<Seen>> {
    let mut all = vec![];
    for (whom, name) in [
        (Whom::Server, "killed: the server"),
        (Whom::Postgres, "killed: PostgreSQL"),
        (Whom::Both, "killed: both"),
    ] {
        println!("{name}");
        all.push(one(whom, name).await?);
    }
    Ok(all)
}

async fn one(whom: Whom, name: &str) -> anyhow::Result<Seen> {
    let mut rig = Rig::start().await?;
    let writers = Crowd::come(&rig).await?.work(&rig).await?;
    let mut slowest = Duration::ZERO;
    for _ in 0..TIMES {
        sleep(WORK).await;
        let begun = Instant::now();
        if whom != Whom::Server {
            kill_process(rig.postmaster()?, Signal::KILL)?;
        }
        if whom != Whom::Postgres {
            rig.kill_server().await?;
        }
        // It is not ready because it has not noticed yet.
        sleep(Duration::from_millis(50)).await;
        rig.ready().await?;
        slowest = slowest.max(begun.elapsed());
    }
    sleep(WORK).await;
    let result = writers.stop(&rig).await?;
    let mut seen = Seen::of(name);
    seen.figures = format!(
        "acknowledged {}, lost {}, twice {}, sent again {}, recovery {:.1} s at most",
        result.acknowledged,
        result.lost,
        result.twice,
        result.again,
        slowest.as_secs_f64()
    );
    seen.holds(result.acknowledged > 100, "too little was done to tell anything");
    seen.holds(
        result.lost == 0 && result.twice == 0,
        "something was lost or done twice",
    );
    seen.holds(slowest <= RECOVERY_MAX, "it took too long until it was ready");
    seen.wrong.extend(result.odd);
    if let Err(said) = rig.verify()? {
        seen.wrong.push(format!("audit verify: {said}"));
    }
    Ok(seen)
}
