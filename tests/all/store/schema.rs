//! How far the tables are migrated, and who the server is there.

use rongcuo::store::schema::{self, Standing};
use rongcuo::store::{pool, roles};

use crate::world::database::TestDatabase;

#[tokio::test]
async fn the_servers_role_sees_current_tables_and_owns_none() {
    let database = TestDatabase::new().await;
    let mut db = database.app.acquire().await.unwrap();
    assert_eq!(schema::standing(&mut db).await.unwrap(), Standing::Current);
    assert_eq!(
        roles::login(&mut db).await.unwrap(),
        ("rongcuo_app".to_owned(), 0)
    );
}

#[tokio::test]
async fn a_server_with_the_superusers_address_steps_down() {
    let database = TestDatabase::new().await;
    let mut db = pool::one_serving(&database.options("postgres")).await.unwrap();
    assert_eq!(roles::current(&mut db).await.unwrap(), "rongcuo_app");
    let (login, owned) = roles::login(&mut db).await.unwrap();
    assert_eq!(login, "postgres", "who stepped down can step up again");
    assert!(owned > 0);
}

#[tokio::test]
async fn a_missing_and_an_unknown_migration_are_told_apart() {
    let database = TestDatabase::new().await;
    let mut db = database.owner.acquire().await.unwrap();
    sqlx::query("UPDATE _sqlx_migrations SET version = version + 1 WHERE version = (SELECT max(version) FROM _sqlx_migrations)")
        .execute(&mut *db)
        .await
        .unwrap();
    assert_eq!(schema::standing(&mut db).await.unwrap(), Standing::Foreign(1));
    sqlx::query("DELETE FROM _sqlx_migrations WHERE version = (SELECT max(version) FROM _sqlx_migrations)")
        .execute(&mut *db)
        .await
        .unwrap();
    assert_eq!(schema::standing(&mut db).await.unwrap(), Standing::Behind(1));
}
