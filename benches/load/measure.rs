//! The run: each load in short rounds, ours and the yardsticks in turns, so that what else the machine does meets all.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;
use axum::http::StatusCode;
use rongcuo::domain::actor::Actor;
use sqlx::Row;
use uuid::Uuid;

use super::breakdown;
use super::client::{self, Seen};
use super::data::{self, Data, Waiting};
use super::independent;
use super::server::{self, Server};
use super::table::{self, Figures};

const ROUNDS: u32 = 4;
const ROUND: Duration = Duration::from_millis(1_000);
const CONNECTIONS: [usize; 2] = [1, 16];
/// Acts approved at one server, at one connection and at sixteen.
const ACTS: [usize; 2] = [80, 240];
/// Acts approved at one server before anything is timed: each connection of its pool then knows its statements and functions,
/// which PostgreSQL plans anew the first five times.
const WARMING_ACTS: usize = 200;
/// Acts approved in this process, to see what takes how long.
const TIMED_ACTS: usize = 80;
/// The events of a case as cases are, and of one that has gone on for long.
const EVENTS: [usize; 2] = [30, 300];
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
    /// Acts approved at the independent yardstick.
    approved: AtomicUsize,
}

/// What a load asks of each server: ours, the yardstick of our statements, the independent one.
type Asked<'a> = [(&'a Server, &'a str); 3];

/// Fills the database, measures and prints; `only` names the loads that are measured.
pub async fn run(only: &str) -> anyhow::Result<()> {
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
    let (approver, by) = data.sign_in("qinmuye").await?;
    let (_, drafter) = data.sign_in("jiangwanzhou").await?;
    let (_, second) = data.sign_in("suwangshu").await?;
    let count = if "approving an act".contains(only) {
        TIMED_ACTS + 2 * (WARMING_ACTS + ACTS.iter().sum::<usize>())
    } else {
        TIMED_ACTS
    };
    let mut acts = data.waiting_acts(count, [&drafter, &second]).await?;
    let timed = acts.split_off(count - TIMED_ACTS);
    let fullest = format!("/cases/{}", data.fullest_case(&list_officer).await?);
    let mut cases = Vec::with_capacity(EVENTS.len());
    for events in EVENTS {
        cases.push(format!("/cases/{}", data.case_of(events).await?));
    }
    data.fill(&list_officer, 100).await?;
    independent::fill(&mut data.root, &officer).await?;
    eprintln!(
        "== filled: demo, {count} acts that wait, 100 cases ({:.0?})",
        begun.elapsed()
    );

    let ours = Server::ours(&database, folder.path()).await?;
    let pages = stored(&ours, &fullest, &officer, folder.path()).await?;
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
        approved: AtomicUsize::new(0),
    };
    bench.queries(&fullest).await?;
    bench.pages(only, &fullest, &cases, &list_officer).await?;
    if "approving an act".contains(only) {
        bench.acts(acts).await?;
    }
    bench.parts(&fullest, &by, timed).await?;
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
                "SELECT coalesce(sum(s.calls / $1), 0)::bigint, coalesce(sum(s.total_exec_time / $1) FILTER (WHERE s.calls >= $1), 0)::float8 \
                 FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid WHERE r.rolname = 'rongcuo_app'",
            );
            let seen = calls
                .bind(COUNTED.cast_signed())
                .fetch_one(&mut self.data.root)
                .await?;
            let calls: i64 = seen.get(0);
            self.figures
                .queries
                .push((name, calls.unsigned_abs(), seen.get(1)));
        }
        Ok(())
    }

    async fn pages(
        &mut self,
        only: &str,
        fullest: &str,
        cases: &[String],
        officer: &Actor,
    ) -> anyhow::Result<()> {
        let mut all = vec![("case page", fullest, independent::CASE)];
        let names = ["case page, 30", "case page, 300"];
        all.extend(
            names
                .iter()
                .zip(cases)
                .map(|(name, href)| (*name, href.as_str(), independent::CASE)),
        );
        all.push(("work list, 100", "/work", independent::LIST));
        all.push(("all cases, 100", "/cases", independent::LIST));
        for (name, href, bare) in all.into_iter().filter(|(name, ..)| name.contains(only)) {
            self.page(name, href, bare).await?;
        }
        self.data.fill(officer, 10_000).await?;
        for (name, href) in [
            ("work list, 10000", "/work"),
            ("all cases, 10000", "/cases"),
            // 便利 单位: both in every case.
            (
                "search, 10000",
                "/cases?q=%E4%BE%BF%E5%88%A9%20%E5%8D%95%E4%BD%8D",
            ),
        ] {
            if name.contains(only) {
                self.page(name, href, independent::LIST).await?;
            }
        }
        Ok(())
    }

    fn asked<'a>(&'a self, href: &'a str, bare: &'a str) -> Asked<'a> {
        [
            (&self.ours, href),
            (&self.yardstick, href),
            (&self.yardstick, bare),
        ]
    }

    async fn page(&mut self, name: &'static str, href: &str, bare: &str) -> anyhow::Result<()> {
        for connections in CONNECTIONS {
            let mut seen: [Seen; 3] = Default::default();
            for round in 0..=ROUNDS {
                for ((server, href), seen) in self.asked(href, bare).into_iter().zip(&mut seen) {
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
        let mut queue = VecDeque::from(acts);
        for server in [&self.ours, &self.yardstick] {
            self.approve(server, CONNECTIONS[1], queue.drain(..WARMING_ACTS))
                .await?;
        }
        for (connections, count) in CONNECTIONS.into_iter().zip(ACTS) {
            let mut seen: [Seen; 3] = Default::default();
            for _ in 0..ROUNDS {
                for (server, seen) in [&self.ours, &self.yardstick].into_iter().zip(&mut seen) {
                    let share = queue.drain(..count / ROUNDS as usize);
                    seen.and(self.approve(server, connections, share).await?);
                }
                let end = Instant::now() + ROUND;
                let next = || self.independent_approval().filter(|_| Instant::now() < end);
                let more = client::load(self.yardstick.port, connections, StatusCode::SEE_OTHER, next);
                seen[2].and(more.await?);
            }
            self.note("approving an act", connections, seen);
        }
        Ok(())
    }

    async fn approve(
        &self,
        server: &Server,
        connections: usize,
        acts: impl Iterator<Item = Waiting>,
    ) -> anyhow::Result<Seen> {
        let acts = Mutex::new(acts);
        let next = || self.approval(&acts.lock().ok()?.next()?);
        client::load(server.port, connections, StatusCode::SEE_OTHER, next).await
    }

    fn approval(&self, it: &Waiting) -> Option<client::Sent> {
        let href = format!("/cases/{}/acts/{}/approval", it.case, it.act);
        let form = format!("verdict=approve&version={}&once={}", it.version, Uuid::now_v7());
        client::request("POST", &href, &self.approver, &form).ok()
    }

    fn independent_approval(&self) -> Option<client::Sent> {
        let href = independent::approval(self.approved.fetch_add(1, Ordering::Relaxed));
        client::request("POST", &href, &self.officer, "").ok()
    }

    async fn parts(&mut self, case: &str, approver: &Actor, mut acts: Vec<Waiting>) -> anyhow::Result<()> {
        let page = breakdown::case_page(&self.data, case, &self.officer).await?;
        let counted = acts.split_off(acts.len() / 2);
        let approval = breakdown::approval(&self.data, approver, acts).await?;
        let functions = breakdown::functions(&mut self.data, approver, counted).await?;
        self.figures.parts = vec![
            ("a case page", page),
            ("an approval", approval),
            ("an approval in the database's functions", functions),
        ];
        Ok(())
    }

    fn note(&mut self, name: &'static str, connections: usize, seen: [Seen; 3]) {
        let line = table::Line {
            name,
            connections,
            seen,
        };
        eprintln!("{line}");
        self.figures.lines.push(line);
    }
}
