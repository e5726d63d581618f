//! A later round (撤销重办): it begins with the decision that leaves no objection open, for those whose determination fell and for
//! nobody else, and others verify in it.

use rongcuo::domain::case::Case;
use rongcuo::domain::deadline::DeadlineKind;
use rongcuo::domain::ids::{DocumentId, PartyId, UserId};
use serde_json::{Value, json};
use uuid::Uuid;

use super::attack::{Forged, lawful, refused};
use crate::world::World;
use crate::world::story::Story;

/// The decision that sets the one open objection aside, as two people of the superior made it.
fn decision<'a>(story: &Story<'_>, case: &'a Case, result: &str) -> Forged<'a> {
    let people = &story.world.people;
    let objection = case.objections.iter().find(|it| it.open()).expect("an open one");
    let said = json!({"objection": objection.id, "investigation": "x", "reasons": "x", "result": result});
    let document = DocumentId(Uuid::now_v7());
    let event = Forged::of(case, "decide_objection")
        .approved(
            &said,
            (people.superior.officer.user, people.superior.approver.user),
        )
        .issued_by(people.superior.id)
        .issues(
            document.0,
            "objection_decision",
            (objection.party.0, "成自贸容错异〔2026〕1号", 1),
        );
    let mut fact = said;
    (fact["addressee"], fact["decided_on"], fact["document"]) = (
        json!(people.superior.id),
        json!(event.today().to_string()),
        json!(document),
    );
    event.fact("objection_decided", fact)
}

/// With a round for these, and a period of its own.
fn round<'a>(event: Forged<'a>, round: i16, parties: &[PartyId]) -> Forged<'a> {
    let day = event.today().to_string();
    event
        .to("verifying")
        .fact("round_began", json!({"round": round, "parties": parties}))
        .clock(
            None,
            "verification",
            &json!({"cause": "started", "on": day, "days": DeadlineKind::Verification.days()}),
        )
}

#[tokio::test]
async fn a_round_begins_for_those_whose_determination_fell() {
    let world = World::new().await;
    let story = world.case().objected().await;
    let case = story.case().await;
    let (other, fell) = (case.parties[0].id, case.parties[1].id);
    let event = || decision(&story, &case, "set_aside");
    lawful(&world, &round(event(), 2, &[fell]).sql()).await;
    for (rule, sql) in [
        ("a8_4_whose_round", round(event(), 2, &[other])),
        ("a8_4_whose_round", round(event(), 2, &[fell, other])),
        ("a8_4_whose_round", round(event(), 2, &[fell, fell])),
        ("rounds_follow", round(event(), 3, &[fell])),
        ("rounds_follow", round(round(event(), 2, &[fell]), 3, &[fell])),
        (
            "a8_4_whose_round",
            round(decision(&story, &case, "upheld"), 2, &[fell]),
        ),
        ("a8_4_fallen_verified_again", event().to("determined")),
        ("a8_4_objected_while_open", event()),
        ("a8_4_verified_again", event().to("verifying")),
        (
            "a8_4_verified_again",
            event()
                .to("verifying")
                .fact("round_began", json!({"round": 2, "parties": [fell]})),
        ),
        ("present_round", round(event().round(2), 2, &[fell])),
    ] {
        refused(&world, rule, &sql.sql()).await;
    }
}

#[tokio::test]
async fn no_round_while_another_objection_is_open() {
    let world = World::new().await;
    let story = world.case().objected().await;
    story.objects(1, world.people.office.id).await;
    let case = story.case().await;
    let objection = case.objections.iter().find(|it| it.party == case.parties[1].id);
    let fell = objection.expect("the first").party;
    let event = || decision(&story, &case, "set_aside");
    refused(
        &world,
        "a8_4_objected_while_open",
        &round(event(), 2, &[fell]).sql(),
    )
    .await;
    lawful(&world, &event().sql()).await;
}

#[tokio::test]
async fn with_a_determination_falls_the_clarification_it_owed() {
    let world = World::new().await;
    let story = world.case().served().await;
    story.objects(1, world.people.superior.id).await;
    let case = story.case().await;
    let party = case.parties[0].id;
    let clock = case
        .deadlines
        .iter()
        .find(|it| it.is(DeadlineKind::Clarification, Some(party.0)));
    let clock = clock.expect("it was tolerated");
    let event = || round(decision(&story, &case, "set_aside"), 2, &[party]);
    refused(&world, "a8_4_nothing_is_owed", &event().sql()).await;
    let day = event().today().to_string();
    let cancelled = event().clock(
        Some(clock),
        "clarification",
        &json!({"cause": "cancelled", "on": day}),
    );
    lawful(&world, &cancelled.sql()).await;
}

/// 指定本轮经办人, by hand.
fn assignment<'a>(case: &'a Case, by: UserId, officers: &[UserId]) -> Forged<'a> {
    let officers: Vec<Value> = officers.iter().map(|it| json!(it)).collect();
    Forged::of(case, "assign")
        .by(by)
        .fact("assigned", json!({ "officers": officers }))
}

#[tokio::test]
async fn others_verify_than_who_took_part_before() {
    let world = World::new().await;
    let story = world.case().set_aside().await;
    let (case, body) = (story.case().await, &world.people.body);
    let [old, second] = [body.officer.user, body.second.user];
    let [spare, deputy, approver] = [body.spare.user, body.deputy.user, body.approver.user];
    lawful(&world, &assignment(&case, approver, &[spare, deputy]).sql()).await;
    for (rule, sql) in [
        ("r5_newcomers_verify", assignment(&case, approver, &[old, spare])),
        (
            "r5_newcomers_verify",
            assignment(&case, approver, &[second, spare]),
        ),
        (
            "r5_newcomers_verify",
            assignment(&case, deputy, &[approver, spare]),
        ),
        ("two_officers", assignment(&case, approver, &[spare])),
        ("two_officers", assignment(&case, approver, &[spare, spare])),
        ("r5_newcomers_verify", assignment(&case, deputy, &[deputy, spare])),
        ("events_actor", assignment(&case, spare, &[spare, deputy])),
        ("events_actor", assignment(&case, old, &[spare, deputy])),
        (
            "r5_officers_are_staff",
            assignment(&case, approver, &[spare, world.people.superior.second.user]),
        ),
    ] {
        refused(&world, rule, &sql.sql()).await;
    }
    story.takes(&body.approver, story.assignment()).await;
    let case = story.case().await;
    refused(
        &world,
        "r5_newcomers_verify",
        &assignment(&case, approver, &[spare, deputy]).sql(),
    )
    .await;
    let back = Forged::of(&case, "replace")
        .by(approver)
        .fact("replaced", json!({"out": spare, "by": old, "reason": "x"}));
    refused(&world, "r5_newcomers_verify", &back.sql()).await;
    let first = world.case().initiated().await.case().await;
    refused(
        &world,
        "assignments_stay",
        &assignment(&first, approver, &[spare, deputy]).sql(),
    )
    .await;
}

/// What the first party did about its determination: a report on its correction, and that it needs no clarification.
fn owed_before(case: &Case) -> [(&'static str, &'static str, Value); 2] {
    let today = Forged::of(case, "report_correction").today().to_string();
    let correction = case.corrections[0].id;
    let report =
        json!({"correction": correction, "causes": "x", "measures": "x", "done_on": today, "file": null});
    let waiver = json!({"party": case.parties[0].id, "text": "x", "stated_on": today, "file": null});
    [
        ("report_correction", "correction_reported", report),
        ("waive_clarification", "clarification_waived", waiver),
    ]
}

#[tokio::test]
async fn nothing_is_done_on_what_fell_and_a_party_is_heard_again() {
    let world = World::new().await;
    let story = world.case().served().await;
    story.objects(1, world.people.superior.id).await;
    let step = story
        .decision(1, rongcuo::domain::objection::ObjectionResult::SetAside)
        .await;
    story.approved(step).await;
    story.takes(&world.people.body.approver, story.assignment()).await;
    let untold = story.case().await;
    let hearing = |case: &Case, on: &str| {
        json!({"id": Uuid::now_v7(), "by_party": false, "party": case.parties[0].id, "kind": "statement", "text": "x", "held_on": on,
               "officers": case.officers, "absent": "", "file": null})
    };
    let event = Forged::of(&untold, "hear")
        .by(world.people.body.spare.user)
        .version(untold.version);
    let today = event.today().to_string();
    let early = event.fact("heard", hearing(&untold, &today));
    refused(&world, "a8_4_told_before_heard", &early.sql()).await;
    // The party acts as before until it has been told, and nobody else.
    let (applicant, spare) = (world.people.applicant.user, world.people.body.spare.user);
    for (kind, fact, told) in owed_before(&untold) {
        let event = |by| {
            let event = Forged::of(&untold, kind).by(by).version(untold.version);
            event.fact(fact, told.clone()).sql()
        };
        lawful(&world, &event(applicant)).await;
        let rule = match kind {
            "report_correction" => "a12_3_reported_by_the_responsible",
            _ => "a11_owed",
        };
        refused(&world, rule, &event(spare)).await;
    }
    story.everything_served().await;
    let case = story.case().await;
    for (kind, fact, told) in owed_before(&case) {
        let event = Forged::of(&case, kind).by(applicant).version(case.version);
        let rule = match kind {
            "report_correction" => "a8_4_corrections_fall",
            _ => "a11_owed",
        };
        refused(&world, rule, &event.fact(fact, told).sql()).await;
    }
    let heard = |on: &str| hearing(&case, on);
    let event = || Forged::of(&case, "hear").by(spare).version(case.version);
    let began = case.verified_from().expect("a round began");
    let before = (began - time::Duration::DAY).to_string();
    refused(
        &world,
        "a8_2_heard_while_verifying",
        &event().fact("heard", heard(&before)).sql(),
    )
    .await;
    lawful(&world, &event().fact("heard", heard(&began.to_string())).sql()).await;
}
