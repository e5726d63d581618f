//! Every command says in one sentence what stands between it and its database, and what to do.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::{Shell, bare, changed};
use crate::world::database::TestDatabase;

/// The commands that need a database, and how each ends without.
const COMMANDS: &[(&str, i32)] = &[
    ("migrate", 1),
    ("demo", 1),
    ("user reset lin", 1),
    ("audit verify", 2),
];

/// One line of Chinese with these words in it, and the driver's words once.
fn one_sentence(shell: &Shell, line: &str, code: i32, words: &[&str], cause: &str) {
    let said = shell.runs(line);
    assert_eq!(said.code, code, "{line}: {}{}", said.out, said.err);
    assert_eq!(said.err.lines().count(), 1, "{line}: {}", said.err);
    for word in words {
        assert!(said.err.contains(word), "{line}, {word}: {}", said.err);
    }
    assert_eq!(
        said.err.matches(cause).count(),
        1,
        "{line}, {cause}: {}",
        said.err
    );
}

#[test]
fn a_database_that_is_not_there() {
    let shell = Shell::with(&[("DATABASE_URL", "postgres://rongcuo_app@127.0.0.1:1/rongcuo")]);
    for (line, code) in COMMANDS {
        let words = ["连接不上 127.0.0.1:1 的数据库", "DATABASE_URL"];
        one_sentence(&shell, line, *code, &words, "Connection refused");
    }
    let said = shell.runs("doctor");
    assert_eq!(said.code, 1);
    assert!(
        said.out.contains("✗ 数据库：连接不上 127.0.0.1:1 的数据库"),
        "{}",
        said.out
    );
}

#[tokio::test]
async fn who_serves_makes_no_table_of_its_own() {
    let database = bare().await;
    let shell = Shell::at(&database, "rongcuo_app", "rongcuo");
    assert_eq!(shell.runs("migrate").code, 0);
    let made = sqlx::query("CREATE TEMPORARY TABLE users (id uuid)")
        .execute(&database.app)
        .await;
    let error = made.expect_err("it may not").to_string();
    assert!(error.contains("permission denied"), "{error}");
}

#[tokio::test]
async fn a_role_or_a_database_that_does_not_exist() {
    let database = TestDatabase::new().await;
    let shell = Shell::at(&database, "nobody_at_all", "nobody_at_all");
    for (line, code) in COMMANDS {
        let words = ["用户「nobody_at_all」不能登录数据库", "DATABASE_URL"];
        one_sentence(&shell, line, *code, &words, "does not exist");
    }
    let nowhere = super::address(&database, "rongcuo_app").replace(&database.name, "nowhere_at_all");
    let shell = Shell::with(&[("DATABASE_URL", &nowhere)]);
    for (line, code) in COMMANDS {
        one_sentence(
            &shell,
            line,
            *code,
            &["没有数据库「nowhere_at_all」"],
            "does not exist",
        );
    }
}

#[tokio::test]
async fn a_database_that_is_not_migrated() {
    let database = bare().await;
    let shell = Shell::at(&database, "rongcuo_app", "rongcuo");
    for (line, code) in &COMMANDS[1..] {
        one_sentence(
            &shell,
            line,
            *code,
            &["请先运行 rongcuo migrate"],
            "数据库结构不是最新",
        );
    }
    let doctor = shell.runs("doctor").out;
    assert!(doctor.contains("✗ 数据库结构：数据库结构不是最新"), "{doctor}");
    assert!(!doctor.contains("触发器"), "{doctor}");
    assert_eq!(shell.runs("migrate").code, 0);
    assert_eq!(
        shell.runs("audit verify").code,
        0,
        "a new database tells no story"
    );
}

#[tokio::test]
async fn serving_before_the_migration_says_so_and_serves() {
    let database = bare().await;
    let mut shell = Shell::at(&database, "rongcuo_app", "rongcuo");
    shell.settings.push(("RONGCUO_LISTEN", "127.0.0.1:0".into()));
    let mut serving = shell
        .command("serve")
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .expect("the program runs");
    let mut said = String::new();
    let stderr = serving.stderr.take().expect("a pipe");
    BufReader::new(stderr).read_line(&mut said).expect("a line");
    assert!(
        serving.try_wait().expect("a child").is_none(),
        "it goes on serving"
    );
    serving.kill().expect("a child");
    serving.wait().expect("a child");
    for word in ["还不能办理案件", "请先运行 rongcuo migrate", "/readyz 回答 503"] {
        assert!(said.contains(word), "{said}");
    }
}

#[tokio::test]
async fn a_database_of_another_program() {
    let database = TestDatabase::new().await;
    changed(&database, "UPDATE _sqlx_migrations SET checksum = 'x' WHERE version = (SELECT max(version) FROM _sqlx_migrations)").await;
    let shell = Shell::at(&database, "rongcuo_app", "rongcuo");
    for (line, code) in COMMANDS {
        one_sentence(&shell, line, *code, &["不"], "与数据库相符的程序版本");
    }
}

#[tokio::test]
async fn rights_that_are_missing() {
    let database = TestDatabase::new().await;
    let lesser = Shell::at(&database, "rongcuo_app", "rongcuo_app");
    let owner = ["要用表的所有者", "RONGCUO_OWNER_DATABASE_URL"];
    for line in [
        "user add lin 林 --individual",
        "user add lin 林 --unit 某局 --under ZMB",
        "demo",
    ] {
        one_sentence(&lesser, line, 1, &owner, "permission denied");
    }
    changed(&database, "REVOKE INSERT ON events FROM rongcuo_app").await;
    let shell = Shell::at(&database, "rongcuo_app", "rongcuo");
    one_sentence(
        &shell,
        "demo",
        1,
        &["缺少服务所需的权限", "rongcuo doctor"],
        "rongcuo_app",
    );
    changed(
        &database,
        &format!("REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC", database.name),
    )
    .await;
    database.is_real().await;
    assert_eq!(shell.runs("audit verify").code, 0, "it makes no temporary tables");
    changed(&database, "REVOKE SELECT ON _sqlx_migrations FROM rongcuo_app").await;
    one_sentence(
        &shell,
        "audit verify",
        2,
        &["没有核对完", "rongcuo doctor"],
        "permission denied",
    );
    let bare = bare().await;
    one_sentence(
        &Shell::at(&bare, "rongcuo_app", "rongcuo_app"),
        "migrate",
        1,
        &owner,
        "permission denied",
    );
}

#[tokio::test]
async fn the_folder_of_kept_files_that_is_not_there() {
    let world = crate::world::World::new().await;
    let shell = Shell::at(&world.database, "rongcuo_app", "rongcuo");
    world.database.is_real().await;
    let said = shell.runs("audit verify");
    assert_eq!((said.code, said.err.as_str()), (0, ""), "nothing was kept yet");
    let told = rongcuo::store::schema::begin_story(&world.database.owner).await;
    told.expect("the owner tells a story");
    world.case().initiated().await.evidence().await;
    let words = ["找不到材料文件夹 var/files", "RONGCUO_DATA"];
    one_sentence(&shell, "audit verify", 2, &words, "1 份材料");
    assert!(!shell.here().join("var").exists());
}
