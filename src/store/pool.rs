//! Connections to the database, opened when first needed: a server may start before its database does.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection, PgPool};

use super::roles;

/// Connections of one server at most. PostgreSQL gives a hundred to all together.
const CONNECTIONS_MAX: u32 = 24;
/// How long a request waits for one.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a statement waits for a row that somebody else holds: less than that, or those who wait would keep all
/// connections from everybody.
const LOCK_PATIENCE: &str = "3s";

/// A plan is never compiled: that takes longer than any of our questions.
const JIT: &str = "off";

/// Connections of the server. Where the address is the owner's, each steps down to the lesser role.
pub fn serving(options: PgConnectOptions) -> PgPool {
    patient()
        .max_connections(CONNECTIONS_MAX)
        .after_connect(|db, _| Box::pin(async move { roles::step_down(db).await }))
        .connect_lazy_with(options.options([("lock_timeout", LOCK_PATIENCE), ("jit", JIT)]))
}

/// One connection of the server, with the plain reason where there is none.
pub async fn one_serving(options: &PgConnectOptions) -> sqlx::Result<PgConnection> {
    let mut db = PgConnection::connect_with(options).await?;
    roles::step_down(&mut db).await?;
    Ok(db)
}

/// Connections of the owner.
pub fn owning(options: PgConnectOptions) -> PgPool {
    patient().max_connections(2).connect_lazy_with(options)
}

// A connection that was busy a moment ago needs no ping; one that lay idle may have lost its server.
fn patient() -> PgPoolOptions {
    PgPoolOptions::new()
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .before_acquire(|db, meta| {
            Box::pin(async move {
                if meta.idle_for >= Duration::from_secs(1) {
                    db.ping().await?;
                }
                Ok(true)
            })
        })
}
