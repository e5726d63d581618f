//! What the world hands us: settings, the clock, the database server, the log. Depends on no
//! other layer; holds no SQL and no rule.

/// What every handler is given.
pub mod app;
/// Files, kept by their content.
pub mod blobs;
pub mod bounds;
/// The scanner for viruses.
pub mod clamd;
/// What time it is.
pub mod clock;
/// The settings, read from the environment and checked.
pub mod config;
/// Which database, as whom.
pub mod database;
/// How often a password may be guessed.
pub mod guesses;
/// Keys that sign.
pub mod keys;
/// What was read before.
pub mod known;
/// Signed texts.
pub mod note;
pub mod passwords;
/// PostgreSQL's tools.
pub mod pg_tools;
/// A PostgreSQL of our own, for a machine without one.
pub mod private_postgres;
/// New ids, tokens and passwords that nobody can guess.
pub mod random;
/// Kept beside the files.
pub mod secret;
/// The server's key.
pub mod signing;
/// Slows down who keeps failing.
mod slowdown;
pub mod telemetry;
pub mod uploads;

pub use app::App;
pub use clock::Clock;
pub use config::Config;
pub use database::Database;
