//! 更换经办人 (practice): an approver lets another officer take the place of one of the case's.

use axum::response::Response;

use super::form::{FormState, StepForm, fields, form_page};
use super::open::OpenCase;
use super::staff;
use crate::domain::assignment::{Replacement, replacements};
use crate::domain::procedure::Kind;
use crate::web::error::Nope;
use crate::web::form::Choice;

form_page! {
    /// 更换经办人
    ReplacementPage = "case/replacement.html" { leaving: Vec<Choice>, coming: Vec<Choice> }
}

/// 更换经办人
pub struct ReplacementForm;

fields! {
    ReplacementForm |_, _| Replacement {}
    out: id("选择被更换的经办人");
    by: id("选择接办人");
    reason: text("写明更换的原因");
}

impl StepForm for ReplacementForm {
    const KIND: Kind = Kind::Replace;

    const PATH: &'static str = "officers";

    const NAMES_OFFICERS: bool = true;

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let workload = &state.head.beside.workload;
        let leaving = staff::officers_with(&open.case, workload);
        let coming = staff::choices(replacements(&open.case, &open.actor), workload);
        Ok(ReplacementPage::of(state, leaving, coming))
    }
}
