//! Lists of cases: read from columns kept for them, page by page behind the last row seen. No case is loaded for a list.

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
mod outcomes;
mod words;

pub use filter::{After, Filter, Question, Sort};
use filter::{STANDS, say_own};
pub use narrow::{Dated, Due, Found};
pub use outcomes::Outcomes;

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

/// Where the cases of a list come from.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// The reader's body. Indexes `cases_found`, `cases_received`, `cases_status`, `cases_officers`.
    Body,
    /// Those whose objections came to it, with what is to be done there. Index `objections_addressee`.
    Addressed,
    /// A body that the reader's watches over: the row of the ledger alone, without people and what is to be done. Those of `Body`.
    Below(BodyId),
}

impl Source {
    /// Those of the reader. Each is in order by itself, for an `OR` between them would read and sort every case.
    fn of(question: &Question<'_>) -> Vec<Self> {
        let below = question.reader.body.iter().flat_map(|it| &it.below);
        let asked = below.filter(|it| question.filter.body.is_none_or(|body| body == **it));
        let below: Vec<_> = asked.map(|it| Self::Below(*it)).collect();
        // Where nothing is below, nothing else is asked for.
        match question.filter.below && !below.is_empty() {
            true => below,
            false => [Self::Body, Self::Addressed].into_iter().chain(below).collect(),
        }
    }

    /// The columns of a row, as `c`.
    fn say(self, question: &Question<'_>, sql: &mut QueryBuilder<Postgres>) {
        let body = question.reader.body.as_ref().map(|it| it.id.0);
        match self {
            Self::Body => {
                sql.push(
                    "(SELECT id, number, title, status, ended, received_at, party_names, todo, due_on, due_kind, due_days, due_provisional,
                             body_id, filed_by, officers, true AS named, round, false AS for_approvers
                      FROM cases WHERE body_id = ",
                )
                .push_bind(body);
            }
            Self::Addressed => {
                sql.push(
                    "(SELECT f.id, number, title, status, ended, received_at, party_names, coalesce(t.todo, f.todo) AS todo,
                             coalesce(t.due_on, 'infinity') AS due_on,
                             CASE t.step WHEN 'decide_objection' THEN 'objection' WHEN 'serve' THEN 'feedback' END AS due_kind,
                             t.days AS due_days, coalesce(t.provisional, false) AS due_provisional,
                             f.body_id, filed_by, officers, true AS named, round, coalesce(t.pile = 'approver', false) AS for_approvers
                      FROM cases f LEFT JOIN LATERAL (SELECT * FROM tasks d WHERE d.case_id = f.id AND d.desk = ",
                )
                .push_bind(body);
                sql.push(" ORDER BY d.due_on, d.place LIMIT 1) t ON true WHERE f.body_id <> ")
                    .push_bind(body);
                sql.push(" AND f.id IN (SELECT case_id FROM objections WHERE addressee = ")
                    .push_bind(body);
                sql.push(")");
            }
            Self::Below(below) => {
                sql.push(
                    "(SELECT id, number, title, status, ended, received_at, '' AS party_names, '' AS todo, due_on, due_kind, due_days,
                             due_provisional, body_id, filed_by, officers, false AS named, round, false AS for_approvers
                      FROM cases f WHERE body_id = ",
                )
                .push_bind(below.0);
                if question.filter.below {
                    sql.push(") c");
                    return;
                }
                sql.push(
                    " AND NOT EXISTS (SELECT FROM objections o WHERE o.case_id = f.id AND o.addressee = ",
                )
                .push_bind(body);
                sql.push(")");
            }
        }
        sql.push(") c");
    }
}

/// The rows that answer the question, so many behind that one. Plans are made for what is asked.
pub async fn found(
    db: &mut PgConnection,
    known: &Known,
    question: &Question<'_>,
    after: Option<&After>,
    most: i64,
) -> sqlx::Result<Vec<CaseRow>> {
    let (reader, sort) = (question.reader, question.sort);
    let (user, body) = (reader.user.0, reader.body.as_ref().map(|it| it.id.0));
    let mut sql = QueryBuilder::new(
        "SELECT l.id, l.number, l.title, l.status, l.ended, l.received_at, l.party_names, l.round, l.todo,
                nullif(l.due_on, 'infinity') AS due_on, l.due_kind, l.due_days, l.due_provisional, l.for_approvers,
                l.body_id AS body, CASE WHEN l.named THEN l.officers ELSE '{}' END AS officers, (SELECT version FROM directory) AS directory, ",
    );
    sql.push(format!(
        "ARRAY(SELECT coalesce(d.lenience, d.outcome) FROM determinations d WHERE d.case_id = l.id AND {STANDS} ORDER BY d.seq) AS determined, "
    ));
    say_own(reader, "l", &mut sql);
    sql.push(" AS own, ").push_bind(user);
    sql.push(
        " = ANY (l.officers) AS assigned, l.officers = '{}' AND l.round = 1 AS unassigned, l.body_id <> ",
    )
    .push_bind(body);
    sql.push(" AND EXISTS (SELECT FROM objections o WHERE o.case_id = l.id AND o.addressee = ")
        .push_bind(body);
    sql.push(") AS addressed FROM (");
    for (place, source) in Source::of(question).into_iter().enumerate() {
        sql.push(if place == 0 { "(" } else { " UNION ALL (" });
        source.say(question, sql.push("SELECT * FROM "));
        question.say(source, sql.push(" WHERE true"));
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
    let mut rows: Vec<CaseRow> = rows.fetch_all(&mut *db).await?;
    if let Some(version) = rows.first().map(|it| it.directory) {
        let directory = directory::current(db, known, version).await?;
        rows.iter_mut().for_each(|it| it.named(&directory));
    }
    Ok(rows)
}

/// How many answer the question; of more than `COUNTED_MAX` one more than that.
pub async fn counted(db: &mut PgConnection, question: &Question<'_>) -> sqlx::Result<i64> {
    if let Some(sample) = question.sample() {
        let count = count(&mut *db, question, Some(sample)).await?;
        if count > COUNTED_MAX {
            return Ok(count);
        }
    }
    count(db, question, None).await
}

async fn count(db: &mut PgConnection, question: &Question<'_>, among: Option<&[Uuid]>) -> sqlx::Result<i64> {
    let mut sql = QueryBuilder::new("SELECT count(*) FROM (");
    for (place, source) in Source::of(question).into_iter().enumerate() {
        sql.push(if place == 0 { "" } else { " UNION ALL " });
        source.say(question, sql.push("SELECT c.id FROM "));
        question.say(source, sql.push(" WHERE true"));
        if let Some(among) = among {
            sql.push(" AND c.id = ANY(").push_bind(among.to_vec());
            sql.push(")");
        }
    }
    sql.push(" LIMIT ").push_bind(COUNTED_MAX + 1);
    let planned_once = question.filter == &Filter::default();
    let count = sql.push(") l").build_query_scalar().persistent(planned_once);
    count.fetch_one(db).await
}
