//! A status changes by a step of the table, told by an event, and stands only where the law lets it stand.

use super::attack::{DENIED, Forged, KEPT, refused};
use crate::world::World;

#[tokio::test]
async fn no_status_without_a_step_and_its_event() {
    let world = World::new().await;
    let case = world.case().filed().await.case().await;
    let id = case.id;
    let forged = |kind, to| {
        let event = Forged::of(&case, kind).by(world.people.body.officer.user);
        event.to(to).sql()
    };
    let set = |what: &str| format!("UPDATE cases SET {what} WHERE id = '{id}'");
    for (rule, sql) in [
        ("status_transitions", set("status = 'determined'")),
        ("status_transitions", set("status = 'closed'")),
        ("status_follows_events", set("status = 'verifying'")),
        ("status_follows_events", set("status = 'withdrawn'")),
        ("r5_four_eyes", forged("initiate", "verifying")),
        ("status_transitions", forged("close", "closed")),
        ("status_transitions", forged("anything", "closed")),
        ("filer_withdraws", forged("withdraw", "withdrawn")),
        ("rounds_follow_events", set("round = 2")),
        (
            "officers_follow_events",
            set(&format!("officers = '{{{}}}'", world.people.body.officer.user)),
        ),
        ("cases_identity", set("title = 'x'")),
        ("cases_version", set("version = 1")),
        (KEPT, format!("DELETE FROM cases WHERE id = '{id}'")),
        (DENIED, "TRUNCATE cases CASCADE".into()),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn what_a_case_keeps_of_its_events_is_not_bent_for_one_statement() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let (id, spare) = (case.id, world.people.body.spare.user);
    let event = Forged::of(&case, "hear").by(spare).sql();
    let officers = |list: &str| format!("UPDATE cases SET officers = {list} WHERE id = '{id}';");
    for (rule, bend, back) in [
        (
            "officers_follow_events",
            officers(&format!("officers || '{spare}'::uuid")),
            officers("officers[1:2]"),
        ),
        ("officers_follow_events", officers("'{}'"), officers("officers")),
        (
            "status_follows_events",
            format!("UPDATE cases SET status = 'determining' WHERE id = '{id}';"),
            String::new(),
        ),
    ] {
        refused(&world, rule, &format!("{bend} {event} {back}")).await;
    }
    refused(&world, "events_actor", &event).await;
}

#[tokio::test]
async fn the_lists_of_the_law_cannot_be_bent() {
    let world = World::new().await;
    let id = world.case().filed().await.id();
    let bent = format!("UPDATE cases SET status = 'closed' WHERE id = '{id}'");
    for list in [
        "statuses",
        "steps",
        "procedure_moves",
        "procedure_clocks",
        "deadline_kinds",
        "document_kinds",
    ] {
        for (rule, sql) in [
            (KEPT, format!("INSERT INTO {list} SELECT * FROM {list} LIMIT 1")),
            (KEPT, format!("DELETE FROM {list}")),
            (DENIED, format!("TRUNCATE {list} CASCADE")),
        ] {
            refused(&world, rule, &sql).await;
        }
    }
    for (rule, sql) in [
        (
            KEPT,
            "INSERT INTO procedure_moves VALUES ('close', 'submitted', 'closed')".to_owned(),
        ),
        (KEPT, "UPDATE steps SET approves = NULL".to_owned()),
        (KEPT, "UPDATE deadline_kinds SET days = 60".to_owned()),
        (KEPT, "UPDATE procedure_clocks SET always = false".to_owned()),
        (KEPT, "UPDATE document_kinds SET word = 'x'".to_owned()),
        (
            "status_transitions",
            format!(
                "CREATE TEMP TABLE procedure_moves AS SELECT 'close' AS kind, 'submitted' AS from_status, 'closed' AS to_status; {bent}"
            ),
        ),
        (
            "status_follows_events",
            format!(
                "CREATE TEMP TABLE events AS SELECT '{id}'::uuid AS case_id, 'verifying' AS to_status, 99 AS seq; UPDATE cases SET status = 'verifying' WHERE id = '{id}'"
            ),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn a_closed_case_stays_closed() {
    let world = World::new().await;
    let case = world.case().closed().await.case().await;
    let (id, officer) = (case.id, world.people.body.officer.user);
    let objected = Forged::of(&case, "object").by(officer).to("objected").sql();
    for (rule, sql) in [
        (
            "status_transitions",
            format!("UPDATE cases SET status = 'verifying' WHERE id = '{id}'"),
        ),
        (
            "status_follows_events",
            format!("UPDATE cases SET status = 'objected' WHERE id = '{id}'"),
        ),
        ("a8_4_objected_while_open", objected),
        (KEPT, format!("DELETE FROM closures WHERE case_id = '{id}'")),
        (
            KEPT,
            format!("DELETE FROM correction_verdicts WHERE case_id = '{id}'"),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn officers_stay_who_were_assigned() {
    let world = World::new().await;
    let id = world.case().initiated().await.id();
    let other = world.people.superior.officer.user;
    for (rule, sql) in [
        (KEPT, "UPDATE assignments SET officers = officers[1:1]".to_owned()),
        (KEPT, format!("UPDATE assignments SET officers = '{{{other}}}'")),
        (KEPT, format!("DELETE FROM assignments WHERE case_id = '{id}'")),
        (
            "officers_follow_events",
            format!("UPDATE cases SET officers = officers[1:1] WHERE id = '{id}'"),
        ),
        (
            "officers_follow_events",
            format!("UPDATE cases SET officers = '{{{other}}}' WHERE id = '{id}'"),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn nobody_else_takes_a_step() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let people = &world.people;
    for (kind, actor) in [
        ("hear", people.superior.officer.user),
        ("take_evidence", people.individual.user),
        ("replace", people.body.officer.user),
        ("serve", people.body.spare.user),
        ("serve", people.applicant.user),
    ] {
        refused(&world, "events_actor", &Forged::of(&case, kind).by(actor).sql()).await;
    }
}
