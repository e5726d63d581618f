//! All tests that need more than the law alone: one binary, so that it is linked once.

mod casework;
mod database;
mod http;
mod platform;
mod store;
mod tidy;
mod world;
