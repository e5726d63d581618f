//! `script/server` drops nothing that is real, and `script/packages` waits for another package manager.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rongcuo::platform::private_postgres::PrivatePostgres;
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

use super::folder;

const PROGRAM: &str = env!("CARGO_BIN_EXE_rongcuo");

/// A place with the programs that a script shall find before the system's own.
struct Place {
    folder: TempDir,
}

impl Place {
    fn with(programs: &[(&str, &str)]) -> Self {
        let it = Self { folder: folder() };
        fs::create_dir(it.at("bin")).expect("a new folder");
        for (name, does) in programs {
            let path = it.at("bin").join(name);
            fs::write(&path, format!("#!/bin/bash\n{does}\n")).expect("a program");
            fs::set_permissions(&path, Permissions::from_mode(0o755)).expect("one to run");
        }
        it
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn run(&self, program: &str, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .args(words)
            .stdin(Stdio::null())
            .env("PATH", format!("{}:{path}", self.at("bin").display()))
            .env("CARGO_TARGET_DIR", self.at("target"))
            .env("RONGCUO_DATA", self.at("data"))
            .env("RONGCUO_LISTEN", "127.0.0.1:0");
        for name in [
            "DATABASE_URL",
            "RONGCUO_OWNER_DATABASE_URL",
            "RONGCUO_DEMO",
            "PGHOST",
        ] {
            command.env_remove(name);
        }
        command
    }
}

fn script(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("script").join(name).to_string_lossy().into_owned()
}

/// A place in which `script/server` finds this program built.
fn built() -> Place {
    let place = Place::with(&[("cargo", "exit 0")]);
    fs::create_dir_all(place.at("target/debug")).expect("a new folder");
    symlink(PROGRAM, place.at("target/debug/rongcuo")).expect("a link");
    place
}

/// What the script says until it serves, and then it is ended; or until it gives up.
fn server(place: &Place, words: &[&str]) -> (bool, String) {
    let mut serving = place
        .run(&script("server"), words)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the script runs");
    let out = BufReader::new(serving.stdout.take().expect("a pipe"));
    let (mut said, mut serves) = (String::new(), false);
    for line in out.lines() {
        let line = line.expect("a line");
        said.push_str(&line);
        said.push('\n');
        serves = line.contains("容错已启动");
        if serves {
            break;
        }
    }
    if serves {
        let pid = serving.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(asked.expect("kill runs").success());
    }
    let mut err = serving.stderr.take().expect("a pipe");
    err.read_to_string(&mut said).expect("UTF-8");
    serving.wait().expect("it ends");
    (serves, said)
}

/// As the owner, in the private database.
async fn count(place: &Place, sql: &'static str) -> i64 {
    let postgres = PrivatePostgres::start(&place.at("data")).expect("a private database");
    let mut db = PgConnection::connect_with(&postgres.options("rongcuo"))
        .await
        .expect("the owner");
    let many = sqlx::query_scalar(sql)
        .fetch_one(&mut db)
        .await
        .expect("a number");
    db.close().await.ok();
    many
}

#[tokio::test]
async fn the_server_script_never_drops_a_real_account() {
    let place = built();
    let (serves, said) = server(&place, &["--dev", "--empty"]);
    assert!(serves && said.contains("no account yet"), "{said}");
    let added = place
        .run(PROGRAM, &["user", "add", "lin", "林知远", "--individual"])
        .status();
    assert!(added.expect("the program runs").success());
    // Such a mark once said that the database may be dropped.
    fs::write(place.at("data/demo-unfinished"), "").expect("a mark");
    let (serves, said) = server(&place, &["--dev"]);
    assert!(serves && !said.contains("Loading"), "{said}");
    for words in [&["--dev", "--anew"][..], &["--dev", "--anew", "--empty"]] {
        let (serves, said) = server(&place, words);
        assert!(!serves, "{said}");
        for word in ["1 accounts", "Nothing was dropped", "pg_dump", "RONGCUO_DATA"] {
            assert!(said.contains(word), "{word}: {said}");
        }
    }
    let there = count(&place, "SELECT count(*) FROM users WHERE username = 'lin'").await;
    assert_eq!(there, 1);
}

#[tokio::test]
async fn the_server_script_takes_an_empty_database_in_the_place_of_a_demo_when_it_is_told() {
    let place = built();
    let (serves, said) = server(&place, &["--dev", "--empty"]);
    assert!(serves, "{said}");
    let demo = "WITH new AS (INSERT INTO users (id, username, name, password_digest, created_at, demo)
                VALUES (gen_random_uuid(), 'chen', '某', '!', now(), true) RETURNING id) SELECT count(*) FROM new";
    assert_eq!(count(&place, demo).await, 1);
    let (serves, said) = server(&place, &["--dev", "--empty"]);
    assert!(!serves && said.contains("--anew --empty"), "{said}");
    let (serves, said) = server(&place, &["--dev"]);
    assert!(serves && said.contains("演示账号"), "{said}");
    let (serves, said) = server(&place, &["--dev", "--anew", "--empty"]);
    assert!(serves && said.contains("no account yet"), "{said}");
    assert_eq!(count(&place, "SELECT count(*) FROM users").await, 0);
    let others = "SELECT count(*) FROM pg_database WHERE datname LIKE 'rongcuo_%'";
    assert_eq!(count(&place, others).await, 0, "nothing is left beside it");
}

#[test]
fn the_packages_script_waits_for_another_package_manager_and_says_so() {
    let busy = "[[ -e $RONGCUO_DATA ]] || { touch $RONGCUO_DATA; echo 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 7' >&2; exit 100; }";
    let place = Place::with(&[
        ("apt-get", busy),
        ("dpkg-query", "exit 1"),
        ("sudo", "exec \"$@\""),
    ]);
    let done = place.run(&script("packages"), &["such-a-package"]).output();
    let done = done.expect("the script runs");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(
        done.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&done.stderr)
    );
    assert!(
        said.contains("waiting for its end") && said.contains("process 7"),
        "{said}"
    );
    let broken = Place::with(&[
        ("apt-get", "echo 'E: Unable to locate package' >&2; exit 100"),
        ("dpkg-query", "exit 1"),
        ("sudo", "exec \"$@\""),
    ]);
    let done = broken.run(&script("packages"), &["such-a-package"]).output();
    let done = done.expect("the script runs");
    assert!(!done.status.success());
    assert!(String::from_utf8_lossy(&done.stderr).contains("Unable to locate"));
}
