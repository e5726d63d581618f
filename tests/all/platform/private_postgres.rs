//! The private server against what happens to servers: two users at once, a kill, an awkward folder.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use rongcuo::platform::blobs::Sha256Name;
use rongcuo::platform::private_postgres::PrivatePostgres;
use sqlx::{Connection, PgConnection};

use super::folder;

async fn answers(server: &PrivatePostgres) -> bool {
    PgConnection::connect_with(&server.options("rongcuo_app"))
        .await
        .is_ok()
}

#[tokio::test]
async fn the_last_one_out_stops_it() {
    let folder = folder();
    let one = PrivatePostgres::start(folder.path()).unwrap();
    let other = PrivatePostgres::start(folder.path()).unwrap();
    drop(one);
    assert!(answers(&other).await);
    let address = other.options("rongcuo_app");
    drop(other);
    assert!(PgConnection::connect_with(&address).await.is_err());
}

/// Kills the server of a data folder; what its pid file says, and its pid.
fn killed_outright(data: &Path) -> (String, String) {
    let written =
        fs::read_to_string(data.join("postgres/cluster/postmaster.pid")).expect("a server that was started");
    let pid = written
        .lines()
        .next()
        .expect("a server that was started")
        .to_owned();
    assert!(
        Command::new("kill")
            .args(["-9", &pid])
            .status()
            .expect("a server that was started")
            .success()
    );
    (written, pid)
}

#[tokio::test]
async fn it_comes_back_after_a_kill_though_its_pid_lives_on_in_another() {
    let folder = folder();
    let data = folder.path().join("a name that fits no socket 名");
    let killed = PrivatePostgres::start(&data).unwrap();
    let pid_file = data.join("postgres/cluster/postmaster.pid");
    let (written, pid) = killed_outright(&data);
    fs::write(
        &pid_file,
        written.replacen(&pid, &std::process::id().to_string(), 1),
    )
    .unwrap();
    let next = PrivatePostgres::start(&data).unwrap();
    assert!(answers(&next).await);
    drop((killed, next));
}

/// What a page answers to somebody who is not signed in.
fn status(address: &str, path: &str) -> String {
    let mut line = TcpStream::connect(address).expect("an answer");
    write!(
        line,
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .expect("an answer");
    let mut answer = String::new();
    line.read_to_string(&mut answer).expect("an answer");
    answer.split(' ').nth(1).unwrap_or_default().to_owned()
}

#[test]
fn a_database_that_is_killed_under_a_running_server_is_started_again() {
    let folder = folder();
    let command = |verb: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rongcuo"));
        command
            .arg(verb)
            .env_remove("DATABASE_URL")
            .env_remove("RONGCUO_OWNER_DATABASE_URL")
            .env("RONGCUO_DATA", folder.path())
            .env("RONGCUO_LISTEN", "127.0.0.1:0")
            .stdout(Stdio::piped());
        command
    };
    assert!(command("migrate").status().unwrap().success());
    let mut serving = command("serve").spawn().unwrap();
    let mut said = String::new();
    BufReader::new(serving.stdout.take().unwrap())
        .read_line(&mut said)
        .unwrap();
    let (_, address) = said.trim().split_once("http://").unwrap();
    assert_eq!(status(address, "/readyz"), "200");
    killed_outright(folder.path());
    let killed = Instant::now();
    // It may be back already.
    let meanwhile = status(address, "/");
    assert!(["200", "503"].contains(&meanwhile.as_str()), "{meanwhile}");
    while status(address, "/readyz") != "200" {
        assert!(killed.elapsed() < Duration::from_secs(20), "it stays away");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(status(address, "/"), "200");
    let pid = serving.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert!(serving.wait().unwrap().success());
    let cluster = folder.path().join("postgres/cluster/postmaster.pid");
    assert!(!cluster.exists(), "nobody starts it again behind who stops it");
}

#[tokio::test]
async fn nobody_else_on_the_machine_has_a_way_in_or_a_lock() {
    let folder = folder();
    let server = PrivatePostgres::start(folder.path()).unwrap();
    assert!(answers(&server).await);
    for lock in ["postgres.lock", "postgres.users"] {
        let mode = fs::metadata(folder.path().join(lock))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{lock}");
    }
    let ways = fs::read_to_string(folder.path().join("postgres/cluster/pg_hba.conf")).unwrap();
    let ways: Vec<_> = ways.lines().collect();
    assert_eq!(ways, ["local all all trust"]);
    let logs = fs::read_dir(folder.path().join("postgres")).unwrap();
    let daily = logs.filter(|it| {
        it.as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with("log.")
    });
    assert_eq!(daily.count(), 1, "a log for the day of the week");
}

#[test]
fn a_folder_that_somebody_else_laid_out_for_the_socket_is_not_used() {
    let folder = folder();
    let mine = folder.path().join("mine");
    fs::create_dir(&mine).unwrap();
    let root = fs::metadata("/proc/self")
        .map(|it| std::os::unix::fs::MetadataExt::uid(&it))
        .unwrap()
        == 0;
    if root {
        assert!(
            Command::new("chown")
                .arg("postgres")
                .arg(&mine)
                .status()
                .unwrap()
                .success()
        );
    }
    let data = mine.join("a name that fits no socket 名");
    let script = include_str!("../../../script/private-postgres");
    let mut words = vec!["bash", "-c", script, "private-postgres", "start"];
    if root {
        words.splice(
            0..0,
            ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"],
        );
    }
    let name = Sha256Name::of(data.to_string_lossy().as_bytes()).to_string();
    let socket = format!("/tmp/rongcuo-{}", &name[..16]);
    symlink(&mine, &socket).unwrap();
    let started = Command::new(words[0]).args(&words[1..]).arg(&data).output();
    fs::remove_file(&socket).unwrap();
    let started = started.unwrap();
    let said = String::from_utf8_lossy(&started.stderr);
    assert!(
        !started.status.success() && said.contains("not a folder of ours alone"),
        "{said}"
    );
}
