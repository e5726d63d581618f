//! The people of a body as forms offer them: those one may choose, and the officers of a case, with what each has in hand.

use std::collections::HashMap;

use crate::domain::case::{Case, Staff};
use crate::domain::ids::UserId;
use crate::store::workload::Load;
use crate::web::form::Choice;

/// What each of the body's people has in hand.
pub type Workload = HashMap<UserId, Load>;

/// These people to choose from, each with its part and what it has in hand.
pub fn choices<'a>(people: impl Iterator<Item = &'a Staff>, workload: &Workload) -> Vec<Choice> {
    let role = |person: &Staff| if person.approver { "负责人" } else { "经办人" };
    let choice = |it: &Staff| {
        let choice = Choice::new(it.user.to_string(), format!("{}（{}）", it.name, role(it)));
        choice.note(in_hand(workload, it.user))
    };
    people.map(choice).collect()
}

/// The officers of the case, as answers.
pub fn officers(case: &Case) -> Vec<Choice> {
    let named = |user: &UserId| Choice::new(user.to_string(), case.name_of(*user));
    case.officers.iter().map(named).collect()
}

/// The same, with what each has in hand.
pub fn officers_with(case: &Case, workload: &Workload) -> Vec<Choice> {
    let named =
        |user: &UserId| Choice::new(user.to_string(), case.name_of(*user)).note(in_hand(workload, *user));
    case.officers.iter().map(named).collect()
}

fn in_hand(workload: &Workload, user: UserId) -> String {
    let Load { cases, tasks } = workload.get(&user).copied().unwrap_or_default();
    format!("在办案件 {cases} 件，待办 {tasks} 项")
}
