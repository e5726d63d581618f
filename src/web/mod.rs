//! HTTP: routes, sessions, forms and pages. Uses every floor below; nothing uses it.

pub mod account;
pub mod ending;
pub mod form;
pub mod frame;
#[cfg(test)]
mod gallery;
/// Whether the server is alive and ready.
pub mod health;
pub mod help;
pub mod law;
pub mod paper;
pub mod parts;
pub mod sign_in;

use std::future::Future;
use std::io;

use tokio::net::TcpListener;

use crate::platform::App;

/// Serves until `shutdown` comes, and then until the requests under way are answered.
pub async fn serve(
    app: App,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, health::routes().with_state(app))
        .with_graceful_shutdown(shutdown)
        .await
}
