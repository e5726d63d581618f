//! Every address of the program, grouped by who uses it.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::platform::App;
use crate::web::error::Nope;
use crate::web::{account, application, case, help, law, lost, my_cases, session, sign_in, visitor, work};

/// All pages. Everything else is not found.
pub fn pages(app: &App) -> Router<App> {
    Router::new()
        .merge(for_everybody())
        .merge(for_signed_in(app))
        .fallback(nothing_here)
}

fn for_everybody() -> Router<App> {
    Router::new()
        .route("/", get(sign_in::show))
        .route("/law", get(law::show))
        .route("/help", get(help::show))
        .route("/session", post(session::begin))
        .route("/session/end", post(session::end))
        .route("/demo/session", post(session::begin_demo))
}

fn for_signed_in(app: &App) -> Router<App> {
    Router::new()
        .route("/account", get(account::show).post(account::submit))
        .merge(work::routes())
        .merge(case::routes())
        .merge(my_cases::routes())
        .merge(application::routes())
        .route_layer(from_fn_with_state(app.clone(), lost::given_back))
        .route_layer(from_fn_with_state(app.clone(), visitor::signed_in))
}

async fn nothing_here() -> Nope {
    Nope::NotFound
}
