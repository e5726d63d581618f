//! The correction requirements (纠错要求, A12.3) on a party's sheet: rows that count when anything is written in them.

use time::Date;

use super::tolerated;
use crate::domain::case::{Case, Party};
use crate::domain::correction::Responsible;
use crate::domain::determination::CorrectionDemand;
use crate::web::form::{Reading, Typed};

/// How many correction requirements a party's sheet has room for.
pub const ROWS_MAX: usize = 9;
/// What stands for another unit among who is responsible.
pub const UNIT: &str = "unit";
/// What stands for the body itself.
pub const BODY: &str = "body";

/// A field of a correction requirement: `d-1-2-due`.
pub fn row_field(party: &Party, row: usize, what: &str) -> String {
    format!("d-{}-{row}-{what}", party.no)
}

/// Whether anything is written in a row.
pub fn row_filled(typed: &Typed, party: &Party, row: usize) -> bool {
    ["what", "who", "unit", "due"]
        .iter()
        .any(|what| !typed.text(&row_field(party, row, what)).trim().is_empty())
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
    let responsible = responsible(form, case, &at("who"), &at("unit"), &which);
    let due = form.date(&at("due"), &format!("写明{which}的完成时限"));
    if due.is_some_and(|it| it <= today) {
        form.wrong(&at("due"), "完成时限写今天以后的日期");
    }
    Some(CorrectionDemand {
        what,
        responsible: responsible?,
        due: due?,
    })
}

fn responsible(form: &mut Reading, case: &Case, who: &str, unit: &str, which: &str) -> Option<Responsible> {
    let named = form.optional_line(unit);
    let chosen = form.choice(who, &format!("选择{which}的责任主体"), |code| match code {
        UNIT => Some(Responsible::Unit(named.clone())),
        BODY => Some(Responsible::Body),
        id => {
            let id = id.parse().ok()?;
            let party = case.taking_part().find(|it| it.id == id)?;
            Some(Responsible::Party(party.id))
        }
    });
    match (&chosen, named.is_empty()) {
        (Some(Responsible::Unit(_)), true) => form.wrong(unit, "写明责任单位的名称"),
        (Some(Responsible::Party(_) | Responsible::Body), false) => {
            form.wrong(unit, "责任主体是其他单位的才写名称，请删去或者改选“其他单位”");
        }
        (Some(Responsible::Unit(_)), false)
        | (Some(Responsible::Party(_) | Responsible::Body), true)
        | (None, _) => {}
    }
    chosen
}
