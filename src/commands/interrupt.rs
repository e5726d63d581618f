//! Ctrl-C and SIGTERM: a command lets go of what it holds, the private database among it, instead of just dying.

use std::future::Future;
use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};

/// What a shell shows for a command that Ctrl-C ended.
const INTERRUPTED: u8 = 130;

/// Comes when the process is asked to end.
pub async fn asked() {
    let mut ctrl_c = signal(SignalKind::interrupt()).expect("SIGINT is a signal one can listen to");
    let mut terminate = signal(SignalKind::terminate()).expect("SIGTERM is a signal one can listen to");
    tokio::select! {
        _ = ctrl_c.recv() => (),
        _ = terminate.recv() => (),
    }
}

/// Runs a command; an interrupt ends it where it waits, and everything it holds is dropped.
pub async fn ends(command: impl Future<Output = anyhow::Result<ExitCode>>) -> anyhow::Result<ExitCode> {
    tokio::select! {
        biased;
        () = asked() => Ok(ExitCode::from(INTERRUPTED)),
        done = command => done,
    }
}
