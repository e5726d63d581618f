//! `rongcuo audit verify` finds what somebody changed who can switch the database's guards off.

use std::process::{Command, Output};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

use crate::world::World;

fn verify(world: &World) -> (bool, String) {
    let url = world.database.options("rongcuo_app").to_url_lossy();
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new(env!("CARGO_BIN_EXE_rongcuo"))
        .args(["audit", "verify"])
        .env("DATABASE_URL", url.as_str())
        .env_remove("RONGCUO_OWNER_DATABASE_URL")
        .output()
        .expect("the program runs");
    assert!(
        matches!(status.code(), Some(0 | 1)),
        "{}",
        String::from_utf8_lossy(&stderr)
    );
    assert!(
        stderr.is_empty() || status.success(),
        "{}",
        String::from_utf8_lossy(&stderr)
    );
    (status.success(), String::from_utf8(stdout).expect("UTF-8"))
}

/// As the superuser, with every trigger asleep.
async fn tamper(world: &World, sql: &str) {
    let mut db = PgConnection::connect_with(&world.database.options("postgres"))
        .await
        .expect("the superuser");
    let sql = format!("SET session_replication_role = replica; {sql}");
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut db)
        .await
        .expect("a change behind our back");
}

#[tokio::test]
async fn what_nobody_touched_is_in_order() {
    let world = World::new().await;
    world.case().filed().await;
    world.case().closed().await.upheld().await;
    world.case().determined().await.served_by_hand_last_week().await;
    let (good, said) = verify(&world);
    assert!(good, "{said}");
    assert!(said.starts_with("核对无误：案件 3 件，"), "{said}");
    assert_eq!(said.lines().count(), 1);
}

#[tokio::test]
async fn a_changed_or_missing_event_is_found_and_named() {
    for (change, named) in [
        (
            "UPDATE events SET body = replace(body, '会议纪要', '会议记要')",
            "第 3 号事件：内容与摘要不符",
        ),
        (
            "UPDATE events SET at = at + interval '1 microsecond' WHERE seq = 2",
            "第 2 号事件：内容与摘要不符",
        ),
        (
            "UPDATE events SET version = 9 WHERE seq = 2; UPDATE events e SET digest = event_digest(e) WHERE seq = 2",
            "第 3 号事件：记载的前一事件摘要",
        ),
        ("DELETE FROM events WHERE seq = 3", "第 3 号事件：缺失"),
        (
            "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
            "没有事件这样记载",
        ),
        (
            "DELETE FROM events",
            "案件状态：记录为 determined，事件推得 没有事件",
        ),
        (
            "UPDATE cases SET status = 'closed'",
            "案件状态：记录为 closed，事件推得 determined",
        ),
    ] {
        found(change, named).await;
    }
}

#[tokio::test]
async fn a_changed_or_missing_row_is_found_and_named() {
    for (change, named) in [
        (
            "UPDATE documents SET content = content || ' ' WHERE kind = 'receipt'",
            "文书 成高管容错收〔2026〕1号：内容与摘要不符",
        ),
        (
            "DELETE FROM documents WHERE kind = 'receipt'",
            "文书 成高管容错收〔2026〕1号：事件记载已印发，现已缺失",
        ),
        (
            "DELETE FROM documents WHERE kind = 'determination' AND serial = 1",
            "缺少 1 个编号",
        ),
        (
            "UPDATE deadlines SET due_on = due_on + 1 WHERE kind = 'verification'",
            "届满日与事件推得的不符",
        ),
        (
            "UPDATE deadline_causes SET cause = cause || '{\"days\":60}' WHERE no = 1",
            "原因与事件的记载不符",
        ),
        ("UPDATE findings SET met = true", "没有事件这样记载"),
        ("UPDATE hearings SET text = '另一种说法'", "没有事件这样记载"),
        (
            "UPDATE filings SET content = content || ' '",
            "申请书：内容与摘要不符",
        ),
        (
            "DELETE FROM events WHERE act_id IS NOT NULL AND kind = 'link'",
            "第 4 号事件：缺失",
        ),
    ] {
        found(change, named).await;
    }
}

async fn found(change: &str, named: &str) {
    let world = World::new().await;
    world.case().served().await;
    for constraint in [
        "documents DROP CONSTRAINT documents_check",
        "filings DROP CONSTRAINT filings_check",
    ] {
        tamper(&world, &format!("ALTER TABLE {constraint}")).await;
    }
    tamper(&world, change).await;
    let (good, said) = verify(&world);
    assert!(!good, "not found: {change}");
    assert!(said.contains(named), "{change}: {said}");
    assert!(said.contains("成高管"), "{said}");
}
