//! Lists of cases: read from columns kept for them, page by page behind the last row seen. No case is loaded for a list.

use std::collections::HashMap;

use sqlx::PgConnection;
use time::Date;
use time::macros::date;
use uuid::Uuid;

use crate::domain::access::Relation;
use crate::domain::actor::Actor;
use crate::domain::calendar::CalendarName;
use crate::domain::deadline::DeadlineKind;
use crate::domain::ids::{BodyId, CaseId};
use crate::domain::status::Status;

/// Rows on a page.
pub const PAGE_ROWS: i64 = 25;

/// A case as lists show it.
pub struct CaseRow {
    /// Its id.
    pub id: CaseId,
    /// Its number.
    pub number: String,
    /// Its matter.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// Its parties.
    pub party_names: String,
    /// What is to be done next.
    pub todo: String,
    /// The next deadline; far in the future when there is none.
    pub due_on: Option<Date>,
    /// Its kind.
    pub due_kind: Option<DeadlineKind>,
    /// Its working days in all.
    pub due_days: Option<i16>,
    /// Whether the year's notice is missing.
    pub due_provisional: bool,
}

/// Asks for rows of a list: the query goes on from its `FROM`, where `l` has the columns of a row by their names.
macro_rules! case_rows {
    ($from:literal, $($value:expr),+ $(,)?) => {
        sqlx::query_as!(
            CaseRow,
            r#"
            SELECT l.id AS "id!", l.number AS "number!", l.title AS "title!", l.status AS "status!: Status", l.party_names AS "party_names!",
                   l.todo AS "todo!", nullif(l.due_on, 'infinity') AS "due_on?", l.due_kind AS "due_kind?: DeadlineKind",
                   l.due_days AS "due_days?", l.due_provisional AS "due_provisional!"
            FROM "# + $from,
            $($value),+
        )
    };
}

/// What is known beside the rows of a list.
pub struct Beside {
    /// What the reader is to the case: `domain::access` says by it whether the row opens.
    pub relation: Relation,
    /// The calendar that the case's body reckons by.
    pub calendar: CalendarName,
}

/// What is known beside these cases, for this reader. Primary key of `cases`, indexes `parties_user`,
/// `assignments_present`, `objections_case`.
pub async fn beside(
    db: &mut PgConnection,
    reader: &Actor,
    cases: &[CaseId],
) -> sqlx::Result<HashMap<CaseId, Beside>> {
    let cases: Vec<_> = cases.iter().map(|case| case.0).collect();
    let rows = sqlx::query!(
        r#"
        SELECT c.id, c.body_id, b.calendar AS "calendar: CalendarName",
               (c.filed_by = $2 OR coalesce(c.filed_unit = $3, false)
                OR EXISTS (SELECT FROM party_accounts p WHERE p.case_id = c.id AND p."user" = $2)) AS "own!",
               $2 = ANY (c.officers) AS "assigned!", (c.officers = '{}' AND c.round = 1) AS "unassigned!",
               EXISTS (SELECT FROM objections o WHERE o.case_id = c.id AND o.addressee = $4) AS "addressed!"
        FROM cases c JOIN bodies b ON b.id = c.body_id
        WHERE c.id = ANY($1)
        "#,
        &cases,
        reader.user.0,
        reader.unit.map(|unit| unit.0),
        reader.body.as_ref().map(|body| body.id.0),
    )
    .fetch_all(db)
    .await?;
    let known = rows.into_iter().map(|row| {
        let relation = Relation {
            body: BodyId(row.body_id),
            before_the_body: row.own,
            assigned: row.assigned,
            unassigned: row.unassigned,
            addressed: row.addressed,
        };
        let calendar = row.calendar;
        (CaseId(row.id), Beside { relation, calendar })
    });
    Ok(known.collect())
}

/// Behind which row the page begins.
#[derive(Debug, Clone, Copy)]
pub struct Cursor {
    /// The due date of the last row seen; `None`: without one.
    pub due: Option<Date>,
    /// Its id.
    pub id: CaseId,
}

impl Cursor {
    /// Before everything.
    pub const START: Self = Self {
        due: Some(date!(1900 - 01 - 01)),
        id: CaseId(Uuid::nil()),
    };
}

/// What is asked of the list of cases.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Part of the number, a party's name or the matter.
    pub words: String,
    /// Statuses; empty: all.
    pub statuses: Vec<Status>,
    /// Only cases whose deadline lies before this day.
    pub due_before: Option<Date>,
}

impl Search {
    /// The words as LIKE takes them.
    fn like(&self) -> String {
        let plain = self
            .words
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        format!("%{plain}%")
    }

    /// The same in the writing of a case number: whatever brackets a keyboard has stand for the hexagonal ones.
    fn like_number(&self) -> String {
        let hexagonal = |sign| match sign {
            '[' | '［' | '【' | '(' | '（' => '〔',
            ']' | '］' | '】' | ')' | '）' => '〕',
            other => other,
        };
        self.like()
            .chars()
            .filter(|sign| !sign.is_whitespace())
            .map(hexagonal)
            .collect()
    }
}

/// The cases of a body and those whose objections came to it, by the deadline that binds it. Indexes `cases_found`,
/// `objections_addressee`: two halves, each in order by itself, for an `OR` between them would read and sort every case.
pub async fn found(
    db: &mut PgConnection,
    body: BodyId,
    search: &Search,
    after: Cursor,
) -> sqlx::Result<Vec<CaseRow>> {
    let statuses: Vec<_> = search.statuses.iter().map(|it| it.code()).collect();
    case_rows!(
        r#"(
            (SELECT id, number, title, status, party_names, todo, due_on, due_kind, due_days, due_provisional FROM cases WHERE body_id = $1
             AND ($2 = '%%' OR number LIKE $7 OR title LIKE $2 OR party_names LIKE $2)
             AND (cardinality($6::text[]) = 0 OR status = ANY($6)) AND ($8::date IS NULL OR due_on < $8)
             AND (due_on, id) > (coalesce($3::date, 'infinity'::date), $4)
             ORDER BY due_on, id LIMIT $5)
            UNION ALL
            (SELECT * FROM (
                SELECT f.id, number, title, status, party_names, coalesce(t.todo, f.todo), coalesce(t.due_on, 'infinity') AS due_on,
                       t.kind, t.days, coalesce(t.provisional, false)
                FROM cases f LEFT JOIN LATERAL (
                    SELECT * FROM objection_tasks o WHERE o.body_id = $1 AND o.case_id = f.id ORDER BY o.due_on LIMIT 1) t ON true
                WHERE f.body_id <> $1 AND f.id IN (SELECT case_id FROM objections WHERE addressee = $1)
                AND ($2 = '%%' OR number LIKE $7 OR title LIKE $2 OR party_names LIKE $2)
                AND (cardinality($6::text[]) = 0 OR status = ANY($6))) f
             WHERE ($8::date IS NULL OR due_on < $8) AND (due_on, id) > (coalesce($3::date, 'infinity'::date), $4)
             ORDER BY due_on, id LIMIT $5)
        ) l
        ORDER BY l.due_on, l.id
        LIMIT $5
        "#,
        body.0,
        search.like(),
        after.due,
        after.id.0,
        PAGE_ROWS + 1,
        &statuses as &[&str],
        search.like_number(),
        search.due_before,
    )
    .fetch_all(db)
    .await
}
