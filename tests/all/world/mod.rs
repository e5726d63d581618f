//! What the tests stand on: databases, and later the people and cases in them.

pub mod database;
