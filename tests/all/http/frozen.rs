//! A database that does not answer any more, without closing anything: every request ends in time, and when it is back, so is
//! every connection.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use axum::Router;
use rongcuo::platform::App;
use rongcuo::platform::database::APP_ROLE;
use rongcuo::store::limits::CONNECTIONS_MAX;
use rongcuo::store::pool;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

use crate::world::browser::{Browser, Page};
use crate::world::{PASSWORD, World};

/// No request may take longer.
const PATIENCE: Duration = Duration::from_secs(35);

/// Stands between the server and its database, and forwards nothing while it is frozen.
struct Between {
    port: u16,
    frozen: watch::Sender<bool>,
}

impl Between {
    async fn of(socket: PathBuf) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (frozen, look) = watch::channel(false);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(forward(client, socket.clone(), look.clone()));
            }
        });
        Self { port, frozen }
    }
}

async fn forward(client: TcpStream, socket: PathBuf, look: watch::Receiver<bool>) {
    let server = UnixStream::connect(socket).await.expect("the database's socket");
    let (client_says, client_hears) = client.into_split();
    let (server_says, server_hears) = server.into_split();
    tokio::join!(
        one_way(client_says, server_hears, look.clone()),
        one_way(server_says, client_hears, look)
    );
}

async fn one_way(
    mut from: impl AsyncReadExt + Unpin,
    mut to: impl AsyncWriteExt + Unpin,
    mut look: watch::Receiver<bool>,
) {
    let mut bytes = vec![0; 16 * 1024];
    while let Ok(n @ 1..) = from.read(&mut bytes).await {
        if look.wait_for(|frozen| !frozen).await.is_err() || to.write_all(&bytes[..n]).await.is_err() {
            break;
        }
    }
    to.shutdown().await.ok();
}

async fn asks(router: &Router, path: &'static str, cookie: &str) -> Page {
    let mut browser = Browser::new(router);
    browser.plant("rongcuo", cookie);
    match path {
        "/applications" => browser.post(path, &[("reason", "写了很久的文字")]).await,
        _ => browser.get(path).await,
    }
}

#[tokio::test]
async fn a_frozen_database_answers_in_time_and_leaves_the_pool_whole() {
    let world = World::new().await;
    world.person("lin", None).await;
    let options = world.database.options(APP_ROLE);
    let socket = options
        .get_socket()
        .expect("the tests' database listens on a socket");
    let between = Between::of(socket.join(format!(".s.PGSQL.{}", options.get_port()))).await;
    let (name, port) = (&world.database.name, between.port);
    let through = format!("postgres://{APP_ROLE}@127.0.0.1:{port}/{name}");
    let through = pool::serving(through.parse().expect("an address"));
    let app = App::new(through, world.app.clock.clone(), world.app.config.clone());
    let router = rongcuo::web::service(app.expect("a folder for files"));
    let mut browser = Browser::new(&router);
    let fields = [("username", "lin"), ("password", PASSWORD)];
    browser.post("/session", &fields).await.leads_to();
    let cookie = browser.cookie("rongcuo").expect("a session").to_owned();

    // Busy clients, some of them in the middle of a question when it freezes, until something goes wrong.
    let paths = [
        "/my",
        "/my",
        "/account",
        "/applications",
        "/applications",
        "/",
        "/readyz",
        "/my",
    ];
    let clients: Vec<_> = paths
        .map(|path| {
            let (router, cookie) = (router.clone(), cookie.clone());
            tokio::spawn(async move {
                loop {
                    let began = Instant::now();
                    let page = asks(&router, path, &cookie).await;
                    if page.status.is_server_error() {
                        return (path, began.elapsed(), page);
                    }
                }
            })
        })
        .into();
    tokio::time::sleep(Duration::from_millis(500)).await;
    between.frozen.send_replace(true);
    let began = Instant::now();
    for client in clients {
        let answered = tokio::time::timeout(PATIENCE.saturating_sub(began.elapsed()), client).await;
        let (path, took, page) = answered.expect("every request ends in time").expect("no panic");
        assert!(took < PATIENCE, "{path} took {took:?}");
        assert_eq!(page.status.as_u16(), 503, "{path}: {}", page.main());
    }
    // Those who come now fill the pool; none of them waits longer.
    let late: Vec<_> = (0..2 * CONNECTIONS_MAX)
        .map(|_| {
            let (router, cookie) = (router.clone(), cookie.clone());
            tokio::spawn(async move { asks(&router, "/my", &cookie).await.status.as_u16() })
        })
        .collect();
    for each in late {
        let status = tokio::time::timeout(Duration::from_secs(10), each).await;
        assert_eq!(status.expect("in time").expect("no panic"), 503);
    }

    between.frozen.send_replace(false);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let back: Vec<_> = (0..2 * CONNECTIONS_MAX)
        .map(|_| {
            let (router, cookie) = (router.clone(), cookie.clone());
            tokio::spawn(async move { asks(&router, "/my", &cookie).await.status.as_u16() })
        })
        .collect();
    for each in back {
        let status = tokio::time::timeout(Duration::from_secs(20), each).await;
        assert_eq!(status.expect("in time").expect("no panic"), 200);
    }
}
