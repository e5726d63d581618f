//! 指定本轮经办人 (practice): after a determination was set aside, an approver names who verifies again.

use axum::response::Response;

use super::form::{FormState, StepForm, form_page};
use super::open::OpenCase;
use super::staff;
use crate::domain::assignment::{Assignment, OFFICERS_MIN, newcomers};
use crate::domain::ids::FileId;
use crate::domain::procedure::Kind;
use crate::domain::step::TheCase;
use crate::web::error::Nope;
use crate::web::form::{Choice, Reading, Typed, Wrong};

form_page! {
    /// 指定本轮经办人
    AssignmentPage = "case/assignment.html" { round: i16, parties: String, officers: Vec<Choice> }
}

/// 指定本轮经办人
pub struct AssignmentForm;

impl StepForm for AssignmentForm {
    type Step = Assignment;

    const KIND: Kind = Kind::Assign;

    const PATH: &'static str = "assignment";

    fn read(_: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Assignment, Wrong> {
        let mut form = Reading::new(typed);
        let officers = form.choices("officers", OFFICERS_MIN, "指定至少两名经办人", |it| {
            it.parse().ok()
        });
        form.done(Assignment { officers })
    }

    fn link(open: &OpenCase, _: TheCase) -> String {
        format!("指定第 {} 轮经办人", open.case.round)
    }

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let case = &open.case;
        let parties: Vec<_> = case.taking_part().map(|it| it.name.as_str()).collect();
        Ok(AssignmentPage::of(
            state,
            case.round,
            parties.join("、"),
            staff::choices(newcomers(case, &open.actor)),
        ))
    }
}
