//! 更换经办人 (practice): an approver lets another officer take the place of one of the case's.

use axum::response::Response;

use super::form::{FormState, StepForm, form_page};
use super::open::OpenCase;
use super::staff;
use crate::domain::assignment::{Replacement, replacements};
use crate::domain::ids::{FileId, UserId};
use crate::domain::procedure::Kind;
use crate::web::error::Nope;
use crate::web::form::{Choice, Reading, Typed, Wrong};

form_page! {
    /// 更换经办人
    ReplacementPage = "case/replacement.html" { leaving: Vec<Choice>, coming: Vec<Choice> }
}

/// 更换经办人
pub struct ReplacementForm;

impl StepForm for ReplacementForm {
    type Step = Replacement;

    const KIND: Kind = Kind::Replace;

    const PATH: &'static str = "officers";

    fn read(_: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Replacement, Wrong> {
        let mut form = Reading::new(typed);
        let out = form.choice("out", "选择被更换的经办人", |it| {
            it.parse::<UserId>().ok()
        });
        let by = form.choice("by", "选择接替的人", |it| it.parse::<UserId>().ok());
        let reason = form.required("reason", "写明更换的原因");
        form.made(|| {
            let (out, by) = out.zip(by)?;
            Some(Replacement { out, by, reason })
        })
    }

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let leaving = staff::officers(&open.case);
        Ok(ReplacementPage::of(
            state,
            leaving,
            staff::choices(replacements(&open.case, &open.actor)),
        ))
    }
}
