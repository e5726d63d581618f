//! The officers whom an initiation assigns are two of the body, and leave somebody over who may approve the determination (R5).

use rongcuo::domain::ids::UserId;
use serde_json::json;

use super::attack::{Forged, lawful, refused};
use crate::world::World;
use crate::world::story::Story;

/// An initiation that an officer drafted and somebody approved, assigning these.
async fn by_hand(story: &Story<'_>, officers: &[UserId], approver: UserId) -> String {
    let (case, body) = (story.case().await, &story.world.people.body);
    Forged::of(&case, "initiate")
        .approved(&json!({"officers": officers}), (body.officer.user, approver))
        .to("verifying")
        .clocks()
        .fact("assigned", json!({"officers": officers}))
        .sql()
}

#[tokio::test]
async fn somebody_is_left_who_may_approve_the_determination() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let body = &world.people.body;
    let (officer, second, deputy) = (body.officer.user, body.second.user, body.deputy.user);
    let sql = by_hand(&story, &[officer, body.approver.user], deputy).await;
    refused(&world, "r5_determiner_left", &sql).await;
    let gone = format!(
        "UPDATE users SET disabled_at = now() WHERE id = '{}';",
        body.approver.user
    );
    let sql = by_hand(&story, &[officer, second], deputy).await;
    refused(&world, "r5_determiner_left", &format!("{gone} {sql}")).await;
    lawful(&world, &sql).await;
}

#[tokio::test]
async fn officers_are_two_of_the_body_whom_another_names() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let (people, body) = (&world.people, &world.people.body);
    let (officer, approver) = (body.officer.user, body.approver.user);
    for (rule, officers) in [
        ("r5_names_another", vec![officer, approver]),
        (
            "r5_officers_are_staff",
            vec![officer, people.superior.officer.user],
        ),
        ("r5_officers_are_staff", vec![officer, people.individual.user]),
        ("two_officers", vec![officer]),
        ("r5_as_approved", vec![officer, officer]),
        ("assignments_officers_check", vec![]),
    ] {
        refused(&world, rule, &by_hand(&story, &officers, approver).await).await;
    }
    let gone = format!(
        "UPDATE users SET disabled_at = now() WHERE id = '{}';",
        body.second.user
    );
    let lawful_one = by_hand(&story, &[officer, body.second.user], approver).await;
    refused(&world, "r5_officers_are_staff", &format!("{gone} {lawful_one}")).await;
    lawful(&world, &lawful_one).await;
}

#[tokio::test]
async fn an_officer_is_replaced_by_another_and_stays_replaced() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let (people, body) = (&world.people, &world.people.body);
    let (officer, second, spare) = (body.officer.user, body.second.user, body.spare.user);
    let replaced =
        |out: UserId, by: UserId| json!({"fact": "replaced", "out": out, "by": by, "reason": "岗位调整"});
    let event = || Forged::of(&case, "replace").by(body.approver.user);
    for (rule, facts) in [
        ("assignments_stay", vec![replaced(spare, body.deputy.user)]),
        ("assignments_stay", vec![replaced(second, officer)]),
        (
            "assignments_stay",
            vec![replaced(second, spare), replaced(spare, second)],
        ),
        (
            "assignments_stay",
            vec![replaced(second, spare), replaced(officer, second)],
        ),
        ("r5_names_another", vec![replaced(second, body.approver.user)]),
        (
            "r5_officers_are_staff",
            vec![replaced(second, people.superior.officer.user)],
        ),
        (
            "r5_officers_are_staff",
            vec![replaced(second, people.individual.user)],
        ),
    ] {
        let event = facts.into_iter().fold(event(), Forged::tells);
        refused(&world, rule, &event.sql()).await;
    }
    lawful(&world, &event().tells(replaced(second, spare)).sql()).await;
}
