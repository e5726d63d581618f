//! R2 (A8.2): no report before every party has been heard.

use rongcuo::domain::assessment::Duty;
use rongcuo::domain::case::Case;
use rongcuo::domain::evidence::Evidence;
use rongcuo::domain::samples::steps;
use rongcuo::domain::step::Step;
use serde_json::{Value, json};
use uuid::Uuid;

use super::attack::{DENIED, Forged, KEPT, lawful, refused};
use crate::world::{World, paper, said};

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
    let assessed = json!({"party": party, "findings": report.parties[1].findings, "fits": report.parties[1].fits, "authority": "body", "authority_basis": "任免通知"});
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

/// What a party says or brings while the report waits is not passed over.
#[tokio::test]
async fn no_report_is_approved_that_a_party_spoke_after() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let report = paper::report(&story.case().await);
    let act = story.submitted(Step::Report(report.clone())).await;
    let (people, approver) = (&world.people, world.people.body.approver.user);
    let approved = |case: &Case| {
        let mut event = Forged::of(case, "report")
            .carries_out(act, approver)
            .to("determining")
            .clocks();
        for it in &report.parties {
            let assessed = json!({"party": it.party, "findings": it.findings, "fits": it.fits, "authority": it.authority, "authority_basis": it.authority_basis});
            event = event.fact("assessed", assessed);
        }
        for it in &report.parties {
            let tolerate = it.duty() == Duty::MustTolerate;
            event = event.fact("opined", json!({"party": it.party, "tolerate": tolerate}));
        }
        event.sql()
    };
    let case = story.case().await;
    lawful(&world, &approved(&case)).await;
    let at_once = Forged::of(&case, "hear").version(case.version).sql();
    refused(
        &world,
        "r2_not_passed_over",
        &format!("{at_once} {}", approved(&case)),
    )
    .await;
    story.officer_takes_evidence().await;
    lawful(&world, &approved(&story.case().await)).await;
    let own = Step::Hear(steps::hearing(case.parties[1].id, &[], story.today()));
    story.takes(&people.individual, own).await;
    refused(&world, "r2_not_passed_over", &approved(&story.case().await)).await;
}

#[tokio::test]
async fn evidence_that_a_party_brings_after_the_report_is_not_passed_over() {
    let world = World::new().await;
    let story = world.case().heard().await;
    let act = story
        .submitted(Step::Report(paper::report(&story.case().await)))
        .await;
    let people = &world.people;
    let brought = Evidence {
        file: world.file_of(&people.applicant).await,
        ..steps::minutes(None, story.today())
    };
    story.takes(&people.applicant, Step::TakeEvidence(brought)).await;
    let (case, sql) = (
        story.case().await,
        format!("SELECT said_since(case_id, id) FROM acts WHERE id = '{act}'"),
    );
    let since: bool = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .fetch_one(&world.database.owner)
        .await
        .expect("an act");
    assert!(since, "{:?}", case.evidence.last());
    let answer = story.approves(act, &people.body.approver).await;
    assert!(
        said(&answer).contains("送审以后收到蓉港供应链服务有限公司的证据"),
        "{}",
        said(&answer)
    );
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
