//! R7: what happened stays, and is numbered and chained by the database itself.

use serde_json::json;
use time::macros::date;

use super::attack::{DENIED, Forged, KEPT, done, lawful, refused};
use crate::world::World;

#[tokio::test]
async fn nothing_that_was_written_once_is_changed() {
    let world = World::new().await;
    let id = world.case().objected().await.id();
    done(
        &world,
        &format!("INSERT INTO audit (at, what, case_id) VALUES (now(), 'view', '{id}')"),
    )
    .await;
    for sql in [
        "UPDATE events SET body = '{}'",
        "UPDATE events SET at = now() WHERE seq = 1",
        "UPDATE events SET round = 2",
        "UPDATE events SET digest = ''",
        "DELETE FROM events",
        "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
        "UPDATE audit SET what = 'nothing'",
        "DELETE FROM audit",
        "UPDATE filings SET content = '{}', digest = sha256('{}')",
        "DELETE FROM filings",
        "UPDATE services SET served_on = '2026-01-01'",
        "DELETE FROM submissions",
        "DELETE FROM act_moves",
    ] {
        refused(&world, KEPT, sql).await;
    }
    for table in ["events", "documents", "acts", "cases", "files", "parties"] {
        refused(&world, DENIED, &format!("TRUNCATE {table}")).await;
    }
    for tables in ["events CASCADE", "audit", "audit, users CASCADE"] {
        refused(&world, DENIED, &format!("TRUNCATE {tables}")).await;
    }
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
async fn an_event_begins_where_the_last_one_ended() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let event = || Forged::of(&case, "hear");
    refused(&world, "events_follow", &event().from("determined").sql()).await;
    lawful(&world, &event().sql()).await;
}

#[tokio::test]
async fn the_database_numbers_and_chains_whatever_is_claimed() {
    let world = World::new().await;
    let case = world.case().initiated().await.case().await;
    let event = Forged::of(&case, "hear").by(world.people.body.officer.user).sql();
    let claimed = event
        .replace(&format!("'{}', 1, '", case.id), &format!("'{}', 99, '", case.id))
        .replace("'', '');", "'forged', 'forged');");
    assert_ne!(event, claimed);
    done(&world, &claimed).await;
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
    let body = &world.people.body;
    let event = || Forged::of(&case, "hear").by(body.officer.user);
    let seen = |version: i32| format!("UPDATE cases SET version = {version} WHERE id = '{}';", case.id);
    let held = |version: i32, sql: &str| format!("{} {sql} {}", seen(version), seen(case.version));
    for (rule, sql) in [
        ("cases_version", event().version(999).sql()),
        ("cases_version", event().version(case.version - 1).sql()),
        ("cases_version", event().version(case.version + 2).sql()),
        ("cases_version", seen(case.version + 1)),
        ("cases_version", seen(i32::MAX)),
        (
            "cases_version",
            format!("{} {}", event().sql(), seen(case.version + 2)),
        ),
        ("cases_version", held(case.version + 1, &event().sql())),
        ("events_in_time", event().on(date!(2026 - 03 - 03)).sql()),
        ("present_round", event().round(2).sql()),
        ("present_round", event().round(0).sql()),
        ("events_actor", event().by(body.spare.user).sql()),
        ("events_actor", event().by(body.approver.user).sql()),
    ] {
        refused(&world, rule, &sql).await;
    }
    lawful(&world, &event().sql()).await;
    lawful(&world, &event().version(case.version).sql()).await;
}

#[tokio::test]
async fn a_status_or_a_clock_moves_the_version() {
    let world = World::new().await;
    let case = world.case().filed().await.case().await;
    let withdrawn = Forged::of(&case, "withdraw")
        .to("withdrawn")
        .by(case.filer.user)
        .clocks();
    refused(
        &world,
        "cases_version",
        &withdrawn.clone().version(case.version).sql(),
    )
    .await;
    lawful(&world, &withdrawn.sql()).await;
}

#[tokio::test]
async fn no_round_begins_but_the_first_and_none_is_dated_back() {
    let world = World::new().await;
    let story = world.case().determined().await;
    let case = story.case().await;
    let began = |round: i16| json!({"fact": "round_began", "round": round, "parties": [case.parties[0].id]});
    let event = || Forged::of(&case, "notify").by(world.people.body.officer.user);
    for (rule, sql) in [
        ("facts_of_the_step", event().tells(began(2)).sql()),
        ("facts_of_the_step", event().tells(began(1)).sql()),
        (
            "rounds_follow_events",
            format!("UPDATE cases SET round = 2 WHERE id = '{}'", case.id),
        ),
        ("present_round", event().round(2).sql()),
        (
            "events_first",
            format!(
                "INSERT INTO rounds VALUES ('{}', 1, 99, 2, '{{{}}}')",
                case.id, case.parties[0].id
            ),
        ),
        (
            KEPT,
            format!("UPDATE rounds SET round = 2 WHERE case_id = '{}'", case.id),
        ),
        (
            KEPT,
            format!(
                "UPDATE rounds SET parties = parties[1:1] WHERE case_id = '{}'",
                case.id
            ),
        ),
    ] {
        refused(&world, rule, &sql).await;
    }
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
