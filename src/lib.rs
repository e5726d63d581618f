//! rongcuo (容错): the fault-tolerance and error-correction cases of a free-trade zone.
//!
//! The layers, lowest first: `domain` and `platform`, which import no other; then `documents` and `store`, `casework`, `web`,
//! `commands`. A module imports only what lies below it; a test reads the imports.

/// Carries a ruling of the law out: lock, decide, apply, in one transaction.
pub mod casework;
/// The subcommands of the program, a file each.
pub mod commands;
/// How an issued document looks.
pub mod documents;
/// The law. No IO, no clock, no SQL.
pub mod domain;
/// What the world hands us: configuration, the private Postgres, the clock, telemetry.
pub mod platform;
/// SQL and nothing else: one file per aggregate.
pub mod store;
/// HTTP: routes, sessions, forms, pages.
pub mod web;
