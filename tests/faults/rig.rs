//! A server in a data folder of its own, whose private PostgreSQL is set as in real work, and the ways to do them harm.

use std::fs::{self, File, Permissions};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use axum::Router;
use rongcuo::store::pool;
use rustix::process::{Pid, Signal, kill_process};
use sqlx::PgConnection;
use sqlx::postgres::PgConnectOptions;
use tempfile::TempDir;
use tokio::time::sleep;

use super::wire;
use super::world::browser::{Browser, Page};

/// How long a server may take until it is ready, whatever was done to it.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// A supervisor waits a moment before it starts anew.
const RESTART_AFTER: Duration = Duration::from_millis(100);

/// The server and its database.
pub struct Rig {
    pub router: Router,
    pub data: PathBuf,
    port: u16,
    serving: Option<Child>,
    /// Settings of the server beside the usual.
    pub settings: Vec<(&'static str, String)>,
    mounts: Vec<PathBuf>,
    _folder: TempDir,
}

impl Rig {
    /// Migrated, nobody there yet, and ready.
    pub async fn start() -> anyhow::Result<Self> {
        let mut rig = Self::folder()?;
        rig.migrate()?;
        rig.serve()?;
        rig.ready().await?;
        Ok(rig)
    }

    /// A data folder, and nothing at work in it.
    pub fn folder() -> anyhow::Result<Self> {
        let folder = TempDir::new()?;
        // The user postgres walks through.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o711))?;
        let data = folder.path().join("data");
        fs::create_dir(&data)?;
        fs::set_permissions(&data, Permissions::from_mode(0o711))?;
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        Ok(Self {
            router: wire::to(port),
            data,
            port,
            serving: None,
            settings: vec![],
            mounts: vec![],
            _folder: folder,
        })
    }

    /// A disk of so many megabytes in the place of a folder of ours; `false`: it may not be done here.
    pub fn mount(&mut self, below: &str, megabytes: u32) -> anyhow::Result<bool> {
        let place = self.data.join(below);
        fs::create_dir_all(&place)?;
        let size = format!("size={megabytes}m");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&place);
        let done = mount.stderr(Stdio::null()).status().is_ok_and(|it| it.success());
        if done {
            self.mounts.push(place);
        }
        Ok(done)
    }

    pub fn migrate(&self) -> anyhow::Result<()> {
        ensure!(self.program("migrate").status()?.success(), "the migrations fail");
        Ok(())
    }

    /// Starts the server; it is not ready yet.
    pub fn serve(&mut self) -> anyhow::Result<()> {
        let log = File::options()
            .create(true)
            .append(true)
            .open(self.data.join("server.log"))?;
        let mut serve = self.program("serve");
        serve
            .env("RONGCUO_LISTEN", format!("127.0.0.1:{}", self.port))
            .stderr(log);
        serve.envs(self.settings.iter().map(|(name, value)| (*name, value)));
        self.serving = Some(serve.spawn().context("the server does not start")?);
        Ok(())
    }

    /// Waits until it is ready, and tells how long that took.
    pub async fn ready(&self) -> anyhow::Result<Duration> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if self.get("/readyz").await.status.is_success() {
                return Ok(begun.elapsed());
            }
            sleep(LOOK_EVERY).await;
        }
        bail!(
            "not ready after {PATIENCE:?}; the server's log ends so:\n{}",
            self.log()
        )
    }

    pub async fn get(&self, path: &str) -> Page {
        Browser::new(&self.router).get(path).await
    }

    /// The end of the server's log.
    pub fn log(&self) -> String {
        let log = fs::read_to_string(self.data.join("server.log")).unwrap_or_default();
        let lines: Vec<_> = log.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    }

    /// Kills the server without a word, and starts it again as a supervisor would.
    pub async fn kill_server(&mut self) -> anyhow::Result<()> {
        let mut serving = self.serving.take().context("no server")?;
        serving.kill()?;
        serving.wait()?;
        sleep(RESTART_AFTER).await;
        self.serve()
    }

    /// The first process of PostgreSQL, which others come from.
    pub fn postmaster(&self) -> anyhow::Result<Pid> {
        let file = fs::read_to_string(self.data.join("postgres/cluster/postmaster.pid"))?;
        let pid = file.lines().next().and_then(|it| it.parse().ok());
        pid.and_then(Pid::from_raw)
            .context("a process id in postmaster.pid")
    }

    /// It, and all that came from it.
    pub fn postgres(&self) -> anyhow::Result<Vec<Pid>> {
        let first = self.postmaster()?;
        let mut all = vec![first];
        for entry in fs::read_dir("/proc")?.flatten() {
            let pid = entry
                .file_name()
                .to_str()
                .and_then(|it| it.parse().ok())
                .and_then(Pid::from_raw);
            let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
            let above = stat
                .rsplit(')')
                .next()
                .and_then(|it| it.split_whitespace().nth(1)?.parse().ok());
            if above.and_then(Pid::from_raw) == Some(first) {
                all.extend(pid);
            }
        }
        Ok(all)
    }

    /// Sends a signal to all of PostgreSQL.
    pub fn signal_postgres(&self, signal: Signal) -> anyhow::Result<()> {
        for pid in self.postgres()? {
            // One may have ended meanwhile.
            kill_process(pid, signal).ok();
        }
        Ok(())
    }

    /// A connection of the owner of the tables.
    pub async fn owner(&self) -> anyhow::Result<PgConnection> {
        let options = PgConnectOptions::new_without_pgpass().socket(self.data.join("postgres/socket"));
        Ok(pool::one_owning(&options.username("rongcuo").database("rongcuo")).await?)
    }

    /// Whether `rongcuo audit verify` finds everything in order; else what it says.
    pub fn verify(&self) -> anyhow::Result<Result<(), String>> {
        let output = self
            .program("audit")
            .arg("verify")
            .stdout(Stdio::piped())
            .output()?;
        Ok(match output.status.success() {
            true => Ok(()),
            false => Err(String::from_utf8_lossy(&output.stdout).into_owned()),
        })
    }

    fn program(&self, command: &str) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_rongcuo"));
        for (name, _) in
            std::env::vars().filter(|(name, _)| name.starts_with("RONGCUO_") || name.starts_with("PG"))
        {
            program.env_remove(name);
        }
        program
            .arg(command)
            .env("RONGCUO_DATA", &self.data)
            .env_remove("DATABASE_URL");
        program.env("RONGCUO_LOG", "warn").stdout(Stdio::null());
        program
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        if let Some(serving) = &mut self.serving {
            serving.kill().ok();
            serving.wait().ok();
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("script/private-postgres");
        Command::new(script).arg("stop").arg(&self.data).status().ok();
        for place in &self.mounts {
            Command::new("umount").arg(place).status().ok();
        }
    }
}
