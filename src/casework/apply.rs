//! The only code that turns a ruling into rows. It knows no step by name.

use serde::Serialize;
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::domain::act::{Act, ActState};
use crate::domain::calendar::WorkCalendar;
use crate::domain::case::Case;
use crate::domain::deadline::{Cause, Deadline, State};
use crate::domain::fact::Fact;
use crate::domain::ids::{ActId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::ruling::Ruling;
use crate::domain::turn;
use crate::store::facts::Entry;
use crate::store::standing::NextDue;
use crate::store::{self, Failure, events::NewEvent};

/// By whom and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct By {
    /// Who took or approved the step.
    pub actor: UserId,
    /// The act that was approved.
    pub act: Option<ActId>,
    /// When (UTC).
    pub at: OffsetDateTime,
}

/// What an event says, in the order in which it is digested.
#[derive(Serialize)]
struct Body<'a> {
    facts: &'a [Fact],
    clocks: Vec<ClockEntry<'a>>,
    documents: &'a [String],
}

#[derive(Serialize)]
struct ClockEntry<'a> {
    deadline: crate::domain::ids::DeadlineId,
    kind: crate::domain::deadline::DeadlineKind,
    cause: &'a Cause,
}

/// Writes everything a ruling changes and tells the case as it then stands.
pub(super) async fn apply(
    db: &mut PgConnection,
    case: Case,
    ruling: &Ruling,
    by: By,
) -> Result<Case, Failure> {
    let numbers = issue(db, &case, ruling, by).await?;
    let version = case.version + i32::from(moves_version(ruling));
    let seq = append(db, &case, ruling, by, version, &numbers).await?;
    let entry = Entry {
        case: case.id,
        round: case.round,
        act: by.act,
        actor: by.actor,
        at: by.at,
    };
    for fact in &ruling.facts {
        store::facts::record(db, entry, fact).await?;
    }
    let mut after = case.after(ruling, &numbers, by.at);
    after.version = version;
    let calendar = after.calendar();
    for movement in &ruling.clocks {
        if let Some(clock) = after.deadlines.iter().find(|clock| clock.id == movement.id) {
            store::deadlines::move_clock(db, after.id, seq, movement, clock, calendar).await?;
        }
    }
    lapse(db, &mut after, by).await?;
    renew(db, &after).await?;
    Ok(after)
}

/// Renews what lists read of the case.
pub(super) async fn renew(db: &mut PgConnection, case: &Case) -> Result<(), Failure> {
    let due = next_due(case, case.calendar());
    Ok(store::standing::renew(db, case, &turn::next(case), due.as_ref()).await?)
}

async fn issue(db: &mut PgConnection, case: &Case, ruling: &Ruling, by: By) -> Result<Vec<String>, Failure> {
    let mut numbers = Vec::with_capacity(ruling.documents.len());
    for draft in &ruling.documents {
        numbers.push(store::documents::issue(db, case.id, by.act, draft, by.at).await?);
    }
    Ok(numbers)
}

async fn append(
    db: &mut PgConnection,
    case: &Case,
    ruling: &Ruling,
    by: By,
    version: i32,
    numbers: &[String],
) -> Result<i32, Failure> {
    let clocks = ruling.clocks.iter().map(|it| ClockEntry {
        deadline: it.id,
        kind: it.kind,
        cause: &it.cause,
    });
    let body = Body {
        facts: &ruling.facts,
        clocks: clocks.collect(),
        documents: numbers,
    };
    let event = NewEvent {
        case: case.id,
        at: by.at,
        kind: ruling.kind,
        actor: by.actor,
        act: by.act,
        from: (ruling.kind != Kind::File).then_some(case.status),
        to: ruling.to,
        version,
        body: &serde_json::to_string(&body)?,
    };
    Ok(store::events::append(db, &event).await?)
}

fn moves_version(ruling: &Ruling) -> bool {
    ruling.to.is_some() || !ruling.clocks.is_empty() || ruling.facts.iter().any(Fact::moves_version)
}

/// Acts that the case has moved past lapse: their text is kept.
async fn lapse(db: &mut PgConnection, case: &mut Case, by: By) -> Result<(), Failure> {
    let status = case.status;
    let gone = |act: &Act| Some(act.id) == by.act || !act.kind.row().from.contains(&status);
    for act in case.acts.iter().filter(|act| gone(act) && Some(act.id) != by.act) {
        store::acts::settle(db, act.id, by.actor, ActState::Lapsed, "案件状态已经改变", by.at).await?;
    }
    case.acts.retain(|act| !gone(act));
    Ok(())
}

fn next_due(case: &Case, calendar: &WorkCalendar) -> Option<NextDue> {
    let running = case.deadlines.iter().filter(|clock| clock.running());
    let dues = running.filter_map(|clock| {
        let deadline = Deadline::from_events(clock.kind, clock.causes.iter().cloned())?;
        let due = deadline
            .due(calendar)
            .filter(|_| deadline.state() == State::Running)?;
        let (days, provisional) = (store::deadlines::days(&deadline), calendar.provisional(due));
        Some(NextDue {
            kind: clock.kind.code(),
            due,
            days,
            provisional,
        })
    });
    dues.min_by_key(|it| it.due)
}
