//! 常用语: whoever leads a body keeps its phrases, a version follows the one before, and none is ever changed.

use uuid::Uuid;

use super::attack::{KEPT, refused};
use crate::world::World;

#[tokio::test]
async fn a_phrase_is_kept_by_a_leader_of_its_body_version_by_version_and_stays() {
    let world = World::new().await;
    let people = &world.people;
    let (body, leader, id) = (people.body.id.0, people.body.approver.user.0, Uuid::now_v7());
    let sql = |version: i32, body: Uuid, by: Uuid| {
        format!(
            "INSERT INTO phrases VALUES ('{id}', {version}, '{body}', 'demand', '完善制度', '修订细则。', false, '{by}', now());"
        )
    };
    for stranger in [
        people.body.officer.user,
        people.superior.approver.user,
        people.applicant.user,
    ] {
        refused(&world, "phrases_by_leader", &sql(1, body, stranger.0)).await;
    }
    let closed =
        format!("UPDATE users SET disabled_at = now() WHERE id = '{leader}';") + &sql(1, body, leader);
    refused(&world, "phrases_by_leader", &closed).await;
    for version in [-1, 0, 2] {
        refused(&world, "phrases_follow", &sql(version, body, leader)).await;
    }
    let first = sql(1, body, leader);
    refused(&world, "phrases_follow", &(first.clone() + &sql(1, body, leader))).await;
    refused(&world, "phrases_follow", &(first.clone() + &sql(3, body, leader))).await;
    let (superior, theirs) = (people.superior.id.0, people.superior.approver.user.0);
    refused(
        &world,
        "phrases_follow",
        &(first.clone() + &sql(2, superior, theirs)),
    )
    .await;
    for bent in ["UPDATE phrases SET text = '其他'", "DELETE FROM phrases"] {
        refused(&world, KEPT, &(first.clone() + bent)).await;
    }
    for (says, less) in [
        ("'修订细则。'", "' '"),
        ("'完善制度'", "repeat('长', 61)"),
        ("'demand'", "'other'"),
    ] {
        let odd = first.replace(says, less);
        let error = sqlx::raw_sql(sqlx::AssertSqlSafe(odd))
            .execute(&world.database.app)
            .await;
        assert!(error.is_err(), "{less}");
    }
    let kept = sqlx::raw_sql(sqlx::AssertSqlSafe(first + &sql(2, body, leader)));
    kept.execute(&world.database.app)
        .await
        .expect("its leader keeps it");
}
