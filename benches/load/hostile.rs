//! Strangers who want to be a burden, beside honest people: what the latter notice of it, and what it costs the server in
//! memory. Everything runs on loopback: the honest have addresses of their own, the others first many and then one.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use anyhow::ensure;
use axum::http::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::sleep;

use super::client::{self, Seen, connect_from, request, stream_from};
use super::data::{self, Data};
use super::server::{self, Server};

const HONEST: u8 = 16;
const SILENT: usize = 1_000;
const SLOW_READERS: usize = 200;
const SLOW_UPLOADS: usize = 50;
const LARGE_FORMS: usize = 8;
const FIELDS: usize = 1_000_000;
/// How long the honest are watched, in quiet and under each attack.
const WATCHED: Duration = Duration::from_secs(15);
/// An attack stands by then.
const RISE: Duration = Duration::from_secs(3);
/// An honest request waits this long after the one before: people read.
const READS: Duration = Duration::from_millis(50);
/// Who was thrown out.
const COMES_BACK: Duration = Duration::from_secs(1);

/// What is aimed at.
const RATIO_MAX: f64 = 3.0;
const MEMORY_MB_MAX: u64 = 200;

/// Where the attackers come from.
#[derive(Clone, Copy)]
enum From {
    ManyAddresses,
    OneAddress,
}

impl From {
    fn address(self, which: usize) -> Ipv4Addr {
        match self {
            Self::ManyAddresses => Ipv4Addr::new(127, 0, 1, (which % 200 + 1) as u8),
            Self::OneAddress => Ipv4Addr::new(127, 0, 2, 1),
        }
    }
}

/// What attackers know of the server.
struct Target {
    port: u16,
    /// Of somebody who is signed in: the worst uploads are theirs.
    cookie: String,
    form: String,
    over: AtomicBool,
}

/// Fills a database, attacks, and prints what the honest saw.
pub async fn run() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let database = data::address("rongcuo_app", "rongcuo")?;
    data::make().await?;
    let mut migrate = server::program(&database, folder.path());
    migrate
        .arg("migrate")
        .env("RONGCUO_OWNER_DATABASE_URL", data::address("rongcuo", "rongcuo")?);
    ensure!(migrate.status()?.success(), "the migrations fail");
    let mut data = Data::begin(folder.path()).await?;
    let (cookie, officer) = data.sign_in("chenyanqiu").await?;
    let case = format!("/cases/{}", data.fullest_case(&officer).await?);
    let ours = Server::ours(&database, folder.path()).await?;

    // The first requests of a server are slower, and nobody's fault.
    honest(ours.port, &case, &cookie).await;
    let quiet = honest(ours.port, &case, &cookie).await;
    let before = ours.memory()?;
    println!(
        "quiet: p99 {:.1} ms of {}, refused {}",
        quiet.p99(),
        quiet.answered(),
        quiet.refused
    );
    println!("memory before: {} MB", before.0);
    for (from, name) in [
        (From::ManyAddresses, "from 200 addresses"),
        (From::OneAddress, "from one address"),
    ] {
        let target = Arc::new(Target {
            port: ours.port,
            cookie: cookie.clone(),
            form: format!("{case}/evidence"),
            over: AtomicBool::new(false),
        });
        let attack = std::thread::spawn({
            let target = target.clone();
            move || attack(&target, from)
        });
        sleep(RISE).await;
        let seen = honest(ours.port, &case, &cookie).await;
        let memory = ours.memory()?;
        target.over.store(true, Relaxed);
        attack.join().ok();
        let ratio = seen.p99() / quiet.p99();
        println!(
            "attacked {name}: p99 {:.1} ms of {}, {ratio:.1} times (aim ≤ {RATIO_MAX}); refused {} (aim 0); \
             memory {} MB, at most {} (aim ≤ {MEMORY_MB_MAX})",
            seen.p99(),
            seen.answered(),
            seen.refused,
            memory.0,
            memory.1,
        );
    }
    Ok(())
}

/// What the honest saw.
#[derive(Default)]
struct Honest {
    seen: Seen,
    /// Requests without a good answer.
    refused: usize,
}

impl Honest {
    fn p99(&self) -> f64 {
        self.seen.percentile(99)
    }

    fn answered(&self) -> usize {
        self.seen.latencies.len()
    }
}

async fn honest(port: u16, href: &str, cookie: &str) -> Honest {
    let people = (0..HONEST).map(|which| one_honest(port, which, href, cookie));
    let mut all = Honest::default();
    for one in client::join(people).await {
        all.seen.and(one.seen);
        all.refused += one.refused;
    }
    all
}

async fn one_honest(port: u16, which: u8, href: &str, cookie: &str) -> Honest {
    let (mut it, begun) = (Honest::default(), Instant::now());
    let from = Ipv4Addr::new(127, 0, 0, 10 + which);
    let mut connection = None;
    while begun.elapsed() < WATCHED {
        let asked = Instant::now();
        match page(&mut connection, port, from, href, cookie).await {
            Ok(StatusCode::OK) => it.seen.latencies.push(asked.elapsed()),
            Ok(_) | Err(_) => {
                it.refused += 1;
                connection = None;
            }
        }
        sleep(READS).await;
    }
    it.seen.took = begun.elapsed();
    it
}

async fn page(
    connection: &mut Option<client::Connection>,
    port: u16,
    from: Ipv4Addr,
    href: &str,
    cookie: &str,
) -> anyhow::Result<StatusCode> {
    let open = match connection {
        Some(open) => open,
        None => connection.insert(connect_from(from, port).await?),
    };
    let (status, _) = client::send(open, request("GET", href, cookie, "")?).await?;
    Ok(status)
}

/// On a thread of its own, so that it delays nobody's clock but the server's.
fn attack(target: &Arc<Target>, from: From) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let Ok(runtime) = runtime else { return };
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let mut which = 0;
        let mut next = || {
            which += 1;
            (target.clone(), from.address(which))
        };
        for _ in 0..SILENT {
            let (target, from) = next();
            again_and_again(target.clone(), async move || silent(&target, from).await);
        }
        for _ in 0..SLOW_READERS {
            let (target, from) = next();
            again_and_again(target.clone(), async move || slow_reader(&target, from).await);
        }
        for _ in 0..SLOW_UPLOADS {
            let (target, from) = next();
            again_and_again(target.clone(), async move || slow_upload(&target, from).await);
        }
        for _ in 0..LARGE_FORMS {
            let (target, from) = next();
            again_and_again(target.clone(), async move || large_form(&target, from).await);
        }
        while !target.over.load(Relaxed) {
            sleep(Duration::from_millis(100)).await;
        }
    });
}

/// Whoever is answered goes on, and whoever is thrown out comes back.
fn again_and_again<F>(target: Arc<Target>, burden: F)
where
    F: AsyncFn() -> std::io::Result<()> + 'static,
{
    tokio::task::spawn_local(async move {
        while !target.over.load(Relaxed) {
            if burden().await.is_err() {
                sleep(COMES_BACK).await;
            }
        }
    });
}

/// Opens a connection and says nothing.
async fn silent(target: &Target, from: Ipv4Addr) -> std::io::Result<()> {
    let mut stream = stream_from(from, target.port).await?;
    stream.read_u8().await?;
    Ok(())
}

/// Asks for the stylesheet two hundred times and reads a byte a second.
async fn slow_reader(target: &Target, from: Ipv4Addr) -> std::io::Result<()> {
    let mut stream = stream_from(from, target.port).await?;
    let css = rongcuo::web::assets::css_path();
    let asks = format!("GET {css} HTTP/1.1\r\nHost: localhost\r\n\r\n").repeat(200);
    stream.write_all(asks.as_bytes()).await?;
    loop {
        stream.read_u8().await?;
        sleep(Duration::from_secs(1)).await;
    }
}

/// Sends a file a little faster than the least rate.
async fn slow_upload(target: &Target, from: Ipv4Addr) -> std::io::Result<()> {
    let mut stream = stream_from(from, target.port).await?;
    let Target { cookie, form, .. } = target;
    let head = format!(
        "POST {form} HTTP/1.1\r\nHost: localhost\r\nCookie: rongcuo={cookie}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: multipart/form-data; boundary=B\r\nContent-Length: 40000000\r\n\r\n\
         --B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 "
    );
    stream.write_all(head.as_bytes()).await?;
    loop {
        stream.write_all(&[b'x'; 2_048]).await?;
        sleep(Duration::from_secs(1)).await;
    }
}

/// A form of a million fields, to whoever has no session.
async fn large_form(target: &Target, from: Ipv4Addr) -> std::io::Result<()> {
    let mut stream = stream_from(from, target.port).await?;
    let head = format!(
        "POST /session HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        2 * FIELDS
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all("a&".repeat(FIELDS).as_bytes()).await?;
    stream.read_to_end(&mut Vec::new()).await?;
    Ok(())
}
