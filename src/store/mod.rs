//! SQL and nothing else: one file per aggregate, functions of a connection, named after the question they ask.

/// Connections to the database.
pub mod pool;
/// Who the database takes us for, and what it lets us do.
pub mod roles;
/// The tables' state: migrated how far.
pub mod schema;

/// A whole case.
pub mod cases;

/// The value of each deadline.
pub mod deadlines;
/// Issued documents.
pub mod documents;
/// The history.
pub mod events;

/// From facts to rows.
pub mod facts;

/// Formal acts.
pub mod acts;
/// What can go wrong.
mod failure;
/// Filed applications.
pub mod filings;
/// What lists read of a case.
pub mod standing;
/// Forms that took effect.
pub mod submissions;

pub use failure::Failure;

/// Applications not filed yet.
pub mod applications;

/// Reading everything back.
pub mod integrity;
