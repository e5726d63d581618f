//! A small HTTP client: so many connections that stay open, each sending its next request when the last is answered.
//! Bounded by the requests there are; reaches loopback only.

use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use axum::body::Bytes;
use axum::http::{Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpSocket, TcpStream};

/// A request with its whole body.
pub type Sent = Request<Full<Bytes>>;
/// Where requests are sent.
pub type Connection = SendRequest<Full<Bytes>>;

/// What was seen of one load.
#[derive(Default)]
pub struct Seen {
    /// How long each answer took.
    pub latencies: Vec<Duration>,
    /// How long all took together.
    pub took: Duration,
}

impl Seen {
    /// Adds what was seen in a later round.
    pub fn and(&mut self, more: Seen) {
        self.latencies.extend(more.latencies);
        self.took += more.took;
    }

    /// Answers a second.
    pub fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.took.as_secs_f64()
    }

    /// The latency that so many of a hundred answers kept below, in milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let mut sorted = self.latencies.clone();
        sorted.sort();
        let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).map_or(f64::NAN, |it| it.as_secs_f64() * 1_000.0)
    }
}

/// A page of a server, whole.
pub async fn get(port: u16, href: &str, cookie: &str) -> anyhow::Result<(StatusCode, Bytes)> {
    send(&mut connect(port).await?, request("GET", href, cookie, "")?).await
}

/// A request as a browser would send it.
pub fn request(method: &str, href: &str, cookie: &str, form: &str) -> anyhow::Result<Sent> {
    let request = Request::builder()
        .method(method)
        .uri(href)
        .header("host", "localhost")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", format!("rongcuo={cookie}"))
        .header("content-type", "application/x-www-form-urlencoded");
    // With `RONGCUO_BENCH_GZIP` our server packs its pages, as for a browser without a proxy between.
    let request = match std::env::var_os("RONGCUO_BENCH_GZIP") {
        Some(_) => request.header("accept-encoding", "gzip"),
        None => request,
    };
    Ok(request.body(Full::from(form.to_owned()))?)
}

/// Sends what `next` gives over so many connections, until it gives no more. Anything but `wanted` ends the bench.
pub async fn load(
    port: u16,
    connections: usize,
    wanted: StatusCode,
    next: impl Fn() -> Option<Sent>,
) -> anyhow::Result<Seen> {
    let mut open = Vec::with_capacity(connections);
    for _ in 0..connections {
        open.push(connect(port).await?);
    }
    let begun = Instant::now();
    let each = open.into_iter().map(|connection| one(connection, wanted, &next));
    let all = join(each).await;
    let took = begun.elapsed();
    let mut latencies = Vec::new();
    for one in all {
        latencies.extend(one?);
    }
    Ok(Seen { latencies, took })
}

async fn one(
    mut connection: Connection,
    wanted: StatusCode,
    next: &impl Fn() -> Option<Sent>,
) -> anyhow::Result<Vec<Duration>> {
    let mut latencies = Vec::new();
    while let Some(request) = next() {
        let begun = Instant::now();
        let (status, body) = send(&mut connection, request).await?;
        latencies.push(begun.elapsed());
        ensure!(status == wanted, "{status}: {}", String::from_utf8_lossy(&body));
    }
    Ok(latencies)
}

/// All of them at once, on this very thread.
pub async fn join<F: Future>(all: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = all.map(|it| (Box::pin(it), None)).collect();
    std::future::poll_fn(|context| {
        for (future, done) in waiting.iter_mut().filter(|(_, done)| done.is_none()) {
            if let std::task::Poll::Ready(output) = future.as_mut().poll(context) {
                *done = Some(output);
            }
        }
        if waiting.iter().all(|(_, done)| done.is_some()) {
            return std::task::Poll::Ready(());
        }
        std::task::Poll::Pending
    })
    .await;
    waiting.into_iter().filter_map(|(_, done)| done).collect()
}

async fn connect(port: u16) -> anyhow::Result<Connection> {
    connect_from(Ipv4Addr::LOCALHOST, port).await
}

/// A connection from an address of loopback.
pub async fn connect_from(from: Ipv4Addr, port: u16) -> anyhow::Result<Connection> {
    let stream = stream_from(from, port).await;
    let stream = stream.with_context(|| format!("nobody at port {port}"))?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

/// Its bare bytes.
pub async fn stream_from(from: Ipv4Addr, port: u16) -> std::io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind((from, 0).into())?;
    let stream = socket.connect((Ipv4Addr::LOCALHOST, port).into()).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Sends a request and reads the answer to its end.
pub async fn send(connection: &mut Connection, request: Sent) -> anyhow::Result<(StatusCode, Bytes)> {
    connection.ready().await?;
    let response = connection.send_request(request).await?;
    let status = response.status();
    Ok((status, response.into_body().collect().await?.to_bytes()))
}
