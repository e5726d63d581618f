//! PostgreSQL is stopped in its tracks, and goes on later: nobody waits without end, and every connection is good again.

use std::time::{Duration, Instant};

use rongcuo::store::limits::CONNECTIONS_MAX;
use rustix::process::Signal;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::people::{self, Part};
use super::world::browser::Browser;
use super::{Rig, Seen};

/// No request may take longer.
const ANSWER_MAX: Duration = Duration::from_secs(35);
const CROWD: usize = 2 * CONNECTIONS_MAX as usize;

/// What a crowd is answered that asks at once, and how long the slowest waited.
async fn crowd(rig: &Rig, cookie: &str) -> (Vec<u16>, Duration) {
    let mut asking = JoinSet::new();
    for at in 0..CROWD {
        let mut browser = Browser::new(&rig.router);
        browser.plant("rongcuo", cookie);
        asking.spawn(async move {
            let begun = Instant::now();
            let page = match at % 4 {
                0 => {
                    browser
                        .post("/applications", &[("reason", "写了很久的文字")])
                        .await
                }
                1 => browser.get("/account").await,
                2 => browser.get("/readyz").await,
                _ => browser.get("/my").await,
            };
            (page.status.as_u16(), begun.elapsed())
        });
    }
    let all = asking.join_all().await;
    let slowest = all.iter().map(|it| it.1).max().unwrap_or_default();
    (all.into_iter().map(|it| it.0).collect(), slowest)
}

pub async fn run() -> anyhow::Result<Vec<Seen>> {
    println!("frozen: PostgreSQL");
    let rig = Rig::start().await?;
    let mut seen = Seen::of("frozen: PostgreSQL, and thawed");
    let person = people::come(&rig, Part::Applicant, 1).await?.remove(0);
    let cookie = person.browser.cookie("rongcuo").unwrap_or_default().to_owned();
    // All connections are open, and some are in the middle of a question.
    let warm = crowd(&rig, &cookie).await;
    seen.holds(warm.0.iter().all(|it| *it < 400), "not even before");
    let busy = crowd(&rig, &cookie);
    let freeze = async {
        sleep(Duration::from_millis(5)).await;
        rig.signal_postgres(Signal::STOP)
    };
    let (first, stopped) = tokio::join!(busy, freeze);
    stopped?;
    let second = crowd(&rig, &cookie).await;
    rig.signal_postgres(Signal::CONT)?;
    let begun = Instant::now();
    rig.ready().await?;
    let ready = begun.elapsed();
    let slowest = first.1.max(second.1);
    let odd = |all: &[u16]| {
        all.iter()
            .copied()
            .filter(|it| *it >= 400 && *it != 503)
            .collect::<Vec<_>>()
    };
    seen.figures = format!(
        "slowest answer {:.1} s, ready {:.1} s after the thaw",
        slowest.as_secs_f64(),
        ready.as_secs_f64()
    );
    seen.holds(slowest < ANSWER_MAX, "somebody waited too long");
    seen.holds(second.0.contains(&503), "nobody was frozen");
    for answers in [&first.0, &second.0] {
        seen.holds(
            odd(answers).is_empty(),
            format!("odd answers: {:?}", odd(answers)),
        );
    }
    let after = crowd(&rig, &cookie).await;
    let bad: Vec<_> = after.0.iter().filter(|it| **it >= 400).collect();
    seen.holds(bad.is_empty(), format!("afterwards: {bad:?}"));
    Ok(vec![seen])
}
