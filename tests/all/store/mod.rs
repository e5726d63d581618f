//! The SQL against a real PostgreSQL.

mod coded;
mod guards;
mod schema;
