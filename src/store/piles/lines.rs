//! The lines of a pile: each group a range of days, the groups that fill the page and no others.

use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::{After, Counts, Group, PAGE_ROWS, Reader, Work};
use crate::domain::calendar::CalendarName;
use crate::domain::dates::week_ends;
use crate::domain::ids::{ActId, BodyId, CaseId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::task::Pile;
use crate::platform::known::Known;
use crate::store::directory::{self, Directory};

/// A line of a pile.
#[derive(FromRow)]
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
    #[sqlx(skip)]
    pub calendar: CalendarName,
    /// Whether it waits for an approver.
    pub waits: bool,
    /// Who has the act at hand or sent it, and when (UTC).
    #[sqlx(skip)]
    pub sender: Option<String>,
    pub sent_at: Option<OffsetDateTime>,
    /// Who works on the case.
    #[sqlx(skip)]
    pub officers: String,
    body: BodyId,
    drafted_by: Option<Uuid>,
    assigned: Vec<Uuid>,
}

impl TaskLine {
    fn named(&mut self, directory: &Directory) {
        let name = |it: &Uuid| directory.name(UserId(*it));
        let mut officers: Vec<_> = self.assigned.iter().filter_map(name).collect();
        officers.sort_unstable();
        self.officers = officers.join("、");
        self.sender = self.drafted_by.as_ref().and_then(name).map(str::to_owned);
        // Every case has a body, and no body is ever gone.
        if let Some(body) = directory.body(self.body) {
            self.calendar = body.calendar;
        }
    }
}

/// The next lines of a pile, and one more to tell whether another page follows. What the tiles counted says which groups fill
/// the page. Index `tasks_pile`.
pub async fn lines(
    db: &mut PgConnection,
    known: &Known,
    (reader, counts): (&Reader, &Counts),
    work: Work,
    today: Date,
    after: After,
) -> sqlx::Result<Vec<TaskLine>> {
    let last = last_group(work, counts, after);
    let mut lines = read(&mut *db, reader, work, today, (after, last)).await?;
    // Somebody did something since the tiles were counted.
    if last < LAST && i64::try_from(lines.len()).is_ok_and(|it| it <= PAGE_ROWS) {
        lines = read(&mut *db, reader, work, today, (after, LAST)).await?;
    }
    let directory = directory::of_this_request(db, known).await?;
    lines.iter_mut().for_each(|it| it.named(&directory));
    Ok(lines)
}

/// Behind this group there is none.
const LAST: i32 = Group::Later as i32;

/// The group by which the page is full, as far as the tiles tell. Of that in which the page begins nobody knows how much is left.
fn last_group(work: Work, counts: &Counts, after: After) -> i32 {
    let own = &counts.own;
    let counted: &[(Group, Group, i64)] = match work {
        Work::Mine => &[
            (Group::LateByLaw, Group::LateByTarget, own.late),
            (Group::Today, Group::Today, own.today),
            (Group::Returned, Group::Returned, own.returned),
            (Group::Week, Group::Week, own.week),
        ],
        Work::Desk => &[(Group::LateByLaw, Group::LateByTarget, counts.deciding.desk_late)],
        Work::Sent | Work::ToDecide | Work::Parties => &[],
    };
    let mut sum = 0;
    for (first, last, count) in counted {
        if after.group < *first as i32 {
            sum += count;
        }
        if sum > PAGE_ROWS {
            return *last as i32;
        }
    }
    LAST
}

async fn read(
    db: &mut PgConnection,
    reader: &Reader,
    work: Work,
    today: Date,
    (after, last): (After, i32),
) -> sqlx::Result<Vec<TaskLine>> {
    let mut sql = QueryBuilder::new(
        r#"SELECT l."group", l.case_id, l.place, c.number, c.title, c.party_names, l.step, l.about, l.act_id, l.todo,
                  nullif(l.due_on, 'infinity') AS due_on, l.legal, l.days, l.provisional, l.pile = 'approver' AS waits,
                  c.body_id AS body, c.officers AS assigned, a.drafted_by, a.submitted_at AS sent_at
           FROM (SELECT * FROM ("#,
    );
    let mut between = "";
    for pile in work.piles() {
        for (group, days) in parts(*pile, work) {
            if (after.group..=last).contains(&(group as i32)) {
                sql.push(between);
                say_part(reader, work, (*pile, group, days), (today, after), &mut sql);
                between = " UNION ALL ";
            }
        }
    }
    // An address may name any group.
    if between.is_empty() {
        return Ok(vec![]);
    }
    sql.push(r#") u ORDER BY "group", due_on, case_id, place LIMIT "#)
        .push_bind(PAGE_ROWS + 1);
    sql.push(
        r#") l JOIN cases c ON c.id = l.case_id LEFT JOIN acts a ON a.id = l.act_id
            ORDER BY l."group", l.due_on, l.case_id, l.place"#,
    );
    // Of first pages there are few kinds.
    let begins = after.group < 0;
    sql.build_query_as().persistent(begins).fetch_all(db).await
}

/// On which days a task is due.
#[derive(Clone, Copy)]
enum Days {
    Late,
    Today,
    /// Behind today, until the end of the week.
    Week,
    BehindWeek,
    BehindToday,
}

/// The groups of a pile.
fn parts(pile: Pile, work: Work) -> Vec<(Group, Days)> {
    let mut all = vec![
        (Group::LateByLaw, Days::Late),
        (Group::LateByTarget, Days::Late),
        (Group::Today, Days::Today),
    ];
    let desk = work == Work::Desk;
    let returned = pile == Pile::Returned;
    let rest: &[_] = match (returned, desk) {
        (true, true) => &[(Group::Returned, Days::Week)],
        (true, false) => &[(Group::Returned, Days::BehindToday)],
        (false, true) => &[(Group::Week, Days::Week)],
        (false, false) => &[(Group::Week, Days::Week), (Group::Later, Days::BehindWeek)],
    };
    all.extend(rest);
    all
}

fn say_part(
    reader: &Reader,
    work: Work,
    (pile, group, days): (Pile, Group, Days),
    (today, after): (Date, After),
    sql: &mut QueryBuilder<Postgres>,
) {
    sql.push(format!(
        r#"(SELECT {} AS "group", case_id, place, pile, step, about, act_id, todo, due_on, legal, days, provisional
           FROM tasks t WHERE pile = '{}' AND desk = "#,
        group as i32,
        pile.code()
    ));
    sql.push_bind(reader.desk.0).push(" AND due_on");
    match days {
        Days::Late => sql.push(" < ").push_bind(today),
        Days::Today => sql.push(" = ").push_bind(today),
        Days::Week => {
            sql.push(" > ").push_bind(today);
            sql.push(" AND due_on <= ").push_bind(week_ends(today))
        }
        Days::BehindWeek => sql.push(" > ").push_bind(week_ends(today)),
        Days::BehindToday => sql.push(" > ").push_bind(today),
    };
    match group {
        Group::LateByLaw => sql.push(" AND legal"),
        Group::LateByTarget => sql.push(" AND NOT legal"),
        Group::Today | Group::Returned | Group::Week | Group::Later => sql,
    };
    say_whose(reader, work, sql);
    if after.group == group as i32 {
        sql.push(" AND (due_on, case_id, place) > (coalesce(")
            .push_bind(after.due_on);
        sql.push(", 'infinity'::date), ").push_bind(after.case_id.0);
        sql.push(", ").push_bind(after.place).push(")");
    }
    sql.push(" ORDER BY due_on, case_id, place LIMIT ")
        .push_bind(PAGE_ROWS + 1);
    sql.push(")");
}

/// Those that name the person, or nobody; those that do not name it; or all.
fn say_whose(reader: &Reader, work: Work, sql: &mut QueryBuilder<Postgres>) {
    match work {
        Work::Mine | Work::Sent | Work::Parties => {
            sql.push(" AND (").push_bind(reader.user.0);
            sql.push(" = ANY (people) OR (").push_bind(reader.officer);
            sql.push(" AND cardinality(people) = 0))");
        }
        Work::ToDecide => {
            sql.push(" AND ").push_bind(reader.user.0);
            sql.push(" <> ALL (people)");
        }
        Work::Desk => {}
    }
}
