//! 撤回申请: the filer takes its application back before it is initiated (practice), and says why.

use axum::response::Response;

use super::form::{FormState, StepForm, form_page};
use super::open::OpenCase;
use crate::domain::ids::FileId;
use crate::domain::procedure::Kind;
use crate::domain::withdrawal::Withdrawal;
use crate::web::error::Nope;
use crate::web::form::{Reading, Typed, Wrong};

form_page! {
    /// 撤回申请
    WithdrawalPage = "case/withdrawal.html" {}
}

/// 撤回申请
pub struct WithdrawalForm;

impl StepForm for WithdrawalForm {
    type Step = Withdrawal;

    const KIND: Kind = Kind::Withdraw;

    const PATH: &'static str = "withdrawal";

    fn read(_: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Withdrawal, Wrong> {
        let mut form = Reading::new(typed);
        let reason = form.required("reason", "写明撤回的原因");
        form.done(Withdrawal { reason })
    }

    fn page(_: &OpenCase, state: FormState) -> Result<Response, Nope> {
        Ok(WithdrawalPage::of(state))
    }
}
