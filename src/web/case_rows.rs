//! A case as a row of a list, as staff read it: what is to be done, which case, until when; and how a list is paged.

use time::Date;
use uuid::Uuid;

use crate::domain::access::Relation;
use crate::domain::actor::Actor;
use crate::domain::dates::short_day;
use crate::store::lists::{CaseRow, Cursor, PAGE_ROWS};
use crate::web::chip::{Chip, RowDue, row_chip};
use crate::web::tag::Tag;

/// A row of a list, in words.
pub struct Line {
    /// The case, where it opens to the reader.
    pub href: Option<String>,
    pub todo: String,
    pub title: String,
    pub number: String,
    pub parties: String,
    /// Where it stands.
    pub tag: Tag,
    /// How its deadline stands.
    pub chip: Option<Chip>,
    /// When that falls due, in words.
    pub due: String,
}

/// The rows as this person reads them.
pub fn lines(rows: &[CaseRow], actor: &Actor, today: Date) -> Vec<Line> {
    rows.iter().map(|row| line(row, actor, today)).collect()
}

fn line(row: &CaseRow, actor: &Actor, today: Date) -> Line {
    let relation = row.relation();
    let due = row.due_on.zip(row.due_kind).map(|(on, kind)| RowDue {
        on,
        legal: kind.legal(),
        days: row.due_days,
        provisional: row.due_provisional,
        calendar: row.calendar,
    });
    Line {
        href: relation.opens_to(actor).then(|| format!("/cases/{}", row.id)),
        todo: whose(row, &relation, actor),
        title: row.title.clone(),
        number: row.number.clone(),
        parties: row.party_names.clone(),
        tag: Tag::determined(row.status, row.verdict()),
        chip: due.map(|due| row_chip(&due, today)),
        due: row
            .due_on
            .map_or_else(|| "—".to_owned(), |due| short_day(due, today)),
    }
}

/// An objection stands before officers and approvers of its addressee alike: what is not this person's says whose it is.
fn whose(row: &CaseRow, relation: &Relation, actor: &Actor) -> String {
    let todo = &row.todo;
    match (row.for_approvers, actor.approver, actor.officer) {
        _ if actor.works_for(relation.body) => todo.clone(),
        (true, true, _) | (false, _, true) => todo.clone(),
        (true, false, _) => format!("待负责人{todo}"),
        (false, _, false) => format!("待经办人{todo}"),
    }
}

/// Where a page begins: after the case with this id, which falls due on that day.
pub fn cursor(after: Option<&str>, id: Option<Uuid>) -> Cursor {
    let Some(id) = id else { return Cursor::START };
    Cursor {
        due: after.and_then(day_of),
        id: id.into(),
    }
}

/// A day that an address names, as our own links do: of this century or the next, for the database keeps no others.
pub fn day_of(text: &str) -> Option<Date> {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    let day = Date::parse(text, &format).ok();
    day.filter(|it| (2000..2200).contains(&it.year()))
}

/// The rows of a page, and where the next one begins.
pub fn paged(mut rows: Vec<CaseRow>, href: &str) -> (Vec<CaseRow>, Option<String>) {
    let page = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    if rows.len() <= page {
        return (rows, None);
    }
    rows.truncate(page);
    let sign = if href.contains('?') { '&' } else { '?' };
    let next = rows.last().map(|last| {
        let after = last
            .due_on
            .map(|due| due.to_string())
            .unwrap_or_else(|| "none".to_owned());
        format!("{href}{sign}after={after}&id={}", last.id)
    });
    (rows, next)
}
