//! What a supervisor of servers asks: is the process alive, and may it be sent requests?

use axum::extract::State;
use axum::http::StatusCode;

use crate::platform::App;
use crate::store::schema::{self, Standing};
use crate::store::{limits, pool};

/// Answers as long as the process runs, with or without its database.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// Whether this server may be sent requests: it is not about to end, the database answers in time, has today's tables and the
/// same time as we.
pub async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    if app.ending() {
        return (StatusCode::SERVICE_UNAVAILABLE, "this server is about to end\n");
    }
    let asked = pool::within(limits::READY_PATIENCE, standing(&app));
    match asked.await.unwrap_or(Err(sqlx::Error::PoolTimedOut)) {
        Ok((Standing::Current, ahead)) if ahead.abs() > limits::CLOCKS_APART_MAX => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the clocks of this server and of the database differ\n",
        ),
        Ok((Standing::Current, _)) => (StatusCode::OK, "ready\n"),
        Ok((Standing::Behind(_), _)) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "migrations are missing: rongcuo migrate\n",
        ),
        Ok((Standing::Foreign(_), _)) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database is newer than this program\n",
        ),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

/// How the tables stand, and how far our clock is ahead.
async fn standing(app: &App) -> sqlx::Result<(Standing, f64)> {
    let mut db = app.pool.acquire().await?;
    let standing = schema::standing(&mut db).await?;
    let ahead = match standing {
        Standing::Current => schema::time(&mut db).await?.clock_ahead(app.clock.now()),
        Standing::Behind(_) | Standing::Foreign(_) => 0.0,
    };
    Ok((standing, ahead))
}
