//! Every URL of the program on one page, grouped by who uses it.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use super::{
    account, application, assets, case, error, health, help, law, my_cases, session, sign_in, upload, work,
};
use crate::platform::App;

/// The program's pages, without the layers round them.
pub fn router(app: &App) -> Router<App> {
    public().merge(signed_in().layer(from_fn_with_state(app.clone(), session::somebody)))
}

/// For everybody.
fn public() -> Router<App> {
    Router::new()
        .route("/", get(sign_in::show))
        .route("/session", post(sign_in::submit))
        .route("/session/end", post(sign_in::end))
        .route("/demo/session", post(sign_in::step_in))
        .route("/law", get(law::show))
        .route("/help", get(help::show))
        .merge(health::routes())
        .merge(assets::routes())
        .fallback(error::not_found)
        .method_not_allowed_fallback(error::wrong_method)
}

/// For people who have signed in.
fn signed_in() -> Router<App> {
    Router::new()
        .route("/account", get(account::show).post(account::submit))
        .merge(work::routes())
        .merge(case::routes())
        .merge(my_cases::routes())
        .merge(application::routes())
        .method_not_allowed_fallback(error::wrong_method)
        .layer(DefaultBodyLimit::max(upload::UPLOAD_BYTES_MAX))
}
