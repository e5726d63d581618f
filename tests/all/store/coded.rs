//! Codes and ids in rows are read as what they are, and what nobody knows is not read at all.

use rongcuo::domain::ids::CaseId;
use rongcuo::domain::procedure::Kind;
use rongcuo::domain::status::Status;

use crate::world::database::TestDatabase;

#[tokio::test]
async fn a_row_gives_what_its_code_means() {
    let database = TestDatabase::new().await;
    let read: (Status, Kind, Option<Status>, CaseId) =
        sqlx::query_as("SELECT 'objected', 'file', NULL::text, '00000000-0000-0000-0000-000000000001'::uuid")
            .fetch_one(&database.app)
            .await
            .unwrap();
    let id = CaseId(uuid::Uuid::from_u128(1));
    assert_eq!(read, (Status::Objected, Kind::File, None, id));
}

#[tokio::test]
async fn a_code_that_nobody_knows_is_no_other_code() {
    let database = TestDatabase::new().await;
    let read: Result<Status, _> = sqlx::query_scalar("SELECT 'archived'")
        .fetch_one(&database.app)
        .await;
    let error = read.expect_err("there is no such status").to_string();
    assert!(error.contains("no Status has the code archived"), "{error}");
}
