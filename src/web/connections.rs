//! Connections: each is a task of its own, and none costs more than is said in `bounds`. One whose next head does not come,
//! or whose other side does not take its answer, is given up; there are so many in all and so many of one address. axum's own
//! loop has none of this; so ours is here, on the same hyper.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use rustix::net::sockopt::{set_socket_keepalive, set_tcp_keepidle};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

use crate::platform::bounds::{HEAD_BYTES_MAX, HEAD_TIMEOUT, HEADERS_MAX, KEEPALIVE_AFTER};

mod clients;
mod line;
mod room;

use clients::{Client, Clients};
use line::Line;
pub use room::Room;

/// Serves until `ending` comes, and then until the requests under way are answered.
pub async fn serve(service: Router, mut listener: TcpListener, room: Room, ending: impl Future<Output = ()>) {
    let connections = GracefulShutdown::new();
    let clients = Arc::new(Clients::new(room));
    let mut ending = pin!(ending);
    loop {
        let (stream, from) = tokio::select! {
            connection = Listener::accept(&mut listener) => connection,
            () = &mut ending => break,
        };
        let Some(client) = clients.admit(from.ip()) else {
            tracing::debug!(%from, "there is no room for a connection");
            continue;
        };
        let connection = connections.watch(connection(service.clone(), stream, from, client.clone()));
        tokio::spawn(async move {
            tokio::select! {
                ended = connection => if let Err(broken) = ended {
                    tracing::debug!(%broken, "a connection ended early");
                },
                () = client.asked_to_leave() => tracing::debug!(%from, "a silent connection gives way"),
            }
        });
    }
    drop(listener);
    connections.shutdown().await;
}

/// A connection whose requests know from which address they come.
fn connection(
    service: Router,
    stream: TcpStream,
    from: SocketAddr,
    client: Arc<Client>,
) -> impl GracefulConnection<Error = hyper::Error> {
    // Without it the connection is only found dead a little later.
    set_socket_keepalive(&stream, true).ok();
    set_tcp_keepidle(&stream, KEEPALIVE_AFTER).ok();
    let line = Line::new(stream, client.clone());
    let answer = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(from));
        let (service, client) = (service.clone(), client.clone());
        async move {
            let _asking = client.asking();
            service.oneshot(request).await
        }
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .max_buf_size(HEAD_BYTES_MAX)
        .max_headers(HEADERS_MAX)
        .serve_connection(TokioIo::new(line), answer)
}

#[cfg(test)]
mod tests;
