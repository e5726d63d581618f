//! Bodies, units and accounts keep their past: every state of them is chained, and none is theirs for a moment.

use sqlx::AssertSqlSafe;

use super::attack::{DENIED, KEPT, denied, done, lawful, refused};
use crate::world::World;

async fn asked<T>(world: &World, sql: &str) -> Vec<T>
where
    T: for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
{
    let rows = sqlx::query_as(AssertSqlSafe(sql.to_owned())).fetch_all(&world.database.app);
    rows.await.unwrap_or_else(|error| panic!("{error}: {sql}"))
}

#[tokio::test]
async fn every_state_is_kept_with_who_made_it() {
    let world = World::new().await;
    let officer = world.people.body.officer.user;
    done(
        &world,
        &format!("UPDATE users SET approver = true WHERE id = '{officer}'"),
    )
    .await;
    done(
        &world,
        &format!("UPDATE users SET approver = true WHERE id = '{officer}'"),
    )
    .await;
    let by_who_serves = format!("UPDATE users SET password_digest = 'x' WHERE id = '{officer}'");
    let changed = sqlx::raw_sql(AssertSqlSafe(by_who_serves))
        .execute(&world.database.app)
        .await;
    changed.expect("who serves sets passwords");
    let kept = format!(
        "SELECT seq, role, (state ->> 'approver')::boolean, state ->> 'password_digest' = encode(sha256('x'), 'hex')
         FROM changes WHERE kind = 'users' AND id = '{officer}' ORDER BY seq"
    );
    let kept: Vec<(i32, String, bool, bool)> = asked(&world, &kept).await;
    let says = |seq, role: &str, approver, password| (seq, role.to_owned(), approver, password);
    assert_eq!(
        kept,
        [
            says(1, "rongcuo", false, false),
            says(2, "rongcuo", true, false),
            says(3, "rongcuo_app", true, true)
        ]
    );
    done(
        &world,
        "UPDATE bodies SET name = 'x' WHERE code = 'ZMB'; UPDATE units SET name = 'y'",
    )
    .await;
    let others = "SELECT kind, seq FROM changes WHERE state ->> 'name' IN ('x', 'y') ORDER BY 1";
    let others: Vec<(String, i32)> = asked(&world, others).await;
    assert_eq!(others, [("bodies".to_owned(), 2), ("units".to_owned(), 2)]);
}

#[tokio::test]
async fn the_past_is_not_rewritten_and_nobody_is_another_for_a_moment() {
    let world = World::new().await;
    let (officer, approver) = (world.people.body.officer.user, world.people.body.approver.user);
    for (rule, sql) in [
        (KEPT, "UPDATE changes SET role = 'x'".to_owned()),
        (KEPT, "DELETE FROM changes".into()),
        (DENIED, "TRUNCATE changes".into()),
        (
            "changes_stand",
            format!("UPDATE users SET approver = true WHERE id = '{officer}'; UPDATE users SET approver = false WHERE id = '{officer}'"),
        ),
        (
            "changes_stand",
            "UPDATE bodies SET number_word = 'x' WHERE code = 'TF-GX'; UPDATE bodies SET number_word = '成高管' WHERE code = 'TF-GX'".into(),
        ),
        (
            "changes_stand",
            format!("INSERT INTO units VALUES ('{0}', 'x', '{1}'); DELETE FROM units WHERE id = '{0}'", uuid::Uuid::now_v7(), world.people.body.id),
        ),
        ("users_stay_what_they_are", format!("UPDATE users SET demo = true WHERE id = '{approver}'")),
    ] {
        refused(&world, rule, &sql).await;
    }
    denied(
        &world,
        &format!("INSERT INTO changes (kind, id) VALUES ('users', '{officer}')"),
    )
    .await;
    // By hand a change says what the row is, which is none.
    done(
        &world,
        &format!("INSERT INTO changes (kind, id, seq, state) VALUES ('users', '{officer}', 9, '{{}}')"),
    )
    .await;
    let kept: Vec<(i64,)> = asked(
        &world,
        &format!("SELECT count(*) FROM changes WHERE id = '{officer}'"),
    )
    .await;
    assert_eq!(kept, [(1,)]);
}

#[tokio::test]
async fn who_has_acted_keeps_the_name() {
    let world = World::new().await;
    let renamed = |user| format!("UPDATE users SET name = '别人' WHERE id = '{user}'");
    let approver = world.people.body.approver.user;
    lawful(&world, &renamed(approver)).await;
    world.case().initiated().await;
    refused(&world, "users_belong", &renamed(approver)).await;
}

#[tokio::test]
async fn an_account_is_made_and_closed_now() {
    let world = World::new().await;
    world.database.is_real().await;
    let officer = world.people.body.officer.user;
    let closed =
        |ago: &str| format!("UPDATE users SET disabled_at = now() - interval '{ago}' WHERE id = '{officer}'");
    refused(&world, "dated_now", &closed("1 month")).await;
    lawful(&world, &closed("1 second")).await;
    let made = "INSERT INTO users (id, username, name, password_digest, created_at) VALUES (gen_random_uuid(), 'late', '某', '-', '2020-01-01')";
    refused(&world, "dated_now", made).await;
}
