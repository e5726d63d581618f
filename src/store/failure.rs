//! What can go wrong below the law: the database is away, or it refused what the law would have refused too.

/// A failure of the store. Not something a user did: that is a refusal.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The database did not answer or did not understand.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A stored text could not be read as what it should be.
    #[error("stored value: {0}")]
    Stored(#[from] serde_json::Error),
}

impl Failure {
    /// Whether it is nobody's fault and soon over: the database is away, starts, stops, or has no hands free; or somebody
    /// holds a row for long.
    pub fn passes(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_)) => true,
            Self::Database(error) => {
                let code = error.as_database_error().and_then(|error| error.code());
                code.is_some_and(|code| {
                    code == "55P03" || ["08", "53", "57P"].iter().any(|class| code.starts_with(class))
                })
            }
            Self::Stored(_) => false,
        }
    }

    /// Whether this server's clock runs behind what the case already tells.
    pub fn clock_behind(&self) -> bool {
        let Self::Database(error) = self else { return false };
        error.as_database_error().and_then(|error| error.constraint()) == Some("events_in_time")
    }
}
