//! Lists of cases: read from columns kept for them, page by page behind the last row seen. No case is loaded for a list.

use std::sync::Arc;

use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::domain::access::Relation;
use crate::domain::calendar::CalendarName;
use crate::domain::deadline::DeadlineKind;
use crate::domain::ids::{BodyId, CaseId, UserId};
use crate::domain::status::Status;
use crate::platform::known::Known;
use crate::store::directory::{self, Directory};

mod filter;
mod narrow;
mod officers;
mod outcomes;
mod source;
mod words;

pub use filter::{After, Filter, Question, Sort};
use filter::{Among, STANDS, say_own};
pub use narrow::{Dated, Due, Found};
pub use officers::officers;
pub use outcomes::Outcomes;
use source::Source;

/// Rows on a page.
pub const PAGE_ROWS: i64 = 25;
/// A list is counted exactly up to this.
pub const COUNTED_MAX: i64 = 1000;

/// A case as lists show it.
#[derive(FromRow)]
pub struct CaseRow {
    /// Its id.
    pub id: CaseId,
    /// Its number.
    pub number: String,
    /// Its matter.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// Whether it ended there.
    pub ended: bool,
    /// When it came in (UTC).
    pub received_at: OffsetDateTime,
    /// Its parties.
    pub party_names: String,
    /// Who works on it.
    #[sqlx(skip)]
    pub officer_names: String,
    /// The short name of its body.
    #[sqlx(skip)]
    pub body_name: String,
    /// How each determination that stands came out.
    pub determined: Outcomes,
    /// Which time it is verified.
    pub round: i16,
    /// What is to be done next.
    pub todo: String,
    /// The next deadline; `None` when there is none.
    pub due_on: Option<Date>,
    /// Its kind.
    pub due_kind: Option<DeadlineKind>,
    /// Its working days in all.
    pub due_days: Option<i16>,
    /// Whether the year's notice is missing.
    pub due_provisional: bool,
    /// The calendar that the case's body reckons by.
    #[sqlx(skip)]
    pub calendar: CalendarName,
    /// Whether an approver of the reader's body does it, of what came to it from another.
    pub for_approvers: bool,
    body: BodyId,
    /// Nobody where the reader is not told.
    officers: Vec<Uuid>,
    own: bool,
    assigned: bool,
    unassigned: bool,
    addressed: bool,
    /// Whether objections came to the reader's body, in this list or not.
    elsewhere: bool,
    /// How many rows the list has, where that was asked.
    counted: i64,
    /// The version of the directory that names body and officers.
    directory: i64,
}

impl CaseRow {
    /// What the reader is to the case: `domain::access` says by it whether the row opens.
    pub fn relation(&self) -> Relation {
        Relation {
            body: self.body,
            before_the_body: self.own,
            assigned: self.assigned,
            unassigned: self.unassigned,
            addressed: self.addressed,
        }
    }

    fn named(&mut self, directory: &Directory) {
        let names: Vec<_> = self
            .officers
            .iter()
            .filter_map(|it| directory.name(UserId(*it)))
            .collect();
        self.officer_names = names.join("、");
        // Every case has a body, and no body is ever gone.
        if let Some(body) = directory.body(self.body) {
            self.body_name.clone_from(&body.short_name);
            self.calendar = body.calendar;
        }
    }
}

/// A page of a list, and how long the list is.
pub struct Page {
    /// One more than a page has, where another follows.
    pub rows: Vec<CaseRow>,
    /// How many answer the question in all; of more than `COUNTED_MAX` one more than that.
    pub count: i64,
}

/// That a body's list is longer than is counted. No case leaves its body and no objection its addressee: so it stays.
struct Long;

/// That objections came to a body from others.
struct AddressedTo;

/// The page behind that row, in one statement where it can be.
pub async fn page(
    db: &mut PgConnection,
    known: &Known,
    question: &Question<'_>,
    after: Option<&After>,
) -> sqlx::Result<Page> {
    let most = PAGE_ROWS + 1;
    if question.open_ended() {
        let rows = found(db, known, question, after, most).await?;
        let count = counted(db, question).await?;
        return Ok(Page { rows, count });
    }
    let desk = question.desk();
    let whole = question.filter == &Filter::default() && question.below().next().is_none();
    if whole && known.get::<Long>(desk).is_some() {
        let rows = found(db, known, question, after, most).await?;
        let count = COUNTED_MAX + 1;
        return Ok(Page { rows, count });
    }
    let rows = rows(db, known, question, after, most, true).await?;
    let count = match rows.first() {
        Some(row) => row.counted,
        // Behind its last row nothing tells how long the list is.
        None if after.is_some() => counted(db, question).await?,
        None => 0,
    };
    if whole && count > COUNTED_MAX {
        known.keep(desk, Arc::new(Long), 1);
    }
    Ok(Page { rows, count })
}

/// The rows that answer the question, so many behind that one.
pub async fn found(
    db: &mut PgConnection,
    known: &Known,
    question: &Question<'_>,
    after: Option<&After>,
    most: i64,
) -> sqlx::Result<Vec<CaseRow>> {
    rows(db, known, question, after, most, false).await
}

async fn rows(
    db: &mut PgConnection,
    known: &Known,
    question: &Question<'_>,
    after: Option<&After>,
    most: i64,
    counted: bool,
) -> sqlx::Result<Vec<CaseRow>> {
    // Most bodies decide no objections of others: only where some came, their cases are looked for.
    let desk = question.desk();
    let addressed = known.get::<AddressedTo>(desk).is_some();
    let sources = Source::of(question, addressed);
    let mut rows = read(db, question, &sources, (after, most, counted)).await?;
    if !addressed && rows.first().is_none_or(|it| it.elsewhere) {
        if !rows.is_empty() {
            known.keep(desk, Arc::new(AddressedTo), 1);
        }
        let sources = Source::of(question, true);
        rows = read(db, question, &sources, (after, most, counted)).await?;
    }
    if let Some(version) = rows.first().map(|it| it.directory) {
        let directory = directory::current(db, known, version).await?;
        rows.iter_mut().for_each(|it| it.named(&directory));
    }
    Ok(rows)
}

/// Plans are made for what is asked.
async fn read(
    db: &mut PgConnection,
    question: &Question<'_>,
    sources: &[Source],
    (after, most, counted): (Option<&After>, i64, bool),
) -> sqlx::Result<Vec<CaseRow>> {
    let (reader, sort) = (question.reader, question.sort);
    let mut sql = QueryBuilder::new(
        "SELECT l.id, l.number, l.title, l.status, l.ended, l.received_at, l.party_names, l.round, l.todo,
                nullif(l.due_on, 'infinity') AS due_on, l.due_kind, l.due_days, l.due_provisional, l.for_approvers, l.body_id AS body,
                CASE WHEN l.named THEN l.officers ELSE '{}' END AS officers, (SELECT version FROM directory) AS directory, l.addressed, ",
    );
    let undetermined = Status::ALL.into_iter().filter(|it| it.undetermined());
    let undetermined = undetermined.map(Status::code).collect::<Vec<_>>().join(",");
    sql.push(format!(
        "CASE WHEN l.round > 1 OR l.status <> ALL ('{{{undetermined}}}')
              THEN ARRAY(SELECT coalesce(d.lenience, d.outcome) FROM determinations d WHERE d.case_id = l.id AND {STANDS} ORDER BY d.seq)
              ELSE '{{}}' END AS determined, "
    ));
    say_own(reader, "l", &mut sql);
    sql.push(" AS own, ").push_bind(reader.user.0);
    sql.push(
        " = ANY (l.officers) AS assigned, l.officers = '{}' AND l.round = 1 AS unassigned,
         EXISTS (SELECT FROM objections WHERE addressee = ",
    )
    .push_bind(question.desk());
    sql.push(") AS elsewhere, ");
    if counted {
        say_count(question, sources, Among::All, sql.push("("));
        sql.push(")");
    } else {
        sql.push("0::bigint");
    }
    sql.push(" AS counted FROM (");
    for (place, source) in sources.iter().enumerate() {
        sql.push(if place == 0 { "(" } else { " UNION ALL (" });
        source.say(question, sql.push("SELECT * FROM "));
        question.say(*source, sql.push(" WHERE true"));
        if let Some(after) = after {
            after.say(sort, &mut sql);
        }
        sql.push(format!(" ORDER BY {} LIMIT ", sort.order("c")))
            .push_bind(most);
        sql.push(")");
    }
    sql.push(format!(") l ORDER BY {} LIMIT ", sort.order("l")))
        .push_bind(most);
    let planned_once = question.filter == &Filter::default();
    let rows = sql.build_query_as().persistent(planned_once);
    rows.fetch_all(db).await
}

/// How many answer the question; of more than `COUNTED_MAX` one more than that.
pub async fn counted(db: &mut PgConnection, question: &Question<'_>) -> sqlx::Result<i64> {
    if question.open_ended() {
        let count = count(&mut *db, question, Among::LookedUp).await?;
        if count > COUNTED_MAX {
            return Ok(count);
        }
    }
    count(db, question, Among::All).await
}

async fn count(db: &mut PgConnection, question: &Question<'_>, among: Among) -> sqlx::Result<i64> {
    let mut sql = QueryBuilder::new("");
    say_count(question, &Source::of(question, true), among, &mut sql);
    let planned_once = question.filter == &Filter::default();
    let count = sql.build_query_scalar().persistent(planned_once);
    count.fetch_one(db).await
}

fn say_count(question: &Question<'_>, sources: &[Source], among: Among, sql: &mut QueryBuilder<Postgres>) {
    sql.push("SELECT count(*) FROM (");
    for (place, source) in sources.iter().enumerate() {
        sql.push(if place == 0 { "" } else { " UNION ALL " });
        source.say(question, sql.push("SELECT c.id FROM "));
        question.say_among(*source, among, sql.push(" WHERE true"));
    }
    sql.push(" LIMIT ").push_bind(COUNTED_MAX + 1);
    sql.push(") n");
}
