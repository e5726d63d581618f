//! The few columns of `cases` that lists read: written with every step, from the case as the step left it. Status, version,
//! round and officers the database keeps itself.

use sqlx::PgConnection;
use time::Date;

use crate::domain::calendar::WorkCalendar;
use crate::domain::case::{Case, Clock};
use crate::domain::deadline::State;
use crate::domain::turn;

/// The columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub party_names: String,
    pub turn: &'static str,
    pub todo: String,
    pub next: Option<NextDue>,
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
            turn: next.turn.code(),
            todo: next.todo,
            next: next_due(case, case.calendar()),
        }
    }
}

/// Writes the columns anew.
pub async fn renew(db: &mut PgConnection, case: &Case) -> sqlx::Result<()> {
    let Standing {
        party_names,
        turn,
        todo,
        next,
    } = Standing::of(case);
    sqlx::query!(
        r#"
        UPDATE cases
        SET party_names = $2, turn = $3, todo = $4,
            due_on = coalesce($5::date, 'infinity'::date), due_kind = $6, due_days = $7, due_provisional = $8
        WHERE id = $1
        "#,
        case.id.0,
        party_names,
        turn,
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
