//! HTTP: routes, sessions, forms and pages. Uses every floor below; nothing uses it.

pub mod account;
pub mod application;
pub mod assets;
pub mod case;
pub mod door;
pub mod ending;
pub mod error;
pub mod form;
pub mod frame;
#[cfg(test)]
mod gallery;
/// Whether the server is alive and ready.
pub mod health;
pub mod help;
pub mod law;
mod layers;
pub mod my_cases;
pub mod paper;
pub mod parts;
pub mod routes;
pub mod session;
pub mod sign_in;
pub mod upload;
pub mod work;

use std::future::Future;
use std::io;

use axum::Router;
use tokio::net::TcpListener;

use crate::platform::App;

/// The whole program as a service: pages with everything round them.
pub fn service(app: App) -> Router {
    layers::round(routes::router(&app)).with_state(app)
}

/// Serves until `shutdown` comes, and then until the requests under way are answered.
///
/// # Errors
/// The listener failed.
pub async fn serve(
    app: App,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, service(app))
        .with_graceful_shutdown(shutdown)
        .await
}
