//! Deadlines (期限): their causes are appended (R6), their present value is kept beside them for lists.

use sqlx::PgConnection;
use sqlx::types::Json;
use time::Date;

use crate::domain::calendar::WorkCalendar;
use crate::domain::case::Clock;
use crate::domain::deadline::{Deadline, State};
use crate::domain::ids::CaseId;
use crate::domain::ruling::ClockMove;

/// Writes a clock's movement and the value that now follows from all of its causes.
pub async fn move_clock(
    db: &mut PgConnection,
    case: CaseId,
    seq: i32,
    movement: &ClockMove,
    clock: &Clock,
    calendar: &WorkCalendar,
) -> sqlx::Result<()> {
    let Some(deadline) = Deadline::from_events(clock.kind, clock.causes.iter().cloned()) else {
        return Ok(());
    };
    let due = deadline.due(calendar);
    let (state, ended) = state(&deadline);
    let provisional = due.is_some_and(|due| calendar.provisional(due));
    sqlx::query!(
        r#"
        INSERT INTO deadlines (id, case_id, kind, subject, from_on, days, due_on, provisional, state, ended_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (id) DO UPDATE
        SET days = $6, due_on = $7, provisional = $8, state = $9, ended_on = $10
        "#,
        clock.id.0,
        case.0,
        clock.kind.code(),
        clock.subject,
        deadline.started_on(),
        days(&deadline),
        due,
        provisional,
        state,
        ended,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO deadline_causes (deadline_id, no, case_id, seq, cause) VALUES ($1, $2, $3, $4, $5)",
        clock.id.0,
        i16::try_from(clock.causes.len()).unwrap_or(i16::MAX),
        case.0,
        seq,
        Json(&movement.cause) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Working days in all, as the column keeps them.
pub fn days(deadline: &Deadline) -> i16 {
    i16::try_from(deadline.days()).unwrap_or(i16::MAX)
}

fn state(deadline: &Deadline) -> (&'static str, Option<Date>) {
    match deadline.state() {
        State::Running => ("running", None),
        State::Stopped(_) => ("stopped", None),
        State::Met(on) => ("met", Some(on)),
        State::Cancelled(on) => ("cancelled", Some(on)),
    }
}
