//! The officers whom an initiation assigns leave somebody over who may approve the determination (R5).

use rongcuo::domain::ids::UserId;
use serde_json::json;

use super::attack::{Forged, approved, done, refused, ticks};
use crate::world::World;
use crate::world::story::Story;

/// An initiation that an officer drafted and a deputy approved, assigning these.
async fn by_hand(story: Story<'_>, officers: [UserId; 2]) -> String {
    let (case, body) = (story.case().await, &story.world.people.body);
    let deputy = body.deputy.user;
    let (act, approved) = approved(
        &case,
        "initiate",
        &json!({"officers": officers}),
        (body.officer.user, deputy),
    );
    let (clocks, moved) = ticks(&case, "initiation", "verification");
    let assigned = json!({"facts": [{"fact": "assigned", "officers": officers}]}).to_string();
    let event = Forged {
        case: &case,
        kind: "initiate",
        actor: deputy,
        act: Some(act),
        to: Some("verifying"),
        body: &assigned,
    }
    .with(&clocks);
    format!(
        "{approved} {event} {moved}
         INSERT INTO assignments (case_id, round, user_id, from_at) VALUES ('{0}', 1, '{1}', now()), ('{0}', 1, '{2}', now());
         UPDATE cases SET status = 'verifying', version = version + 1 WHERE id = '{0}'",
        case.id, officers[0], officers[1],
    )
}

#[tokio::test]
async fn somebody_is_left_who_may_approve_the_determination() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let body = &world.people.body;
    let (officer, second) = (body.officer.user, body.second.user);
    let sql = by_hand(story, [officer, body.approver.user]).await;
    refused(&world, "r5_determiner_left", &sql).await;
    let gone = format!(
        "UPDATE users SET disabled_at = now() WHERE id = '{}';",
        body.approver.user
    );
    let sql = by_hand(story, [officer, second]).await;
    refused(&world, "r5_determiner_left", &format!("{gone} {sql}")).await;
    done(&world, &sql).await;
}

#[tokio::test]
async fn who_approves_the_initiation_is_no_officer_by_it() {
    let world = World::new().await;
    let id = world.case().initiated().await.id();
    let body = &world.people.body;
    let assigned = |user| format!("INSERT INTO assignments VALUES ('{id}', 1, '{user}', now(), NULL)");
    refused(&world, "r5_names_another", &assigned(body.approver.user)).await;
    refused(&world, "events_first", &assigned(body.spare.user)).await;
}
