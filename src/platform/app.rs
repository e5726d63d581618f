//! What every handler is given: the way to the database, the time, the settings. Cheap to clone.

use std::sync::Arc;

use sqlx::PgPool;

use super::{Clock, Config};

/// The program at work.
#[derive(Clone)]
pub struct App {
    /// Connections as the serving role.
    pub pool: PgPool,
    /// The only source of `now`.
    pub clock: Clock,
    /// The settings.
    pub config: Arc<Config>,
}
