//! A case in the browser: its page, and a file for each institution's forms. Every handler takes an `OpenCase`, so every
//! one has asked `access` before it begins.

pub(super) mod account;
pub(super) mod acts;
pub(super) mod clarification;
pub(super) mod closure;
mod content;
pub(super) mod correction;
pub(super) mod deadlines;
pub(super) mod determination;
pub(super) mod documents;
pub(super) mod evidence;
pub mod form;
pub(super) mod hearing;
mod history;
pub(super) mod initiation;
pub(super) mod notice;
pub(super) mod objection;
mod offers;
pub mod open;
pub(super) mod page;
mod parties;
mod progress;
pub(super) mod replacement;
pub(super) mod report;
pub(super) mod sample;
mod samples;
pub(super) mod service;
mod staff;
mod timeline;
mod typed;
mod unavailable;
pub(super) mod withdrawal;

pub use progress::{Progress, StepMark};
pub use samples::samples;
pub use timeline::Moment;
pub use typed::typed;
