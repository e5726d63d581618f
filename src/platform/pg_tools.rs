//! PostgreSQL's own tools, which take a whole database out and put it back. They come with the server or with its client's package,
//! and are run beside the program.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use percent_encoding::percent_decode_str;
use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;

/// What an address says of TLS, and where the tools look for it.
const TLS: [(&str, &str); 4] = [
    ("sslmode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
];

/// A tool could not be run, or gave up.
#[derive(Debug, thiserror::Error)]
pub enum ToolFailure {
    #[error("不能运行 {0}（{1}）：请安装 postgresql-client-{2}。")]
    Missing(&'static str, io::Error, u32),
    #[error("{0} 没有完成：{1}")]
    GaveUp(&'static str, String),
}

/// The tools of a server's version, for one of its databases.
pub struct PgTools<'a> {
    pub options: &'a PgConnectOptions,
    /// The server's major version: an older tool refuses a newer server.
    pub major: u32,
}

impl PgTools<'_> {
    /// Writes everything that a snapshot sees to a file.
    pub async fn dump(&self, snapshot: &str, to: &Path) -> Result<(), ToolFailure> {
        let words = ["--format=custom", "--snapshot", snapshot, "--file"];
        self.run("pg_dump", &words, to).await
    }

    /// Puts everything of such a file into an empty database, or nothing of it. Everything is then owned by who does it.
    pub async fn restore(&self, from: &Path) -> Result<(), ToolFailure> {
        let database = self.options.get_database().unwrap_or_default();
        let words = [
            "--no-owner",
            "--exit-on-error",
            "--single-transaction",
            "--dbname",
            database,
        ];
        self.run("pg_restore", &words, from).await
    }

    async fn run(&self, tool: &'static str, words: &[&str], file: &Path) -> Result<(), ToolFailure> {
        let mut command = self.command(tool);
        command.args(words).arg(file);
        let major = self.major;
        let ran = tokio::task::spawn_blocking(move || command.output()).await;
        let ran = ran.unwrap_or_else(|stopped| Err(io::Error::other(stopped)));
        let Output { status, stderr, .. } = ran.map_err(|error| ToolFailure::Missing(tool, error, major))?;
        match status.success() {
            true => Ok(()),
            false => Err(ToolFailure::GaveUp(
                tool,
                String::from_utf8_lossy(&stderr).trim().to_owned(),
            )),
        }
    }

    /// The tool, told by its environment which database it is for: arguments are for everybody on the machine to read.
    fn command(&self, tool: &'static str) -> Command {
        let packaged = PathBuf::from(format!("/usr/lib/postgresql/{}/bin/{tool}", self.major));
        let program = if packaged.exists() { packaged } else { tool.into() };
        let mut command = Command::new(program);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PG")) {
            command.env_remove(name);
        }
        let address = self.options.to_url_lossy();
        if let Some(password) = address.password() {
            command.env(
                "PGPASSWORD",
                percent_decode_str(password).decode_utf8_lossy().as_ref(),
            );
        }
        for (name, variable) in TLS {
            if let Some((_, value)) = address.query_pairs().find(|(it, _)| it == name) {
                command.env(variable, value.as_ref());
            }
        }
        let host = match self.options.get_socket() {
            Some(socket) => socket.as_os_str(),
            None => OsStr::new(self.options.get_host()),
        };
        command
            .env("PGHOST", host)
            .env("PGPORT", self.options.get_port().to_string())
            .env("PGUSER", self.options.get_username())
            .env("PGDATABASE", self.options.get_database().unwrap_or_default())
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        command
    }
}
