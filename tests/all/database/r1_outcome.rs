//! R1 (A6, A7): the outcome follows from the findings, and the findings from the approved report.

use super::attack::{KEPT, refused};
use crate::world::World;

#[tokio::test]
async fn the_outcome_follows_from_the_findings() {
    let world = World::new().await;
    let case = world.case().reported().await.case().await;
    let (id, met, unmet) = (case.id, case.parties[0].id, case.parties[1].id);
    let determined = |party, outcome: &str, lenience: &str| {
        let provision = if lenience == "NULL" { "NULL" } else { "'某条例'" };
        format!(
            "INSERT INTO determinations SELECT gen_random_uuid(), '{id}', '{party}', 1, r.id, '{outcome}', {lenience}, {provision}, d.id, r.act_id, now()
             FROM reports r, documents d WHERE r.case_id = '{id}' AND d.case_id = '{id}' LIMIT 1"
        )
    };
    for (rule, sql) in [
        (
            "r1_outcome_follows_findings",
            determined(unmet, "tolerated", "'exempt'"),
        ),
        (
            "r1_outcome_follows_findings",
            determined(met, "not_tolerated", "NULL"),
        ),
        (
            "r1_no_lenience_without_tolerance",
            determined(unmet, "not_tolerated", "'waived'"),
        ),
        ("r1_tolerance_has_a_form", determined(met, "tolerated", "NULL")),
        ("r5_four_eyes", determined(met, "tolerated", "'exempt'")),
        (
            "parties_stay",
            format!("UPDATE parties SET authority_organ = '某机关' WHERE id = '{met}'"),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn findings_stay_what_was_approved() {
    let world = World::new().await;
    let case = world.case().reported().await.case().await;
    let (id, unmet, own) = (case.id, case.parties[1].id, case.evidence[0].id);
    let report = format!("(SELECT id FROM reports WHERE case_id = '{id}')");
    for (rule, sql) in [
        (
            KEPT,
            format!("UPDATE findings SET met = true WHERE party_id = '{unmet}'"),
        ),
        (KEPT, format!("DELETE FROM findings WHERE party_id = '{unmet}'")),
        (
            KEPT,
            format!("UPDATE opinions SET tolerate = true WHERE party_id = '{unmet}'"),
        ),
        ("permission denied", "TRUNCATE findings CASCADE".into()),
        (
            "events_first",
            format!("INSERT INTO fits VALUES ({report}, '{unmet}', 'other', '补记', '合乎', '不属')"),
        ),
        (
            "a7_7_explained",
            format!("INSERT INTO fits VALUES ({report}, '{unmet}', 'other', '补记')"),
        ),
        (
            "a7_7_explained",
            format!("INSERT INTO fits VALUES ({report}, '{unmet}', 'hard_task', '补记', '合乎', '不属')"),
        ),
        (
            "findings_pkey",
            format!(
                "INSERT INTO findings VALUES ({report}, '{unmet}', 'public_spirit', true, '[]', '补记', '{{{own}}}')"
            ),
        ),
        (
            "r5_four_eyes|events_first",
            format!(
                "INSERT INTO reports SELECT gen_random_uuid(), '{id}', 1, act_id, now() FROM events WHERE case_id = '{id}' AND kind = 'initiate'"
            ),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn a_finding_rests_on_evidence_of_its_own_case() {
    let world = World::new().await;
    let case = world.case().reported().await.case().await;
    let elsewhere = world.case().heard().await.case().await.evidence[0].id;
    let cites = |evidence: String| {
        format!(
            "INSERT INTO findings SELECT id, '{}', 'public_spirit', true, '[]', '补记', '{{{evidence}}}' FROM reports WHERE case_id = '{}'",
            case.parties[1].id, case.id
        )
    };
    let own = case.evidence[0].id;
    for (rule, sql) in [
        ("a8_2_evidence_of_the_case", cites(elsewhere.to_string())),
        ("a8_2_evidence_of_the_case", cites(format!("{own},{elsewhere}"))),
        ("a8_2_evidence_of_the_case", cites(case.id.to_string())),
        ("a8_2_rests_on_evidence", cites(String::new())),
        ("findings_pkey", cites(own.to_string())),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn a_finding_follows_from_its_parts() {
    let world = World::new().await;
    let case = world.case().reported().await.case().await;
    let finds = |condition: &str, met: bool, parts: &str| {
        format!(
            "INSERT INTO findings SELECT id, '{}', '{condition}', {met}, '{parts}', '补记', '{{{}}}' FROM reports WHERE case_id = '{}'",
            case.parties[1].id, case.evidence[0].id, case.id
        )
    };
    let (refuses, takes) = ("a6_met_by_parts", "findings_pkey");
    #[rustfmt::skip]
    let table = [
        (refuses, finds("diligent", true, r#"[["no_intent", true], ["duty_done", false]]"#)),
        (refuses, finds("diligent", false, r#"[["no_intent", true], ["duty_done", true]]"#)),
        (refuses, finds("diligent", true, r#"[["no_intent", true], ["no_intent", true]]"#)),
        (refuses, finds("diligent", true, r#"[["no_intent", true]]"#)),
        (refuses, finds("diligent", true, "[]")),
        (refuses, finds("due_process", false, r#"[["democratic", true], ["emergency_reported", false]]"#)),
        (refuses, finds("due_process", true, r#"[["democratic", false], ["emergency_reported", false]]"#)),
        (refuses, finds("self_correcting", true, r#"[["corrected", true], ["no_grave_loss", true]]"#)),
        (refuses, finds("self_correcting", true, r#"[["corrected", true], ["loss_reduced", true], ["no_grave_loss", false]]"#)),
        (refuses, finds("self_correcting", true, r#"[["corrected", true], ["no_grave_loss", true], ["loss_reduced", false]]"#)),
        (refuses, finds("public_spirit", true, r#"[["corrected", true]]"#)),
        (takes, finds("due_process", true, r#"[["democratic", false], ["emergency_reported", true]]"#)),
        (takes, finds("self_correcting", false, r#"[["corrected", true], ["loss_reduced", true], ["no_grave_loss", false]]"#)),
        (takes, finds("public_spirit", true, "[]")),
    ];
    for (rule, sql) in table {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn a_form_of_lenience_names_its_provision() {
    let world = World::new().await;
    let case = world.case().reported().await.case().await;
    let sql = format!(
        "INSERT INTO determinations SELECT gen_random_uuid(), '{}', '{}', 1, r.id, 'tolerated', 'exempt', NULL, d.id, r.act_id, now()
         FROM reports r, documents d WHERE r.case_id = '{}' AND d.case_id = r.case_id LIMIT 1",
        case.id, case.parties[0].id, case.id
    );
    refused(&world, "a10_lenience_within_a_provision|r5_four_eyes", &sql).await;
}

#[tokio::test]
async fn what_was_determined_stays() {
    let world = World::new().await;
    let case = world.case().determined().await.case().await;
    let id = case.id;
    for (rule, sql) in [
        (
            KEPT,
            format!("UPDATE determinations SET outcome = 'tolerated' WHERE case_id = '{id}'"),
        ),
        (
            KEPT,
            format!(
                "UPDATE determinations SET document_id = (SELECT id FROM documents WHERE case_id = '{id}' AND kind = 'receipt')"
            ),
        ),
        (KEPT, format!("DELETE FROM determinations WHERE case_id = '{id}'")),
        (
            "r1_findings_stay",
            format!(
                "INSERT INTO fits SELECT id, '{}', 'other', '补记', '合乎', '不属' FROM reports WHERE case_id = '{id}'",
                case.parties[1].id
            ),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}
