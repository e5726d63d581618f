//! Lists of cases: read from columns kept for them, page by page behind the last row seen. No case is loaded for a list.

use sqlx::PgConnection;
use time::Date;
use time::macros::date;
use uuid::Uuid;

use crate::domain::access::Relation;
use crate::domain::actor::Actor;
use crate::domain::calendar::CalendarName;
use crate::domain::deadline::DeadlineKind;
use crate::domain::determination::{Lenience, Outcome, Verdict};
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
    /// Of one that is determined the form of lenience for each party, or that it was not tolerated.
    determined: Vec<String>,
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
    /// The calendar that the case's body reckons by.
    pub calendar: CalendarName,
    /// Whether an approver of the reader's body does it, of what came to it from another.
    pub for_approvers: bool,
    body: BodyId,
    own: bool,
    assigned: bool,
    unassigned: bool,
    addressed: bool,
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

    /// What its determinations come to, taken together.
    pub fn verdict(&self) -> Option<Verdict> {
        let each = self.determined.iter().map(|it| match Lenience::from_code(it) {
            Some(form) => (Outcome::Tolerated, Some(form)),
            None => (Outcome::NotTolerated, None),
        });
        Verdict::of(each)
    }
}

/// Asks for rows of a list, as this reader of a body sees them: $1 is the reader, $2 the reader's body. The query goes on from
/// its `FROM`, where `l` has the columns of a row by their names, and those of its case by which the reader's relation is told.
/// Of what came to the body from another an objection is looked for alone. Indexes `parties_pkey`, `links_user`, `objections_addressee`, `determinations_pkey`.
macro_rules! case_rows {
    ($db:expr, $reader:expr, $from:literal, $($value:expr),+ $(,)?) => {
        sqlx::query_as!(
            CaseRow,
            r#"
            SELECT l.id AS "id!", l.number AS "number!", l.title AS "title!", l.status AS "status!: Status", l.party_names AS "party_names!",
                   l.todo AS "todo!", nullif(l.due_on, 'infinity') AS "due_on?", l.due_kind AS "due_kind?: DeadlineKind",
                   l.due_days AS "due_days?", l.due_provisional AS "due_provisional!", b.calendar AS "calendar: CalendarName", b.id AS body,
                   (l.filed_by = $1 OR EXISTS (SELECT FROM party_accounts p WHERE p.case_id = l.id AND p."user" = $1)) AS "own!",
                   $1 = ANY (l.officers) AS "assigned!", (cardinality(l.officers) = 0 AND l.round = 1) AS "unassigned!",
                   (b.id <> $2 AND EXISTS (SELECT FROM objections o WHERE o.case_id = l.id AND o.addressee = $2)) AS "addressed!",
                   l.for_approvers AS "for_approvers!",
                   ARRAY(SELECT coalesce(d.lenience, d.outcome) FROM determinations d
                         WHERE d.case_id = l.id AND l.status IN ('determined', 'closed') AND NOT set_aside(d.id)) AS "determined!: Vec<String>"
            FROM "# + $from,
            $reader.user.0,
            $reader.body.as_ref().map(|body| body.id.0),
            $($value),+
        )
        .fetch_all($db)
        .await
    };
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

/// The cases of the reader's body and those whose objections came to it, by the deadline that binds it. Indexes `cases_found`,
/// `objections_addressee`: two halves, each in order by itself, for an `OR` between them would read and sort every case.
pub async fn found(
    db: &mut PgConnection,
    reader: &Actor,
    search: &Search,
    after: Cursor,
) -> sqlx::Result<Vec<CaseRow>> {
    let statuses: Vec<_> = search.statuses.iter().map(|it| it.code()).collect();
    case_rows!(
        db,
        reader,
        r#"(
            (SELECT id, number, title, status, party_names, todo, due_on, due_kind, due_days, due_provisional, body_id, filed_by, officers, round, false AS for_approvers
             FROM cases WHERE body_id = $2
             AND ($3 = '%%' OR number LIKE $8 OR title LIKE $3 OR party_names LIKE $3)
             AND (cardinality($7::text[]) = 0 OR status = ANY($7)) AND ($9::date IS NULL OR due_on < $9)
             AND (due_on, id) > (coalesce($4::date, 'infinity'::date), $5)
             ORDER BY due_on, id LIMIT $6)
            UNION ALL
            (SELECT * FROM (
                SELECT f.id, number, title, status, party_names, coalesce(t.todo, f.todo), coalesce(t.due_on, 'infinity') AS due_on,
                       CASE t.step WHEN 'decide_objection' THEN 'objection' WHEN 'serve' THEN 'feedback' END, t.days, coalesce(t.provisional, false),
                       f.body_id, filed_by, officers, round, coalesce(t.pile = 'approver', false)
                FROM cases f LEFT JOIN LATERAL (
                    SELECT * FROM tasks d WHERE d.desk = $2 AND d.case_id = f.id ORDER BY d.due_on, d.place LIMIT 1) t ON true
                WHERE f.body_id <> $2 AND f.id IN (SELECT case_id FROM objections WHERE addressee = $2)
                AND ($3 = '%%' OR number LIKE $8 OR title LIKE $3 OR party_names LIKE $3)
                AND (cardinality($7::text[]) = 0 OR status = ANY($7))) f
             WHERE ($9::date IS NULL OR due_on < $9) AND (due_on, id) > (coalesce($4::date, 'infinity'::date), $5)
             ORDER BY due_on, id LIMIT $6)
            ORDER BY due_on, id
            LIMIT $6
        ) l
        JOIN bodies b ON b.id = l.body_id
        ORDER BY l.due_on, l.id
        "#,
        search.like(),
        after.due,
        after.id.0,
        PAGE_ROWS + 1,
        &statuses as &[&str],
        search.like_number(),
        search.due_before,
    )
}
