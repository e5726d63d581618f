//! The SQL against a real PostgreSQL.

mod schema;
