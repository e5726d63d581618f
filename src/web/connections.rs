//! Connections: each is a task of its own, and is given up when the head of its next request does not come. axum's own
//! loop sets no timer and would keep half a head for ever; so ours is here, on the same hyper.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// How long a connection may wait for the whole head of a request, the first or the next.
const HEAD_PATIENCE: Duration = Duration::from_secs(30);

/// Serves until `ending` comes, and then until the requests under way are answered.
pub async fn serve(service: Router, mut listener: TcpListener, ending: impl Future<Output = ()>) {
    let connections = GracefulShutdown::new();
    let mut ending = pin!(ending);
    loop {
        let (stream, from) = tokio::select! {
            connection = Listener::accept(&mut listener) => connection,
            () = &mut ending => break,
        };
        let connection = connections.watch(connection(service.clone(), stream, from));
        tokio::spawn(async move {
            if let Err(broken) = connection.await {
                tracing::debug!(%broken, "a connection ended early");
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
) -> impl GracefulConnection<Error = hyper::Error> {
    let answer = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(from));
        service.clone().oneshot(request)
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .serve_connection(TokioIo::new(stream), answer)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::oneshot;

    use super::*;

    async fn address(ConnectInfo(from): ConnectInfo<SocketAddr>) -> String {
        from.ip().to_string()
    }

    async fn said(stream: &mut TcpStream) -> String {
        let mut said = String::new();
        let closed = tokio::time::timeout(HEAD_PATIENCE * 2, stream.read_to_string(&mut said));
        closed.await.expect("it is given up").expect("it closes");
        said
    }

    #[tokio::test(start_paused = true)]
    async fn half_a_head_is_given_up_and_a_whole_one_answered() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let at = listener.local_addr().expect("an address");
        let (end, ending) = oneshot::channel::<()>();
        let service = Router::new().fallback(address);
        let serving = tokio::spawn(serve(service, listener, async { drop(ending.await) }));

        let mut half = TcpStream::connect(at).await.expect("it listens");
        half.write_all(b"GET / HTTP/1.1\r\nHost: here")
            .await
            .expect("open");
        assert!(!said(&mut half).await.contains("200 OK"));

        let mut whole = TcpStream::connect(at).await.expect("it listens");
        let head = b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
        whole.write_all(head).await.expect("open");
        let answer = said(&mut whole).await;
        assert!(
            answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("127.0.0.1"),
            "{answer}"
        );

        end.send(()).expect("it still serves");
        serving.await.expect("it ends when asked to");
    }
}
