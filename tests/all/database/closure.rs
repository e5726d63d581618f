//! A case closes when nothing is owed any more (A8.4, A9.1, A11, A12.3), whoever writes it.

use super::attack::{Forged, done, refused};
use crate::world::World;
use crate::world::story::Story;
use rongcuo::domain::ids::ActId;
use serde_json::json;
use uuid::Uuid;

/// An act of closing that somebody drafted and somebody else approved, and what it leads to.
async fn by_hand(story: Story<'_>) -> String {
    let (case, body) = (story.case().await, &story.world.people.body);
    let (act, approver) = (ActId(Uuid::now_v7()), body.approver.user);
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
        "INSERT INTO acts (id, case_id, body_id, kind, state, changes_status, typed, step, drafted_by, drafted_at, submitted_at)
         VALUES ('{act}', '{0}', '{1}', 'close', 'waiting', true, '[]', '{{}}', '{2}', now(), now());
         UPDATE acts SET state = 'approved', approved_by = '{approver}', decided_at = now() WHERE id = '{act}'; {event}
         UPDATE cases SET status = 'closed', version = version + 1 WHERE id = '{0}'",
        case.id, body.id, body.officer.user,
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
        "UPDATE acts SET state = 'approved', approved_by = '{approver}', decided_at = now() WHERE id = '{act}'; {event}
         UPDATE objections SET decided_on = '2026-03-10', result = 'upheld', investigation = 'x', reasons = 'x', act_id = '{act}'
         WHERE id = '{objection}';
         UPDATE cases SET status = 'determined', version = version + 1 WHERE id = '{}'",
        case.id
    );
    refused(&world, "a8_4_in_writing", &sql).await;
}
