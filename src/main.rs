//! The command line: chooses a command and says what went wrong.

use std::process::ExitCode;

use clap::Parser;
use rongcuo::commands::{self, Cli};

#[tokio::main]
async fn main() -> ExitCode {
    commands::run(Cli::parse()).await.unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}
