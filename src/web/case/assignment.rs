//! 指定本轮经办人 (practice): after a determination was set aside, an approver names who verifies again.

use axum::response::Response;

use super::form::{FormState, StepForm, fields, form_page};
use super::open::OpenCase;
use super::staff;
use crate::domain::assignment::{Assignment, enough, newcomers};
use crate::domain::procedure::Kind;
use crate::domain::step::TheCase;
use crate::web::error::Nope;
use crate::web::form::Choice;

form_page! {
    /// 指定本轮经办人
    AssignmentPage = "case/assignment.html" { round: i16, parties: String, officers: Vec<Choice> }
}

/// 指定本轮经办人
pub struct AssignmentForm;

fields! {
    AssignmentForm |_, _| Assignment {}
    officers: people(enough);
}

impl StepForm for AssignmentForm {
    const KIND: Kind = Kind::Assign;

    const PATH: &'static str = "assignment";

    const NAMES_OFFICERS: bool = true;

    fn link(open: &OpenCase, _: TheCase) -> String {
        format!("指定第 {} 轮经办人", open.case.round)
    }

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let case = &open.case;
        let parties: Vec<_> = case.taking_part().map(|it| it.name.as_str()).collect();
        let officers = staff::choices(newcomers(case, &open.actor), &state.head.beside.workload);
        Ok(AssignmentPage::of(
            state,
            case.round,
            parties.join("、"),
            officers,
        ))
    }
}
