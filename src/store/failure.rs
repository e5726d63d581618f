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
