//! The program as its people see it, in Chromium.

mod accessible;
#[expect(dead_code, reason = "the other tests also look into the database")]
#[path = "../all/world/database.rs"]
mod database;
mod driver;
mod effort;
mod journey;
mod keyboard;
mod reader;
mod samples;
mod server;
mod uploads;
