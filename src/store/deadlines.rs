//! Deadlines (期限): their causes are appended (R6), their present value is kept beside them for lists.

use sqlx::PgConnection;
use sqlx::types::Json;
use time::Date;

use crate::domain::calendar::WorkCalendar;
use crate::domain::case::{Case, Clock};
use crate::domain::deadline::{Deadline, State};
use crate::domain::ids::CaseId;
use crate::domain::ruling::ClockMove;

use crate::store::told::ToldClock;

/// When a clock is due as a calendar stands, and whether that is estimated (暂估).
pub fn reached(clock: &Clock, calendar: &WorkCalendar) -> (Option<Date>, bool) {
    let due = sum(clock).and_then(|deadline| deadline.due(calendar));
    (due, due.is_some_and(|due| calendar.provisional(due)))
}

/// What an event tells of the clocks that it moves, on a case as it then stands.
pub fn told(after: &Case, movements: &[ClockMove]) -> Vec<ToldClock> {
    let calendar = after.calendar();
    let told = movements.iter().map(|it| {
        let clock = after.clock(it.id);
        let (due, provisional) = clock.map_or((None, false), |clock| reached(clock, calendar));
        ToldClock {
            deadline: it.id,
            kind: it.kind,
            subject: it.subject,
            cause: it.cause.clone(),
            due,
            provisional,
        }
    });
    told.collect()
}

fn sum(clock: &Clock) -> Option<Deadline> {
    clock.deadline()
}

/// Writes a clock's movement and the value that now follows from all of its causes: twice, so that the value for lists
/// cannot be moved away from the one that the event led to.
pub async fn move_clock(
    db: &mut PgConnection,
    case: CaseId,
    seq: i32,
    told: &ToldClock,
    clock: &Clock,
) -> sqlx::Result<()> {
    let Some(deadline) = sum(clock) else {
        return Ok(());
    };
    let (state, ended) = state(&deadline);
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
        told.due,
        told.provisional,
        state,
        ended,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"
        INSERT INTO deadline_causes (deadline_id, no, case_id, seq, cause, days, due_on, provisional, state, ended_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        "#,
        clock.id.0,
        i16::try_from(clock.causes.len()).unwrap_or(i16::MAX),
        case.0,
        seq,
        Json(&told.cause) as _,
        days(&deadline),
        told.due,
        told.provisional,
        state,
        ended,
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
