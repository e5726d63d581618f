//! A case as a row of a list, as staff read it: which case, who works on it, where it stands, until when.

use time::Date;

use crate::domain::access::{Relation, View};
use crate::domain::actor::Actor;
use crate::domain::dates::{shanghai_day, short_day};
use crate::domain::determination::Outcome;
use crate::store::lists::{After, CaseRow, PAGE_ROWS, Sort};
use crate::web::case_filter::behind;
use crate::web::chip::{Chip, RowDue, row_chip};
use crate::web::tag::Tag;

/// A row of a list, in words.
pub struct Line {
    /// The case, where it opens to the reader.
    pub href: Option<String>,
    /// Whether it opens once a reason is given.
    pub ledger: bool,
    pub title: String,
    pub number: String,
    /// Whose case it is, where that is not the reader's body.
    pub body: Option<String>,
    pub parties: Vec<String>,
    pub officers: Vec<String>,
    /// Where it stands.
    /// Where it stands, and how it was determined, where the reader may know.
    pub tag: Tag,
    pub todo: String,
    /// Whether nothing is left to do.
    pub ended: bool,
    /// How its deadline stands.
    pub chip: Option<Chip>,
    /// When that falls due, in words.
    pub due: Option<String>,
    pub received: String,
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
    let names = |joined: &str| -> Vec<_> {
        let names = joined.split('、').filter(|it| !it.is_empty());
        names.map(str::to_owned).collect()
    };
    Line {
        href: match relation.view(actor) {
            View::Own | View::Body | View::Addressee => Some(format!("/cases/{}", row.id)),
            View::Ledger => Some(format!("/cases/{}/opening", row.id)),
            View::None => None,
        },
        ledger: relation.view(actor) == View::Ledger,
        title: row.title.clone(),
        number: row.number.clone(),
        body: Some(row.body_name.clone()).filter(|_| !actor.works_for(relation.body)),
        parties: names(&row.party_names),
        officers: names(&row.officer_names),
        tag: Tag::determined(
            row.status,
            row.determined.verdict().filter(|_| relation.knows_outcome(actor)),
        ),
        todo: todo(row, actor),
        ended: row.ended,
        chip: due.map(|due| row_chip(&due, today)),
        due: row.due_on.map(|due| short_day(due, today)),
        received: short_day(shanghai_day(row.received_at), today),
    }
}

/// What the determinations of the case came to that stand, for who sees its inside.
pub fn outcomes(row: &CaseRow, actor: &Actor) -> Vec<&'static str> {
    if !row.relation().knows_outcome(actor) {
        return vec![];
    }
    let made = |it: &&Outcome| row.determined.each().any(|(made, _)| made == **it);
    Outcome::ALL.iter().filter(made).map(|it| it.short()).collect()
}

/// What is to be done next, and by whom.
pub fn todo(row: &CaseRow, actor: &Actor) -> String {
    whose(row, &row.relation(), actor)
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

/// A day that an address names, as our own links do: of this century or the next, for the database keeps no others.
pub fn day_of(text: &str) -> Option<Date> {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    let day = Date::parse(text, &format).ok();
    day.filter(|it| (2000..2200).contains(&it.year()))
}

/// The rows of a page of the list at this address, and where the next one begins.
pub fn paged(mut rows: Vec<CaseRow>, href: &str, sort: Sort) -> (Vec<CaseRow>, Option<String>) {
    let page = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    if rows.len() <= page {
        return (rows, None);
    }
    rows.truncate(page);
    let next = rows.last().map(|last| behind(href, &After::row(last, sort)));
    (rows, next)
}
