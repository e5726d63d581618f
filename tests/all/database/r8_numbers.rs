//! R8: numbers are unique and without gaps; an issued document never changes.

use super::attack::{DENIED, KEPT, refused};
use crate::world::World;

#[tokio::test]
async fn numbers_are_unique_and_without_gaps() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let (id, body) = (case.id, case.body.id);
    let issue = |kind: &str, word: &str, year: i32, serial: i32| {
        format!(
            "INSERT INTO documents SELECT gen_random_uuid(), '{id}', '{body}', '{kind}', {year}, {serial}, '成高管{word}〔{year}〕{serial}号', NULL, NULL, 'x', sha256('x'), '2026-03-05'"
        )
    };
    for (rule, sql) in [
        ("r8_numbers_without_gaps", issue("receipt", "容错收", 2026, 3)),
        ("r8_numbers_without_gaps", issue("receipt", "容错收", 2026, 1)),
        ("r8_numbers_by_year", issue("receipt", "容错收", 2027, 1)),
        ("events_first", issue("receipt", "容错收", 2026, 2)),
        ("events_first", issue("determination", "容错认", 2026, 1)),
        (
            "r8_numbers_say_serial",
            issue("receipt", "容错收", 2026, 2).replace("2号", "7号"),
        ),
        ("r8_numbers_say_serial", issue("receipt", "容错认", 2026, 2)),
        ("r8_numbers_say_serial", issue("receipt", "", 2026, 2)),
        ("documents_issuer", issue("objection_decision", "容错异", 2026, 1)),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn issued_documents_stay() {
    let world = World::new().await;
    let id = world.case().determined().await.id();
    for sql in [
        format!("UPDATE documents SET content = 'x', digest = sha256('x') WHERE case_id = '{id}'"),
        format!("UPDATE documents SET number = number || '之一' WHERE case_id = '{id}'"),
        "DELETE FROM documents WHERE issued_at = (SELECT max(issued_at) FROM documents)".to_owned(),
    ] {
        refused(&world, KEPT, &sql).await;
    }
    refused(&world, DENIED, "TRUNCATE documents CASCADE").await;
}

#[tokio::test]
async fn case_numbers_have_no_gaps_either() {
    let world = World::new().await;
    let case = world.case().filed().await.case().await;
    let insert = |year: i32, serial: i32, number: &str| {
        format!(
            "INSERT INTO cases (id, number, body_id, year, serial, title, status, received_at, filed_by, filer_name)
             VALUES (gen_random_uuid(), '{number}', '{}', {year}, {serial}, 'x', 'submitted', '2026-03-05', '{}', 'x')",
            case.body.id, world.people.applicant.user
        )
    };
    for (rule, sql) in [
        ("r8_numbers_without_gaps", insert(2026, 3, "成高管容〔2026〕3号")),
        ("r8_numbers_by_year", insert(2027, 1, "成高管容〔2027〕1号")),
        ("r8_numbers_say_serial", insert(2026, 2, "成高管容〔2026〕9号")),
        ("status_follows_events", insert(2026, 2, "成高管容〔2026〕2号")),
        (
            "cases_identity",
            format!("UPDATE cases SET serial = 9 WHERE id = '{}'", case.id),
        ),
        (
            "cases_identity",
            format!(
                "UPDATE cases SET number = '成高管容〔2026〕9号' WHERE id = '{}'",
                case.id
            ),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}
