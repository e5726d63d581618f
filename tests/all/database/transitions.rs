//! A status changes by a step of the table, told by an event, and stands only where the law lets it stand.

use super::attack::{Forged, KEPT, refused};
use crate::world::World;

#[tokio::test]
async fn no_status_without_a_step_and_its_event() {
    let world = World::new().await;
    let case = world.case().filed().await.case().await;
    let (id, officer) = (case.id, world.people.body.officer.user);
    let forged = |kind, to| {
        let (case, actor, body) = (&case, officer, r#"{"facts":[]}"#);
        Forged {
            case,
            kind,
            actor,
            act: None,
            to: Some(to),
            body,
        }
        .sql()
    };
    for (rule, sql) in [
        (
            "status_transitions",
            format!("UPDATE cases SET status = 'determined' WHERE id = '{id}'"),
        ),
        (
            "status_transitions",
            format!("UPDATE cases SET status = 'closed' WHERE id = '{id}'"),
        ),
        (
            "status_follows_events",
            format!("UPDATE cases SET status = 'verifying' WHERE id = '{id}'"),
        ),
        (
            "status_follows_events",
            format!("UPDATE cases SET status = 'withdrawn' WHERE id = '{id}'"),
        ),
        ("r5_four_eyes", forged("initiate", "verifying")),
        ("status_transitions", forged("close", "closed")),
        ("status_transitions", forged("anything", "closed")),
        ("filer_withdraws", forged("withdraw", "withdrawn")),
        (
            "cases_identity",
            format!("UPDATE cases SET round = 2 WHERE id = '{id}'"),
        ),
        (
            "cases_identity",
            format!("UPDATE cases SET title = 'x' WHERE id = '{id}'"),
        ),
        (
            "cases_version",
            format!("UPDATE cases SET version = 1 WHERE id = '{id}'"),
        ),
        (KEPT, format!("DELETE FROM cases WHERE id = '{id}'")),
        ("permission denied", "TRUNCATE cases CASCADE".into()),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn the_table_of_steps_cannot_be_bent() {
    let world = World::new().await;
    let id = world.case().filed().await.id();
    let bent = format!("UPDATE cases SET status = 'closed' WHERE id = '{id}'");
    for (rule, sql) in [
        (
            KEPT,
            "INSERT INTO procedure_moves VALUES ('close', 'submitted', 'closed', false)".to_owned(),
        ),
        (KEPT, "UPDATE procedure_moves SET approved = false".to_owned()),
        (KEPT, "DELETE FROM procedure_moves".to_owned()),
        ("permission denied", "TRUNCATE procedure_moves".to_owned()),
        (
            "status_transitions",
            format!(
                "CREATE TEMP TABLE procedure_moves AS SELECT 'close' AS kind, 'submitted' AS from_status, 'closed' AS to_status, false AS approved; {bent}"
            ),
        ),
        (
            "status_follows_events|status_transitions",
            format!(
                "CREATE TEMP TABLE events AS SELECT '{id}'::uuid AS case_id, 'closed' AS to_status, 99 AS seq; UPDATE cases SET status = 'verifying' WHERE id = '{id}'"
            ),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn a_closed_case_stays_closed() {
    let world = World::new().await;
    let story = world.case().closed().await;
    let case = story.case().await;
    let (id, officer) = (case.id, world.people.body.officer.user);
    let (case, actor, act) = (&case, officer, None);
    let objected = Forged {
        case,
        kind: "object",
        actor,
        act,
        to: Some("objected"),
        body: r#"{"facts":[]}"#,
    }
    .sql();
    for (rule, sql) in [
        (
            "status_transitions",
            format!("UPDATE cases SET status = 'verifying' WHERE id = '{id}'"),
        ),
        (
            "status_follows_events",
            format!("UPDATE cases SET status = 'objected' WHERE id = '{id}'"),
        ),
        (
            "a8_4_objected_while_open|cases_version",
            format!(
                "{objected} UPDATE cases SET status = 'objected', version = version + 1 WHERE id = '{id}'"
            ),
        ),
        (
            "r4_requirements_stay",
            format!("UPDATE corrections SET state = 'required' WHERE case_id = '{id}'"),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
}

#[tokio::test]
async fn at_least_two_officers_verify() {
    let world = World::new().await;
    let id = world.case().initiated().await.id();
    let second = world.people.body.second.user;
    let sql =
        format!("UPDATE assignments SET until_at = now() WHERE case_id = '{id}' AND user_id = '{second}'");
    refused(&world, "two_officers|events_first", &sql).await;
    refused(
        &world,
        KEPT,
        &format!("DELETE FROM assignments WHERE case_id = '{id}'"),
    )
    .await;
    let other = world.people.superior.officer.user;
    let sql = format!("UPDATE assignments SET user_id = '{other}' WHERE user_id = '{second}'");
    refused(&world, "assignments_stay", &sql).await;
}

#[tokio::test]
async fn nobody_else_takes_a_step() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let people = &world.people;
    let forged = |kind, actor| {
        let (case, body) = (&case, r#"{"facts":[]}"#);
        Forged {
            case,
            kind,
            actor,
            act: None,
            to: None,
            body,
        }
        .sql()
    };
    for sql in [
        forged("hear", people.superior.officer.user),
        forged("take_evidence", people.individual.user),
        forged("replace", people.body.officer.user),
    ] {
        refused(&world, "events_actor", &sql).await;
    }
}
