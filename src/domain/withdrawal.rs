//! 撤回 (practice): the filer takes the application back while it waits for initiation.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::blank::Written;
use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::procedure::Kind;
use crate::domain::recorded::Entry;
use crate::domain::refusal::Refusal;
use crate::domain::ruling::Ruling;
use crate::domain::step::{Asked, LegalStep, TheCase, Unavailable, about_the_case};

/// 撤回申请, with its reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Why.
    pub reason: Written,
}

impl LegalStep for Withdrawal {
    about_the_case! {}

    fn stands(_: TheCase, _: Asked<'_>) -> Result<(), Unavailable> {
        Ok(())
    }

    fn checks(&self, _: Asked<'_>) -> Vec<Check> {
        vec![]
    }

    fn ruling(&self, _: Asked<'_>) -> Result<Ruling, Refusal> {
        Ok(Ruling::on(Kind::Withdraw).fact(self.clone()))
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
