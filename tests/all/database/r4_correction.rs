//! R4 (A12.3): who is tolerated is told at the same time what to put right.

use rongcuo::domain::correction::Responsible;
use rongcuo::domain::determination::CorrectionDemand;
use rongcuo::domain::step::Step;
use rongcuo::platform::blobs::Sha256Name;
use serde_json::json;
use time::macros::date;
use uuid::Uuid;

use super::attack::{Forged, KEPT, approval, done, refused, ticks};
use crate::world::story::Story;
use crate::world::{World, paper};

/// Everything that a determination writes, by hand and lawfully but for the corrections, which are the caller's.
async fn by_hand(story: Story<'_>, correction: &str) -> String {
    let case = story.case().await;
    let mut step = paper::determination(&case, story.today());
    step.parties[0].corrections = vec![CorrectionDemand {
        what: "整改".into(),
        responsible: Responsible::Body,
        due: date!(2027 - 09 - 01),
    }];
    let act = story.submitted(Step::Determine(step)).await;
    let approver = story.world.people.body.approver.user;
    let numbers = ["成高管容错认〔2026〕1号", "成高管容错认〔2026〕2号"];
    let mut rows = String::new();
    let (mut facts, mut documents) = (vec![], vec![]);
    for (party, number) in case.parties.iter().zip(numbers) {
        let (id, document) = (Uuid::from_u128(party.no as u128), Uuid::now_v7());
        let (outcome, lenience) = if party.no == 1 {
            ("tolerated", Some("exempt"))
        } else {
            ("not_tolerated", None)
        };
        let provision = lenience.map(|_| "某条例第一条，可以免予");
        facts.push(json!({"fact": "determined", "id": id, "party": party.id, "outcome": outcome, "lenience": lenience, "provision": provision, "document": document}));
        documents.push(json!({"id": document, "kind": "determination", "issuer": case.body.id, "number": number, "year": 2026, "serial": party.no,
                              "party": party.id, "digest": Sha256Name::of(b"{}").to_string()}));
        let quoted = |text: Option<&str>| text.map_or("NULL".to_owned(), |text| format!("'{text}'"));
        let (lenience, provision) = (quoted(lenience), quoted(provision));
        rows += &format!(
            "INSERT INTO documents VALUES ('{document}', '{0}', '{1}', 'determination', 2026, {2}, '{number}', '{3}', '{act}', '{{}}', sha256('{{}}'), now());
             INSERT INTO determinations SELECT '{id}', '{0}', '{3}', 1, r.id, '{outcome}', {lenience}, {provision}, '{document}', '{act}', now() FROM reports r WHERE case_id = '{0}';",
            case.id, case.body.id, party.no, party.id,
        );
    }
    let required = json!({"id": Uuid::from_u128(77), "determination": Uuid::from_u128(1), "what": "整改", "responsible": "body", "due": "2027-09-01"});
    facts.push(json!({"fact": "correction_required", "correction": required}));
    let body = json!({"facts": facts, "documents": documents}).to_string();
    let (clocks, moved) = ticks(&case, "determination", "feedback");
    let event = Forged {
        case: &case,
        kind: "determine",
        actor: approver,
        act: Some(act),
        to: Some("determined"),
        body: &body,
    }
    .with(&clocks);
    format!(
        "{} {event} {moved} {rows} {correction}
         UPDATE cases SET status = 'determined', version = version + 1 WHERE id = '{}'",
        approval(act, approver),
        case.id
    )
}

#[tokio::test]
async fn no_tolerance_without_a_correction() {
    let world = World::new().await;
    let story = world.case().reported().await;
    let sql = by_hand(story, "").await;
    refused(&world, "r4_tolerance_with_correction", &sql).await;
}

#[tokio::test]
async fn with_a_correction_the_same_is_lawful() {
    let world = World::new().await;
    let story = world.case().reported().await;
    let correction = |due: &str| {
        format!(
            "INSERT INTO corrections VALUES ('{}', '{}', '{}', '整改', 'body', NULL, NULL, '{due}', 'required');",
            Uuid::from_u128(77),
            story.id(),
            Uuid::from_u128(1)
        )
    };
    let sql = by_hand(story, &correction("2027-09-01")).await;
    for (rule, sql) in [
        (
            "events_first",
            sql.replace("NULL, '2027-09-01'", "NULL, '2028-09-01'"),
        ),
        ("r4_requirements_due", sql.replace("2027-09-01", "2026-03-01")),
        (
            "r6_clocks_of_the_step",
            sql.replace("'kind', 'feedback'", "'kind', 'verification'"),
        ),
        (
            "r6_clocks_of_the_step",
            sql.replace(
                "FROM deadline_kinds WHERE kind = 'feedback'",
                "FROM deadline_kinds WHERE kind = 'verification'",
            ),
        ),
        (
            "events_first",
            sql.replace("\"what\":\"整改\"", "\"what\":\"无\"")
                .replace("'整改', 'body'", "'无', 'body'"),
        ),
        (
            "events_digest_acts",
            sql.replace("'digest', encode(act_digest(id)", "'digest', encode(sha256('')"),
        ),
        (
            "r8_numbers_say_serial",
            sql.replace("容错认〔2026〕1号', '", "容错异〔2026〕1号', '"),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
    done(&world, &sql).await;
}

#[tokio::test]
async fn what_was_required_stays_until_it_is_verified() {
    let world = World::new().await;
    let case = world.case().determined().await.case().await;
    let id = case.id;
    for (rule, sql) in [
        (KEPT, format!("DELETE FROM corrections WHERE case_id = '{id}'")),
        ("permission denied", "TRUNCATE corrections CASCADE".into()),
        (
            "r4_requirements_stay",
            format!("UPDATE corrections SET due_on = '2030-01-01' WHERE case_id = '{id}'"),
        ),
        (
            "r4_requirements_stay",
            format!("UPDATE corrections SET what = '无' WHERE case_id = '{id}'"),
        ),
        (
            "a12_3_verified_by_verdict",
            format!("UPDATE corrections SET state = 'verified' WHERE case_id = '{id}'"),
        ),
        (
            "a12_3_state_follows",
            format!("UPDATE corrections SET state = 'reported' WHERE case_id = '{id}'"),
        ),
        (
            "a12_3_state_follows",
            format!("UPDATE corrections SET state = 'returned' WHERE case_id = '{id}'"),
        ),
        (
            "events_first",
            format!(
                "INSERT INTO correction_reports SELECT id, 1, '原因', '措施', '2026-03-09', NULL, '{}', now() FROM corrections",
                world.people.applicant.user
            ),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}
