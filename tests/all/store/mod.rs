//! The SQL against a real PostgreSQL.

mod guards;
mod schema;
