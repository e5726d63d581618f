//! Connections to the database, opened when first needed: a server may start before its database does.

use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

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

/// How many connections that come back are asked whether they are whole. It costs a round trip each: none, while all is well.
static DOUBTED: AtomicU32 = AtomicU32::new(0);

/// So many after something went wrong: each of ours several times.
const DOUBTED_AFTER_TROUBLE: u32 = 10 * limits::CONNECTIONS_MAX;

/// Something went wrong with the database, or a request is given up that may be asking it: say so before its future is dropped.
pub fn doubt() {
    DOUBTED.store(DOUBTED_AFTER_TROUBLE, Ordering::Relaxed);
}

/// What comes of some work, if it is done in time.
pub async fn within<T>(limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    // Dropped at the end of the scope, behind the doubt.
    let mut work = pin!(work);
    let done = tokio::time::timeout(limit, work.as_mut()).await.ok();
    if done.is_none() {
        doubt();
    }
    done
}

/// What comes of some work that others may drop before it is done: a request, when its client hangs up.
pub async fn watched<T>(work: impl Future<Output = T>) -> T {
    // Of two locals the later is dropped first: the doubt comes before the end of the work.
    let mut work = pin!(work);
    let given_up = GivenUp;
    let done = work.as_mut().await;
    std::mem::forget(given_up);
    done
}

struct GivenUp;

impl Drop for GivenUp {
    fn drop(&mut self) {
        doubt();
    }
}

/// Whether a connection goes back to the others. One that was given up in the middle of a question may hang for as long as its
/// database does, and one whose database was switched to read only writes no more: neither keeps its place.
async fn whole(db: &mut PgConnection) -> sqlx::Result<bool> {
    let doubted = DOUBTED.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1));
    if doubted.is_err() {
        return Ok(true);
    }
    let asked = sqlx::query_scalar("SELECT current_setting('transaction_read_only') = 'off'").fetch_one(db);
    match tokio::time::timeout(limits::RETURN_PATIENCE, asked).await {
        Ok(answer) => answer,
        Err(_) => Err(sqlx::Error::PoolTimedOut),
    }
}
