//! 验收 (A12.3): the body verifies what was reported, or returns it.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Correction, CorrectionState, in_state};
use crate::domain::blank::Written;
use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::dates::day;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::ids::CorrectionId;
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::Ruling;
use crate::domain::step::{Asked, LegalStep, Unavailable};

/// 验收: verified, or returned with what is still missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionVerdict {
    /// Which requirement.
    pub correction: CorrectionId,
    /// Whether it is done.
    pub verified: bool,
    /// What was checked, or what is missing.
    pub remark: Written,
}

impl LegalStep for CorrectionVerdict {
    type About = CorrectionId;

    fn about(&self) -> CorrectionId {
        self.correction
    }

    fn theirs(_: CorrectionId, _: Asked<'_>) -> Result<(), Unavailable> {
        Ok(())
    }

    fn stands(id: CorrectionId, asked: Asked<'_>) -> Result<(), Unavailable> {
        to_verify(asked.case, id).map(drop).map_err(Unavailable::Settled)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let case = asked.case;
        let law = Basis::Law(Article::A12_3);
        let mut checks = vec![Check::of(
            "责任主体已经报告整改情况",
            law,
            to_verify(case, self.correction),
        )];
        let report = case.report_on(self.correction);
        if let (Some(report), Ok(correction)) = (report, case.correction(self.correction)) {
            let due = case.correction_due(correction).unwrap_or(correction.due);
            let what = format!("报告的完成日期 {} 在时限 {} 以内", day(report.done_on), day(due));
            checks.push(Check::in_time(what, law, report.done_on > due));
        }
        checks
    }

    fn ruling(&self, _: Asked<'_>) -> Result<Ruling, Refusal> {
        Ok(Ruling::on(Kind::VerifyCorrection).fact(self.clone()))
    }
}

/// The correction that was reported and waits to be verified.
///
/// # Errors
/// There is none, or nothing was reported.
pub fn to_verify(case: &Case, id: CorrectionId) -> Result<&Correction, Refusal> {
    in_state(case, id, |state| state == CorrectionState::Reported)
}

impl LegalFact for CorrectionVerdict {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, entry: Entry) {
        let state = match self.verified {
            true => CorrectionState::Verified,
            false => CorrectionState::Returned,
        };
        case.correction_stands(self.correction, state);
        case.correction_verdicts.push(Recorded::new(entry, self));
    }

    names_no_file! {}

    fn said(&self, case: &Case, _: Date) -> Said {
        let what = if self.verified {
            "验收通过"
        } else {
            "退回继续整改"
        };
        let line = format!("{what}：{}", self.remark);
        Said {
            about: case.demand(self.correction),
            ..Said::line(line)
        }
    }
}
