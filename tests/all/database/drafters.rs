//! R5: an act is drafted by an officer of the case, what was approved is carried out whole, and writes to all whom it concerns.

use rongcuo::domain::ids::UserId;
use rongcuo::domain::samples::steps;
use rongcuo::domain::step::Step;
use serde_json::json;

use super::attack::{Forged, lawful, refused};
use crate::world::World;

fn drafted(case: &rongcuo::domain::case::Case, kind: &str, by: UserId, state: &str) -> String {
    format!(
        "INSERT INTO acts (id, case_id, body_id, kind, state, changes_status, typed, step, drafted_by, drafted_at, submitted_at, submissions)
         VALUES (gen_random_uuid(), '{}', '{}', '{kind}', '{state}', true, '[]', '{{}}', '{by}', '2026-03-05', '2026-03-05', ('{state}' = 'waiting')::int)",
        case.id, case.body.id
    )
}

#[tokio::test]
async fn an_act_is_drafted_by_an_officer_of_the_case() {
    let world = World::new().await;
    let body = &world.people.body;
    let filed = world.case().filed().await.case().await;
    let initiated = world.case().replaced().await.case().await;
    for (case, kind, by) in [
        // No officer at all.
        (&filed, "initiate", body.deputy.user),
        // Replaced.
        (&initiated, "report", body.second.user),
        (&initiated, "report", body.deputy.user),
    ] {
        for state in ["draft", "waiting"] {
            refused(&world, "r5_who_drafts", &drafted(case, kind, by, state)).await;
        }
    }
    lawful(&world, &drafted(&filed, "initiate", body.second.user, "draft")).await;
    lawful(&world, &drafted(&initiated, "report", body.spare.user, "draft")).await;
}

/// What was at hand when its drafter was replaced, another takes over; the drafter submits it no more.
#[tokio::test]
async fn who_was_replaced_submits_nothing() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let body = &world.people.body;
    let case = story.case().await;
    let id = uuid::Uuid::now_v7();
    let draft =
        drafted(&case, "report", body.second.user, "draft").replace("gen_random_uuid()", &format!("'{id}'"));
    super::attack::done(
        &world,
        &draft.replace("'2026-03-05', '2026-03-05'", "'2026-03-05', NULL"),
    )
    .await;
    let replacement = steps::replace(body.second.user, body.spare.user);
    story.takes(&body.approver, replacement).await;
    let submitted = format!(
        "UPDATE acts SET state = 'waiting', submitted_at = '2026-03-05', submissions = 1 WHERE id = '{id}';
         INSERT INTO act_moves VALUES ('{id}', 1, '2026-03-05', '{}', 'waiting', '', '{{}}')",
        body.second.user
    );
    refused(&world, "r5_who_drafts", &submitted).await;
}

#[tokio::test]
async fn the_account_of_staff_is_no_partys() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let (people, party) = (&world.people, case.parties[1].id);
    let linked = |user: UserId| {
        let step = json!({"party": party, "account": {"user": user}, "proof": "x", "electronic": true});
        Forged::of(&case, "link")
            .approved(&step, (people.body.officer.user, people.body.approver.user))
            .fact(
                "linked",
                json!({"party": party, "user": user, "unit": null, "proof": "x", "electronic": true}),
            )
            .sql()
    };
    let own = people.body.deputy.user;
    refused(&world, "r5_parties_never_act", &linked(own)).await;
    let closed = format!(
        "UPDATE users SET disabled_at = now() WHERE username = 'individual'; {}",
        linked(people.individual.user)
    );
    refused(&world, "r5_parties_never_act", &closed).await;
    lawful(&world, &linked(people.individual.user)).await;
}

#[tokio::test]
async fn a_step_writes_to_all_whom_it_concerns() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (case, body) = (story.case().await, &world.people.body);
    let ground = json!({"ground": "outside_scope", "reason": "x"});
    let declined = || {
        Forged::of(&case, "decline")
            .approved(&ground, (body.officer.user, body.approver.user))
            .to("declined")
            .clocks()
            .fact("declined", ground.clone())
    };
    let rule = "documents_of_the_step";
    refused(&world, rule, &declined().alone().sql()).await;
    lawful(&world, &declined().sql()).await;
    let step = json!({"reason": "x", "officers": [body.officer.user, body.second.user]});
    let initiated = || {
        Forged::of(&case, "initiate")
            .approved(&step, (body.officer.user, body.approver.user))
            .to("verifying")
            .clocks()
            .fact("initiated", json!({"reason": "x"}))
            .fact("assigned", json!({"officers": step["officers"]}))
    };
    let first = (case.parties[0].id.0, "成高管容错启〔2026〕1号", 1);
    let one = initiated().issues(uuid::Uuid::now_v7(), "initiation_notice", first);
    refused(&world, rule, &one.sql()).await;
    refused(&world, rule, &initiated().alone().sql()).await;
    lawful(&world, &initiated().sql()).await;
}

/// A step says what was done.
#[tokio::test]
async fn an_event_says_something() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let (case, officer) = (story.case().await, world.people.body.officer.user);
    let nothing = Forged::of(&case, "take_evidence").by(officer).sql();
    refused(&world, "facts_of_the_step", &nothing).await;
    let Step::TakeEvidence(it) = story.evidence().await else {
        panic!("it is evidence")
    };
    let mut taken = serde_json::to_value(&it).expect("JSON");
    (taken["id"], taken["by_party"]) = (json!(uuid::Uuid::now_v7()), json!(null));
    let event = |taken: &serde_json::Value| {
        Forged::of(&case, "take_evidence")
            .by(officer)
            .fact("evidence_taken", taken.clone())
            .sql()
    };
    lawful(&world, &event(&taken)).await;
    taken["taken_on"] = json!("2026-03-29");
    refused(&world, "a8_2_taken_before", &event(&taken)).await;
}
