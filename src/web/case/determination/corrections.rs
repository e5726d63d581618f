//! The correction requirements (纠错要求, A12.3) on a party's sheet: rows that count when anything is written in them.

use time::{Date, Duration};

use super::tolerated;
use crate::domain::case::{Case, Party};
use crate::domain::correction::{Responsible, is_no_party};
use crate::domain::dates::day;
use crate::domain::determination::CorrectionDemand;
use crate::web::form::{ROWS, Reading, Typed, Wrong};

/// How many correction requirements a party's sheet has room for.
pub const ROWS_MAX: usize = 9;
/// No correction takes longer than two years: a later day is a slip of the finger.
const DUE_AT_MOST: Duration = Duration::days(2 * 365);
/// What stands for another unit among who is responsible.
pub const UNIT: &str = "unit";
/// What stands for the body itself.
pub const BODY: &str = "body";

/// A field of a correction requirement: `d-1-2-due`.
pub fn row_field(party: &Party, row: usize, what: &str) -> String {
    format!("d-{}-{row}-{what}", party.no)
}

/// The fields of a row.
const FIELDS: [&str; 4] = ["what", "who", "unit", "due"];

/// Whether anything is written in a row.
fn row_filled(typed: &Typed, party: &Party, row: usize) -> bool {
    FIELDS.iter().any(|what| typed.any(&row_field(party, row, what)))
}

/// The same, or something is wrong with it.
pub fn row_written(typed: &Typed, wrong: &Wrong, party: &Party, row: usize) -> bool {
    let kept = |what| wrong.any(&row_field(party, row, what));
    row_filled(typed, party, row) || FIELDS.into_iter().any(kept)
}

/// The field that says how many rows of a party are shown.
pub fn count_field(party: &Party) -> String {
    counted(&party.no.to_string())
}

fn counted(party: &str) -> String {
    format!("{ROWS}{party}")
}

/// How many rows a party's sheet shows: as many as were asked for, and each in which something stands.
pub fn shown(typed: &Typed, wrong: &Wrong, party: &Party) -> usize {
    let asked = typed.text(&count_field(party)).parse().unwrap_or(1);
    let last = (1..=ROWS_MAX)
        .rev()
        .find(|row| row_written(typed, wrong, party, *row));
    last.unwrap_or(1).max(asked).clamp(1, ROWS_MAX)
}

/// Adds a row to a party's sheet (`more-1`), or takes one out (`less-1-2`): those behind it move up.
pub fn changed(typed: &mut Typed, deed: &str) {
    let mut parts = deed.split('-');
    let (verb, party) = (parts.next(), parts.next().unwrap_or_default().to_owned());
    let row: Option<usize> = parts.next().and_then(|it| it.parse().ok());
    let count = counted(&party);
    let rows = typed.text(&count).parse().unwrap_or(1).clamp(1, ROWS_MAX);
    match (verb, row) {
        (Some("more"), None) => typed.set(&count, (rows + 1).min(ROWS_MAX).to_string()),
        (Some("less"), Some(row)) if (1..=rows).contains(&row) => {
            let field = |row: usize, what: &str| format!("d-{party}-{row}-{what}");
            for (row, what) in (row..=rows).flat_map(|row| FIELDS.map(|what| (row, what))) {
                let next = typed.text(&field(row + 1, what)).to_owned();
                typed.set(&field(row, what), next);
            }
            typed.set(&count, (rows - 1).max(1).to_string());
        }
        _ => {}
    }
}

/// What is demanded of, or because of, a party; R4 asks for one where it is tolerated.
pub fn read(
    form: &mut Reading,
    case: &Case,
    typed: &Typed,
    party: &Party,
    today: Date,
) -> Vec<CorrectionDemand> {
    let needed = |row| row == 1 && tolerated(case, party);
    (1..=ROWS_MAX)
        .filter(|row| needed(*row) || row_filled(typed, party, *row))
        .filter_map(|row| correction(form, case, party, row, today))
        .collect()
}

fn correction(
    form: &mut Reading,
    case: &Case,
    party: &Party,
    row: usize,
    today: Date,
) -> Option<CorrectionDemand> {
    let at = |what: &str| row_field(party, row, what);
    let which = format!("{}的第 {row} 条纠错要求", party.name);
    let what = form.required(&at("what"), &format!("写明{which}的内容"));
    let responsible = responsible(form, case, party, [&at("who"), &at("unit")], &which);
    let due = form.date(&at("due"), &format!("写明{which}的完成时限"));
    let last = today + DUE_AT_MOST;
    if due.is_some_and(|it| it <= today || it > last) {
        let (first, last) = (day(today.next_day().unwrap_or(today)), day(last));
        form.wrong(
            &at("due"),
            format!("{which}的完成时限写{first}到{last}之间的日期"),
        );
    }
    Some(CorrectionDemand {
        what,
        responsible: responsible?,
        due: due?,
    })
}

fn responsible(
    form: &mut Reading,
    case: &Case,
    party: &Party,
    [who, unit]: [&str; 2],
    which: &str,
) -> Option<Responsible> {
    let named = form.optional_line(unit);
    let chosen = form.choice(who, &format!("选择{which}的责任主体"), |code| match code {
        UNIT => Some(Responsible::Unit(named.clone())),
        BODY => Some(Responsible::Body),
        id => (id.parse() == Ok(party.id)).then_some(Responsible::Party(party.id)),
    });
    match (&chosen, named.is_empty()) {
        (Some(Responsible::Unit(_)), true) => form.wrong(unit, "写明责任单位的名称"),
        (Some(Responsible::Unit(_)), false) => form.lawful(unit, is_no_party(case, party.id, &named)),
        (Some(Responsible::Party(_) | Responsible::Body), false) => {
            form.wrong(unit, "责任主体是其他单位的才写名称，请删去或者改选“其他单位”");
        }
        (Some(Responsible::Party(_) | Responsible::Body), true) | (None, _) => {}
    }
    chosen
}
