//! SQL and nothing else: one file per aggregate, functions of a connection, named after the question they ask.

/// Connections to the database.
pub mod pool;
/// Who the database takes us for, and what it lets us do.
pub mod roles;
/// The tables' state: migrated how far.
pub mod schema;

/// A whole case.
pub mod cases;
