//! Demo and real never meet, and `rongcuo demo end` closes the doors of a demo for good.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use sqlx::AssertSqlSafe;

use super::{Shell, changed};
use crate::world::World;
use crate::world::database::TestDatabase;

/// An account, as the owner writes one by hand.
fn account(name: &str, demo: bool) -> String {
    format!(
        "INSERT INTO users (id, username, name, password_digest, created_at, demo)
         VALUES (gen_random_uuid(), '{name}', '某', '!', now(), {demo})"
    )
}

/// Which rule refuses it to the owner of the tables.
async fn refused_by(database: &TestDatabase, sql: &str) -> String {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&database.owner)
        .await;
    let error = done.err().unwrap_or_else(|| panic!("got through: {sql}"));
    let error = error.as_database_error().expect("the database refuses");
    error.constraint().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn no_real_account_beside_demo_identities() {
    let kinds = "users_are_of_one_kind";
    for first in [true, false] {
        let database = TestDatabase::new().await;
        changed(&database, &account("first", first)).await;
        changed(&database, &account("second", first)).await;
        assert_eq!(refused_by(&database, &account("third", !first)).await, kinds);
        changed(&database, "UPDATE users SET disabled_at = now()").await;
        assert_eq!(
            refused_by(&database, &account("third", !first)).await,
            kinds,
            "whoever is closed has cases"
        );
        let turned = format!("UPDATE users SET demo = {}", !first);
        assert_eq!(refused_by(&database, &turned).await, "users_stay_what_they_are");
    }
    let database = TestDatabase::new().await;
    let both = format!("{}; {}", account("real", false), account("demo", true));
    assert_eq!(refused_by(&database, &both).await, kinds);
    let (mut one, mut other) = (
        database.owner.begin().await.expect("a connection"),
        database.owner.begin().await.expect("another"),
    );
    sqlx::raw_sql(AssertSqlSafe(account("real", false)))
        .execute(&mut *one)
        .await
        .expect("the first");
    let second = tokio::spawn(async move {
        sqlx::raw_sql(AssertSqlSafe(account("demo", true)))
            .execute(&mut *other)
            .await
            .is_ok()
    });
    one.commit().await.expect("the first is there");
    assert!(!second.await.expect("it answers"), "two at once");
}

#[tokio::test]
async fn accounts_of_a_demo_database_are_not_administered() {
    let database = TestDatabase::new().await;
    changed(&database, &account("chen", true)).await;
    let shell = Shell::at(&database, "rongcuo_app", "rongcuo");
    for (line, code, words) in [
        (
            "user add lin 林知远 --individual",
            1,
            "这个数据库用于演示，不能新建真实账号",
        ),
        ("user add lin 林知远 --individual", 1, "rongcuo demo end"),
        ("user reset chen", 1, "chen 是演示账号，没有密码"),
        ("user disable chen", 0, "已停用 chen"),
        ("user enable chen", 1, "停用以后不能再启用"),
        ("user enable chen", 1, "rongcuo demo end"),
    ] {
        let said = shell.runs(line);
        assert_eq!(said.code, code, "{line}: {}{}", said.out, said.err);
        assert!(
            format!("{}{}", said.out, said.err).contains(words),
            "{line}: {}",
            said.err
        );
    }
}

#[tokio::test]
async fn the_end_of_a_demo_closes_it_for_good() {
    let database = TestDatabase::new().await;
    let shell = Shell::at(&database, "rongcuo_app", "rongcuo");
    assert!(shell.runs("demo end").out.contains("没有演示，没有改动"));
    changed(&database, &account("chen", true)).await;
    changed(
        &database,
        "INSERT INTO sessions SELECT sha256('x'), id, now(), now(), now() + interval '1 hour' FROM users",
    )
    .await;
    let said = shell.runs("demo end");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains("停用 1 个演示账号，退出 1 个登录"),
        "{}",
        said.out
    );
    let left: (i64, i64, i64, i64) = sqlx::query_as(
        "SELECT (SELECT count(*) FROM users WHERE disabled_at IS NULL), (SELECT count(*) FROM sessions WHERE ended_at IS NULL),
                (SELECT count(*) FROM story_time), (SELECT count(*) FROM audit WHERE what = 'demo_ended')",
    )
    .fetch_one(&database.owner)
    .await
    .expect("what is left");
    assert_eq!(left, (0, 0, 0, 1));
    assert!(shell.runs("demo end").out.contains("演示早已结束，没有改动"));
    let again = shell.runs("demo");
    assert!(
        again.code == 1 && again.err.contains("不能重新建立"),
        "{}",
        again.err
    );
    assert_eq!(
        refused_by(&database, "UPDATE users SET disabled_at = NULL").await,
        "users_stay_what_they_are"
    );
    let doctor = shell.runs("doctor").out;
    assert!(doctor.contains("✓ 账号：1 个演示账号，演示已经结束"), "{doctor}");
    let verified = shell.runs("audit verify");
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
}

#[tokio::test]
async fn a_mixture_is_named() {
    let world = World::new().await;
    world.make_demo(world.people.individual.user);
    world.database.is_real().await;
    let shell = Shell::at(&world.database, "rongcuo_app", "rongcuo");
    for line in ["doctor", "audit verify"] {
        let said = shell.runs(line);
        assert_eq!(said.code, 1, "{line}");
        assert!(
            said.out.contains("1 个演示账号和 16 个真实账号混在一起"),
            "{line}: {}",
            said.out
        );
    }
}

#[tokio::test]
async fn a_demo_is_served_beyond_this_machine_only_where_that_is_said() {
    let database = TestDatabase::new().await;
    changed(&database, &account("chen", true)).await;
    for (settings, served) in [
        (&[("RONGCUO_LISTEN", "0.0.0.0:0")][..], false),
        (&[("RONGCUO_LISTEN", "0.0.0.0:0"), ("RONGCUO_DEMO", "1")], false),
        (
            &[("RONGCUO_LISTEN", "127.0.0.1:0"), ("RONGCUO_HTTPS", "1")],
            false,
        ),
        (
            &[("RONGCUO_LISTEN", "0.0.0.0:0"), ("RONGCUO_DEMO", "anywhere")],
            true,
        ),
        (&[("RONGCUO_LISTEN", "127.0.0.1:0"), ("RONGCUO_DEMO", "1")], true),
    ] {
        let mut shell = Shell::at(&database, "rongcuo_app", "rongcuo");
        let settings_of = settings.iter().map(|(name, value)| (*name, (*value).to_owned()));
        shell.settings.extend(settings_of);
        let mut serving = shell
            .command("serve")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        let mut said = String::new();
        BufReader::new(serving.stdout.take().expect("a pipe"))
            .read_line(&mut said)
            .expect("a line, or the end");
        assert_eq!(said.contains("容错已启动"), served, "{settings:?}: {said}");
        serving.kill().ok();
        let rest = serving.wait_with_output().expect("a child");
        let why = String::from_utf8_lossy(&rest.stderr);
        assert!(
            served || why.contains("RONGCUO_DEMO=anywhere"),
            "{settings:?}: {why}"
        );
    }
}
