//! The run: each load in short rounds, ours and the yardstick in turns, so that what else the machine does meets both.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use axum::http::StatusCode;
use sqlx::Row;
use uuid::Uuid;

use super::client::{self, Seen};
use super::data::{self, Data, Waiting};
use super::server::{self, Server};
use super::table::{self, Figures};

const ROUNDS: u32 = 4;
const ROUND: Duration = Duration::from_millis(1_500);
const CONNECTIONS: [usize; 2] = [1, 16];
/// Acts approved at one server, at one connection and at sixteen.
const ACTS: [usize; 2] = [80, 240];
/// How often a page is asked for to count its queries.
const COUNTED: u64 = 10;

/// Both servers, and who asks them.
struct Bench {
    data: Data,
    ours: Server,
    yardstick: Server,
    officer: String,
    approver: String,
    figures: Figures,
}

/// Fills the database, measures and prints.
pub async fn run() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let database = data::address("rongcuo_app", "rongcuo")?;
    data::make().await?;
    let mut migrate = server::program(&database, folder.path());
    migrate
        .arg("migrate")
        .env("RONGCUO_OWNER_DATABASE_URL", data::address("rongcuo", "rongcuo")?);
    ensure!(migrate.status()?.success(), "the migrations fail");
    let begun = Instant::now();
    let mut data = Data::begin(folder.path()).await?;
    let (officer, list_officer) = data.sign_in("chenyanqiu").await?;
    let (approver, _) = data.sign_in("qinmuye").await?;
    let (_, drafter) = data.sign_in("jiangwanzhou").await?;
    let acts = data
        .waiting_acts(2 * ACTS.iter().sum::<usize>(), &drafter)
        .await?;
    data.fill(&list_officer, 100).await?;
    eprintln!(
        "== filled: demo, {} acts that wait, 100 cases ({:.0?})",
        acts.len(),
        begun.elapsed()
    );

    let case = format!("/cases/{}", data.fullest_case("TF-GX").await?);
    let ours = Server::ours(&database, folder.path()).await?;
    let pages = stored(&ours, &case, &officer, folder.path()).await?;
    let yardstick = Server::yardstick(&database, &pages, &approver).await?;
    let figures = Figures {
        start: ours.start,
        ..Figures::default()
    };
    let mut bench = Bench {
        data,
        ours,
        yardstick,
        officer,
        approver,
        figures,
    };
    bench.queries(&case).await?;
    bench.page("case page", &case).await?;
    bench.page("work list, 100", "/work").await?;
    bench.page("all cases, 100", "/cases").await?;
    bench.data.fill(&list_officer, 10_000).await?;
    bench.page("work list, 10000", "/work").await?;
    bench.page("all cases, 10000", "/cases").await?;
    bench.acts(acts).await?;
    bench.figures.memory = bench.ours.memory()?;
    bench.figures.yardstick_memory = bench.yardstick.memory()?;
    print!("{}", bench.figures);
    Ok(())
}

/// Our pages as they come, for the yardstick to send.
async fn stored(ours: &Server, case: &str, cookie: &str, folder: &Path) -> anyhow::Result<PathBuf> {
    let pages = folder.join("pages");
    std::fs::create_dir(&pages)?;
    for (name, href) in [("case", case), ("work", "/work"), ("cases", "/cases")] {
        let (status, page) = client::get(ours.port, href, cookie).await?;
        ensure!(status == StatusCode::OK, "{href}: {status}");
        eprintln!("== {name}: {} bytes", page.len());
        std::fs::write(pages.join(name), page)?;
    }
    Ok(pages)
}

impl Bench {
    /// Counts the statements of each page as the database saw them (pg_stat_statements, those of the server's role).
    async fn queries(&mut self, case: &str) -> anyhow::Result<()> {
        for (name, href) in [
            ("case page", case),
            ("work list", "/work"),
            ("all cases", "/cases"),
        ] {
            // The first requests open connections, each with a word of its own, and may write a sign of life.
            for _ in 0..COUNTED {
                client::get(self.ours.port, href, &self.officer).await?;
            }
            sqlx::query("SELECT pg_stat_statements_reset()")
                .execute(&mut self.data.root)
                .await?;
            for _ in 0..COUNTED {
                client::get(self.ours.port, href, &self.officer).await?;
            }
            // What is written once in between, a sign of life in a minute, is no statement of the page.
            let calls = sqlx::query(
                "SELECT coalesce(sum(s.calls / $1), 0)::bigint FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid WHERE r.rolname = 'rongcuo_app'",
            );
            let calls: i64 = calls
                .bind(COUNTED.cast_signed())
                .fetch_one(&mut self.data.root)
                .await?
                .get(0);
            self.figures.queries.push((name, calls.unsigned_abs()));
        }
        Ok(())
    }

    async fn page(&mut self, name: &'static str, href: &str) -> anyhow::Result<()> {
        for connections in CONNECTIONS {
            let mut seen = [Seen::default(), Seen::default()];
            for round in 0..=ROUNDS {
                for (server, seen) in [&self.ours, &self.yardstick].into_iter().zip(&mut seen) {
                    let end = Instant::now() + ROUND;
                    let next = || {
                        client::request("GET", href, &self.officer, "")
                            .ok()
                            .filter(|_| Instant::now() < end)
                    };
                    let more = client::load(server.port, connections, StatusCode::OK, next).await?;
                    // The first round opens connections and warms what is cold.
                    if round > 0 {
                        seen.and(more);
                    }
                }
            }
            self.note(name, connections, seen);
        }
        Ok(())
    }

    /// Each act is approved once: so many for each server and each number of connections, in turns.
    async fn acts(&mut self, acts: Vec<Waiting>) -> anyhow::Result<()> {
        let queue = Mutex::new(VecDeque::from(acts));
        for (connections, count) in CONNECTIONS.into_iter().zip(ACTS) {
            let mut seen = [Seen::default(), Seen::default()];
            for _ in 0..ROUNDS {
                for (server, seen) in [&self.ours, &self.yardstick].into_iter().zip(&mut seen) {
                    let share = count / ROUNDS as usize;
                    let mine: VecDeque<_> = queue.lock().ok().context("the queue")?.drain(..share).collect();
                    let mine = Mutex::new(mine);
                    let next = || self.approval(&mine.lock().ok()?.pop_front()?);
                    seen.and(client::load(server.port, connections, StatusCode::SEE_OTHER, next).await?);
                }
            }
            self.note("approving an act", connections, seen);
        }
        Ok(())
    }

    fn approval(&self, it: &Waiting) -> Option<client::Sent> {
        let href = format!("/cases/{}/acts/{}/approval", it.case, it.act);
        let form = format!("verdict=approve&version={}&once={}", it.version, Uuid::now_v7());
        client::request("POST", &href, &self.approver, &form).ok()
    }

    fn note(&mut self, name: &'static str, connections: usize, [ours, yardstick]: [Seen; 2]) {
        let line = table::Line {
            name,
            connections,
            ours,
            yardstick,
        };
        eprintln!("{line}");
        self.figures.lines.push(line);
    }
}
