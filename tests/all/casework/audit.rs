//! `rongcuo audit verify` finds what somebody changed who can switch the database's guards off.

mod guards;
mod rules;

use std::process::{Command, Output};

use rongcuo::casework::{self, Answer, Draft, Verdict};
use rongcuo::domain::act::ActState;
use rongcuo::domain::procedure::Kind;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};

use crate::world::World;

pub fn verify(world: &World) -> (bool, String) {
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
    assert!(matches!(saved, Ok(Answer::Done(ActState::Returned))));
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
            "UPDATE clock_moves SET cause = cause || '{\"days\":60}'",
            "cause 与事件的记载不符",
        ),
        (
            "DELETE FROM deadlines WHERE kind = 'verification'",
            "事件有记载，现已缺失",
        ),
        (
            "INSERT INTO deadlines SELECT gen_random_uuid(), case_id, body_id, kind, NULL, from_on, days, due_on, provisional, state, ended_on FROM deadlines WHERE kind = 'verification'",
            "期限 verification：没有事件这样记载",
        ),
        (
            "UPDATE assessments SET findings = replace(findings::text, '\"met\": false', '\"met\": true')::jsonb",
            "findings 与事件的记载不符",
        ),
        (
            "UPDATE filing_files SET signed = NOT signed; INSERT INTO filing_files SELECT case_id, file, 'x', true FROM evidence",
            "申请材料：与事件的记载不符",
        ),
        ("UPDATE files SET name = 'x'", "登记与事件的记载不符，或者缺失"),
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

/// Columns beside the registers' that nothing else contradicts, what to make of them, what the row is called, and what the
/// event calls the column.
const COLUMNS: &[(&str, &str, &str, &str, &str)] = &[
    ("案件", "cases", "title", "'x'", "title"),
    (
        "案件",
        "cases",
        "filed_by",
        "(SELECT id FROM users WHERE approver LIMIT 1)",
        "filed_by",
    ),
    (
        "案件",
        "cases",
        "received_at",
        "received_at - interval '1 day'",
        "received_at",
    ),
    ("案件", "cases", "number", "number || 'x'", "number"),
    ("案件", "cases", "filer_name", "'x'", "filer_name"),
    ("案件", "cases", "filed_unit", "NULL", "filed_unit"),
    ("案件", "cases", "round", "2", "round"),
    ("案件", "cases", "officers", "officers[1:1]", "officers"),
    ("案件", "cases", "party_names", "'x'", "party_names"),
    ("案件", "cases", "due_on", "'2030-01-01'", "due_on"),
    ("案件", "cases", "turn", "'nobody'", "turn"),
    ("案件", "cases", "todo", "'x'", "todo"),
    (
        "文书",
        "documents",
        "digest",
        "sha256(convert_to(content || ' ', 'UTF8')), content = content || ' '",
        "digest",
    ),
    (
        "文书",
        "documents",
        "issued_at",
        "issued_at - interval '1 day'",
        "at",
    ),
    ("文书", "documents", "party_id", "gen_random_uuid()", "party"),
    ("文书", "documents", "act_id", "gen_random_uuid()", "act"),
    ("期限", "deadlines", "body_id", "gen_random_uuid()", "body_id"),
    ("期限", "deadlines", "subject", "gen_random_uuid()", "subject"),
    ("期限", "deadlines", "from_on", "from_on - 1", "from_on"),
    ("期限", "deadlines", "days", "days + 1", "days"),
    ("期限", "deadlines", "due_on", "due_on + 1", "due_on"),
    (
        "期限",
        "deadlines",
        "provisional",
        "NOT provisional",
        "provisional",
    ),
];

#[tokio::test]
async fn no_column_is_changed_unnoticed() {
    let world = World::new().await;
    world.case().served().await.upheld().await;
    let changes: String = COLUMNS
        .iter()
        .map(|(_, table, column, value, _)| format!("UPDATE {table} SET {column} = {value};"))
        .collect();
    tamper(&world, &changes).await;
    let (_, said) = verify(&world);
    for (name, _, column, _, told) in COLUMNS {
        let names = |line: &str| {
            line.split('：')
                .next()
                .is_some_and(|row| row.contains(&format!(" {name}")))
        };
        let tells = |line: &str| line.ends_with("与事件的记载不符") && line.contains(told);
        assert!(
            said.lines().any(|line| names(line) && tells(line)),
            "{name} {column}: {said}"
        );
    }
}

/// A row of a register that is attacked: its table, its case's number, its place, and its columns with their types.
#[derive(sqlx::FromRow)]
struct Attacked {
    register: String,
    number: String,
    seq: i32,
    fact_no: i16,
    columns: Vec<String>,
    types: Vec<String>,
}

impl Attacked {
    /// The row as `audit verify` names it, with another `fact_no`.
    fn line(&self, beyond: i16) -> String {
        format!(" {}.{}：", self.seq, self.fact_no + beyond)
    }

    fn is_said(&self, said: &str, beyond: i16, how: &str) {
        let line = said.lines().find(|line| {
            line.starts_with(&self.number) && line.contains(&self.line(beyond)) && line.ends_with(how)
        });
        assert!(
            line.is_some(),
            "{} {}{how}: {said}",
            self.register,
            self.line(beyond)
        );
    }

    fn key(&self) -> String {
        format!(
            "case_id = (SELECT id FROM cases WHERE number = '{}') AND seq = {} AND fact_no = {}",
            self.number, self.seq, self.fact_no
        )
    }

    /// Every field another one.
    fn otherwise(&self) -> String {
        let other = |(column, kind): (&String, &String)| {
            let value = match kind.as_str() {
                "uuid" => "gen_random_uuid()".to_owned(),
                "uuid[]" => "ARRAY[gen_random_uuid()]".to_owned(),
                "text" | "written" => format!("concat(\"{column}\", 'x')"),
                "jsonb" => "'\"x\"'".to_owned(),
                "boolean" => format!("NOT \"{column}\""),
                "date" => format!("coalesce(\"{column}\", '2026-01-01') + 1"),
                "smallint" => format!("\"{column}\" + 1"),
                kind => panic!("{column} is a {kind}"),
            };
            format!("\"{column}\" = {value}")
        };
        let set: Vec<_> = self.columns.iter().zip(&self.types).map(other).collect();
        format!(
            "UPDATE {} SET {} WHERE {};",
            self.register,
            set.join(", "),
            self.key()
        )
    }
}

/// A row of each register, as the list in the database has them, where nothing but the audit is left to notice anything.
async fn attacked(world: &World) -> Vec<Attacked> {
    world.every_fact().await;
    let registers: Vec<String> = sqlx::query_scalar("SELECT register::text FROM registers ORDER BY 1")
        .fetch_all(&world.database.owner)
        .await
        .expect("the registers");
    let mut rows = vec![];
    for register in &registers {
        let row = format!(
            "SELECT '{register}' AS register, c.number, r.seq, r.fact_no, array_agg(a.attname::text) AS columns,
                    array_agg(format_type(a.atttypid, a.atttypmod)) AS types
             FROM (SELECT * FROM {register} ORDER BY case_id, seq, fact_no LIMIT 1) r JOIN cases c ON c.id = r.case_id, pg_attribute a
             WHERE a.attrelid = '{register}'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('case_id', 'seq', 'fact_no')
             GROUP BY c.number, r.seq, r.fact_no"
        );
        let row = sqlx::query_as(AssertSqlSafe(row))
            .fetch_one(&world.database.owner)
            .await;
        rows.push(row.unwrap_or_else(|error| panic!("{register}: {error}")));
    }
    assert!(rows.len() > 20);
    tamper(
        world,
        "DO $$ DECLARE it record; BEGIN
             FOR it IN SELECT conrelid::regclass AS register, conname FROM pg_constraint JOIN registers ON register = conrelid WHERE contype IN ('c', 'u') LOOP
                 EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', it.register, it.conname);
             END LOOP; END $$",
    )
    .await;
    rows
}

#[tokio::test]
async fn no_field_of_a_register_is_changed_unnoticed() {
    let world = World::new().await;
    let rows = attacked(&world).await;
    let changes: String = rows.iter().map(Attacked::otherwise).collect();
    tamper(&world, &changes).await;
    let (_, said) = verify(&world);
    for row in &rows {
        row.is_said(&said, 0, "与事件的记载不符");
        let line = said.lines().find(|line| {
            line.starts_with(&row.number) && line.contains(&row.line(0)) && line.ends_with("与事件的记载不符")
        });
        let named = line.and_then(|line| line.split('：').nth(1)).expect("a line");
        let named: Vec<_> = named.trim_end_matches(" 与事件的记载不符").split('、').collect();
        for column in &row.columns {
            assert!(
                named.contains(&column.as_str()),
                "{}.{column}: {named:?}",
                row.register
            );
        }
    }
}

#[tokio::test]
async fn no_row_of_a_register_is_added_or_taken_away_unnoticed() {
    let world = World::new().await;
    let rows = attacked(&world).await;
    let change = |it: &Attacked| {
        let (register, key) = (&it.register, it.key());
        format!(
            "INSERT INTO {register} SELECT (jsonb_populate_record(r, jsonb_build_object('fact_no', fact_no + 50))).* FROM {register} r WHERE {key};
             DELETE FROM {register} WHERE {key};"
        )
    };
    tamper(&world, &rows.iter().map(change).collect::<String>()).await;
    let (_, said) = verify(&world);
    for row in &rows {
        row.is_said(&said, 0, "事件有记载，现已缺失");
        row.is_said(&said, 50, "没有事件这样记载");
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
