//! Connections to the database, opened when first needed: a server may start before its database does.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection, PgPool};

use super::{limits, roles};

/// Connections of the server. Where the address is the owner's, each steps down to the lesser role.
pub fn serving(options: PgConnectOptions) -> PgPool {
    patient()
        .max_connections(limits::CONNECTIONS_MAX)
        .after_connect(|db, _| Box::pin(async move { roles::step_down(db).await }))
        .after_release(|db, _| Box::pin(whole(db)))
        .connect_lazy_with(with(options, limits::SERVING))
}

/// One connection of a command that reads as the server, with the plain reason where there is none.
pub async fn one_serving(options: &PgConnectOptions) -> sqlx::Result<PgConnection> {
    let mut db = PgConnection::connect_with(&with(options.clone(), limits::READING)).await?;
    roles::step_down(&mut db).await?;
    Ok(db)
}

/// One connection of the owner, for a command.
pub async fn one_owning(options: &PgConnectOptions) -> sqlx::Result<PgConnection> {
    PgConnection::connect_with(&with(options.clone(), limits::OWNING)).await
}

/// Connections of the owner.
pub fn owning(options: PgConnectOptions) -> PgPool {
    patient()
        .max_connections(2)
        .connect_lazy_with(with(options, limits::OWNING))
}

fn with(options: PgConnectOptions, settings: limits::Settings) -> PgConnectOptions {
    options.options(settings.iter().copied())
}

// A connection that was busy a moment ago needs no ping; one that lay idle may have lost its server.
fn patient() -> PgPoolOptions {
    PgPoolOptions::new()
        .acquire_timeout(limits::PATIENCE)
        .test_before_acquire(false)
        .before_acquire(|db, meta| {
            Box::pin(async move {
                if meta.idle_for.as_secs() >= 1 {
                    db.ping().await?;
                }
                Ok(true)
            })
        })
}

/// Whether a connection goes back to the others. One that was given up in the middle of a question may hang for as long as its
/// database does, and one whose database was switched to read only writes no more: neither keeps its place.
async fn whole(db: &mut PgConnection) -> sqlx::Result<bool> {
    let asked = sqlx::query_scalar("SELECT current_setting('transaction_read_only') = 'off'").fetch_one(db);
    match tokio::time::timeout(limits::RETURN_PATIENCE, asked).await {
        Ok(answer) => answer,
        Err(_) => Err(sqlx::Error::PoolTimedOut),
    }
}
