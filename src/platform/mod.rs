//! What the world hands us: settings, the clock, the database server, the log. Knows nobody else in the house;
//! holds no SQL and no rule.

/// What every handler is given.
pub mod app;
/// Kept files, named by their content.
pub mod blobs;
/// What time it is.
pub mod clock;
/// Passwords: made and compared off the async threads.
pub mod passwords;
/// Slows down who keeps failing.
pub mod slowdown;

pub use app::App;
pub use clock::Clock;
