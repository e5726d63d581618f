//! R6: a deadline's value follows from its causes, and its causes from events.

use super::attack::{Forged, KEPT, refused};
use crate::world::World;

#[tokio::test]
async fn a_deadline_is_never_edited() {
    let world = World::new().await;
    let id = world.case().initiated().await.id();
    let running = format!("case_id = '{id}' AND state = 'running'");
    for (rule, sql) in [
        (
            "events_first",
            format!("UPDATE deadlines SET days = 60 WHERE {running}"),
        ),
        (
            "events_first",
            format!("UPDATE deadlines SET from_on = from_on + 30 WHERE {running}"),
        ),
        (
            "events_first",
            format!("UPDATE deadlines SET state = 'met', ended_on = '2026-03-04' WHERE {running}"),
        ),
        (
            "events_first",
            format!(
                r#"INSERT INTO deadline_causes SELECT id, 2, case_id, 1, '{{"cause":"extended","days":30}}', days + 30, due_on, provisional, state, ended_on
                   FROM deadlines WHERE {running}"#
            ),
        ),
        (
            "events_first",
            format!("UPDATE deadlines SET due_on = due_on + 30 WHERE {running}"),
        ),
        (
            "events_first",
            format!("UPDATE deadlines SET provisional = true WHERE {running}"),
        ),
        (
            "events_first",
            format!("UPDATE deadlines SET state = 'stopped' WHERE {running}"),
        ),
        (
            "events_first",
            format!("UPDATE deadlines SET subject = case_id WHERE {running}"),
        ),
        (
            "deadline_causes_deadline_id_seq_key",
            "INSERT INTO deadline_causes SELECT deadline_id, 2, case_id, seq, cause, days, due_on + 30, provisional, state, ended_on FROM deadline_causes WHERE no = 1 AND state = 'running' ORDER BY seq DESC LIMIT 1".into(),
        ),
        (
            "r6_causes_in_order",
            "INSERT INTO deadline_causes SELECT deadline_id, 3, case_id, 1, cause, days, due_on, provisional, state, ended_on FROM deadline_causes WHERE seq = 2 AND no = 1".into(),
        ),
        (KEPT, "UPDATE deadline_causes SET cause = '{}'".into()),
        (KEPT, "DELETE FROM deadline_causes".into()),
        (KEPT, "DELETE FROM deadlines".into()),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn what_lists_read_of_a_case_follows_from_its_deadlines_and_events() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let (id, officer) = (story.id(), world.people.body.officer.user);
    let draft = format!(
        "INSERT INTO acts (id, case_id, body_id, kind, state, changes_status, typed, drafted_by, drafted_at)
         SELECT gen_random_uuid(), id, body_id, 'report', 'draft', true, '[]', '{officer}', now() FROM cases WHERE id = '{id}';"
    );
    // What the program alone can say may change beside an act.
    for (set, beside) in [
        ("due_on = due_on + 1", true),
        ("due_on = 'infinity'", false),
        ("due_kind = 'initiation'", false),
        ("due_provisional = true", true),
        ("due_days = 60", false),
        ("party_names = '别人'", false),
        ("turn = 'nobody'", true),
        ("todo = '无'", true),
    ] {
        let sql = format!("UPDATE cases SET {set} WHERE id = '{id}'");
        refused(&world, "lists_follow", &sql).await;
        if !beside {
            refused(&world, "lists_follow", &format!("{draft} {sql}")).await;
        }
    }
}

#[tokio::test]
async fn no_step_moves_a_clock_that_is_not_its_own() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let clock = case
        .deadlines
        .iter()
        .find(|it| it.running())
        .expect("the verification");
    let moved = |cause: &str| {
        let event = Forged {
            case: &case,
            kind: "take_evidence",
            actor: world.people.body.officer.user,
            act: None,
            to: None,
            body: r#"{"facts":[]}"#,
        };
        event.with(&format!(
            r#"'[{{"deadline":"{}","kind":"verification","subject":null,"cause":{cause},"due":"2099-01-01","provisional":true}}]'"#,
            clock.id
        ))
    };
    for cause in [
        r#"{"cause":"extended","days":10}"#,
        r#"{"cause":"stopped","on":"2026-03-05"}"#,
        r#"{"cause":"cancelled","on":"2026-03-05"}"#,
        r#"{"cause":"met","on":"2026-03-05"}"#,
        r#"{"cause":"started","on":"2026-03-05","days":60}"#,
        r#"{"cause":"recomputed"}"#,
    ] {
        refused(&world, "r6_clocks_of_the_step", &moved(cause)).await;
    }
}
