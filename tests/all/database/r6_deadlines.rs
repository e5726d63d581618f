//! R6: a deadline's value follows from its causes, and its causes from events.

use serde_json::json;

use super::attack::{DENIED, Forged, KEPT, lawful, refused};
use crate::world::World;

#[tokio::test]
async fn a_deadline_is_never_edited() {
    let world = World::new().await;
    let id = world.case().initiated().await.id();
    let running = format!("case_id = '{id}' AND state = 'running'");
    for set in [
        "days = 60",
        "from_on = from_on + 30",
        "state = 'met', ended_on = '2026-03-04'",
        "due_on = due_on + 30",
        "provisional = NOT provisional",
        "state = 'stopped'",
        "subject = case_id",
        "body_id = (SELECT id FROM bodies WHERE kind = 'office')",
        "kind = 'objection'",
    ] {
        let sql = format!("UPDATE deadlines SET {set} WHERE {running}");
        refused(&world, "r6_deadlines_follow", &sql).await;
    }
    for (rule, sql) in [
        (
            "r6_one_runs",
            format!(
                "INSERT INTO deadlines SELECT gen_random_uuid(), case_id, body_id, kind, subject, from_on, days, due_on, provisional, state FROM deadlines WHERE {running}"
            ),
        ),
        (KEPT, "UPDATE clock_moves SET cause = '{}'".into()),
        (KEPT, "DELETE FROM clock_moves".into()),
        (KEPT, "DELETE FROM deadlines".into()),
        (DENIED, "TRUNCATE deadlines".into()),
    ] {
        refused(&world, rule, &sql).await;
    }
}

/// Neither for one event alone: what is bent is not there to be bent back.
#[tokio::test]
async fn a_deadline_is_not_bent_for_one_event() {
    let world = World::new().await;
    let case = world.case().filed().await.case().await;
    let withdrawn = Forged::of(&case, "withdraw").to("withdrawn").by(case.filer.user);
    let bend = format!(
        "UPDATE deadlines SET state = 'met', ended_on = from_on WHERE case_id = '{}';",
        case.id
    );
    let back = format!(
        "UPDATE deadlines SET state = 'running', ended_on = NULL WHERE case_id = '{}'",
        case.id
    );
    refused(&world, "r6_clocks_of_the_step", &withdrawn.sql()).await;
    refused(
        &world,
        "r6_deadlines_follow",
        &format!("{bend} {} {back}", withdrawn.sql()),
    )
    .await;
    lawful(&world, &withdrawn.clocks().sql()).await;
}

#[tokio::test]
async fn a_clock_begins_and_ends_once_and_stays_what_it_is_about() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let case = story.case().await;
    let clock = &case.deadlines[0];
    let elsewhere = world.case().filed().await.case().await.deadlines[0].clone();
    let event = || Forged::of(&case, "withdraw").to("withdrawn").by(case.filer.user);
    let moved = |deadline,
                 kind: &str,
                 subject: Option<uuid::Uuid>,
                 cause: serde_json::Value,
                 due: Option<&str>| {
        json!({"fact": "clock_moved", "deadline": deadline, "kind": kind, "subject": subject, "cause": cause, "due": due, "provisional": false})
    };
    let cancelled = json!({"cause": "cancelled", "on": story.today()});
    let ends = |deadline| {
        moved(
            deadline,
            "initiation",
            None,
            cancelled.clone(),
            Some("2026-03-10"),
        )
    };
    let (own, due) = (clock.id.0, Some("2026-03-10"));
    for (rule, event) in [
        (
            "clock_moves_deadline_seq_key",
            event().tells(ends(own)).tells(ends(own)),
        ),
        (
            "r6_causes_in_order",
            event().tells(ends(own)).tells(ends(uuid::Uuid::now_v7())),
        ),
        (
            "r6_causes_in_order",
            event().tells(ends(own)).tells(ends(elsewhere.id.0)),
        ),
        (
            "r6_causes_in_order",
            event().tells(moved(own, "initiation", Some(case.id.0), cancelled.clone(), due)),
        ),
        (
            "r6_clocks_of_the_step",
            event().tells(moved(own, "verification", None, cancelled.clone(), due)),
        ),
        (
            "r6_clocks_of_the_step",
            event().tells(moved(own, "initiation", None, json!({"cause": "cancelled"}), due)),
        ),
        (
            "r6_clocks_of_the_step",
            event().tells(moved(
                own,
                "initiation",
                None,
                json!({"cause": "cancelled", "on": "2026-03-02"}),
                due,
            )),
        ),
    ] {
        refused(&world, rule, &event.sql()).await;
    }
    let body = &world.people.body;
    let officers = [body.officer.user, body.second.user];
    let initiated = Forged::of(&case, "initiate")
        .approved(
            &json!({"officers": officers}),
            (body.officer.user, body.approver.user),
        )
        .to("verifying")
        .clocks()
        .fact("assigned", json!({"officers": officers}));
    let never_due = initiated.sql().replace("\"due\":\"2099-12-30\"", "\"due\":null");
    refused(&world, "r6_causes_say_their_day", &never_due).await;
    lawful(&world, &initiated.sql()).await;
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
async fn what_a_party_is_asked_for_moves_with_the_case_alone() {
    let world = World::new().await;
    let story = world.case().initiated().await;
    let (id, other) = (story.id(), world.case().filed().await.case().await.parties[0].id);
    let desk = world.people.body.id;
    for sql in [
        format!("DELETE FROM tasks WHERE case_id = '{id}'"),
        format!("UPDATE tasks SET todo = '别的' WHERE case_id = '{id}'"),
        format!(
            "INSERT INTO tasks VALUES ('{id}', 99, '{desk}', 'own', '{{}}', '{other}', 'hear', NULL, NULL, '陈述意见', 'infinity', true, 0, false)"
        ),
    ] {
        refused(&world, "lists_follow", &sql).await;
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
        let cause = serde_json::from_str(cause).expect("JSON");
        let event = Forged::of(&case, "take_evidence").by(world.people.body.officer.user);
        event.clock(Some(clock), "verification", &cause).sql()
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
