//! What lists read of a case: a few columns of `cases`, and its tasks. Written with every step, from the
//! case as the step left it. Status, version, round and officers the database keeps itself.

use sqlx::PgConnection;
use time::Date;

use crate::domain::calendar::WorkCalendar;
use crate::domain::case::{Case, Clock};
use crate::domain::deadline::State;
use crate::domain::turn;
use crate::store::tasks::{self, TaskRow};

/// The columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub party_names: String,
    pub todo: String,
    pub next: Option<NextDue>,
    pub tasks: Vec<TaskRow>,
}

/// The next deadline that binds the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextDue {
    pub kind: &'static str,
    pub due: Date,
    pub days: i16,
    pub provisional: bool,
}

impl Standing {
    pub fn of(case: &Case) -> Self {
        let names: Vec<_> = case.parties.iter().map(|party| party.name.as_str()).collect();
        let next = turn::next(case);
        Self {
            party_names: names.join("、"),
            todo: next.todo,
            next: next_due(case, case.calendar()),
            tasks: tasks::rows(case),
        }
    }
}

/// Writes all of it anew.
pub async fn renew(db: &mut PgConnection, case: &Case) -> sqlx::Result<()> {
    let Standing {
        party_names,
        todo,
        next,
        tasks,
    } = Standing::of(case);
    tasks::rewrite(db, case.id, &tasks).await?;
    sqlx::query!(
        r#"
        UPDATE cases
        SET party_names = $2, todo = $3,
            due_on = coalesce($4::date, 'infinity'::date), due_kind = $5, due_days = $6, due_provisional = $7
        WHERE id = $1
        "#,
        case.id.0,
        party_names,
        todo,
        next.as_ref().map(|it| it.due),
        next.as_ref().map(|it| it.kind),
        next.as_ref().map(|it| it.days),
        next.as_ref().is_some_and(|it| it.provisional),
    )
    .execute(db)
    .await?;
    Ok(())
}

fn next_due(case: &Case, calendar: &WorkCalendar) -> Option<NextDue> {
    let own = case.deadlines.iter().filter(|clock| clock.of_the_body());
    let dues = own.filter_map(|clock| due_of(clock, calendar));
    dues.min_by_key(|it| it.due)
}

fn due_of(clock: &Clock, calendar: &WorkCalendar) -> Option<NextDue> {
    let deadline = clock.deadline()?;
    let due = deadline
        .due(calendar)
        .filter(|_| deadline.state() == State::Running)?;
    Some(NextDue {
        kind: clock.kind.code(),
        due,
        days: i16::try_from(deadline.days()).unwrap_or(i16::MAX),
        provisional: calendar.provisional(due),
    })
}
