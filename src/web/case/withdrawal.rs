//! 撤回申请: the filer takes its application back before it is initiated (practice), and says why.

use axum::response::Response;

use super::form::{FormState, StepForm, fields, form_page};
use super::open::OpenCase;
use crate::domain::procedure::Kind;
use crate::domain::withdrawal::Withdrawal;
use crate::web::error::Nope;

form_page! {
    /// 撤回申请
    WithdrawalPage = "case/withdrawal.html" {}
}

/// 撤回申请
pub struct WithdrawalForm;

fields! {
    WithdrawalForm |_, _| Withdrawal {}
    reason: text("写明撤回的原因");
}

impl StepForm for WithdrawalForm {
    const KIND: Kind = Kind::Withdraw;

    const PATH: &'static str = "withdrawal";

    fn page(_: &OpenCase, state: FormState) -> Result<Response, Nope> {
        Ok(WithdrawalPage::of(state))
    }
}
