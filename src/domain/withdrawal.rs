//! 撤回 (practice): the filer takes the application back while it waits for initiation.

use serde::{Deserialize, Serialize};

use crate::domain::fact::Fact;
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Basis;
use crate::domain::ruling::Ruling;

/// 撤回申请, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Why.
    pub reason: String,
}

impl Withdrawal {
    /// Whether it may be withdrawn so.
    ///
    /// # Errors
    /// No reason is written.
    pub fn rule(&self) -> Result<Ruling, Refusal> {
        let reason = Refusal::unless_written(&self.reason, "撤回的原因", Basis::Practice)?.to_owned();
        Ok(Ruling::on(Kind::Withdraw).fact(Fact::Reasoned { reason }))
    }
}
