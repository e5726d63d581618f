//! Which database, and as whom: the given one, or the private one, which runs for as long as this value lives.
//! Two roles: the owner migrates; the server's own role owns no table.

use sqlx::postgres::PgConnectOptions;

use super::Config;
use super::config::Source;
use super::private_postgres::{Keeper, NoPrivatePostgres, PrivatePostgres};

/// The role that serves.
pub const APP_ROLE: &str = "rongcuo_app";
/// The owner in a private database.
const PRIVATE_OWNER: &str = "rongcuo";

/// How to reach the database in each role; a private one runs as long as this lives.
#[derive(Debug)]
pub struct Database {
    /// As the server.
    pub app: PgConnectOptions,
    /// As the owner, who migrates.
    pub owner: PgConnectOptions,
    private: Option<PrivatePostgres>,
}

impl Database {
    /// Finds the database; starts the private one where none is given.
    pub async fn open(config: &Config) -> Result<Self, NoPrivatePostgres> {
        if let Source::Given { app, owner } = &config.database {
            return Ok(Self {
                app: app.as_ref().clone(),
                owner: owner.as_ref().clone(),
                private: None,
            });
        }
        let data = config.data.clone();
        // If we are interrupted meanwhile, the task's answer is dropped, and the server stopped with it.
        let private = tokio::task::spawn_blocking(move || PrivatePostgres::start(&data))
            .await
            .expect("starting the private database does not panic")?;
        Ok(Self {
            app: private.options(APP_ROLE),
            owner: private.options(PRIVATE_OWNER),
            private: Some(private),
        })
    }

    /// What keeps the private one there.
    pub fn keeper(&self) -> Option<Keeper> {
        self.private.as_ref().map(PrivatePostgres::keeper)
    }

    /// Is it the private one?
    pub fn is_private(&self) -> bool {
        self.private.is_some()
    }
}
