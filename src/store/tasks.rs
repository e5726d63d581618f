//! 待办事项 kept beside the cases: written with every step and act (`piles` reads them).

use serde_json::{Value, json};
use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::domain::case::Case;
use crate::domain::ids::CaseId;
use crate::domain::owed::Due;
use crate::domain::task::{self, Task};

/// A task as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    pub desk: Uuid,
    pub pile: String,
    pub people: Vec<Uuid>,
    pub party: Option<Uuid>,
    pub step: Option<String>,
    pub about: Option<Uuid>,
    pub act_id: Option<Uuid>,
    pub todo: String,
    /// `None`: no day is set.
    pub due_on: Option<Date>,
    pub legal: bool,
    pub days: i16,
    /// Whether the notice of its year is missing (暂估).
    pub provisional: bool,
}

/// The tasks of a case as they are kept.
pub fn rows(case: &Case) -> Vec<TaskRow> {
    let row = |it: Task| TaskRow {
        desk: it.desk.0,
        pile: it.pile.code().to_owned(),
        people: it.people.iter().map(|it| it.0).collect(),
        party: it.party.map(|it| it.0),
        step: it.step.map(|it| it.code().to_owned()),
        about: it.about,
        act_id: it.act.map(|it| it.0),
        todo: it.todo,
        due_on: it.due.map(|due| due.on),
        legal: it.due.is_some_and(Due::legal),
        days: it
            .due
            .map_or(0, |due| i16::try_from(due.days).unwrap_or(i16::MAX)),
        provisional: it.due.is_some_and(|due| case.calendar().provisional(due.on)),
    };
    task::of(case).into_iter().map(row).collect()
}

/// Writes the tasks of a case anew, where they changed.
pub async fn rewrite(db: &mut PgConnection, case: CaseId, rows: &[TaskRow]) -> sqlx::Result<()> {
    if kept(db, case).await? == rows {
        return Ok(());
    }
    let said = Value::from_iter(rows.iter().zip(1..).map(said));
    sqlx::query!("DELETE FROM tasks WHERE case_id = $1", case.0)
        .execute(&mut *db)
        .await?;
    sqlx::query!(
        r#"
        INSERT INTO tasks (case_id, place, desk, pile, people, party, step, about, act_id, todo, due_on, legal, days, provisional)
        SELECT $1, t.place, t.desk, t.pile, t.people, t.party, t.step, t.about, t.act_id, t.todo, t.due_on, t.legal, t.days, t.provisional
        FROM jsonb_populate_recordset(NULL::tasks, $2) t
        "#,
        case.0,
        said,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A row as the database reads it.
fn said((it, place): (&TaskRow, i16)) -> Value {
    json!({
        "place": place, "desk": it.desk, "pile": it.pile, "people": it.people, "party": it.party, "step": it.step, "about": it.about,
        "act_id": it.act_id, "todo": it.todo, "due_on": it.due_on.map_or_else(|| "infinity".to_owned(), |on| on.to_string()),
        "legal": it.legal, "days": it.days, "provisional": it.provisional,
    })
}

/// The tasks of a case as they are kept. Primary key of `tasks`.
pub async fn kept(db: &mut PgConnection, case: CaseId) -> sqlx::Result<Vec<TaskRow>> {
    let rows = sqlx::query_as!(
        TaskRow,
        r#"
        SELECT desk, pile, people, party, step, about, act_id, todo, nullif(due_on, 'infinity') AS due_on, legal, days, provisional
        FROM tasks WHERE case_id = $1 ORDER BY place
        "#,
        case.0
    );
    rows.fetch_all(db).await
}
