//! What is written is dated now, by the database's own clock; a story's time is the owner's to begin.

use rongcuo::store::Failure;
use rongcuo::store::schema;
use sqlx::{AssertSqlSafe, Executor};
use time::{Duration, OffsetDateTime};

use super::attack::denied;
use crate::world::World;

/// A world of real work: its clock says what the database's says.
async fn real() -> World {
    let world = World::new().await;
    world.database.is_real().await;
    world.app.clock.set(now(&world).await);
    world
}

async fn now(world: &World) -> OffsetDateTime {
    let mut db = world.app.pool.acquire().await.expect("a connection");
    schema::clock(&mut db).await.expect("a time")
}

/// The rule that refuses a row, or nothing.
async fn rule(world: &World, sql: &str) -> Option<String> {
    let mut tx = world.app.pool.begin().await.expect("a transaction");
    let done = tx.execute(AssertSqlSafe(sql.to_owned())).await;
    let error = done.err()?;
    let error = error.as_database_error().expect("an error of the database");
    Some(error.constraint().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn no_event_comes_from_the_future_or_from_the_past() {
    let world = real().await;
    let case = world.case().filed().await.id();
    let user = world.people.body.officer.user;
    let event = |apart: &str| {
        format!(
            "INSERT INTO events (case_id, seq, at, kind, actor_id, round, version, body, previous, digest)
             VALUES ('{case}', 2, clock_timestamp() + interval '{apart}', 'initiate', '{user}', 1, 2, '{{}}', '', '')"
        )
    };
    for apart in ["2 minutes", "30 days", "-6 minutes", "-3 days"] {
        assert_eq!(
            rule(&world, &event(apart)).await.as_deref(),
            Some("dated_now"),
            "{apart}"
        );
    }
    for apart in ["30 seconds", "-4 minutes"] {
        assert_ne!(
            rule(&world, &event(apart)).await.as_deref(),
            Some("dated_now"),
            "{apart}"
        );
    }
}

#[tokio::test]
async fn nothing_else_is_dated_back_or_ahead_either() {
    let world = real().await;
    let case = world.case().filed().await.id();
    let (user, id) = (world.people.applicant.user, "gen_random_uuid()");
    let rows = [
        format!("files VALUES ({id}, sha256('x'), 1, 'text/plain', 'x', '{user}', AT)"),
        format!("applications (id, user_id, created_at, updated_at) VALUES ({id}, '{user}', AT, AT)"),
        format!("submissions VALUES ({id}, '{user}', AT)"),
        format!("openings VALUES ('{case}', '{user}', AT, day_of(AT), 'other', '核实情况')"),
        format!("sessions VALUES (sha256('x'), '{user}', AT, AT, AT + interval '12 hours')"),
        format!("act_moves VALUES ({id}, 1, AT, '{user}', 'draft')"),
    ];
    for row in rows {
        for (apart, refused) in [("2 minutes", true), ("-6 minutes", true), ("0", false)] {
            let at = format!("(clock_timestamp() + interval '{apart}')");
            let sql = format!("INSERT INTO {}", row.replace("AT", &at));
            let by = rule(&world, &sql).await;
            assert_eq!(by.as_deref() == Some("dated_now"), refused, "{sql}: {by:?}");
        }
    }
}

#[tokio::test]
async fn a_program_whose_clock_runs_ahead_takes_no_step() {
    let world = real().await;
    world.app.clock.advance(Duration::minutes(2));
    let mut db = world.app.pool.acquire().await.expect("a connection");
    let late = rongcuo::store::submissions::first(
        &mut db,
        uuid::Uuid::now_v7(),
        world.people.applicant.user,
        world.app.clock.now(),
    );
    let failure = Failure::from(late.await.expect_err("it is dated two minutes ahead"));
    assert!(failure.clock_wrong() && !failure.passes(), "{failure}");
    world.app.clock.set(now(&world).await);
    world.case().filed().await;
}

#[tokio::test]
async fn the_audit_bears_the_databases_time_whatever_was_said() {
    let world = real().await;
    let apart: bool = sqlx::query_scalar(
        "INSERT INTO audit (at, what) VALUES ('2001-01-01', 'view')
         RETURNING at BETWEEN clock_timestamp() - interval '1 minute' AND clock_timestamp()",
    )
    .fetch_one(&world.database.app)
    .await
    .expect("a line");
    assert!(apart);
}

#[tokio::test]
async fn who_serves_tells_no_story_and_the_owner_leaves_a_trace() {
    let world = World::new().await;
    for sql in [
        "INSERT INTO story_time DEFAULT VALUES",
        "UPDATE story_time SET since = now()",
        "DELETE FROM story_time",
    ] {
        denied(&world, sql).await;
    }
    world.database.is_real().await;
    denied(&world, "INSERT INTO story_time DEFAULT VALUES").await;
    // A table of the caller's own does not stand in for it.
    sqlx::raw_sql(
        "CREATE TEMPORARY TABLE story_time (one boolean); INSERT INTO pg_temp.story_time VALUES (true); SET search_path = pg_temp, public",
    )
    .execute(&world.database.app)
    .await
    .expect("a table of its own");
    let story: bool = sqlx::query_scalar("SELECT public.is_story()")
        .fetch_one(&world.database.app)
        .await
        .expect("an answer");
    assert!(!story);
    let traces: Vec<(String, String)> =
        sqlx::query_as("SELECT what, detail ->> 'role' FROM audit WHERE what LIKE 'story_time%' ORDER BY at")
            .fetch_all(&world.database.owner)
            .await
            .expect("the audit trail");
    let ended = ("story_time_ended".to_owned(), "rongcuo".to_owned());
    assert_eq!(traces.last(), Some(&ended), "{traces:?}");
    assert_eq!(traces.len(), 2, "begun with the tests' template, and ended");
}
