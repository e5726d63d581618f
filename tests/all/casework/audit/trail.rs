//! The audit trail: a line that is taken out, changed, or put in with an old date is named, and nobody who writes one waits.

use std::time::Duration;

use sqlx::{AssertSqlSafe, PgPool};

use super::{audit, tamper, verify};
use crate::database::attack::{DENIED, KEPT, denied, refused};
use crate::world::World;

/// Real work, with three lines sealed after those of the story.
async fn sealed() -> World {
    let world = World::new().await;
    world.database.is_real().await;
    seals(&world.database.app, 1).await;
    line(&world, 3).await;
    seals(&world.database.app, 3).await;
    world
}

async fn line(world: &World, many: i32) {
    let user = world.people.body.officer.user;
    let sql = format!(
        "INSERT INTO audit (at, user_id, what) SELECT now(), '{user}', 'view' FROM generate_series(1, {many})"
    );
    runs(&world.database.app, &sql).await;
}

async fn runs(pool: &PgPool, sql: &str) {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(pool).await;
    done.unwrap_or_else(|error| panic!("{error}: {sql}"));
}

async fn seals(pool: &PgPool, lines: i64) {
    let sealed: i64 = sqlx::query_scalar("SELECT seal_audit()")
        .fetch_one(pool)
        .await
        .expect("a seal");
    assert_eq!(sealed, lines);
}

/// The highest number of a line.
const LAST: &str = "(SELECT max(no) FROM audit)";

#[tokio::test]
async fn a_sealed_line_that_was_changed_or_taken_out_is_named() {
    let world = sealed().await;
    let (good, said) = verify(&world);
    assert!(good && said.contains("留痕 "), "{said}");
    for (change, named) in [
        (format!("DELETE FROM audit WHERE no = {LAST} - 1"), "行缺失"),
        (
            format!("UPDATE audit SET user_id = NULL WHERE no = {LAST}"),
            "行中有内容与封存时不符，写入后被改动",
        ),
        (
            format!("UPDATE audit SET what = 'read' WHERE no = {LAST}"),
            "行中有内容与封存时不符，写入后被改动",
        ),
        (
            format!("UPDATE audit SET at = at - interval '1 second' WHERE no = {LAST}"),
            "行中有内容与封存时不符",
        ),
        (
            format!("UPDATE audit SET detail = '{{\"x\": 1}}' WHERE no = {LAST}"),
            "行中有内容与封存时不符",
        ),
        (
            "UPDATE seals SET story = true WHERE seq = (SELECT max(seq) FROM seals)".into(),
            "内容与摘要不符，写入后被改动",
        ),
        ("DELETE FROM seals WHERE seq = 2".into(), "次封存：前一次封存缺失"),
    ] {
        let world = sealed().await;
        tamper(&world, &change).await;
        let (good, said) = verify(&world);
        assert!(!good && said.contains(named), "{change}: {said}");
    }
}

#[tokio::test]
async fn a_line_with_an_old_date_is_named_before_it_is_sealed_and_after() {
    let world = sealed().await;
    let old =
        "INSERT INTO audit (no, at, what) VALUES (nextval('audit_no'), now() - interval '1 year', 'view')";
    tamper(&world, old).await;
    let (good, said) = verify(&world);
    assert!(
        !good && said.contains("没有封存，是事后补入的，或者时间被改动"),
        "{said}"
    );
    // Reading has told a story again.
    tamper(&world, "DELETE FROM story_time").await;
    seals(&world.database.app, 1).await;
    let (good, said) = verify(&world);
    assert!(!good && said.contains("行的时间不在封存的时段"), "{said}");
}

#[tokio::test]
async fn a_line_that_comes_when_all_around_it_is_sealed_is_named() {
    let world = sealed().await;
    tamper(&world, "UPDATE seals SET at = at - interval '1 hour'").await;
    line(&world, 1).await;
    seals(&world.database.app, 1).await;
    let late = "INSERT INTO audit (no, at, what) VALUES (0, now(), 'view')";
    tamper(&world, late).await;
    let (good, said) = verify(&world);
    assert!(
        !good && said.contains("留痕第 0 行：没有封存，是事后补入的"),
        "{said}"
    );
}

#[tokio::test]
async fn nobody_waits_and_what_is_committed_late_is_sealed_late() {
    let world = sealed().await;
    let app = &world.database.app;
    let mut slow = app.begin().await.expect("a transaction");
    let view = "INSERT INTO audit (at, what) VALUES (now(), 'view')";
    sqlx::query(view).execute(&mut *slow).await.expect("a line");
    let meanwhile = tokio::time::timeout(Duration::from_secs(2), async {
        line(&world, 1).await;
        seals(app, 1).await;
    });
    meanwhile.await.expect("nobody waits for the slow one");
    slow.commit().await.expect("a commit");
    seals(app, 1).await;
    let (good, said) = verify(&world);
    assert!(good && said.contains("另有 0 行尚未封存"), "{said}");
    line(&world, 2).await;
    let (good, said) = verify(&world);
    assert!(good && said.contains("另有 2 行尚未封存"), "{said}");
}

#[tokio::test]
async fn who_serves_numbers_no_line_and_writes_no_seal() {
    let world = sealed().await;
    let numbered =
        "INSERT INTO audit (no, at, what) VALUES (9223372036854775807, now(), 'view') RETURNING no";
    let no: i64 = sqlx::query_scalar(numbered)
        .fetch_one(&world.database.app)
        .await
        .expect("a line");
    assert!(no < 1_000, "{no}");
    denied(&world, "INSERT INTO seals SELECT * FROM seals").await;
    denied(&world, "SELECT setval('audit_no', 1)").await;
    for (rule, sql) in [
        (KEPT, "UPDATE seals SET until = 0"),
        (KEPT, "DELETE FROM seals"),
        (DENIED, "TRUNCATE seals"),
    ] {
        refused(&world, rule, sql).await;
    }
}

#[tokio::test]
async fn what_was_kept_elsewhere_finds_a_trail_that_was_cut_and_a_person_who_is_gone() {
    let world = sealed().await;
    line(&world, 1).await;
    let file = world.data().join("anchor");
    let name = file.to_str().expect("UTF-8");
    audit(&world, &["anchor", name]);
    let kept = std::fs::read_to_string(world.data().join("anchor.heads")).expect("the heads");
    assert!(kept.lines().any(|line| line.starts_with("audit 4 ")), "{kept}");
    let words = ["verify", "--anchor", name];
    let (good, said) = audit(&world, &words);
    assert!(good, "{said}");
    let gone = format!("DELETE FROM seals WHERE seq = 4; DELETE FROM audit WHERE no = {LAST}");
    tamper(&world, &gone).await;
    let spare = world.people.body.spare.user;
    tamper(
        &world,
        &format!("DELETE FROM users WHERE id = '{spare}'; DELETE FROM changes WHERE id = '{spare}'"),
    )
    .await;
    assert!(verify(&world).0, "without an anchor nothing shows");
    let (_, said) = audit(&world, &words);
    assert!(
        said.contains("留痕第 4 次封存：与留存的摘要不符，或者缺失"),
        "{said}"
    );
    assert!(
        said.contains(&format!("账号 {spare} 第 1 次变动：与留存的摘要不符，或者缺失")),
        "{said}"
    );
}
