//! The program as it is run by hand: what it says when something stands in its way, and what it leaves behind.

mod backup;
mod body;
mod demo;
mod doctor;
mod trouble;
mod user;

use std::path::Path;
use std::process::{Command, Output};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use tempfile::TempDir;

use crate::world::database::TestDatabase;

/// What a command said, and how it ended.
struct Said {
    code: i32,
    out: String,
    err: String,
}

/// A place to run it from, with nothing in it.
struct Shell {
    folder: TempDir,
    settings: Vec<(&'static str, String)>,
}

impl Shell {
    fn with(settings: &[(&'static str, &str)]) -> Self {
        let settings = settings.iter().map(|(name, value)| (*name, (*value).to_owned()));
        Self {
            folder: TempDir::new().expect("the temporary folder can be written"),
            settings: settings.collect(),
        }
    }

    /// At a database, as these roles.
    fn at(database: &TestDatabase, server: &str, owner: &str) -> Self {
        Self::with(&[
            ("DATABASE_URL", &address(database, server)),
            ("RONGCUO_OWNER_DATABASE_URL", &address(database, owner)),
        ])
    }

    fn here(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rongcuo"));
        command.args(line.split_whitespace()).current_dir(self.here());
        for name in [
            "DATABASE_URL",
            "RONGCUO_OWNER_DATABASE_URL",
            "RONGCUO_DATA",
            "RONGCUO_DEMO",
            "RONGCUO_LISTEN",
            "RONGCUO_LOG",
            "RUST_LOG",
        ] {
            command.env_remove(name);
        }
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    fn runs(&self, line: &str) -> Said {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(line).output().expect("the program runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Said {
            code: status.code().expect("it ends by itself"),
            out: text(stdout),
            err: text(stderr),
        }
    }
}

fn address(database: &TestDatabase, role: &str) -> String {
    database.options(role).to_url_lossy().to_string()
}

/// As the superuser.
async fn changed(database: &TestDatabase, sql: &str) {
    let mut db = PgConnection::connect_with(&database.options("postgres"))
        .await
        .expect("the superuser");
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&mut db)
        .await;
    done.unwrap_or_else(|error| panic!("{error}: {sql}"));
}

/// A database in which nothing was migrated.
async fn bare() -> TestDatabase {
    let database = TestDatabase::new().await;
    changed(
        &database,
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION rongcuo; GRANT USAGE ON SCHEMA public TO PUBLIC",
    )
    .await;
    database
}
