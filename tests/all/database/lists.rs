//! Lists that stand in Rust and in SQL are the same lists.

use std::collections::BTreeSet;

use rongcuo::domain::act::ActState;
use rongcuo::domain::calendar::CalendarName;
use rongcuo::domain::case::PartyKind;
use rongcuo::domain::clarification::ClarificationForm;
use rongcuo::domain::correction::CorrectionState;
use rongcuo::domain::deadline::DeadlineKind;
use rongcuo::domain::determination::{Lenience, Outcome};
use rongcuo::domain::document::DocumentKind;
use rongcuo::domain::evidence::EvidenceKind;
use rongcuo::domain::hearing::HearingKind;
use rongcuo::domain::objection::ObjectionResult;
use rongcuo::domain::procedure::{PROCEDURE, Tick, To};
use rongcuo::domain::regulation::{Circumstance, Condition};
use rongcuo::domain::service::Means;
use rongcuo::domain::status::Status;
use rongcuo::domain::turn::Turn;
use sqlx::PgPool;

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
        ("cases", "status", codes!(Status)),
        ("cases", "turn", codes!(Turn)),
        ("parties", "kind", codes!(PartyKind)),
        ("acts", "state", codes!(ActState)),
        ("deadlines", "kind", codes!(DeadlineKind)),
        ("evidence", "kind", codes!(EvidenceKind)),
        ("evidence", "condition", codes!(Condition)),
        ("hearings", "kind", codes!(HearingKind)),
        ("findings", "condition", codes!(Condition)),
        ("fits", "circumstance", codes!(Circumstance)),
        ("documents", "kind", codes!(DocumentKind)),
        ("determinations", "outcome", codes!(Outcome)),
        ("determinations", "lenience", codes!(Lenience)),
        ("corrections", "state", codes!(CorrectionState)),
        ("services", "means", codes!(Means)),
        ("objections", "result", codes!(ObjectionResult)),
        ("clarifications", "form", codes!(ClarificationForm)),
    ] {
        assert_eq!(
            allowed(&database.owner, table, column).await,
            codes,
            "{table}.{column}"
        );
    }
}

type Row = (String, Option<String>, Option<String>, bool);

#[tokio::test]
async fn the_table_of_steps_is_the_same() {
    let database = TestDatabase::new().await;
    let sql: BTreeSet<Row> =
        sqlx::query_as("SELECT kind, from_status, to_status, approved FROM procedure_moves")
            .fetch_all(&database.owner)
            .await
            .unwrap()
            .into_iter()
            .collect();
    let mut rust = BTreeSet::new();
    for row in PROCEDURE {
        let (kind, approved) = (row.code.to_owned(), row.who.needs_approval());
        for (from, to) in row.transitions() {
            let from = from.map(|it| it.code().to_owned());
            rust.insert((kind.clone(), from, Some(to.code().to_owned()), approved));
        }
        for from in row.from.iter().filter(|from| may_stay(row.to, **from)) {
            rust.insert((kind.clone(), Some(from.code().to_owned()), None, approved));
        }
    }
    assert_eq!(sql, rust);
}

#[tokio::test]
async fn the_clocks_of_the_steps_and_the_words_of_the_kinds_are_the_same() {
    let database = TestDatabase::new().await;
    let sql: Vec<(String, String, String)> =
        sqlx::query_as("SELECT kind, clock, move FROM procedure_clocks WHERE always ORDER BY 1, 2, 3")
            .fetch_all(&database.owner)
            .await
            .unwrap();
    let clock = |tick: &Tick| match *tick {
        Tick::Start(clock) => (clock, "start"),
        Tick::Meet(clock) => (clock, "meet"),
        Tick::Cancel(clock) => (clock, "cancel"),
    };
    let mut rust = vec![];
    for row in PROCEDURE {
        let ticks = row.ticks.iter().map(clock);
        rust.extend(
            ticks.map(|(clock, tick)| (row.code.to_owned(), clock.code().to_owned(), tick.to_owned())),
        );
    }
    rust.sort_unstable();
    assert_eq!(sql, rust);
    let days: Vec<(String, i16)> = sqlx::query_as("SELECT kind, days FROM deadline_kinds ORDER BY 1")
        .fetch_all(&database.owner)
        .await
        .unwrap();
    let kinds = DeadlineKind::ALL.iter();
    let mut rust: Vec<_> = kinds
        .map(|it| (it.code().to_owned(), it.days().cast_signed()))
        .collect();
    rust.sort_unstable();
    assert_eq!(days, rust);
    let words: Vec<(String, String)> = sqlx::query_as("SELECT kind, word FROM document_kinds ORDER BY 1")
        .fetch_all(&database.owner)
        .await
        .unwrap();
    let mut rust: Vec<_> = DocumentKind::ALL
        .iter()
        .map(|it| (it.code().to_owned(), it.word().to_owned()))
        .collect();
    rust.sort_unstable();
    assert_eq!(words, rust);
}

/// `Stay` beside `On(x)` is for who stands in x already; alone, or beside `Back`, it is for every starting status.
fn may_stay(to: &[To], from: Status) -> bool {
    let leads_elsewhere = to
        .iter()
        .any(|it| matches!(it, To::On(status) if *status != from));
    to.contains(&To::Stay) && !leads_elsewhere
}
