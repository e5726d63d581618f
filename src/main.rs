//! The command line: chooses a command and says what went wrong.

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;
use rongcuo::commands::{self, Cli};

/// A page is thousands of small texts, made on one thread and often dropped on another: the system's allocator takes a
/// quarter of its time, and its threads wait for each other.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    commands::run(Cli::parse()).await.unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}
