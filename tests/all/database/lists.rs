//! Lists that stand in Rust and in SQL are the same lists.

use std::collections::BTreeSet;

use rongcuo::domain::act::ActState;
use rongcuo::domain::blank::shows_nothing;
use rongcuo::domain::calendar::CalendarName;
use rongcuo::domain::case::PartyKind;
use rongcuo::domain::clarification::ClarificationForm;
use rongcuo::domain::determination::{Lenience, Outcome};
use rongcuo::domain::evidence::EvidenceKind;
use rongcuo::domain::fact::Fact;
use rongcuo::domain::hearing::HearingKind;
use rongcuo::domain::objection::ObjectionResult;
use rongcuo::domain::regulation::Condition;
use rongcuo::domain::service::Means;
use rongcuo::domain::task::Pile;
use rongcuo::store::procedure;
use sqlx::{AssertSqlSafe, PgPool};

use crate::world::database::TestDatabase;

type Codes = BTreeSet<String>;

/// What a CHECK constraint lets a column be.
async fn allowed(pool: &PgPool, table: &str, column: &str) -> Codes {
    let found: Vec<String> = sqlx::query_scalar(
        "SELECT m[1] FROM pg_constraint, regexp_matches(pg_get_constraintdef(oid), '''([a-z_]+)''::text', 'g') AS m
         WHERE contype = 'c' AND conrelid = $1::regclass AND conname = $2 || '_' || $3 || '_check'",
    )
    .bind(table)
    .bind(table)
    .bind(column)
    .fetch_all(pool)
    .await
    .expect("the constraint");
    found.into_iter().collect()
}

macro_rules! codes {
    ($list:ty) => {
        <$list>::ALL
            .iter()
            .map(|it| it.code().to_owned())
            .collect::<Codes>()
    };
}

#[tokio::test]
async fn codes_in_rust_and_sql_are_the_same() {
    let database = TestDatabase::new().await;
    for (table, column, codes) in [
        ("bodies", "calendar", codes!(CalendarName)),
        ("tasks", "pile", codes!(Pile)),
        ("parties", "kind", codes!(PartyKind)),
        ("acts", "state", codes!(ActState)),
        ("evidence", "kind", codes!(EvidenceKind)),
        ("evidence", "condition", codes!(Condition)),
        ("hearings", "kind", codes!(HearingKind)),
        ("determinations", "outcome", codes!(Outcome)),
        ("determinations", "lenience", codes!(Lenience)),
        ("services", "means", codes!(Means)),
        ("objection_decisions", "result", codes!(ObjectionResult)),
        ("clarifications", "form", codes!(ClarificationForm)),
    ] {
        assert_eq!(
            allowed(&database.owner, table, column).await,
            codes,
            "{table}.{column}"
        );
    }
}

#[tokio::test]
async fn the_lists_of_the_law_are_those_of_the_program_and_what_differs_is_named() {
    let database = TestDatabase::new().await;
    let mut owner = database.owner.acquire().await.unwrap();
    assert_eq!(
        procedure::differing(&mut owner).await.unwrap(),
        Vec::<&str>::new()
    );
    for (table, change) in [
        (
            "deadline_kinds",
            "UPDATE deadline_kinds SET days = 50 WHERE kind = 'initiation'",
        ),
        (
            "steps",
            "UPDATE steps SET approves = NULL WHERE kind = 'initiate'",
        ),
        (
            "procedure_clocks",
            "DELETE FROM procedure_clocks WHERE kind = 'report'",
        ),
        (
            "procedure_moves",
            "INSERT INTO procedure_moves VALUES ('close', 'submitted', 'closed')",
        ),
    ] {
        let change = format!(
            "ALTER TABLE {table} DISABLE TRIGGER {table}_fixed; {change}; ALTER TABLE {table} ENABLE TRIGGER {table}_fixed"
        );
        sqlx::raw_sql(AssertSqlSafe(change))
            .execute(&mut *owner)
            .await
            .unwrap();
        assert_eq!(procedure::differing(&mut owner).await.unwrap(), [table]);
        procedure::write(&mut owner).await.unwrap();
        assert_eq!(
            procedure::differing(&mut owner).await.unwrap(),
            Vec::<&str>::new()
        );
    }
}

#[tokio::test]
async fn each_fact_has_its_register_and_each_law_speaks_of_statuses_that_there_are() {
    let database = TestDatabase::new().await;
    let registers: Vec<String> = sqlx::query_scalar("SELECT fact FROM registers ORDER BY fact")
        .fetch_all(&database.owner)
        .await
        .unwrap();
    let mut facts: Vec<_> = Fact::CODES.to_vec();
    facts.sort_unstable();
    assert_eq!(registers, facts);
    let unknown: Vec<String> = sqlx::query_scalar(
        "SELECT rule || ' ' || status FROM laws, unnest(statuses) AS status WHERE status NOT IN (SELECT status FROM statuses)
         UNION ALL SELECT fact || ' ' || step FROM registers, unnest(steps) AS step WHERE step NOT IN (SELECT kind FROM steps)",
    )
    .fetch_all(&database.owner)
    .await
    .unwrap();
    assert_eq!(unknown, Vec::<String>::new());
}

/// Every character but NUL, which PostgreSQL cannot keep, and the halves of surrogate pairs.
#[tokio::test]
async fn what_says_nothing_is_the_same_in_rust_and_sql() {
    let database = TestDatabase::new().await;
    let silent: Vec<i32> = sqlx::query_scalar(
        "SELECT n FROM generate_series(1, 1114111) AS n WHERE n NOT BETWEEN 55296 AND 57343 AND NOT says_something(chr(n)) ORDER BY n",
    )
    .fetch_all(&database.owner)
    .await
    .unwrap();
    let all = (1..=0x0010_ffff_u32).filter_map(char::from_u32);
    let rust: Vec<_> = all.filter(|c| shows_nothing(*c)).map(|c| c as i32).collect();
    assert_eq!(silent, rust);
}
