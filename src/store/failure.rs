//! What can go wrong below the law: the database is away, or it refused what the law would have refused too.

/// Beginnings of PostgreSQL's codes: no connection, no resources, the server ends or begins; a lock, a statement that took too
/// long, a deadlock, a transaction to be tried again; a database that is read only for now.
const PASSING: [&str; 8] = ["08", "53", "57P", "55P03", "57014", "40P01", "40001", "25006"];

/// A failure of the store. Not something a user did: that is a refusal.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The database did not answer or did not understand.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A stored text could not be read as what it should be.
    /// Its words are not told: they may quote what somebody wrote.
    #[error("stored value, line {} column {}", .0.line(), .0.column())]
    Stored(serde_json::Error),
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Self::Stored(error)
    }
}

impl Failure {
    /// Whether it is nobody's fault and soon over: the database is away, starts, stops, takes too long, can only be read, or
    /// has no hands free; or two wanted the same rows.
    pub fn passes(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_)) => true,
            Self::Database(error) => {
                let code = error.as_database_error().and_then(|error| error.code());
                code.is_some_and(|code| PASSING.iter().any(|class| code.starts_with(class)))
            }
            Self::Stored(_) => false,
        }
    }

    /// Whether this server's clock differs from the database's, or runs behind what the case already tells.
    pub fn clock_wrong(&self) -> bool {
        let Self::Database(error) = self else { return false };
        let refused = error.as_database_error().and_then(|error| error.constraint());
        matches!(refused, Some("events_in_time" | "dated_now"))
    }
}
