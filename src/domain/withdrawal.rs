//! 撤回 (practice): the filer takes the application back while it waits for initiation.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::procedure::Kind;
use crate::domain::recorded::Entry;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Basis;
use crate::domain::ruling::Ruling;
use crate::domain::step::{Asked, LegalStep, TheCase, Unavailable, about_the_case};

/// 撤回申请, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Why.
    pub reason: String,
}

impl LegalStep for Withdrawal {
    about_the_case! {}

    fn stands(_: TheCase, _: Asked<'_>) -> Result<(), Unavailable> {
        Ok(())
    }

    fn checks(&self, _: Asked<'_>) -> Vec<Check> {
        let practice = Basis::Practice;
        vec![Check::written(
            "写明了撤回的原因",
            practice,
            &self.reason,
            "撤回的原因",
        )]
    }

    fn ruling(&self, _: Asked<'_>) -> Result<Ruling, Refusal> {
        let reason = self.reason.trim().to_owned();
        Ok(Ruling::on(Kind::Withdraw).fact(Self { reason }))
    }
}

impl LegalFact for Withdrawal {
    const MOVES_VERSION: bool = true;

    fn fold(self, _: &mut Case, _: Entry) {}

    names_no_file! {}

    fn said(&self, _: &Case, _: Date) -> Said {
        Said::line(&self.reason)
    }
}
