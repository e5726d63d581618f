//! The private server against what happens to servers: two users at once, a kill, an awkward folder.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use rongcuo::platform::private_postgres::PrivatePostgres;
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

/// A folder that the server's own user can walk to, whoever runs the tests.
fn folder() -> TempDir {
    tempfile::Builder::new()
        .permissions(Permissions::from_mode(0o711))
        .tempdir()
        .expect("the temporary folder can be written")
}

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

#[tokio::test]
async fn it_comes_back_after_a_kill_though_its_pid_lives_on_in_another() {
    let folder = folder();
    let data = folder.path().join("a name that fits no socket 名");
    let killed = PrivatePostgres::start(&data).unwrap();
    let pid_file = data.join("postgres/cluster/postmaster.pid");
    let written = fs::read_to_string(&pid_file).unwrap();
    let pid = written.lines().next().unwrap();
    assert!(Command::new("kill").args(["-9", pid]).status().unwrap().success());
    fs::write(
        &pid_file,
        written.replacen(pid, &std::process::id().to_string(), 1),
    )
    .unwrap();
    let next = PrivatePostgres::start(&data).unwrap();
    assert!(answers(&next).await);
    drop((killed, next));
}
