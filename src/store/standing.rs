//! What lists read of a case: a few columns of `cases`, and what its parties are asked for. Written with every step, from the
//! case as the step left it. Status, version, round and officers the database keeps itself.

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::domain::calendar::WorkCalendar;
use crate::domain::case::{Case, Clock, Party};
use crate::domain::deadline::State;
use crate::domain::ids::{CaseId, PartyId};
use crate::domain::owed::{self, Owed};
use crate::domain::turn;

/// The columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub party_names: String,
    pub turn: &'static str,
    pub todo: String,
    pub next: Option<NextDue>,
    pub owed: Vec<OwedRow>,
}

/// Something that a party is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwedRow {
    pub party: Uuid,
    pub step: String,
    pub about: Uuid,
    pub todo: String,
    pub due: Option<Date>,
    /// Whether the notice of its year is missing (暂估).
    pub provisional: bool,
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
            owed: owed_rows(case),
        }
    }
}

fn owed_rows(case: &Case) -> Vec<OwedRow> {
    let by = |party: &Party| {
        let (id, owed) = (party.id, owed::by_party(case, party.id));
        owed.into_iter().map(move |it| (id, it))
    };
    let row = |(party, it): (PartyId, Owed)| OwedRow {
        party: party.0,
        step: it.step.code().to_owned(),
        about: it.about.unwrap_or(party.0),
        todo: it.todo,
        due: it.due,
        provisional: it.due.is_some_and(|due| case.calendar().provisional(due)),
    };
    case.parties.iter().flat_map(by).map(row).collect()
}

/// Writes all of it anew.
pub async fn renew(db: &mut PgConnection, case: &Case) -> sqlx::Result<()> {
    let Standing {
        party_names,
        turn,
        todo,
        next,
        owed,
    } = Standing::of(case);
    rewrite_owed(db, case.id, &owed).await?;
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

async fn rewrite_owed(db: &mut PgConnection, case: CaseId, rows: &[OwedRow]) -> sqlx::Result<()> {
    if read_owed(db, case).await? == rows {
        return Ok(());
    }
    sqlx::query!("DELETE FROM owed WHERE case_id = $1", case.0)
        .execute(&mut *db)
        .await?;
    let column = |of: fn(&OwedRow) -> Uuid| rows.iter().map(of).collect::<Vec<_>>();
    let texts = |of: fn(&OwedRow) -> &String| rows.iter().map(|it| of(it).clone()).collect::<Vec<_>>();
    sqlx::query!(
        r#"
        INSERT INTO owed (case_id, place, party, step, about, todo, due_on, provisional)
        SELECT $1, place::smallint, party, step, about, todo, due_on, provisional
        FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::date[], $7::bool[])
             WITH ORDINALITY AS o (party, step, about, todo, due_on, provisional, place)
        "#,
        case.0,
        &column(|it| it.party),
        &texts(|it| &it.step),
        &column(|it| it.about),
        &texts(|it| &it.todo),
        &rows.iter().map(|it| it.due).collect::<Vec<_>>() as &[Option<Date>],
        &rows.iter().map(|it| it.provisional).collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What the parties of a case are asked for, as it is kept. Primary key of `owed`.
pub async fn read_owed(db: &mut PgConnection, case: CaseId) -> sqlx::Result<Vec<OwedRow>> {
    let rows = sqlx::query_as!(
        OwedRow,
        "SELECT party, step, about, todo, due_on AS due, provisional FROM owed WHERE case_id = $1 ORDER BY place",
        case.0
    );
    rows.fetch_all(db).await
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
