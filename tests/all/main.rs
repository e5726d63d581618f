//! All tests that need more than the law alone: one binary, so that it is linked once.

#![expect(
    clippy::disallowed_methods,
    reason = "an id made up here may be of the machine's own hour"
)]

mod casework;
mod commands;
mod database;
mod http;
mod platform;
mod store;
mod tidy;
mod world;
mod yardsticks;
