//! The lists that the law has in Rust and the database's guards read: statuses, steps, moves, clocks, kinds of deadline and of
//! document. `rongcuo migrate` writes them as the owner; `rongcuo audit verify` compares them.

use serde_json::{Value, json};
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::domain::deadline::DeadlineKind;
use crate::domain::document::DocumentKind;
use crate::domain::procedure::{Approval, Desk, Move, PROCEDURE, Side, Tick};
use crate::domain::status::Status;

/// A list: its table, which columns tell its rows apart, and the rows as JSON objects of its columns.
struct List {
    table: &'static str,
    key: &'static [&'static str],
    rows: Vec<Value>,
}

/// In the order in which they refer to each other.
fn lists() -> Vec<List> {
    let list = |table, key, rows| List { table, key, rows };
    let statuses = Status::ALL.iter().map(|it| json!({"status": it.code()}));
    let deadlines = DeadlineKind::ALL.iter();
    let deadlines = deadlines.map(|it| json!({"kind": it.code(), "days": it.days()}));
    let documents = DocumentKind::ALL.iter();
    let documents =
        documents.map(|it| json!({"kind": it.code(), "word": it.word(), "step": it.issued_by().code()}));
    vec![
        list("statuses", &["status"], statuses.collect()),
        list("deadline_kinds", &["kind"], deadlines.collect()),
        list("steps", &["kind"], PROCEDURE.iter().map(step).collect()),
        list(
            "procedure_moves",
            &["kind", "from_status", "to_status"],
            PROCEDURE.iter().flat_map(moves).collect(),
        ),
        list(
            "procedure_clocks",
            &["kind", "clock", "move"],
            PROCEDURE.iter().flat_map(clocks).collect(),
        ),
        list("document_kinds", &["kind"], documents.collect()),
    ]
}

fn step(row: &Move) -> Value {
    let desk = match row.who.desk {
        Desk::Body => "body",
        Desk::Addressee => "addressee",
        Desk::Issuer => "issuer",
    };
    let drafts = match row.who.drafts {
        Side::Filer => "filer",
        Side::PartyOrForIt => "party_or_for_it",
        Side::Officer => "officer",
        Side::OfficerOrParty => "officer_or_party",
        Side::Approver => "approver",
    };
    let approves = row.who.approves.map(|it| match it {
        Approval::Approver => "approver",
        Approval::Determiner => "determiner",
    });
    json!({"kind": row.code, "desk": desk, "drafts": drafts, "approves": approves})
}

fn moves(row: &Move) -> Vec<Value> {
    let said = |from: Option<Status>, to: Option<Status>| json!({"kind": row.code, "from_status": from.map(Status::code), "to_status": to.map(Status::code)});
    let changes = row
        .transitions()
        .into_iter()
        .map(|(from, to)| said(from, Some(to)));
    let stays = row.from.iter().filter(|from| row.may_stay(**from));
    changes.chain(stays.map(|from| said(Some(*from), None))).collect()
}

fn clocks(row: &Move) -> Vec<Value> {
    let said = |tick: &Tick| {
        let (clock, what, always) = match *tick {
            Tick::Start(kind) => (kind, "start", true),
            Tick::Meet(kind) => (kind, "meet", true),
            Tick::Cancel(kind) => (kind, "cancel", true),
            Tick::Stop(kind) => (kind, "stop", true),
            Tick::Resume(kind) => (kind, "resume", true),
            Tick::Extend(kind) => (kind, "extend", true),
            Tick::MayStart(kind) => (kind, "start", false),
            Tick::MayMeet(kind) => (kind, "meet", false),
            Tick::MayCancel(kind) => (kind, "cancel", false),
            Tick::MayStop(kind) => (kind, "stop", false),
            Tick::MayResume(kind) => (kind, "resume", false),
        };
        json!({"kind": row.code, "clock": clock.code(), "move": what, "always": always})
    };
    row.ticks.iter().map(said).collect()
}

/// All lists as one text: another one where a list is another.
pub fn text() -> String {
    let lists = lists()
        .into_iter()
        .map(|it| format!("{} {}", it.table, Value::from(it.rows)));
    lists.collect::<Vec<_>>().join("\n")
}

/// Makes the database's lists those of this program. For the owner of the tables.
pub async fn write(db: &mut PgConnection) -> sqlx::Result<()> {
    let mut tx = db.begin().await?;
    let lists = lists();
    for list in &lists {
        let table = list.table;
        sqlx::raw_sql(AssertSqlSafe(format!(
            "ALTER TABLE {table} DISABLE TRIGGER {table}_fixed"
        )))
        .execute(&mut *tx)
        .await?;
    }
    // What refers to another list comes after it and goes before it.
    for list in &lists {
        list.change(&mut tx).await?;
        list.add(&mut tx).await?;
    }
    for list in lists.iter().rev() {
        list.forget(&mut tx).await?;
    }
    for list in &lists {
        let table = list.table;
        sqlx::raw_sql(AssertSqlSafe(format!(
            "ALTER TABLE {table} ENABLE TRIGGER {table}_fixed"
        )))
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await
}

/// The lists of the database that are not those of this program, by their tables.
pub async fn differing(db: &mut PgConnection) -> sqlx::Result<Vec<&'static str>> {
    let mut differing = vec![];
    for list in lists() {
        if !list.stands(db).await? {
            differing.push(list.table);
        }
    }
    Ok(differing)
}

impl List {
    /// Changes the rows that say something else of the same key: what refers to them stays.
    async fn change(&self, db: &mut PgConnection) -> sqlx::Result<()> {
        let (table, key) = (self.table, self.key);
        let columns = self.rows.first().and_then(Value::as_object);
        let columns = columns.into_iter().flat_map(|row| row.keys());
        let columns: Vec<_> = columns.filter(|it| !key.contains(&it.as_str())).collect();
        if columns.is_empty() {
            return Ok(());
        }
        let set: Vec<_> = columns.iter().map(|it| format!("{it} = r.{it}")).collect();
        let same: Vec<_> = key.iter().map(|it| format!("t.{it} = r.{it}")).collect();
        let sql = format!(
            "UPDATE {table} t SET {} FROM jsonb_populate_recordset(NULL::{table}, $1) AS r WHERE {} AND to_jsonb(t) <> to_jsonb(r)",
            set.join(", "),
            same.join(" AND "),
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(Json(&self.rows))
            .execute(db)
            .await?;
        Ok(())
    }

    /// Takes out the rows that the program does not have. A row that is referred to cannot go: then a release has forgotten
    /// something that was in use.
    async fn forget(&self, db: &mut PgConnection) -> sqlx::Result<()> {
        let table = self.table;
        let sql = format!("DELETE FROM {table} t WHERE NOT $1::jsonb @> jsonb_build_array(to_jsonb(t))");
        sqlx::query(AssertSqlSafe(sql))
            .bind(Json(&self.rows))
            .execute(db)
            .await?;
        Ok(())
    }

    async fn add(&self, db: &mut PgConnection) -> sqlx::Result<()> {
        let table = self.table;
        let sql = format!(
            "INSERT INTO {table} SELECT r.* FROM jsonb_populate_recordset(NULL::{table}, $1) AS r
             WHERE NOT EXISTS (SELECT FROM {table} t WHERE to_jsonb(t) = to_jsonb(r))"
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(Json(&self.rows))
            .execute(db)
            .await?;
        Ok(())
    }

    async fn stands(&self, db: &mut PgConnection) -> sqlx::Result<bool> {
        let table = self.table;
        let sql = format!(
            "SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') @> $1 AND coalesce(jsonb_agg(to_jsonb(t)), '[]') <@ $1 FROM public.{table} t"
        );
        sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(Json(&self.rows))
            .fetch_one(db)
            .await
    }
}
