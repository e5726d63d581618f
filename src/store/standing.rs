//! The few columns of `cases` that lists read: written with every step, from the case as the step left it.

use sqlx::PgConnection;
use time::Date;

use crate::domain::calendar::WorkCalendar;
use crate::domain::case::{Case, Clock};
use crate::domain::deadline::State;
use crate::domain::turn;
use crate::store::deadlines;

/// The deadline of the body that falls due next.
struct NextDue {
    kind: &'static str,
    due: Date,
    days: i16,
    provisional: bool,
}

/// Renews status, version, turn and next deadline of a case.
pub async fn renew(db: &mut PgConnection, case: &Case) -> sqlx::Result<()> {
    let names: Vec<_> = case.parties.iter().map(|party| party.name.as_str()).collect();
    let (next, due) = (turn::next(case), next_due(case, case.calendar()));
    sqlx::query!(
        r#"
        UPDATE cases
        SET status = $2, version = $3, round = $4, party_names = $5, turn = $6, todo = $7,
            due_on = coalesce($8::date, 'infinity'::date), due_kind = $9, due_days = $10, due_provisional = $11
        WHERE id = $1
        "#,
        case.id.0,
        case.status.code(),
        case.version,
        case.round,
        names.join("、"),
        next.turn.code(),
        next.todo,
        due.as_ref().map(|it| it.due),
        due.as_ref().map(|it| it.kind),
        due.as_ref().map(|it| it.days),
        due.as_ref().is_some_and(|it| it.provisional),
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
        days: deadlines::days(&deadline),
        provisional: calendar.provisional(due),
    })
}
