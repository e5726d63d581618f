//! Tasks as lines of a list, in groups: what is to be done, in which case, until when; and how the list is paged.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::domain::calendar::WorkCalendar;
use crate::domain::dates::{shanghai_day, short_day, short_moment};
use crate::domain::ids::CaseId;
use crate::store::piles::{After, Group, PAGE_ROWS, TaskLine, Work};
use crate::web::case;
use crate::web::case_rows::day_of;
use crate::web::chip::{Chip, RowDue, row_chip};

/// Tasks under one head.
pub struct TaskGroup {
    pub name: &'static str,
    /// What a link leads to it by.
    pub id: &'static str,
    pub late: bool,
    pub lines: Vec<Line>,
}

pub struct Line {
    /// The form or the act itself; of what somebody else does, the case.
    pub href: String,
    /// The case, where that is another page.
    pub case: Option<String>,
    pub todo: String,
    pub title: String,
    pub number: String,
    pub parties: String,
    /// Who has it at hand, where somebody began it.
    pub drafter: Option<String>,
    /// Who sent it, and since when it waits.
    pub sent: Option<Sent>,
    /// Whose it is, where everybody's is shown.
    pub officers: String,
    pub chip: Option<Chip>,
    pub due: String,
}

pub struct Sent {
    pub by: String,
    pub at: String,
    /// How many working days it waits; 0: since today.
    pub waits: u16,
}

/// The lines in their groups.
pub fn groups(lines: Vec<TaskLine>, work: Work, today: Date) -> Vec<TaskGroup> {
    let mut all: Vec<TaskGroup> = vec![];
    for it in lines {
        let (name, id, late) = head(it.group);
        if all.last().is_none_or(|last| last.id != id) {
            all.push(TaskGroup {
                name,
                id,
                late,
                lines: vec![],
            });
        }
        if let Some(group) = all.last_mut() {
            group.lines.push(line(it, work, today));
        }
    }
    all
}

fn head(group: i32) -> (&'static str, &'static str, bool) {
    let group = usize::try_from(group).ok().and_then(|it| Group::ALL.get(it));
    match group {
        Some(Group::LateByLaw | Group::LateByTarget) => ("已逾期", "late", true),
        Some(Group::Today) => ("今天", "today", false),
        Some(Group::Returned) => ("退回修改", "returned", false),
        Some(Group::Week) => ("本周", "week", false),
        Some(Group::Later) | None => ("以后", "later", false),
    }
}

fn line(it: TaskLine, work: Work, today: Date) -> Line {
    let sent = it.sender.as_ref().zip(it.sent_at).filter(|_| it.waits);
    let (href, case) = (href(&it, work), format!("/cases/{}", it.case_id));
    Line {
        case: (href != case).then_some(case),
        href,
        drafter: it.sender.clone().filter(|_| !it.waits),
        sent: sent.map(|(by, at)| waits(&it, by, at, today)),
        officers: match work {
            Work::Desk => it.officers.clone(),
            Work::Mine | Work::Sent | Work::ToDecide | Work::Parties => String::new(),
        },
        chip: chip(&it, today),
        due: it.due_on.map_or_else(String::new, |due| short_day(due, today)),
        todo: it.todo,
        title: it.title,
        number: it.number,
        parties: it.party_names,
    }
}

/// What this person does opens the form or the act itself.
fn href(it: &TaskLine, work: Work) -> String {
    let case = format!("/cases/{}", it.case_id);
    match (work, it.act_id) {
        (Work::ToDecide, Some(act)) => format!("{case}/acts/{act}/approval"),
        (Work::Mine | Work::ToDecide, _) => it
            .step
            .map_or(case, |step| case::href(it.case_id, step, it.about)),
        (Work::Sent, Some(act)) => format!("{case}/acts/{act}"),
        (Work::Sent | Work::Parties | Work::Desk, _) => case,
    }
}

fn waits(it: &TaskLine, by: &str, at: OffsetDateTime, today: Date) -> Sent {
    let since = WorkCalendar::of(it.calendar).working_days_between(shanghai_day(at), today);
    Sent {
        by: by.to_owned(),
        at: short_moment(at, today),
        waits: since.try_into().unwrap_or(u16::MAX),
    }
}

fn chip(it: &TaskLine, today: Date) -> Option<Chip> {
    let due = RowDue {
        on: it.due_on?,
        legal: it.legal,
        days: Some(it.days),
        provisional: it.provisional,
        calendar: it.calendar,
    };
    Some(row_chip(&due, today))
}

/// Takes the line too many off, and says where the next page begins.
pub fn next(lines: &mut Vec<TaskLine>, href: &str) -> Option<String> {
    let page = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    if lines.len() <= page {
        return None;
    }
    lines.truncate(page);
    let last = lines.last()?;
    let due = last
        .due_on
        .map_or_else(|| "none".to_owned(), |due| due.to_string());
    Some(format!(
        "{href}&after={}_{due}_{}_{}",
        last.group,
        last.case_id.0.simple(),
        last.place
    ))
}

/// The line that an address names: its group, day, case and place.
pub fn after(text: &str) -> Option<After> {
    let mut parts = text.split('_');
    let (group, due, case, place) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    Some(After {
        group: group.parse().ok()?,
        due_on: match due {
            "none" => None,
            day => Some(day_of(day)?),
        },
        case_id: CaseId(case.parse::<Uuid>().ok()?),
        place: place.parse().ok()?,
    })
}
