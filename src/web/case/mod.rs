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
use axum::routing::{get, post};

use crate::platform::App;
use form::{show, submit};
pub use marks::{RowDue, row_chip};
pub use samples::samples;
pub use typed::typed;

/// Everything below `/cases/{id}`.
pub fn routes() -> Router<App> {
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
        .route("/cases/{id}/acts/{subject}/withdrawal", post(acts::take_back))
        .route(
            "/cases/{id}/initiation",
            get(show::<initiation::InitiationForm>).post(submit::<initiation::InitiationForm>),
        )
        .route(
            "/cases/{id}/refusal",
            get(show::<initiation::DecliningForm>).post(submit::<initiation::DecliningForm>),
        )
        .route(
            "/cases/{id}/withdrawal",
            get(show::<initiation::WithdrawalForm>).post(submit::<initiation::WithdrawalForm>),
        )
        .route(
            "/cases/{id}/officers",
            get(show::<initiation::ReplacementForm>).post(submit::<initiation::ReplacementForm>),
        )
        .route(
            "/cases/{id}/parties/{subject}/account",
            get(show::<account::LinkForm>).post(submit::<account::LinkForm>),
        )
        .route(
            "/cases/{id}/evidence",
            get(show::<evidence::EvidenceForm>).post(submit::<evidence::EvidenceForm>),
        )
        .route(
            "/cases/{id}/parties/{subject}/hearing",
            get(show::<hearing::HearingForm>).post(submit::<hearing::HearingForm>),
        )
        .route(
            "/cases/{id}/report",
            get(show::<report::ReportForm>).post(submit::<report::ReportForm>),
        )
        .route(
            "/cases/{id}/determination",
            get(show::<determination::DeterminationForm>).post(submit::<determination::DeterminationForm>),
        )
        .route(
            "/cases/{id}/documents/{subject}/service",
            get(show::<service::ServiceForm>).post(submit::<service::ServiceForm>),
        )
        .route(
            "/cases/{id}/notice",
            get(show::<notice::NoticeForm>).post(submit::<notice::NoticeForm>),
        )
        .route(
            "/cases/{id}/parties/{subject}/objection",
            get(show::<objection::ObjectionForm>).post(submit::<objection::ObjectionForm>),
        )
        .route(
            "/cases/{id}/objections/{subject}/decision",
            get(show::<objection::DecisionForm>).post(submit::<objection::DecisionForm>),
        )
        .route(
            "/cases/{id}/corrections/{subject}/report",
            get(show::<correction::ReportForm>).post(submit::<correction::ReportForm>),
        )
        .route(
            "/cases/{id}/corrections/{subject}/verdict",
            get(show::<correction::VerdictForm>).post(submit::<correction::VerdictForm>),
        )
        .route(
            "/cases/{id}/parties/{subject}/clarification",
            get(show::<clarification::ClarificationForm>).post(submit::<clarification::ClarificationForm>),
        )
        .route(
            "/cases/{id}/parties/{subject}/clarification/waiver",
            get(show::<clarification::WaiverForm>).post(submit::<clarification::WaiverForm>),
        )
        .route(
            "/cases/{id}/closure",
            get(show::<closure::ClosureForm>).post(submit::<closure::ClosureForm>),
        )
}
