//! Beside two bare yardsticks, on the same database and machine and in one run: the one runs our own statements and tells what
//! our rules, access and templates cost; the other has tables of its own and tells what our tables and statements cost too.
//! Other machines and busy ones give other seconds, but much the same ratios. `script/bench` runs it.
//!
//! Three processes: the released server, the yardsticks (this program again), and this one, which fills the database,
//! sends requests over loopback, and prints what it saw.

#![expect(
    clippy::disallowed_methods,
    reason = "an id made up here may be of the machine's own hour"
)]

mod approval;
mod breakdown;
mod client;
mod data;
mod hostile;
mod independent;
mod measure;
mod server;
mod table;
mod yardstick;

use std::process::ExitCode;

fn main() -> anyhow::Result<ExitCode> {
    let word = std::env::args().nth(1);
    let yardstick = word.as_deref() == Some("yardstick");
    let only = std::env::var("RONGCUO_BENCH_ONLY").unwrap_or_default();
    let mut runtime = if yardstick {
        tokio::runtime::Builder::new_multi_thread()
    } else {
        // The client shall take as little from the servers as it can.
        tokio::runtime::Builder::new_current_thread()
    };
    let runtime = runtime.enable_all().build()?;
    if yardstick {
        runtime.block_on(yardstick::serve())?;
    } else if std::env::var_os("RONGCUO_BENCH_HOSTILE").is_some() {
        runtime.block_on(hostile::run())?;
    } else {
        runtime.block_on(measure::run(&only))?;
    }
    Ok(ExitCode::SUCCESS)
}
