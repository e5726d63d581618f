//! R1 (A6, A7): the outcome follows from the findings, and the findings from the approved report.

use rongcuo::domain::case::Case;
use serde_json::{Value, json};
use uuid::Uuid;

use super::attack::{DENIED, Forged, KEPT, lawful, refused};
use crate::world::{World, paper};

/// A determination by hand: an approved act that says it, its document, and the event.
fn determined(
    world: &World,
    case: &Case,
    party: usize,
    (outcome, lenience, provision): (&str, Option<&str>, Option<&str>),
) -> String {
    let (body, party) = (&world.people.body, case.parties[party].id);
    let document = Uuid::now_v7();
    let step = json!({"parties": [{"party": party, "lenience": lenience, "provision": provision}]});
    Forged::of(case, "determine")
        .approved(&step, (body.officer.user, body.approver.user))
        .issues(document, "determination", (party.0, "成高管容错认〔2026〕1号", 1))
        .to("determined")
        .clocks()
        .fact(
            "determined",
            json!({"id": Uuid::now_v7(), "party": party, "outcome": outcome, "lenience": lenience, "provision": provision, "document": document}),
        )
        .sql()
}

#[tokio::test]
async fn the_outcome_follows_from_the_findings() {
    let world = World::new().await;
    let case = world.case().reported().await.case().await;
    let (met, unmet, law) = (0, 1, Some("某条例"));
    for (rule, party, says) in [
        (
            "r1_outcome_follows_findings",
            unmet,
            ("tolerated", Some("exempt"), law),
        ),
        ("r1_outcome_follows_findings", met, ("not_tolerated", None, None)),
        (
            "r1_no_lenience_without_tolerance",
            unmet,
            ("not_tolerated", Some("waived"), law),
        ),
        ("r1_tolerance_has_a_form", met, ("tolerated", None, None)),
        (
            "a10_lenience_within_a_provision",
            met,
            ("tolerated", Some("exempt"), None),
        ),
        ("written_check", met, ("tolerated", Some("exempt"), Some(" "))),
        (
            "determinations_lenience_check",
            met,
            ("tolerated", Some("pardoned"), law),
        ),
        // Lawful so far, but it tells one party's determination, and no correction (R4).
        (
            "a9_1_every_party_determined",
            unmet,
            ("not_tolerated", None, None),
        ),
    ] {
        refused(&world, rule, &determined(&world, &case, party, says)).await;
    }
}

/// What the report finds on the parties of the case, as facts, and the act that says it.
fn report(case: &Case) -> (Value, Vec<Value>) {
    let report = paper::report(case);
    let facts = report
        .parties
        .iter()
        .map(|it| json!({"fact": "assessed", "party": it.party, "findings": it.findings, "fits": it.fits, "authority": it.authority, "authority_basis": it.authority_basis}));
    (serde_json::to_value(&report).expect("JSON"), facts.collect())
}

/// The report by hand, with this made of what it finds on the first party: in the act and in the event alike.
fn found<'a>(world: &World, case: &'a Case, change: impl Fn(&mut Value)) -> Forged<'a> {
    let (mut step, mut facts) = report(case);
    change(&mut step["parties"][0]);
    change(&mut facts[0]);
    told(world, case, &step, facts)
}

fn told<'a>(world: &World, case: &'a Case, step: &Value, facts: Vec<Value>) -> Forged<'a> {
    let body = &world.people.body;
    let mut event = Forged::of(case, "report")
        .approved(step, (body.officer.user, body.approver.user))
        .to("determining")
        .clocks();
    for fact in facts {
        event = event.tells(fact);
    }
    event
}

/// The opinions that follow from the paper.
fn opined<'a>(event: Forged<'a>, case: &Case, tolerate: [bool; 2]) -> Forged<'a> {
    let mut event = event;
    for (party, tolerate) in case.parties.iter().zip(tolerate) {
        event = event.fact("opined", json!({"party": party.id, "tolerate": tolerate}));
    }
    event
}

#[tokio::test]
async fn the_opinion_follows_from_the_findings() {
    let world = World::new().await;
    let case = world.case().heard().await.case().await;
    let as_found = || found(&world, &case, |_| ());
    for tolerate in [[false, false], [true, true], [false, true]] {
        let sql = opined(as_found(), &case, tolerate).sql();
        refused(&world, "r1_outcome_follows_findings", &sql).await;
    }
    let none = found(&world, &case, |it| it["fits"] = json!([]));
    refused(
        &world,
        "r1_outcome_follows_findings",
        &opined(none, &case, [true, false]).sql(),
    )
    .await;
    lawful(&world, &opined(as_found(), &case, [true, false]).sql()).await;
}

#[tokio::test]
async fn findings_are_what_was_approved() {
    let world = World::new().await;
    let case = world.case().heard().await.case().await;
    let (step, facts) = report(&case);
    let otherwise = |change: &dyn Fn(&mut Value)| {
        let mut facts = facts.clone();
        change(&mut facts[0]);
        told(&world, &case, &step, facts).sql()
    };
    for change in [
        &(|it: &mut Value| it["findings"][0]["met"] = json!(false)) as &dyn Fn(&mut Value),
        &|it| it["findings"][0]["reason"] = json!("补记"),
        &|it| it["findings"][0]["evidence"] = json!([]),
        &|it| it["fits"] = json!([]),
        &|it| it["party"] = json!(case.parties[1].id),
    ] {
        refused(&world, "r5_as_approved", &otherwise(change)).await;
    }
    // One party alone.
    let alone = told(&world, &case, &step, facts[..1].to_vec()).sql();
    refused(&world, "a8_2_every_party_assessed", &alone).await;
    let twice = told(&world, &case, &step, vec![facts[0].clone(), facts[0].clone()]).sql();
    refused(&world, "assessments_party_seq_key", &twice).await;
}

#[tokio::test]
async fn a_finding_is_whole() {
    let world = World::new().await;
    let case = world.case().heard().await.case().await;
    let own = case.evidence[0].id;
    let elsewhere = world.case().heard().await.case().await.evidence[0].id;
    let finding =
        |field: &'static str, value: Value| move |it: &mut Value| it["findings"][0][field] = value.clone();
    let fit = |value: Value| move |it: &mut Value| it["fits"] = json!([value.clone()]);
    let seventh = json!({"principles": "合乎", "others": "不属"});
    let check =
        |rule: &'static str, change: Box<dyn Fn(&mut Value)>| (rule, found(&world, &case, change).sql());
    #[rustfmt::skip]
    let table = [
        check("a8_2_findings_complete", Box::new(finding("condition", json!("reforming")))),
        check("a8_2_findings_complete", Box::new(finding("condition", Value::Null))),
        check("a8_2_findings_complete", Box::new(finding("met", Value::Null))),
        check("a8_2_findings_complete", Box::new(finding("met", json!("yes")))),
        check("a8_2_findings_complete", Box::new(|it| it["findings"] = json!([]))),
        check("a6_met_by_parts", Box::new(finding("reason", Value::Null))),
        check("a6_met_by_parts", Box::new(finding("reason", json!("\u{3000}")))),
        check("a6_met_by_parts", Box::new(finding("parts", Value::Null))),
        check("a8_2_rests_on_evidence", Box::new(finding("evidence", json!([])))),
        check("a8_2_rests_on_evidence", Box::new(finding("evidence", Value::Null))),
        check("a8_2_evidence_of_the_case", Box::new(finding("evidence", json!([elsewhere])))),
        check("a8_2_evidence_of_the_case", Box::new(finding("evidence", json!([own, elsewhere])))),
        check("a8_2_evidence_of_the_case", Box::new(finding("evidence", json!([case.id.0])))),
        check("a9_1_authority_found", Box::new(|it| it["authority"] = json!({"organ": " "}))),
        check("a9_1_authority_found", Box::new(|it| it["authority"] = json!("organ"))),
        check("written_check", Box::new(|it| it["authority_basis"] = json!(" "))),
        check("a7_7_explained", Box::new(fit(json!({"circumstance": "other", "reason": "补记", "seventh": null})))),
        check("a7_7_explained", Box::new(fit(json!({"circumstance": "other", "reason": "补记", "seventh": {"principles": "合乎"}})))),
        check("a7_7_explained", Box::new(fit(json!({"circumstance": "hard_task", "reason": "补记", "seventh": seventh})))),
        check("a7_7_explained", Box::new(fit(json!({"circumstance": "hard_task", "seventh": null})))),
        check("a7_7_alone", Box::new(move |it| it["fits"] = json!([
            {"circumstance": "other", "reason": "补记", "seventh": {"principles": "合乎", "others": "不属"}},
            {"circumstance": "hard_task", "reason": "补记", "seventh": null}]))),
        check("a7_known", Box::new(fit(json!({"circumstance": "good_heart", "reason": "补记", "seventh": null})))),
        check("a7_known", Box::new(fit(json!({"reason": "补记", "seventh": null})))),
        check("findings_of_a_party", Box::new(|it| it["party"] = json!(Uuid::from_u128(1)))),
    ];
    for (rule, sql) in table {
        refused(&world, rule, &sql).await;
    }
    let explained = found(
        &world,
        &case,
        fit(json!({"circumstance": "other", "reason": "补记", "seventh": seventh})),
    );
    lawful(&world, &opined(explained, &case, [true, false]).sql()).await;
}

#[tokio::test]
async fn a_finding_follows_from_its_parts() {
    let world = World::new().await;
    let case = world.case().heard().await.case().await;
    let finds = |condition: &'static str, met: bool, parts: Value| {
        let change = move |it: &mut Value| {
            let findings = it["findings"].as_array_mut().expect("findings");
            let finding = findings
                .iter_mut()
                .find(|it| it["condition"] == condition)
                .expect("one of six");
            (finding["met"], finding["parts"]) = (json!(met), parts.clone());
        };
        opined(found(&world, &case, change), &case, [met, false]).sql()
    };
    #[rustfmt::skip]
    let refused_ones = [
        finds("diligent", true, json!([["no_intent", true], ["duty_done", false]])),
        finds("diligent", false, json!([["no_intent", true], ["duty_done", true]])),
        finds("diligent", true, json!([["no_intent", true], ["no_intent", true]])),
        finds("diligent", true, json!([["no_intent", true]])),
        finds("diligent", true, json!([["no_intent", true], ["duty_done", "yes"]])),
        finds("diligent", true, json!([])),
        finds("due_process", false, json!([["democratic", true], ["emergency_reported", false]])),
        finds("due_process", true, json!([["democratic", false], ["emergency_reported", false]])),
        finds("self_correcting", true, json!([["corrected", true], ["no_grave_loss", true]])),
        finds("self_correcting", true, json!([["corrected", true], ["loss_reduced", true], ["no_grave_loss", false]])),
        finds("self_correcting", true, json!([["corrected", true], ["no_grave_loss", true], ["loss_reduced", false]])),
        finds("public_spirit", true, json!([["corrected", true]])),
    ];
    for sql in refused_ones {
        refused(&world, "a6_met_by_parts", &sql).await;
    }
    for sql in [
        finds(
            "due_process",
            true,
            json!([["democratic", false], ["emergency_reported", true]]),
        ),
        finds(
            "self_correcting",
            false,
            json!([
                ["corrected", true],
                ["loss_reduced", true],
                ["no_grave_loss", false]
            ]),
        ),
        finds("public_spirit", true, json!([])),
    ] {
        lawful(&world, &sql).await;
    }
}

#[tokio::test]
async fn what_was_found_and_determined_stays() {
    let world = World::new().await;
    let case = world.case().determined().await.case().await;
    let (id, unmet) = (case.id, case.parties[1].id);
    for (rule, sql) in [
        (
            KEPT,
            format!(
                "UPDATE assessments SET findings = replace(findings::text, 'false', 'true')::jsonb WHERE party = '{unmet}'"
            ),
        ),
        (KEPT, format!("DELETE FROM assessments WHERE party = '{unmet}'")),
        (
            KEPT,
            format!("UPDATE opinions SET tolerate = true WHERE party = '{unmet}'"),
        ),
        (DENIED, "TRUNCATE assessments CASCADE".into()),
        (
            KEPT,
            format!("UPDATE parties SET authority = '{{\"organ\": \"某机关\"}}' WHERE id = '{unmet}'"),
        ),
        (
            KEPT,
            format!("UPDATE determinations SET outcome = 'tolerated' WHERE case_id = '{id}'"),
        ),
        (
            KEPT,
            format!(
                "UPDATE determinations SET document = (SELECT id FROM documents WHERE case_id = '{id}' AND kind = 'receipt')"
            ),
        ),
        (KEPT, format!("DELETE FROM determinations WHERE case_id = '{id}'")),
        // The last report was determined on: no other finding is told in this round, and no other step tells one.
        (
            "facts_of_the_step",
            Forged::of(&case, "notify")
                .by(world.people.body.officer.user)
                .tells(report(&case).1[1].clone())
                .sql(),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}
