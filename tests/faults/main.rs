//! What faults of a machine cost: the real server on a PostgreSQL of its own that keeps what it was told (fsync), while one
//! of the two is killed or stopped, a disk is full, a row is held, a clock jumps. It takes minutes: `script/test --faults`.

#![expect(
    clippy::disallowed_methods,
    reason = "real people and servers go by the machine's clock"
)]

mod clocks;
mod frozen;
mod full;
mod held;
mod killed;
mod people;
mod rig;
mod wire;
#[expect(dead_code, reason = "the other tests ask more of a page")]
mod world;
mod writers;

use std::process::ExitCode;

use rig::Rig;

/// What was seen of one fault.
pub struct Seen {
    fault: String,
    figures: String,
    wrong: Vec<String>,
}

impl Seen {
    fn of(fault: impl Into<String>) -> Self {
        Self {
            fault: fault.into(),
            figures: String::new(),
            wrong: vec![],
        }
    }

    /// What has to hold.
    fn holds(&mut self, holds: bool, said: impl Into<String>) {
        if !holds {
            self.wrong.push(said.into());
        }
    }

    /// What could not be tried here, and why.
    fn skipped(fault: &str, why: &str) -> Self {
        Self {
            figures: format!("skipped: {why}"),
            ..Self::of(fault)
        }
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let only: Vec<_> = std::env::args().skip(1).collect();
    let asked = |name: &str| only.is_empty() || only.iter().any(|it| name.contains(it.as_str()));
    let mut all = vec![];
    if asked("killed") {
        all.extend(killed::run().await?);
    }
    if asked("full") {
        all.extend(full::run().await?);
    }
    if asked("held") {
        all.extend(held::run().await?);
    }
    if asked("clocks") {
        all.extend(clocks::run().await?);
    }
    if asked("frozen") {
        all.extend(frozen::run().await?);
    }
    println!();
    for seen in &all {
        let verdict = match (seen.wrong.is_empty(), seen.figures.starts_with("skipped")) {
            (false, _) => "WRONG",
            (true, true) => "-",
            (true, false) => "good",
        };
        println!("{:<38} {verdict:<6} {}", seen.fault, seen.figures);
        for wrong in seen.wrong.iter().take(10) {
            println!("{:<38} {wrong}", "");
        }
    }
    let good = all.iter().all(|it| it.wrong.is_empty());
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
