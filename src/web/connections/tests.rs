//! On loopback, where whoever likes has two hundred addresses.

use std::net::Ipv4Addr;
use std::time::Duration;

use axum::http::Uri;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::*;
use crate::platform::bounds::{SILENT_AFTER, STALL_TIMEOUT};

const ANSWER: usize = 50_000_000;

async fn answer(uri: Uri, ConnectInfo(from): ConnectInfo<SocketAddr>) -> Vec<u8> {
    match uri.path() {
        "/large" => vec![b'x'; ANSWER],
        _ => from.ip().to_string().into_bytes(),
    }
}

/// A server, as long as nobody ends it.
struct Server {
    at: SocketAddr,
    end: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl Server {
    async fn with(all: usize, of_an_address: usize) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let at = listener.local_addr().expect("an address");
        let (end, ending) = oneshot::channel::<()>();
        let service = Router::new().fallback(answer);
        let room = Room { all, of_an_address };
        let serving = tokio::spawn(serve(service, listener, room, async { drop(ending.await) }));
        Self { at, end, serving }
    }

    async fn connect(&self, last: u8) -> TcpStream {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket
            .bind((Ipv4Addr::new(127, 0, 0, last), 0).into())
            .expect("it is loopback");
        socket.connect(self.at).await.expect("it listens")
    }

    async fn ends(self) {
        self.end.send(()).expect("it still serves");
        self.serving.await.expect("it ends when asked to");
    }
}

async fn said(stream: &mut TcpStream) -> String {
    let mut said = Vec::new();
    let closed = tokio::time::timeout(HEAD_TIMEOUT * 2, stream.read_to_end(&mut said));
    // Whether it is closed or reset is the same to us.
    closed.await.expect("it is given up").ok();
    String::from_utf8(said).expect("ASCII")
}

async fn asked(mut stream: TcpStream) -> String {
    let head = b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n";
    stream.write_all(head).await.ok();
    said(&mut stream).await
}

#[tokio::test(start_paused = true)]
async fn half_a_head_is_given_up_and_a_whole_one_answered() {
    let server = Server::with(10, 10).await;
    let mut half = server.connect(1).await;
    half.write_all(b"GET / HTTP/1.1\r\nHost: here")
        .await
        .expect("open");
    assert!(!said(&mut half).await.contains("200 OK"));
    let answer = asked(server.connect(2).await).await;
    assert!(
        answer.starts_with("HTTP/1.1 200 OK") && answer.ends_with("127.0.0.2"),
        "{answer}"
    );
    server.ends().await;
}

#[tokio::test]
async fn a_crowd_of_silent_connections_leaves_room() {
    let server = Server::with(40, 10).await;
    let mut crowd = Vec::new();
    for _ in 0..4 {
        for last in 1..=10 {
            crowd.push(server.connect(last).await);
        }
    }
    tokio::time::sleep(SILENT_AFTER).await;
    for last in [1, 99] {
        let answer = tokio::time::timeout(Duration::from_secs(1), asked(server.connect(last).await));
        let answer = answer.await.expect("at once");
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{last}: {answer}");
    }
    drop(crowd);
    server.ends().await;
}

#[tokio::test]
async fn an_address_has_so_many_connections_and_leaves_room_to_others() {
    let server = Server::with(100, 3).await;
    let mut crowd = Vec::new();
    for _ in 0..6 {
        crowd.push(server.connect(1).await);
    }
    // Of six that came at once three were closed.
    for stream in crowd.split_off(3) {
        assert_eq!(asked(stream).await, "");
    }
    assert!(
        asked(server.connect(2).await)
            .await
            .starts_with("HTTP/1.1 200 OK")
    );
    for stream in crowd {
        assert!(asked(stream).await.starts_with("HTTP/1.1 200 OK"));
    }
    server.ends().await;
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_does_not_read_is_given_up() {
    let server = Server::with(10, 10).await;
    let mut stream = server.connect(1).await;
    stream
        .write_all(b"GET /large HTTP/1.1\r\nHost: here\r\n\r\n")
        .await
        .expect("open");
    tokio::time::sleep(STALL_TIMEOUT + Duration::from_secs(5)).await;
    let came = said(&mut stream).await.len();
    assert!(came < ANSWER, "all of it was still to be had");
    server.ends().await;
}

#[tokio::test]
async fn a_head_is_no_longer_than_it_may_be() {
    let server = Server::with(10, 10).await;
    let long = format!("X-Long: {}\r\n", "x".repeat(2 * HEAD_BYTES_MAX));
    let many: String = (0..=HEADERS_MAX).map(|it| format!("X-{it}: y\r\n")).collect();
    for headers in [long, many] {
        let mut stream = server.connect(1).await;
        let head = format!("GET / HTTP/1.1\r\nHost: here\r\n{headers}\r\n");
        stream.write_all(head.as_bytes()).await.ok();
        let answer = said(&mut stream).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
            "{answer}"
        );
    }
    server.ends().await;
}
