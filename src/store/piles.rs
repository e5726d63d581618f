//! Piles of work: the tasks of a desk as people work through them, what burns first, page by page behind the last line seen; and
//! how many lie where.

use sqlx::PgConnection;
use time::Date;
use uuid::Uuid;

use crate::domain::dates::week_ends;
use crate::domain::ids::{ActId, BodyId, CaseId, UserId};
use crate::domain::procedure::APPROVED_TOGETHER;
use crate::domain::task::Pile;

mod lines;

pub use lines::{TaskLine, lines};

/// Lines on a page.
pub const PAGE_ROWS: i64 = 25;
/// Simple acts on the page that approves them together.
pub const TOGETHER_MAX: usize = 20;
/// A tile counts no further than this.
pub const COUNTED_MAX: i64 = 100;

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
    fn piles(self) -> &'static [Pile] {
        match self {
            Self::Mine => &[Pile::Officer, Pile::Returned],
            Self::Sent | Self::ToDecide => &[Pile::Approver],
            Self::Parties => &[Pile::Party],
            Self::Desk => &[Pile::Officer, Pile::Returned, Pile::Approver],
        }
    }
}

/// Whose work list it is.
pub struct Reader {
    pub desk: BodyId,
    pub user: UserId,
    /// Whether what names nobody is this person's to do.
    pub officer: bool,
    /// Whether this person decides what others drafted.
    pub approver: bool,
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

/// How many tasks lie where, counted up to a hundred. What the reader has no tile for is not counted.
#[derive(Default)]
pub struct Counts {
    pub own: OwnCounts,
    pub deciding: DecidingCounts,
}

/// What this person does or waits for.
#[derive(Default)]
pub struct OwnCounts {
    pub late: i64,
    pub today: i64,
    /// What came back and is not late.
    pub returned: i64,
    pub week: i64,
    pub later: i64,
    /// What this person sent, and waits for an approver.
    pub sent: i64,
    pub parties: i64,
}

/// What an approver decides.
#[derive(Default)]
pub struct DecidingCounts {
    pub to_decide: i64,
    /// What of it is simple enough to be decided together.
    pub together: i64,
    /// Late at the whole desk, and near.
    pub desk_late: i64,
    pub desk_near: i64,
}

/// The tiles of the work list.
pub async fn counts(db: &mut PgConnection, reader: &Reader, today: Date) -> sqlx::Result<Counts> {
    let mut counts = Counts::default();
    if reader.officer || !reader.approver {
        counts.own = own(&mut *db, reader, today).await?;
    }
    if reader.approver {
        counts.deciding = deciding(db, reader, today).await?;
    }
    Ok(counts)
}

/// Index `tasks_pile`.
async fn own(db: &mut PgConnection, reader: &Reader, today: Date) -> sqlx::Result<OwnCounts> {
    sqlx::query_as!(
        OwnCounts,
        r#"
        SELECT
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile IN ('officer', 'returned') AND due_on < $3 AND ($2 = ANY (people) OR ($6 AND cardinality(people) = 0)) LIMIT $5) t) AS "late!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile IN ('officer', 'returned') AND due_on = $3 AND ($2 = ANY (people) OR ($6 AND cardinality(people) = 0)) LIMIT $5) t) AS "today!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'officer' AND due_on > $3 AND due_on <= $4 AND ($2 = ANY (people) OR ($6 AND cardinality(people) = 0)) LIMIT $5) t) AS "week!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'officer' AND due_on > $4 AND ($2 = ANY (people) OR ($6 AND cardinality(people) = 0)) LIMIT $5) t) AS "later!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'returned' AND due_on > $3 AND $2 = ANY (people) LIMIT $5) t) AS "returned!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'approver' AND ($2 = ANY (people) OR ($6 AND cardinality(people) = 0)) LIMIT $5) t) AS "sent!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'party' AND ($2 = ANY (people) OR ($6 AND cardinality(people) = 0)) LIMIT $5) t) AS "parties!"
        "#,
        reader.desk.0,
        reader.user.0,
        today,
        week_ends(today),
        COUNTED_MAX,
        reader.officer,
    )
    .fetch_one(db)
    .await
}

/// Index `tasks_pile`.
async fn deciding(db: &mut PgConnection, reader: &Reader, today: Date) -> sqlx::Result<DecidingCounts> {
    sqlx::query_as!(
        DecidingCounts,
        r#"
        SELECT
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'approver' AND $2 <> ALL (people) LIMIT $5) t) AS "to_decide!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile = 'approver' AND $2 <> ALL (people) AND step = ANY ($6) AND act_id IS NOT NULL LIMIT $5) t) AS "together!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile IN ('officer', 'returned', 'approver') AND due_on < $3 LIMIT $5) t) AS "desk_late!",
            (SELECT count(*) FROM (SELECT FROM tasks WHERE desk = $1 AND pile IN ('officer', 'returned', 'approver') AND due_on BETWEEN $3 AND $4 LIMIT $5) t) AS "desk_near!"
        "#,
        reader.desk.0,
        reader.user.0,
        today,
        week_ends(today),
        COUNTED_MAX,
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
