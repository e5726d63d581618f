//! Beside a bare yardstick, on the same database and machine and in one run: what do our rules, access and templates cost?
//! Other machines and busy ones give other seconds, but much the same ratios. `script/bench` runs it.
//!
//! Three processes: the released server, the yardstick (this program again), and this one, which fills the database,
//! sends requests over loopback, and prints what it saw.

#![expect(
    clippy::disallowed_methods,
    reason = "an id made up here may be of the machine's own hour"
)]

mod client;
mod data;
mod measure;
mod server;
mod table;
mod yardstick;

use std::process::ExitCode;

fn main() -> anyhow::Result<ExitCode> {
    let yardstick = std::env::args().nth(1).is_some_and(|it| it == "yardstick");
    let mut runtime = if yardstick {
        tokio::runtime::Builder::new_multi_thread()
    } else {
        // The client shall take as little from the servers as it can.
        tokio::runtime::Builder::new_current_thread()
    };
    let runtime = runtime.enable_all().build()?;
    if yardstick {
        runtime.block_on(yardstick::serve())?;
    } else {
        runtime.block_on(measure::run())?;
    }
    Ok(ExitCode::SUCCESS)
}
