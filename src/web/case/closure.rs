//! 办结: what must be done before, item by item, and the remark for the file.

use axum::response::Response;

use super::check_line::CheckLine;
use super::content::Section;
use super::form::{ActForm, FormState, StepForm, fields, form_page};
use super::open::OpenCase;
use crate::domain::case::Case;
use crate::domain::closure::{Closure, checklist};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::web::error::Nope;
use crate::web::form::Typed;

form_page! {
    /// 办结案件
    ClosurePage = "case/closure.html" { items: Vec<CheckLine> }
}

/// 办结案件
pub struct ClosureForm;

fields! {
    act ClosureForm |_, _| Closure {}
    remark: remark("归档备注");
}

impl StepForm for ClosureForm {
    const KIND: Kind = Kind::Close;

    const PATH: &'static str = "closure";

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        Ok(ClosurePage::of(
            state,
            checklist(&open.case).into_iter().map(CheckLine::from).collect(),
        ))
    }

    /// Everything that is still owed.
    fn against(case: &Case, first: &Refusal) -> Vec<Refusal> {
        let asked = checklist(case);
        let owed: Vec<_> = asked.iter().filter_map(|it| it.against().cloned()).collect();
        match owed.is_empty() {
            true => vec![first.clone()],
            false => owed,
        }
    }
}

impl ActForm for ClosureForm {
    fn typed(it: &Closure, _: &Case) -> Typed {
        Self::write_fields(it)
    }

    fn sections(it: &Closure, case: &Case) -> Vec<Section> {
        vec![Section::new(Self::KIND.name(), Self::rows(it, case))]
    }
}
