//! Who holds the serving role's address can put a session or a password into the tables. Not without a trace.

use sqlx::{AssertSqlSafe, PgPool};

use super::attack::{denied, refused};
use crate::world::World;

async fn runs(pool: &PgPool, sql: &str) {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(pool).await;
    done.unwrap_or_else(|error| panic!("{error}: {sql}"));
}

async fn traces(world: &World) -> Vec<(String, String)> {
    sqlx::query_as("SELECT what, detail ->> 'role' FROM audit WHERE what NOT LIKE 'story%' ORDER BY at")
        .fetch_all(&world.database.owner)
        .await
        .expect("the audit trail")
}

#[tokio::test]
async fn a_stolen_serving_role_leaves_a_trace() {
    let world = World::new().await;
    let approver = world.people.body.approver.user;
    let app = &world.database.app;
    runs(
        app,
        &format!("UPDATE users SET password_digest = 'x' WHERE id = '{approver}'"),
    )
    .await;
    runs(
        app,
        &format!(
            "INSERT INTO sessions VALUES (sha256('x'), '{approver}', now(), now(), now() + interval '1 hour')"
        ),
    )
    .await;
    runs(
        app,
        "UPDATE sessions SET ended_at = now() WHERE token_digest = sha256('x')",
    )
    .await;
    let by = |what: &str| (what.to_owned(), "rongcuo_app".to_owned());
    assert_eq!(
        traces(&world).await,
        [by("password_set"), by("session_begun"), by("session_ended")]
    );
    let whose: Vec<uuid::Uuid> =
        sqlx::query_scalar("SELECT DISTINCT user_id FROM audit WHERE user_id IS NOT NULL")
            .fetch_all(&world.database.owner)
            .await
            .expect("the audit trail");
    assert_eq!(whose, [approver.0]);
}

#[tokio::test]
async fn no_session_lasts_longer_than_half_a_day_or_begins_anew_or_vanishes() {
    let world = World::new().await;
    let approver = world.people.body.approver.user;
    let session = |until: &str| {
        format!(
            "INSERT INTO sessions VALUES (sha256('x'), '{approver}', now(), now(), now() + interval '{until}')"
        )
    };
    refused(&world, "sessions_last_half_a_day", &session("10 years")).await;
    refused(&world, "sessions_last_half_a_day", &session("12 hours 1 second")).await;
    runs(&world.database.app, &session("12 hours")).await;
    denied(&world, "DELETE FROM sessions").await;
    denied(&world, "UPDATE sessions SET ends_at = now() + interval '1 year'").await;
    let officer = world.people.body.officer.user;
    let anothers = format!("UPDATE sessions SET user_id = '{officer}'");
    refused(&world, "sessions_stay", &anothers).await;
    runs(&world.database.app, "UPDATE sessions SET ended_at = now()").await;
    refused(
        &world,
        "sessions_stay_ended",
        "UPDATE sessions SET ended_at = NULL",
    )
    .await;
}

#[tokio::test]
async fn a_session_is_forgotten_a_week_after_its_end_by_the_databases_clock() {
    let world = World::new().await;
    let user = world.people.body.officer.user;
    world.database.is_real().await;
    let old = |name: &str, hours: i32| {
        format!(
            "INSERT INTO sessions SELECT sha256('{name}'), '{user}', at, at, at + interval '12 hours'
             FROM (SELECT now() - interval '{hours} hours' AS at) t"
        )
    };
    world.database.as_superuser(&format!(
        "SET session_replication_role = replica; {}; {}",
        old("old", 7 * 24 + 13),
        old("young", 7 * 24 + 11)
    ));
    // Whatever the program's own clock says.
    runs(&world.database.app, "SELECT sweep_sessions()").await;
    let left: Vec<bool> = sqlx::query_scalar("SELECT token_digest = sha256('young') FROM sessions")
        .fetch_all(&world.database.owner)
        .await
        .expect("a list of sessions");
    assert_eq!(left, [true]);
}
