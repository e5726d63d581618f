//! A case closes when nothing is owed any more (A8.4, A9.1, A11, A12.3), whoever writes it.

use super::attack::{Forged, approval, approved, done, refused};
use crate::world::World;
use crate::world::story::Story;
use serde_json::json;

/// An act of closing that somebody drafted and somebody else approved, and what it leads to.
async fn by_hand(story: Story<'_>) -> String {
    let (case, body) = (story.case().await, &story.world.people.body);
    let approver = body.approver.user;
    let (act, approved) = approved(
        &case,
        "close",
        &json!({"remark": ""}),
        (body.officer.user, approver),
    );
    let event = Forged {
        case: &case,
        kind: "close",
        actor: approver,
        act: Some(act),
        to: Some("closed"),
        body: r#"{"facts":[]}"#,
    }
    .sql();
    format!(
        "{approved} {event} UPDATE cases SET status = 'closed', version = version + 1 WHERE id = '{}'",
        case.id,
    )
}

#[tokio::test]
async fn no_closure_while_something_is_owed() {
    let world = World::new().await;
    let told = || async { world.case().corrected().await.clarified().await };
    for (rule, story) in [
        ("a9_1_fed_back", world.case().determined().await),
        ("a12_3_corrected", world.case().clarified().await),
        ("a11_clarified", world.case().corrected().await),
        ("a8_4_fed_back", told().await.upheld().await),
    ] {
        refused(&world, rule, &by_hand(story).await).await;
    }
    done(&world, &by_hand(told().await).await).await;
    done(&world, &by_hand(told().await.upheld().await.served().await).await).await;
}

#[tokio::test]
async fn a_decision_is_in_writing() {
    let world = World::new().await;
    let story = world.case().objected().await;
    let (case, people) = (story.case().await, &world.people);
    let (objection, approver) = (case.objections[0].id, people.superior.approver.user);
    let act = story.submitted(story.upholding().await).await;
    let decided = json!({"facts": [{"fact": "objection_decided", "on": "2026-03-10",
                                    "decision": {"objection": objection, "result": "upheld"}}]});
    let event = Forged {
        case: &case,
        kind: "decide_objection",
        actor: approver,
        act: Some(act),
        to: Some("determined"),
        body: &decided.to_string(),
    }
    .sql();
    let sql = format!(
        "{} {event} UPDATE objections SET decided_on = '2026-03-10', result = 'upheld', investigation = 'x', reasons = 'x', act_id = '{act}'
         WHERE id = '{objection}';
         UPDATE cases SET status = 'determined', version = version + 1 WHERE id = '{}'",
        approval(act, approver),
        case.id
    );
    refused(&world, "a8_4_in_writing", &sql).await;
    let closed = sql.replace("'determined'", "'closed'");
    refused(&world, "a8_4_back_where_it_was", &closed).await;
}
