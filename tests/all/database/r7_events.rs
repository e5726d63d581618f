//! R7: what happened stays, and is numbered and chained by the database itself.

use super::attack::{Forged, KEPT, done, refused};
use crate::world::World;

#[tokio::test]
async fn nothing_that_was_written_once_is_changed() {
    let world = World::new().await;
    let id = world.case().objected().await.id();
    done(
        &world,
        &format!(
            "INSERT INTO audit (id, at, what, case_id) VALUES (gen_random_uuid(), now(), 'view', '{id}')"
        ),
    )
    .await;
    for sql in [
        "UPDATE events SET body = '{}'",
        "UPDATE events SET at = now() WHERE seq = 1",
        "UPDATE events SET digest = ''",
        "DELETE FROM events",
        "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
        "TRUNCATE events CASCADE",
        "UPDATE audit SET what = 'nothing'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "UPDATE filings SET content = '{}', digest = sha256('{}')",
        "DELETE FROM filings",
        "UPDATE services SET served_on = '2026-01-01'",
        "DELETE FROM submissions",
        "DELETE FROM act_moves",
    ] {
        refused(&world, &format!("{KEPT}|permission denied"), sql).await;
    }
    for table in ["events", "documents", "acts", "cases", "files", "parties"] {
        refused(&world, "permission denied", &format!("TRUNCATE {table}")).await;
    }
    refused(&world, "permission denied", "TRUNCATE audit, users CASCADE").await;
}

#[tokio::test]
async fn each_submission_of_an_act_is_kept_as_it_was() {
    let world = World::new().await;
    let story = world.case().filed().await;
    let act = story.submitted(story.initiation()).await;
    let (drafter, approver) = (world.people.body.officer.user, world.people.body.approver.user);
    let says = |state: &str, step: &str| {
        let by = if state == "returned" { approver } else { drafter };
        format!(
            "INSERT INTO act_moves (act_id, no, at, user_id, state, note, step) SELECT id, 2, now(), '{by}', '{state}', 'x', {step} FROM acts WHERE id = '{act}'"
        )
    };
    let again = "state = 'waiting', step = '{}', submitted_at = now()";
    for (rule, sql) in [
        ("acts_moves", says("waiting", "'{}'")),
        ("acts_moves", says("waiting", "step")),
        ("acts_moves", says("returned", "NULL")),
        (
            KEPT,
            format!("UPDATE act_moves SET step = '{{}}' WHERE act_id = '{act}'"),
        ),
        (
            "acts_are_kept",
            format!("UPDATE acts SET submissions = 0 WHERE id = '{act}'"),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
    let returned = format!("UPDATE acts SET state = 'returned' WHERE id = '{act}';");
    let unsaid = says("returned", "NULL").replace("'x'", "' '");
    refused(&world, "act_moves_say_why", &format!("{returned} {unsaid}")).await;
    let submission = says("returned", "step");
    refused(&world, "act_moves_say_what", &format!("{returned} {submission}")).await;
    done(&world, &format!("{returned} {}", says("returned", "NULL"))).await;
    for counted in ["", ", submissions = 2"] {
        let sql = format!("UPDATE acts SET {again}{counted} WHERE id = '{act}'");
        refused(&world, "acts_are_kept", &sql).await;
    }
}

#[tokio::test]
async fn an_event_begins_where_the_last_one_ended_and_says_its_facts() {
    let world = World::new().await;
    let mut case = world.case().initiated().await.case().await;
    let actor = world.people.body.officer.user;
    let not_json = Forged {
        case: &case,
        kind: "hear",
        actor,
        act: None,
        to: None,
        body: r#"{"facts":1}"#,
    }
    .sql();
    refused(&world, "events_say_facts", &not_json).await;
    case.status = rongcuo::domain::status::Status::Determined;
    let elsewhere = Forged {
        case: &case,
        kind: "serve",
        actor,
        act: None,
        to: None,
        body: r#"{"facts":[]}"#,
    }
    .sql();
    refused(&world, "events_follow", &elsewhere).await;
}

#[tokio::test]
async fn the_database_numbers_and_chains_whatever_is_claimed() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let actor = world.people.body.officer.user;
    let event = Forged {
        case: &case,
        kind: "hear",
        actor,
        act: None,
        to: None,
        body: r#"{"facts":[]}"#,
    }
    .sql();
    done(
        &world,
        &event
            .replace(", 1, now()", ", 99, now()")
            .replace("'', '')", "'forged', 'forged')"),
    )
    .await;
    let chained: bool = sqlx::query_scalar(
        "SELECT count(*) = max(seq) AND bool_and(seq = 1 OR previous = before) AND bool_and(e.digest = event_digest(e)) FROM
         (SELECT *, lag(digest) OVER (PARTITION BY case_id ORDER BY seq) AS before FROM events) l JOIN events e USING (case_id, seq, previous, digest)",
    )
    .fetch_one(&world.database.owner)
    .await
    .expect("the chain");
    assert!(chained);
}

#[tokio::test]
async fn an_event_comes_in_its_turn_and_the_case_with_it() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let people = &world.people;
    let forged = |actor| {
        Forged {
            case: &case,
            kind: "hear",
            actor,
            act: None,
            to: None,
            body: r#"{"facts":[]}"#,
        }
        .sql()
    };
    let event = forged(people.body.officer.user);
    let version = |to: i32| event.replace(&format!(", {},\n", case.version), &format!(", {to},\n"));
    let seen = |version: i32| format!("UPDATE cases SET version = {version} WHERE id = '{}'", case.id);
    for (rule, sql) in [
        ("cases_version", version(999)),
        ("cases_version", version(case.version - 1)),
        ("cases_version", version(case.version + 1)),
        ("cases_version", format!("{} {}", version(999), seen(999))),
        ("cases_version", seen(case.version + 1)),
        ("cases_version", seen(i32::MAX)),
        ("events_in_time", event.replace("now()", "'2026-03-03'")),
        ("events_actor", forged(people.body.spare.user)),
        ("events_actor", forged(people.body.approver.user)),
        (
            "events_are_carried_out",
            event.replace("'documents', '[]'", r#"'documents', '[{"id": "x"}]'"#),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
    done(&world, &event).await;
}

#[tokio::test]
async fn who_has_acted_stays_where_they_belong() {
    let world = World::new().await;
    world.case().initiated().await;
    let people = &world.people;
    let (superior, approver) = (people.superior.id, people.body.approver.user);
    for sql in [
        format!("UPDATE users SET body_id = '{superior}' WHERE id = '{approver}'"),
        format!(
            "UPDATE users SET unit_id = NULL WHERE id = '{}'",
            people.applicant.user
        ),
    ] {
        refused(&world, "users_belong", &sql).await;
    }
}
