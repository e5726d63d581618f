//! The people of a body as forms offer them: those one may choose, and the officers of a case.

use crate::domain::case::{Case, Staff};
use crate::web::form::Choice;

/// These people to choose from, each with its part.
pub fn choices<'a>(people: impl Iterator<Item = &'a Staff>) -> Vec<Choice> {
    let role = |person: &Staff| if person.approver { "负责人" } else { "经办人" };
    people
        .map(|it| Choice::new(it.user.to_string(), format!("{}（{}）", it.name, role(it))))
        .collect()
}

/// The officers of the case, as answers.
pub fn officers(case: &Case) -> Vec<Choice> {
    case.officers
        .iter()
        .map(|user| Choice::new(user.to_string(), case.name_of(*user)))
        .collect()
}
