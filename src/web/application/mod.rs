//! The application (申请, A8.1) in the browser: a task list, one question a page, check, receipt. Everything typed is kept at
//! every step, right or wrong; what it means is read in one place (`read`), and filing hands it to casework.
//!
//! `section` says what each page asks, `answers` keeps it, `task` reckons what is done, `draft` is how handlers get it.

mod accountability;
mod answers;
mod applicant;
mod begin;
mod body;
mod check;
mod circumstances;
mod condition;
mod discard;
pub(super) mod draft;
mod example;
mod files;
mod matter;
mod overtaken;
mod paper;
mod parties;
mod party;
mod read;
mod receipt;
mod section;
mod summary;
mod task;
mod tasks;

pub use answers::Answers;
pub use read::Writer;
pub use section::Section;
pub use task::{Task, done};

use axum::Router;
use axum::routing::{get, post};

use crate::platform::App;

/// Everything of an application, from its beginning to its receipt.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/applications", post(begin::submit))
        .route("/applications/{id}", get(tasks::show))
        .merge(pages())
        .route("/applications/{id}/files", get(files::show).post(files::submit))
        .route("/applications/{id}/files/{file}/remove", post(files::remove))
        .route("/applications/{id}/check", get(check::show).post(check::submit))
        .route("/applications/{id}/paper", get(paper::show))
        .route(
            "/applications/{id}/discard",
            get(discard::show).post(discard::submit),
        )
        .route("/cases/{id}/filing", get(paper::filed))
        .route("/cases/{id}/receipt", get(receipt::show))
}

/// The pages that ask.
fn pages() -> Router<App> {
    Router::new()
        .route(
            "/applications/{id}/applicant",
            get(applicant::show).post(applicant::submit),
        )
        .route("/applications/{id}/body", get(body::show).post(body::submit))
        .route("/applications/{id}/parties", get(parties::show))
        .route("/applications/{id}/parties/new", get(party::new))
        .route(
            "/applications/{id}/parties/{key}",
            get(party::show).post(party::submit),
        )
        .route(
            "/applications/{id}/parties/{key}/remove",
            get(party::ask).post(party::remove),
        )
        .route(
            "/applications/{id}/matter",
            get(matter::show).post(matter::submit),
        )
        .route(
            "/applications/{id}/accountability",
            get(accountability::show).post(accountability::submit),
        )
        .route("/applications/{id}/conditions", get(condition::first))
        .route(
            "/applications/{id}/conditions/{number}",
            get(condition::show).post(condition::submit),
        )
        .route(
            "/applications/{id}/circumstances",
            get(circumstances::show).post(circumstances::submit),
        )
}
