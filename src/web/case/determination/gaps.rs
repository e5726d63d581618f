//! What stands for a field of the determination that is missing, while its documents are looked at.

use super::corrections::{BODY, ROWS_MAX, UNIT, row_field};
use super::{DELIBERATION, field};
use crate::domain::case::{Case, Party};
use crate::domain::determination::Lenience;
use crate::web::case::form::Gap;
use crate::web::form::Typed;

/// The deliberation with its tick: no document speaks of it.
const UNSAID: [&str; 1 + DELIBERATION.len()] = {
    let [meeting, held_on, present, absent, recused, views, minutes] = DELIBERATION;
    [
        "deliberated",
        meeting,
        held_on,
        present,
        absent,
        recused,
        views,
        minutes,
    ]
};

pub fn gap(case: &Case, typed: &Typed, name: &str) -> Option<Gap> {
    if UNSAID.contains(&name) {
        return Some(Gap::Unsaid(&UNSAID));
    }
    case.taking_part().find_map(|party| about(party, typed, name))
}

fn about(party: &Party, typed: &Typed, name: &str) -> Option<Gap> {
    let is = |what: &str| field(party, what) == name;
    if is("lenience") {
        let forms = Lenience::ALL.iter().map(|it| it.code());
        return Some(Gap::one_of("处理方式", forms));
    }
    if is("provision") {
        return Some(Gap::Text("依据的条款和幅度"));
    }
    if is("reasons") {
        return Some(Gap::Text("认定的事实和理由"));
    }
    (1..=ROWS_MAX).find_map(|row| demanded(party, typed, name, row))
}

fn demanded(party: &Party, typed: &Typed, name: &str, row: usize) -> Option<Gap> {
    let is = |what: &str| row_field(party, row, what) == name;
    if is("what") {
        return Some(Gap::Text("纠错要求内容"));
    }
    if is("unit") {
        return Some(Gap::Text("责任单位"));
    }
    if is("due") {
        return Some(Gap::Day("完成时限"));
    }
    let named = !typed.text(&row_field(party, row, "unit")).trim().is_empty();
    let whose = match named {
        true => vec![UNIT.to_owned()],
        false => vec![BODY.to_owned(), party.id.to_string()],
    };
    is("who").then(|| Gap::one_of("责任主体", whose))
}
