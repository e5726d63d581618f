//! R2 (A8.2): no report before every party has been heard.

use super::attack::{Forged, KEPT, refused};
use crate::world::World;

#[tokio::test]
async fn no_report_before_every_party_was_heard() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let (id, party) = (case.id, case.parties[1].id);
    let hearing = |kind: &str| {
        format!(
            "INSERT INTO hearings SELECT gen_random_uuid(), '{id}', '{party}', 1, '{kind}', '意见', '2026-03-04', officers, '', NULL, false, officers[1], now()
             FROM cases, (SELECT array_agg(user_id) AS officers FROM assignments WHERE case_id = '{id}') AS a WHERE id = '{id}'"
        )
    };
    for (rule, sql) in [
        (
            "r2_every_party_heard",
            format!(
                "INSERT INTO reports SELECT gen_random_uuid(), '{id}', 1, act_id, now() FROM events WHERE act_id IS NOT NULL"
            ),
        ),
        ("events_first", hearing("statement")),
        ("events_first", hearing("waiver")),
        ("r2_unreachable_with_proof", hearing("unreachable")),
        (
            "parties_stay",
            format!("UPDATE parties SET round = 2 WHERE id = '{party}'"),
        ),
        (
            "parties_stay",
            format!("UPDATE parties SET case_id = case_id, name = '别人' WHERE id = '{party}'"),
        ),
        (KEPT, format!("DELETE FROM parties WHERE id = '{party}'")),
        (
            "events_first",
            format!(
                "INSERT INTO parties SELECT gen_random_uuid(), '{id}', 9, 'unit', '新的一方', '', NULL, NULL, NULL, false, 1"
            ),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn a_party_is_heard_in_its_own_case() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let other = world.case().initiated().await.case().await;
    let (party, officer) = (case.parties[1].id, world.people.body.officer.user);
    let body = format!(
        r#"{{"facts":[{{"fact":"heard","id":"00000000-0000-7000-8000-0000000000aa","by_party":false,"hearing":{{"party":"{party}","kind":"waiver","text":"x","held_on":"2026-03-04"}}}}]}}"#
    );
    let event = Forged {
        case: &other,
        kind: "hear",
        actor: officer,
        act: None,
        to: None,
        body: &body,
    }
    .sql();
    let row = format!(
        "INSERT INTO hearings VALUES ('00000000-0000-7000-8000-0000000000aa', '{}', '{party}', 1, 'waiver', 'x', '2026-03-04', '{{}}', '', NULL, false, '{officer}', now())",
        other.id
    );
    refused(&world, "about_a_party", &format!("{event} {row}")).await;
}

#[tokio::test]
async fn what_was_said_stays() {
    let world = World::new().await;
    let id = world.case().heard().await.id();
    for sql in [
        format!("UPDATE hearings SET text = '另一种说法' WHERE case_id = '{id}'"),
        format!("UPDATE hearings SET kind = 'waiver' WHERE case_id = '{id}'"),
        format!("DELETE FROM hearings WHERE case_id = '{id}'"),
        format!("DELETE FROM evidence WHERE case_id = '{id}'"),
        "TRUNCATE hearings".to_owned(),
    ] {
        refused(&world, &format!("{KEPT}|permission denied"), &sql).await;
    }
}
