//! The lists of guards and rights that the program carries are what its migrations make.

use rongcuo::platform::database::APP_ROLE;
use rongcuo::store::guards::{self, Guard};
use rongcuo::store::rights::{self, Right};

use crate::world::database::TestDatabase;

/// Writes the list anew where that is asked for, else compares.
fn is_listed(name: &str, list: &str) {
    let file = format!("{}/src/store/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("RONGCUO_RENEW_LISTS").is_some() {
        return std::fs::write(file, list).expect("the list can be written");
    }
    assert!(
        list == std::fs::read_to_string(file).expect("a list"),
        "a migration changed what {name} lists: run RONGCUO_RENEW_LISTS=1 script/test --fast are_listed"
    );
}

#[tokio::test]
async fn the_guards_that_the_migrations_make_are_listed() {
    let database = TestDatabase::new().await;
    let mut db = database.owner.acquire().await.unwrap();
    let there = guards::there(&mut db).await.unwrap();
    if !guards::listed_on_this_version(&mut db).await.unwrap() {
        // Its wording is another; `a_fresh_database_has_no_fault` holds the rest.
        return;
    }
    is_listed("guards.tsv", &there.iter().map(Guard::line).collect::<String>());
}

#[tokio::test]
async fn the_rights_that_the_migrations_grant_are_listed() {
    let database = TestDatabase::new().await;
    let mut db = database.app.acquire().await.unwrap();
    let there = rights::of(&mut db, APP_ROLE).await.unwrap();
    is_listed("rights.tsv", &there.iter().map(Right::line).collect::<String>());
}

#[tokio::test]
async fn a_fresh_database_has_no_fault() {
    let database = TestDatabase::new().await;
    let mut db = database.app.acquire().await.unwrap();
    assert_eq!(guards::faults(&mut db).await.unwrap(), []);
    assert_eq!(rights::beyond(&mut db, APP_ROLE).await.unwrap(), []);
    assert_eq!(rights::missing(&mut db, APP_ROLE).await.unwrap(), []);
    assert_eq!(rights::unbound(&mut db, APP_ROLE).await.unwrap(), Some(false));
    assert_eq!(rights::unbound(&mut db, "nobody").await.unwrap(), None);
    assert_eq!(
        rights::missing(&mut db, "rongcuo").await.unwrap(),
        [],
        "the owner may all that"
    );
}
