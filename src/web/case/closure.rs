//! 办结: what must be done before, item by item, and the remark for the file.

use axum::response::Response;

use super::form::{Sheet, StepForm, form_page};
use super::open::OpenCase;
use crate::domain::check::Check;
use crate::domain::closure::{Closure, checklist};
use crate::domain::ids::FileId;
use crate::domain::procedure::Kind;
use crate::domain::step::Step;
use crate::web::error::Nope;
use crate::web::form::{Reading, Typed, Wrong};

form_page! {
    /// 办结案件
    ClosurePage = "case/closure.html" { items: Vec<Check> }
}

/// 办结案件
pub struct ClosureForm;

impl StepForm for ClosureForm {
    const KIND: Kind = Kind::Close;

    fn read(_: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Step, Wrong> {
        let mut form = Reading::new(typed);
        let remark = form.optional("remark");
        form.done(Step::Close(Closure { remark }))
    }

    fn page(open: &OpenCase, sheet: Sheet) -> Result<Response, Nope> {
        Ok(ClosurePage::of(sheet, checklist(&open.case)))
    }
}

pub fn closing(it: &Closure) -> Typed {
    Typed::default().with("remark", &it.remark)
}
