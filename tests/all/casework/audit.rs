//! `rongcuo audit verify` finds what somebody changed who can switch the database's guards off.

mod guards;
mod rules;

use std::process::{Command, Output};

use rongcuo::casework::{self, Answer, Draft, Verdict};
use rongcuo::domain::act::ActState;
use rongcuo::domain::procedure::Kind;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

use crate::world::World;

fn verify(world: &World) -> (bool, String) {
    audit(world, &["verify"])
}

fn output(world: &World, words: &[&str]) -> Output {
    let url = world.database.options("rongcuo_app").to_url_lossy();
    let mut program = Command::new(env!("CARGO_BIN_EXE_rongcuo"));
    program.arg("audit").args(words);
    program
        .env("DATABASE_URL", url.as_str())
        .env("RONGCUO_DATA", world.data())
        .env_remove("RONGCUO_OWNER_DATABASE_URL");
    program.output().expect("the program runs")
}

fn audit(world: &World, words: &[&str]) -> (bool, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = output(world, words);
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
    run(&mut superuser(world).await, sql).await;
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
async fn a_returned_act_that_is_saved_again_stays_in_order() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (officer, approver) = (&world.people.body.officer, &world.people.body.approver);
    let act = story.submitted(story.initiation()).await;
    let verdict = Verdict::Return("请补充理由".into());
    let (app, stamp) = (&world.app, story.stamp().await);
    let returned = casework::decide(app, approver, story.id(), act, stamp, verdict).await;
    assert!(matches!(returned, Ok(Answer::Done(_))));
    let half = Draft {
        kind: Kind::Initiate,
        subject: None,
        typed: vec![("reason".into(), "改到一半".into())],
        step: None,
    };
    let saved = casework::draft(app, officer, story.id(), story.stamp().await, half).await;
    assert!(matches!(saved, Ok(Answer::Saved)));
    assert_eq!(story.case().await.acts[0].state, ActState::Returned);
    let (good, said) = verify(&world);
    assert!(good, "{said}");
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
            "文书 成高管容错收〔2026〕1号：事件有记载，现已缺失",
        ),
        (
            "DELETE FROM documents WHERE kind = 'determination' AND serial = 1",
            "缺少 1 个编号",
        ),
        (
            "UPDATE deadlines SET due_on = due_on + 1 WHERE kind = 'verification'",
            "due_on 与事件的记载不符",
        ),
        (
            "UPDATE deadline_causes SET cause = cause || '{\"days\":60}' WHERE no = 1",
            "cause 与事件的记载不符",
        ),
        ("UPDATE findings SET met = true", "met 与事件的记载不符"),
        ("UPDATE hearings SET text = '另一种说法'", "text 与事件的记载不符"),
        (
            "UPDATE filings SET content = content || ' '",
            "申请书：内容与事件记载的摘要不符",
        ),
        (
            "DELETE FROM events WHERE act_id IS NOT NULL AND kind = 'link'",
            "第 4 号事件：缺失",
        ),
    ] {
        found(change, named).await;
    }
}

/// Columns that nothing else contradicts, what to make of them, and what the register is called.
const COLUMNS: &[(&str, &str, &str, &str)] = &[
    ("案件", "cases", "title", "'x'"),
    (
        "案件",
        "cases",
        "filed_by",
        "(SELECT id FROM users WHERE approver LIMIT 1)",
    ),
    ("案件", "cases", "received_at", "received_at - interval '1 day'"),
    ("案件", "cases", "number", "'x'"),
    ("案件", "cases", "party_names", "'x'"),
    ("案件", "cases", "due_on", "'2030-01-01'"),
    ("案件", "cases", "turn", "'nobody'"),
    ("案件", "cases", "todo", "'x'"),
    ("当事人", "parties", "authority_organ", "'x'"),
    ("当事人", "parties", "electronic", "NOT electronic"),
    ("当事人", "parties", "position", "'x'"),
    ("证据", "evidence", "proves", "'x'"),
    ("证据", "evidence", "source", "'x'"),
    ("证据", "evidence", "party_id", "(SELECT id FROM parties LIMIT 1)"),
    ("证据", "evidence", "by_party", "(SELECT id FROM parties LIMIT 1)"),
    ("证据", "evidence", "taken_on", "'2020-01-01'"),
    (
        "证据",
        "evidence",
        "by_user",
        "(SELECT id FROM users WHERE approver LIMIT 1)",
    ),
    ("听取意见", "hearings", "officers", "'{}'"),
    ("听取意见", "hearings", "absent", "'x'"),
    (
        "听取意见",
        "hearings",
        "file_id",
        "(SELECT id FROM files LIMIT 1)",
    ),
    ("听取意见", "hearings", "round", "2"),
    (
        "条件认定",
        "findings",
        "parts",
        "coalesce((SELECT jsonb_agg(e ORDER BY n DESC) FROM jsonb_array_elements(parts) WITH ORDINALITY t(e, n)), '[]')",
    ),
    ("条件认定", "findings", "evidence", "array[gen_random_uuid()]"),
    (
        "文书",
        "documents",
        "digest",
        "sha256(convert_to(content || ' ', 'UTF8')), content = content || ' '",
    ),
    ("文书", "documents", "issued_at", "issued_at - interval '1 day'"),
    ("文书", "documents", "party_id", "NULL"),
    (
        "整改要求",
        "corrections",
        "responsible",
        "'unit', party_id = NULL, unit_name = 'x'",
    ),
    ("整改要求", "corrections", "state", "'reported'"),
    ("送达", "services", "place", "'x'"),
    ("送达", "services", "recipient", "'x'"),
    ("送达", "services", "proof_id", "(SELECT id FROM files LIMIT 1)"),
    ("认定", "determinations", "report_id", "gen_random_uuid()"),
    ("异议", "objections", "contested", "'x'"),
    ("异议", "objections", "new_facts", "'x'"),
    ("异议", "objections", "reasons", "'x'"),
    ("异议", "objections", "investigation", "'x'"),
    ("期限", "deadlines", "provisional", "true"),
    ("期限", "deadlines", "subject", "gen_random_uuid()"),
    ("期限原因", "deadline_causes", "due_on", "'2030-01-01'"),
];

#[tokio::test]
async fn no_column_is_changed_unnoticed() {
    let world = World::new().await;
    world.case().served().await.upheld().await;
    let changes: String = COLUMNS
        .iter()
        .map(|(_, table, column, value)| format!("UPDATE {table} SET {column} = {value};"))
        .collect();
    tamper(&world, &changes).await;
    let (_, said) = verify(&world);
    for (name, _, column, _) in COLUMNS {
        let names = |line: &str| {
            line.split('：')
                .next()
                .is_some_and(|row| row.contains(&format!(" {name}")))
        };
        let told = |line: &str| line.ends_with("与事件的记载不符") && line.contains(column);
        assert!(
            said.lines().any(|line| names(line) && told(line)),
            "{name} {column}: {said}"
        );
    }
}

#[tokio::test]
async fn an_approved_act_stays_as_it_was_approved() {
    let world = World::new().await;
    world.case().upheld().await;
    let spare = "(SELECT id FROM users WHERE username LIKE '%spare' LIMIT 1)";
    tamper(
        &world,
        &format!(
            "UPDATE acts SET typed = '[]' WHERE kind = 'initiate';
             UPDATE acts SET step = '{{}}' WHERE kind = 'link';
             UPDATE acts SET drafted_by = {spare} WHERE kind = 'report';
             UPDATE acts SET approved_by = {spare} WHERE kind = 'determine';
             UPDATE act_moves SET note = 'x' WHERE act_id = (SELECT id FROM acts WHERE kind = 'decide_objection')"
        ),
    )
    .await;
    let (_, said) = verify(&world);
    assert_eq!(said.matches("与批准时的摘要不符").count(), 5, "{said}");
    tamper(&world, "UPDATE acts SET state = 'lapsed', approved_by = NULL; UPDATE filings SET content = content || ' ', digest = sha256(convert_to(content || ' ', 'UTF8'));
                    UPDATE files SET name = 'x'").await;
    let (_, said) = verify(&world);
    for (words, times) in [
        ("事件记载已批准，现已缺失", 5),
        ("申请书：内容与事件记载的摘要不符", 1),
        ("登记与事件的记载不符，或者缺失", 1),
    ] {
        assert_eq!(said.matches(words).count(), times, "{said}");
    }
}

#[tokio::test]
async fn a_damaged_file_is_found_and_named() {
    let world = World::new().await;
    world.case().initiated().await.evidence().await;
    let name = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
    let path = world.data().join("files/2d").join(name);
    for (bytes, named) in [
        (Some(&b"y"[..]), "材料 材料.pdf"),
        (Some(&b""[..]), "原件与摘要不符"),
        (None, "原件缺失"),
    ] {
        match bytes {
            Some(bytes) => std::fs::write(&path, bytes),
            None => std::fs::remove_file(&path),
        }
        .expect("the file lies there");
        let (good, said) = verify(&world);
        assert!(!good && said.contains(named), "{said}");
        std::fs::write(&path, b"x").expect("room for it");
    }
    assert!(verify(&world).0);
}

#[tokio::test]
async fn what_was_kept_elsewhere_finds_an_end_that_was_written_anew_and_a_case_that_is_gone() {
    let world = World::new().await;
    world.case().determined().await;
    world.case().filed().await;
    let (listed, kept) = audit(&world, &["anchor"]);
    assert!(listed && kept.lines().count() == 2, "{kept}");
    let file = world.data().join("anchor.txt");
    std::fs::write(&file, &kept).expect("room for it");
    let words = ["verify", "--anchor", file.to_str().expect("UTF-8")];
    let against_it = || audit(&world, &words);
    world.case().filed().await;
    assert!(against_it().0, "what was added since is no fault");

    let first = "(SELECT id FROM cases WHERE serial = 1)";
    let last = format!("case_id = {first} AND seq = (SELECT max(seq) FROM events WHERE case_id = {first})");
    tamper(
        &world,
        &format!("UPDATE events SET at = at + interval '1 minute' WHERE {last}; UPDATE events e SET digest = event_digest(e) WHERE {last}"),
    )
    .await;
    assert!(
        against_it()
            .1
            .contains("成高管容〔2026〕1号 第 8 号事件：与留存的摘要不符"),
        "{:?}",
        against_it()
    );

    std::fs::write(&file, kept.replace("〕2号", "〕9号")).expect("room for it");
    assert!(
        against_it()
            .1
            .contains("成高管容〔2026〕9号 第 1 号事件：与留存的摘要不符，或者缺失")
    );
    std::fs::write(&file, "成高管容〔2026〕1号 8").expect("room for it");
    let Output { status, stderr, .. } = output(&world, &words);
    let said = String::from_utf8_lossy(&stderr);
    assert!(
        status.code() == Some(2) && said.contains("第 1 行看不懂"),
        "{said}"
    );
}

async fn superuser(world: &World) -> PgConnection {
    let mut db = PgConnection::connect_with(&world.database.options("postgres"))
        .await
        .expect("the superuser");
    run(&mut db, "SET session_replication_role = replica").await;
    db
}

async fn run(db: &mut PgConnection, sql: &str) {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(db).await;
    done.unwrap_or_else(|error| panic!("{error}: {sql}"));
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
