//! R2 (A8.2): no report before every party has been heard.

use rongcuo::domain::case::Case;
use serde_json::{Value, json};
use uuid::Uuid;

use super::attack::{DENIED, Forged, KEPT, lawful, refused};
use crate::world::{World, paper};

/// A hearing as the two officers record it, with these fields otherwise.
fn heard(world: &World, case: &Case, change: &Value) -> String {
    let body = &world.people.body;
    let mut fact = json!({"fact": "heard", "id": Uuid::now_v7(), "by_party": false, "party": case.parties[1].id, "kind": "statement", "text": "意见",
                          "held_on": "2026-03-04", "officers": [body.officer.user, body.second.user], "absent": "", "file": null});
    fact.as_object_mut()
        .expect("a fact")
        .extend(change.as_object().expect("fields").clone());
    Forged::of(case, "hear").by(body.officer.user).tells(fact).sql()
}

#[tokio::test]
async fn no_report_before_every_party_was_heard() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    story.officer_takes_evidence().await;
    let case = story.case().await;
    let (party, body) = (case.parties[1].id, &world.people.body);
    let report = paper::report(&case);
    let assessed =
        json!({"party": party, "findings": report.parties[1].findings, "fits": report.parties[1].fits});
    let reported = Forged::of(&case, "report")
        .approved(
            &serde_json::to_value(&report).expect("JSON"),
            (body.officer.user, body.approver.user),
        )
        .to("determining")
        .clocks()
        .fact("assessed", assessed)
        .sql();
    for (rule, sql) in [
        ("r2_every_party_heard", reported),
        (
            "r2_unreachable_with_proof",
            heard(&world, &case, &json!({"kind": "unreachable"})),
        ),
        (KEPT, format!("UPDATE parties SET no = 2 WHERE id = '{party}'")),
        (
            KEPT,
            format!("UPDATE parties SET case_id = case_id, name = '别人' WHERE id = '{party}'"),
        ),
        (KEPT, format!("DELETE FROM parties WHERE id = '{party}'")),
        (KEPT, "UPDATE rounds SET parties = parties[1:1]".to_owned()),
    ] {
        refused(&world, rule, &sql).await;
    }
    let file = world.file().await;
    for kind in ["statement", "waiver", "unreachable"] {
        lawful(
            &world,
            &heard(&world, &case, &json!({"kind": kind, "file": file})),
        )
        .await;
    }
}

#[tokio::test]
async fn a_party_is_heard_in_its_own_case() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let other = world.case().initiated().await.case().await;
    let elsewhere = heard(
        &world,
        &other,
        &json!({"party": case.parties[1].id, "kind": "waiver"}),
    );
    refused(&world, "about_a_party", &elsewhere).await;
    lawful(&world, &heard(&world, &case, &json!({"kind": "waiver"}))).await;
}

#[tokio::test]
async fn what_was_said_stays() {
    let world = World::new().await;
    let id = world.case().heard().await.id();
    for (rule, sql) in [
        (
            KEPT,
            format!("UPDATE hearings SET text = '另一种说法' WHERE case_id = '{id}'"),
        ),
        (
            KEPT,
            format!("UPDATE hearings SET kind = 'waiver' WHERE case_id = '{id}'"),
        ),
        (KEPT, format!("DELETE FROM hearings WHERE case_id = '{id}'")),
        (KEPT, format!("DELETE FROM evidence WHERE case_id = '{id}'")),
        (DENIED, "TRUNCATE hearings".to_owned()),
    ] {
        refused(&world, rule, &sql).await;
    }
}
