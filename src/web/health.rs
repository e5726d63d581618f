//! What a supervisor of servers asks: is the process alive, and may it be sent requests?

use axum::extract::State;
use axum::http::StatusCode;
use sqlx::PgPool;

use crate::platform::App;
use crate::store::schema::{self, Standing};

/// Answers as long as the process runs, with or without its database.
pub async fn alive() -> &'static str {
    "alive\n"
}

/// Whether this server may be sent requests: the database answers and has today's tables.
pub async fn ready(State(app): State<App>) -> (StatusCode, &'static str) {
    match standing(&app.pool).await {
        Ok(Standing::Current) => (StatusCode::OK, "ready\n"),
        Ok(Standing::Behind(_)) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "migrations are missing: rongcuo migrate\n",
        ),
        Ok(Standing::Foreign(_)) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database is newer than this program\n",
        ),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}

async fn standing(pool: &PgPool) -> sqlx::Result<Standing> {
    schema::standing(&mut *pool.acquire().await?).await
}
