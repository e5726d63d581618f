//! The way from a browser of the tests to a server that is a process of its own.

use std::net::Ipv4Addr;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// No answer came, or half of one. The server itself never says so.
pub const NO_ANSWER: StatusCode = StatusCode::BAD_GATEWAY;
/// A browser gives up at last.
const PATIENCE: Duration = Duration::from_secs(60);

/// Everything that is sent here goes to the server on that port.
pub fn to(port: u16) -> Router {
    Router::new().fallback(move |request: Request| async move {
        let answer = timeout(PATIENCE, passed(port, request)).await;
        match answer {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) | Err(_) => NO_ANSWER.into_response(),
        }
    })
}

async fn passed(port: u16, request: Request) -> anyhow::Result<Response> {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    let (mut sender, connection) = handshake::<_, Full<Bytes>>(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let (mut parts, body) = request.into_parts();
    parts.headers.insert(HOST, HeaderValue::from_static("localhost"));
    let body = to_bytes(body, usize::MAX).await.context("a whole form")?;
    let answer = sender
        .send_request(Request::from_parts(parts, Full::from(body)))
        .await?;
    let (parts, body) = answer.into_parts();
    let body = body.collect().await?.to_bytes();
    Ok(Response::from_parts(parts, Body::from(body)))
}
