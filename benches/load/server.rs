//! The two servers, each a process of its own on a free port: ours as released, and the yardstick.

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use axum::http::StatusCode;

use super::client;

/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server at work; ends with this value.
pub struct Server {
    /// Where it listens, on loopback.
    pub port: u16,
    /// From its start to its first good answer on `/readyz`.
    pub start: Duration,
    child: Child,
}

impl Server {
    /// `rongcuo serve`.
    pub async fn ours(database: &str, data: &Path) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = program(database, data);
        command
            .arg("serve")
            .env("RONGCUO_LISTEN", format!("127.0.0.1:{port}"));
        Self::start(command, port).await
    }

    /// The yardstick, with the folder of its stored pages and the session of the approver.
    pub async fn yardstick(database: &str, pages: &Path, approver: &str) -> anyhow::Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("yardstick").env("DATABASE_URL", database);
        command
            .env("YARDSTICK_PAGES", pages)
            .env("YARDSTICK_APPROVER", approver);
        command.env("YARDSTICK_PORT", port.to_string());
        Self::start(command, port).await
    }

    async fn start(mut command: Command, port: u16) -> anyhow::Result<Self> {
        let begun = Instant::now();
        let child = command
            .stdout(Stdio::null())
            .spawn()
            .context("the server does not start")?;
        let mut it = Self {
            port,
            start: Duration::ZERO,
            child,
        };
        loop {
            if let Ok((StatusCode::OK, _)) = client::get(port, "/readyz", "").await {
                it.start = begun.elapsed();
                return Ok(it);
            }
            if begun.elapsed() > PATIENCE || it.child.try_wait()?.is_some() {
                bail!("the server on port {port} does not become ready");
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Resident memory in MB: now and at most, from `/proc`.
    pub fn memory(&self) -> anyhow::Result<(u64, u64)> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse::<u64>().ok()
        };
        let both = line("VmRSS:").zip(line("VmHWM:")).context("no memory in /proc")?;
        Ok((both.0 / 1024, both.1 / 1024))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended before; either way it is gone.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// The released program on a database.
pub fn program(database: &str, data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rongcuo"));
    command
        .env("DATABASE_URL", database)
        .env("RONGCUO_DATA", data)
        .env("RONGCUO_LOG", "warn");
    command
}

fn free_port() -> anyhow::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
