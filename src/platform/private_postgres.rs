//! A PostgreSQL of our own, for a machine without one: below `RONGCUO_DATA`, on a unix socket only.
//!
//! How it is found, made, started and stopped stands in `script/private-postgres`, carried inside the program so that
//! the scripts and the program can never disagree. What is here is the other half: a shared lock for as long as this
//! process uses the database. It ends with the process, even a killed one, and the last one out stops the server.

use std::ffi::OsStr;
use std::fs::{DirBuilder, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sqlx::postgres::PgConnectOptions;
use tokio::net::UnixStream;

const SCRIPT: &str = include_str!("../../script/private-postgres");

/// The private server, running; stopped when dropped, unless somebody else still uses it.
#[derive(Debug)]
pub struct PrivatePostgres {
    data: PathBuf,
    socket: PathBuf,
    // Held, never read: an `Option` so that it can be let go before the server is stopped.
    in_use: Option<File>,
}

/// Why there is no private server.
#[derive(Debug, thiserror::Error)]
pub enum NoPrivatePostgres {
    /// The data folder cannot be written.
    #[error("不能写入数据文件夹「{0}」（{1}）：请把 RONGCUO_DATA 设为自己的文件夹。")]
    Folder(PathBuf, io::Error),
    /// There is no bash to run the script with.
    #[error("不能运行 bash（{0}）：请安装 bash，或者设置 DATABASE_URL。")]
    Shell(io::Error),
    /// The script gave up, and said why.
    #[error("私有数据库没有启动：{0}")]
    Refused(String),
}

impl PrivatePostgres {
    /// Starts the server of a data folder, or joins those who use it already. Takes up to some seconds; blocks.
    pub fn start(data: &Path) -> Result<Self, NoPrivatePostgres> {
        let folder = |error| NoPrivatePostgres::Folder(data.to_owned(), error);
        if !data.exists() {
            // Others may walk through, as the database's user must, but not look around.
            DirBuilder::new()
                .recursive(true)
                .mode(0o711)
                .create(data)
                .map_err(folder)?;
        }
        let data = data.canonicalize().map_err(folder)?;
        let in_use = File::options()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(data.join("postgres.users"))
            .map_err(folder)?;
        // Waits while somebody is stopping the server. Taken before starting, or it might be stopped in between.
        in_use.lock_shared().map_err(folder)?;
        let mut joined = Self {
            data,
            socket: PathBuf::new(),
            in_use: Some(in_use),
        };
        joined.socket = PathBuf::from(script("start", &joined.data)?);
        Ok(joined)
    }

    /// What sees to it that the server is there, for as long as this process uses it.
    pub fn keeper(&self) -> Keeper {
        Keeper {
            data: self.data.clone(),
            socket: self.socket.clone(),
        }
    }

    /// How to reach its database `rongcuo` as one of the roles that live there.
    pub fn options(&self, role: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(&self.socket)
            .port(5432)
            .username(role)
            .database("rongcuo")
    }
}

/// Starts the private server again where it is gone: killed by hand, or by the system when memory ran out.
#[derive(Debug, Clone)]
pub struct Keeper {
    data: PathBuf,
    socket: PathBuf,
}

impl Keeper {
    /// Whether the server is gone. One that is busy, or stopped in its tracks, still listens.
    pub async fn gone(&self) -> bool {
        let connected = UnixStream::connect(self.socket.join(".s.PGSQL.5432")).await;
        connected.is_err_and(|it| matches!(it.kind(), ErrorKind::ConnectionRefused | ErrorKind::NotFound))
    }

    /// Starts it again. Takes up to some seconds; blocks.
    pub fn start(&self) -> Result<(), NoPrivatePostgres> {
        script("start", &self.data).map(drop)
    }
}

impl Drop for PrivatePostgres {
    fn drop(&mut self) {
        drop(self.in_use.take());
        if let Err(error) = script("stop", &self.data) {
            tracing::error!("the private database was not stopped: {error}");
        }
    }
}

fn script(verb: &str, data: &Path) -> Result<String, NoPrivatePostgres> {
    let words = [
        OsStr::new("-c"),
        SCRIPT.as_ref(),
        "private-postgres".as_ref(),
        verb.as_ref(),
        data.as_os_str(),
    ];
    let ran = Command::new("bash")
        .args(words)
        .env_remove("BASH_ENV")
        .stdin(Stdio::null())
        .output()
        .map_err(NoPrivatePostgres::Shell)?;
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if ran.status.success() {
        Ok(said(&ran.stdout))
    } else {
        Err(NoPrivatePostgres::Refused(said(&ran.stderr)))
    }
}
