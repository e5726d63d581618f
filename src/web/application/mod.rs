//! The application (申请, A8.1) in the browser: a task list, one question a page, check, receipt. Everything typed is kept at
//! every step, right or wrong; what it means is read in one place (`read`), and filing hands it to casework.
//!
//! `section` says what each page asks, `answers` keeps it, `task` reckons what is done, `draft` is how handlers get it.

pub(super) mod accountability;
mod answers;
pub(super) mod applicant;
pub(super) mod begin;
pub(super) mod body;
pub(super) mod check;
pub(super) mod circumstances;
pub(super) mod condition;
pub(super) mod discard;
pub(super) mod draft;
mod example;
pub(super) mod files;
pub(super) mod matter;
mod overtaken;
pub(super) mod paper;
pub(super) mod parties;
pub(super) mod party;
mod read;
pub(super) mod receipt;
mod section;
mod summary;
mod task;
pub(super) mod tasks;
mod way;

pub use answers::Answers;
pub use read::Writer;
pub use section::Section;
pub use task::{Task, TaskState, typed};
