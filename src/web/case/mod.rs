//! A case in the browser: its page, and a file for each institution's forms, which `forms` lists. Every handler takes an
//! `OpenCase`, so every one has asked `access` before it begins.

mod account;
pub(super) mod acts;
mod assignment;
mod check_line;
mod clarification;
mod closure;
mod content;
mod correction;
pub(super) mod deadlines;
mod determination;
pub(super) mod documents;
mod evidence;
mod follows;
pub mod form;
pub mod forms;
mod hearing;
mod history;
mod initiation;
mod notice;
mod objection;
mod offers;
pub mod open;
pub(super) mod page;
mod parties;
mod progress;
mod replacement;
pub(super) mod report;
pub(super) mod sample;
mod samples;
mod service;
mod staff;
mod timeline;
mod unavailable;
mod verification;
mod withdrawal;

pub use forms::{href, typed};
pub use progress::{Progress, StepMark};
pub use samples::samples;
pub use timeline::TimelineEntry;
