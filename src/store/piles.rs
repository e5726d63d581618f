//! Piles of work: the tasks of a desk as people work through them, what burns first, page by page behind the last line seen; and
//! how many lie where.

use sqlx::PgConnection;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::domain::calendar::CalendarName;
use crate::domain::dates::week_ends;
use crate::domain::ids::{ActId, BodyId, CaseId, UserId};
use crate::domain::procedure::{APPROVED_TOGETHER, Kind};
use crate::domain::task::Pile;

/// Lines on a page.
pub const PAGE_ROWS: i64 = 25;
/// Simple acts on the page that approves them together.
pub const TOGETHER_MAX: usize = 20;
/// A tile counts no further than this.
pub const COUNTED_MAX: i64 = 100;

/// A line of a pile.
pub struct TaskLine {
    /// The place of its group, as `Group::ALL` has them.
    pub group: i32,
    pub case_id: CaseId,
    pub place: i16,
    pub number: String,
    pub title: String,
    pub party_names: String,
    pub step: Option<Kind>,
    pub about: Option<Uuid>,
    pub act_id: Option<ActId>,
    pub todo: String,
    /// `None`: no day is set.
    pub due_on: Option<Date>,
    pub legal: bool,
    pub days: i16,
    /// Whether the notice of its year is missing (暂估).
    pub provisional: bool,
    /// The calendar that the case's body reckons by.
    pub calendar: CalendarName,
    /// Whether it waits for an approver.
    pub waits: bool,
    /// Who has the act at hand or sent it, and when (UTC).
    pub sender: Option<String>,
    pub sent_at: Option<OffsetDateTime>,
    /// Who works on the case.
    pub officers: String,
}

/// The groups of a pile, in their order: what a law's period lies behind comes first. `lines` numbers them by their place here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    LateByLaw,
    LateByTarget,
    Today,
    Returned,
    Week,
    Later,
}

impl Group {
    pub const ALL: [Self; 6] = [
        Self::LateByLaw,
        Self::LateByTarget,
        Self::Today,
        Self::Returned,
        Self::Week,
        Self::Later,
    ];
}

/// Which work is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// What this person does: as officer of its cases, or at the desk where anybody may.
    Mine,
    /// What this person sent, and an approver decides.
    Sent,
    /// What this person decides: what others sent, and what an approver does alone.
    ToDecide,
    /// What the parties of this person's cases do.
    Parties,
    /// Everything of the desk that is late or near, whoever does it.
    Desk,
}

impl Work {
    fn piles(self) -> Vec<&'static str> {
        let piles: &[Pile] = match self {
            Self::Mine => &[Pile::Officer, Pile::Returned],
            Self::Sent | Self::ToDecide => &[Pile::Approver],
            Self::Parties => &[Pile::Party],
            Self::Desk => &[Pile::Officer, Pile::Returned, Pile::Approver],
        };
        piles.iter().map(|it| it.code()).collect()
    }

    /// Whose tasks of these piles: those that name the person, or nobody; those that do not name it; all.
    fn whose(self) -> &'static str {
        match self {
            Self::Mine | Self::Sent | Self::Parties => "mine",
            Self::ToDecide => "others",
            Self::Desk => "all",
        }
    }
}

/// Whose work list it is.
pub struct Reader {
    pub desk: BodyId,
    pub user: UserId,
    /// Whether what names nobody is this person's to do.
    pub officer: bool,
}

/// Behind which line the page begins.
#[derive(Debug, Clone, Copy)]
pub struct After {
    pub group: i32,
    pub due_on: Option<Date>,
    pub case_id: CaseId,
    pub place: i16,
}

impl After {
    /// Before everything.
    pub const START: Self = Self {
        group: -1,
        due_on: None,
        case_id: CaseId(Uuid::nil()),
        place: 0,
    };
}

/// The next lines of a pile, and one more to tell whether another page follows. Index `tasks_pile`: each group is a range of days.
pub async fn lines(
    db: &mut PgConnection,
    reader: &Reader,
    work: Work,
    today: Date,
    after: After,
) -> sqlx::Result<Vec<TaskLine>> {
    sqlx::query_as!(
        TaskLine,
        r#"
        SELECT l.group AS "group!", c.id AS case_id, l.place AS "place!", c.number, c.title, c.party_names, l.step AS "step: Kind", l.about,
               l.act_id AS "act_id: ActId", l.todo AS "todo!", nullif(l.due_on, 'infinity') AS due_on, l.legal AS "legal!", l.days AS "days!",
               l.provisional AS "provisional!", b.calendar AS "calendar: CalendarName", l.pile = 'approver' AS "waits!", u.name AS "sender?", a.submitted_at AS "sent_at?",
               coalesce((SELECT string_agg(o.name, '、' ORDER BY o.name) FROM users o WHERE o.id = ANY (c.officers)), '') AS "officers!"
        FROM (
            SELECT g.group, t.*
            FROM unnest($2::text[]) p (pile)
            CROSS JOIN LATERAL (VALUES
                (0, '-infinity'::date, $5::date - 1, true), (1, '-infinity', $5 - 1, false), (2, $5, $5, NULL),
                (CASE p.pile WHEN 'returned' THEN 3 ELSE 4 END, $5 + 1, $6::date, NULL),
                (CASE p.pile WHEN 'returned' THEN 3 ELSE 5 END, $6 + 1, 'infinity', NULL)) g ("group", first, last, legal)
            CROSS JOIN LATERAL (
                SELECT * FROM tasks t
                WHERE t.desk = $1 AND t.pile = p.pile AND t.due_on BETWEEN g.first AND g.last AND (g.legal IS NULL OR t.legal = g.legal)
                AND CASE $4 WHEN 'mine' THEN $3 = ANY (t.people) OR ($12 AND t.people = '{}') WHEN 'others' THEN $3 <> ALL (t.people) ELSE true END
                AND (g.group, t.due_on, t.case_id, t.place) > ($7::int, coalesce($8::date, 'infinity'), $9::uuid, $10::smallint)
                ORDER BY t.due_on, t.case_id, t.place LIMIT $11) t
            WHERE g.group >= $7 AND ($4 <> 'all' OR g.first <= $6)
            ORDER BY g.group, t.due_on, t.case_id, t.place
            LIMIT $11
        ) l
        JOIN cases c ON c.id = l.case_id
        JOIN bodies b ON b.id = c.body_id
        LEFT JOIN acts a ON a.id = l.act_id
        LEFT JOIN users u ON u.id = a.drafted_by
        ORDER BY l.group, l.due_on, l.case_id, l.place
        "#,
        reader.desk.0,
        &work.piles() as &[&str],
        reader.user.0,
        work.whose(),
        today,
        week_ends(today),
        after.group,
        after.due_on,
        after.case_id.0,
        after.place,
        PAGE_ROWS + 1,
        reader.officer,
    )
    .fetch_all(db)
    .await
}

/// How many tasks lie where, counted up to a hundred.
pub struct Counts {
    pub late: i64,
    pub today: i64,
    /// What came back and is not late.
    pub returned: i64,
    pub week: i64,
    pub later: i64,
    /// What this person decides.
    pub to_decide: i64,
    /// What this person sent, and waits for an approver.
    pub sent: i64,
    pub parties: i64,
    /// What of it is simple enough to be decided together.
    pub together: i64,
    /// Late at the whole desk, and near.
    pub desk_late: i64,
    pub desk_near: i64,
}

/// The tiles of the work list. Index `tasks_pile`.
pub async fn counts(db: &mut PgConnection, reader: &Reader, today: Date) -> sqlx::Result<Counts> {
    sqlx::query_as!(
        Counts,
        r#"
        SELECT
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile IN ('officer', 'returned') AND due_on < $3 AND ($2 = ANY (people) OR ($6 AND people = '{}')) LIMIT $5) t) AS "late!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile IN ('officer', 'returned') AND due_on = $3 AND ($2 = ANY (people) OR ($6 AND people = '{}')) LIMIT $5) t) AS "today!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'officer' AND due_on > $3 AND due_on <= $4 AND ($2 = ANY (people) OR ($6 AND people = '{}')) LIMIT $5) t) AS "week!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'officer' AND due_on > $4 AND ($2 = ANY (people) OR ($6 AND people = '{}')) LIMIT $5) t) AS "later!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'returned' AND due_on > $3 AND $2 = ANY (people) LIMIT $5) t) AS "returned!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'approver' AND $2 <> ALL (people) LIMIT $5) t) AS "to_decide!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'approver' AND $2 <> ALL (people) AND step = ANY ($7) AND act_id IS NOT NULL LIMIT $5) t) AS "together!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'approver' AND ($2 = ANY (people) OR ($6 AND people = '{}')) LIMIT $5) t) AS "sent!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'party' AND ($2 = ANY (people) OR ($6 AND people = '{}')) LIMIT $5) t) AS "parties!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile IN ('officer', 'returned', 'approver') AND due_on < $3 LIMIT $5) t) AS "desk_late!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile IN ('officer', 'returned', 'approver') AND due_on BETWEEN $3 AND $4 LIMIT $5) t) AS "desk_near!"
        "#,
        reader.desk.0,
        reader.user.0,
        today,
        week_ends(today),
        COUNTED_MAX,
        reader.officer,
        &together_codes() as &[&str],
    )
    .fetch_one(db)
    .await
}

fn together_codes() -> Vec<&'static str> {
    APPROVED_TOGETHER.iter().map(|it| it.code()).collect()
}

/// The simple acts that wait for this person, what burns first. Index `tasks_pile`.
pub async fn together(db: &mut PgConnection, reader: &Reader) -> sqlx::Result<Vec<(CaseId, ActId)>> {
    let most = i64::try_from(TOGETHER_MAX).unwrap_or(i64::MAX);
    let rows = sqlx::query!(
        r#"
        SELECT case_id, act_id AS "act_id!"
        FROM tasks
        WHERE desk = $1 AND pile = 'approver' AND $2 <> ALL (people) AND step = ANY ($3) AND act_id IS NOT NULL
        ORDER BY due_on, case_id, place
        LIMIT $4
        "#,
        reader.desk.0,
        reader.user.0,
        &together_codes() as &[&str],
        most,
    );
    let rows = rows.fetch_all(db).await?;
    Ok(rows
        .into_iter()
        .map(|it| (CaseId(it.case_id), ActId(it.act_id)))
        .collect())
}
