//! A case in the browser: its page, and a file for each institution's forms. Every handler takes an `OpenCase`, so every
//! one has asked `access` before it begins.

mod account;
mod acts;
mod clarification;
mod closed;
mod closure;
mod content;
mod correction;
mod deadlines;
mod determination;
mod documents;
mod evidence;
pub mod form;
mod hearing;
mod history;
mod initiation;
mod marks;
mod notice;
mod objection;
mod offers;
pub mod open;
mod page;
mod parties;
mod report;
mod sample;
mod samples;
mod service;
mod typed;

use axum::Router;
use axum::routing::{MethodRouter, get, post};

use crate::platform::App;
use form::{StepForm, show, submit};
pub use marks::{RowDue, row_chip};
pub use samples::samples;
pub use typed::typed;

/// Everything below `/cases/{id}`.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(record())
        .merge(before_determination())
        .merge(after_determination())
}

/// The case, what lies in it, and the acts under way.
fn record() -> Router<App> {
    Router::new()
        .route("/cases/{id}", get(page::show))
        .route("/cases/{id}/documents/{subject}", get(documents::show))
        .route("/cases/{id}/files/{subject}", get(documents::file))
        .route("/cases/{id}/deadlines/{subject}", get(deadlines::show))
        .route("/cases/{id}/acts/{subject}", get(acts::show))
        .route(
            "/cases/{id}/acts/{subject}/approval",
            get(acts::show).post(acts::decide),
        )
        .route("/cases/{id}/acts/{subject}/recall", post(acts::recall))
        .route(
            "/cases/{id}/acts/{subject}/discard",
            get(acts::ask_to_discard).post(acts::discard),
        )
}

/// A step's form, opened and sent.
fn form<F: StepForm + 'static>() -> MethodRouter<App> {
    get(show::<F>).post(submit::<F>)
}

#[rustfmt::skip]
fn before_determination() -> Router<App> {
    Router::new()
        .route("/cases/{id}/initiation", form::<initiation::InitiationForm>())
        .route("/cases/{id}/refusal", form::<initiation::DecliningForm>())
        .route("/cases/{id}/withdrawal", form::<initiation::WithdrawalForm>())
        .route("/cases/{id}/officers", form::<initiation::ReplacementForm>())
        .route("/cases/{id}/parties/{subject}/account", form::<account::LinkForm>())
        .route("/cases/{id}/evidence", form::<evidence::EvidenceForm>())
        .route("/cases/{id}/parties/{subject}/hearing", form::<hearing::HearingForm>())
        .route("/cases/{id}/report", form::<report::ReportForm>())
        .route("/cases/{id}/determination", form::<determination::DeterminationForm>())
}

#[rustfmt::skip]
fn after_determination() -> Router<App> {
    Router::new()
        .route("/cases/{id}/documents/{subject}/service", form::<service::ServiceForm>())
        .route("/cases/{id}/notice", form::<notice::NoticeForm>())
        .route("/cases/{id}/parties/{subject}/objection", form::<objection::ObjectionForm>())
        .route("/cases/{id}/objections/{subject}/decision", form::<objection::DecisionForm>())
        .route("/cases/{id}/corrections/{subject}/report", form::<correction::ReportForm>())
        .route("/cases/{id}/corrections/{subject}/verdict", form::<correction::VerdictForm>())
        .route("/cases/{id}/parties/{subject}/clarification", form::<clarification::ClarificationForm>())
        .route("/cases/{id}/parties/{subject}/clarification/waiver", form::<clarification::WaiverForm>())
        .route("/cases/{id}/closure", form::<closure::ClosureForm>())
}
