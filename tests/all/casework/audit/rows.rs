//! An event, a row or an approved act that was changed, added or taken away is found and named.

use super::{tamper, verify};
use crate::world::World;

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
            "UPDATE case_texts SET said = 'x' WHERE source = 'filing'",
            "检索文字 filing：与原文不符",
        ),
        (
            "DELETE FROM case_texts WHERE source = 'case'",
            "检索文字 case：已经缺失",
        ),
        (
            "INSERT INTO case_texts (case_id, source, about, said) SELECT id, 'party', '9', 'x' FROM cases",
            "检索文字 party 9：没有这样的原文",
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
    ("案件", "tasks", "todo", "'x'", "tasks"),
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
             UPDATE acts SET drafters = {spare} || drafters WHERE kind = 'report';
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
        ("登记与事件的记载不符，或者缺失", 5),
    ] {
        assert_eq!(said.matches(words).count(), times, "{said}");
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
