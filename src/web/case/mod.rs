//! A case in the browser: its page, and a file for each institution's forms. Every handler takes an `OpenCase`, so every
//! one has asked `access` before it begins.

mod account;
pub mod form;
mod history;
mod initiation;
mod marks;
mod offers;
pub mod open;
mod page;
mod parties;

use axum::Router;
use axum::routing::get;

use crate::platform::App;
use form::{show, submit};

/// Everything below `/cases/{id}`.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/cases/{id}", get(page::show))
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
}
