//! A case closes when nothing is owed any more (A8.4, A9.1, A11, A12.3), whoever writes it.

use serde_json::json;
use uuid::Uuid;

use super::attack::{Forged, lawful, refused};
use crate::world::World;
use crate::world::story::Story;

/// An act of closing that somebody drafted and somebody else approved, and what it leads to.
async fn by_hand(story: &Story<'_>) -> String {
    let (case, body) = (story.case().await, &story.world.people.body);
    Forged::of(&case, "close")
        .approved(&json!({"remark": ""}), (body.officer.user, body.approver.user))
        .to("closed")
        .fact("closed", json!({"remark": ""}))
        .sql()
}

#[tokio::test]
async fn no_closure_while_something_is_owed() {
    let world = World::new().await;
    let told = || async { world.case().corrected().await.clarified().await };
    let all_served = world.case().determined().await.served_by_hand_last_week().await;
    for (rule, story) in [
        (
            "a9_1_fed_back",
            world.case().served_first().await.put_right().await,
        ),
        ("a9_1_notified", all_served.put_right().await),
        ("a12_3_corrected", world.case().clarified().await),
        ("a11_clarified", world.case().corrected().await),
        ("a8_4_fed_back", told().await.upheld().await),
    ] {
        refused(&world, rule, &by_hand(&story).await).await;
    }
    lawful(&world, &by_hand(&told().await).await).await;
    lawful(
        &world,
        &by_hand(&told().await.upheld().await.served().await).await,
    )
    .await;
}

#[tokio::test]
async fn a_decision_is_in_writing_and_leads_back() {
    let world = World::new().await;
    let story = world.case().objected().await;
    let (case, people) = (story.case().await, &world.people);
    let objection = &case.objections[0];
    let receipt = case.documents[0].id;
    let said = json!({"objection": objection.id, "investigation": "x", "reasons": "x", "result": "upheld"});
    let event = || {
        Forged::of(&case, "decide_objection").approved(
            &said,
            (people.superior.officer.user, people.superior.approver.user),
        )
    };
    let decided = |document: Uuid| {
        let mut fact = said.clone();
        (fact["addressee"], fact["decided_on"], fact["document"]) = (
            json!(people.superior.id),
            json!(event().today().to_string()),
            json!(document),
        );
        fact
    };
    let in_the_receipt = event()
        .to("determined")
        .fact("objection_decided", decided(receipt.0));
    refused(&world, "a8_4_in_writing", &in_the_receipt.sql()).await;
    let document = Uuid::now_v7();
    let written = |to: &str| {
        event()
            .issued_by(people.superior.id)
            .issues(
                document,
                "objection_decision",
                (objection.party.0, "成自贸容错异〔2026〕1号", 1),
            )
            .to(to)
            .fact("objection_decided", decided(document))
            .sql()
    };
    refused(&world, "a8_4_back_where_it_was", &written("closed")).await;
    lawful(&world, &written("determined")).await;
}
