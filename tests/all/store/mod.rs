//! The SQL against a real PostgreSQL.

mod coded;
pub mod facts;
mod guards;
mod schema;
