//! 整改报告 (A12.3): the responsible says why it came to the error and what was done.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Correction, CorrectionState, Responsible, in_state};
use crate::domain::access::{acts_for, drafts, sight, speaks_for};
use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::blank::Written;
use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::dates::{shanghai_day, short_day};
use crate::domain::fact::{FileOf, LegalFact, Said};
use crate::domain::ids::{CorrectionId, FileId};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::Ruling;
use crate::domain::service;
use crate::domain::step::{Asked, LegalStep, Unavailable};

/// 整改报告: causes, measures and what was done, by the responsible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionReport {
    /// Which requirement.
    pub correction: CorrectionId,
    /// Why it came to the error (原因剖析).
    pub causes: Written,
    /// What was done (整改措施和完成情况).
    pub measures: Written,
    /// The day it was done.
    pub done_on: Date,
    /// Proof.
    pub file: Option<FileId>,
}

impl LegalStep for CorrectionReport {
    type About = CorrectionId;

    fn about(&self) -> CorrectionId {
        self.correction
    }

    fn theirs(id: CorrectionId, asked: Asked<'_>) -> Result<(), Unavailable> {
        let correction = asked.case.correction(id).map_err(Unavailable::NotThere)?;
        may_report(asked.case, correction, asked.taken_by).map_err(|refusal| {
            match sight(asked.actor(), asked.case).inside() {
                true => Unavailable::NotYours(refusal),
                false => Unavailable::NotThere(refusal),
            }
        })
    }

    fn stands(id: CorrectionId, asked: Asked<'_>) -> Result<(), Unavailable> {
        to_report(asked.case, id).map(drop).map_err(Unavailable::Settled)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, _law) = (asked.case, Basis::Law(Article::A12_3));
        let own = in_its_own_words(case, self.correction, asked.actor(), self.file);
        let possible = possible_day(case, self.done_on, asked.now.today());
        vec![
            Check::of("代当事人登记的，有其书面报告", Basis::Practice, own).at("file"),
            Check::of("完成日期在收到申请之后，不晚于今天", Basis::Practice, possible).at("done_on"),
        ]
    }

    fn ruling(&self, _: Asked<'_>) -> Result<Ruling, Refusal> {
        Ok(Ruling::on(Kind::ReportCorrection).fact(self.clone()))
    }
}

/// What an officer enters for a party rests on the party's own paper (practice).
///
/// # Errors
/// It is missing.
pub fn in_its_own_words(
    case: &Case,
    id: CorrectionId,
    actor: &Actor,
    paper: Option<FileId>,
) -> Result<(), Refusal> {
    match needs_scan(case, case.correction(id)?, actor) && paper.is_none() {
        true => Err(Refusal::Missing {
            what: "当事人书面整改报告的扫描件",
            basis: Basis::Practice,
        }),
        false => Ok(()),
    }
}

/// Whether a report on the correction by this person needs the scan of a party's own.
pub fn needs_scan(case: &Case, correction: &Correction, actor: &Actor) -> bool {
    let Responsible::Party(party) = &correction.responsible else {
        return false;
    };
    case.party(*party).is_some_and(|party| !acts_for(actor, party))
}

/// The correction that is owed (again).
///
/// # Errors
/// There is none, or it is reported or verified.
pub fn to_report(case: &Case, id: CorrectionId) -> Result<&Correction, Refusal> {
    in_state(case, id, CorrectionState::owed)
}

/// What was put right before the determination counts; before the application there was nothing to put right in this
/// case (practice).
pub fn possible_day(case: &Case, on: Date, today: Date) -> Result<(), Refusal> {
    let received = ("收到申请之日", shanghai_day(case.received_at));
    Refusal::unless_possible("完成日期", on, received, today)
}

/// Whether these people report for the responsible.
///
/// # Errors
/// The party has an account and reports for itself, or the actor is no officer of the case.
pub fn may_report(case: &Case, correction: &Correction, taken_by: TakenBy<'_>) -> Result<(), Refusal> {
    match &correction.responsible {
        Responsible::Party(party) => {
            let party = case.party(*party).ok_or(Refusal::NoParty)?;
            speaks_for(taken_by.actor(), case, party)?;
            match acts_for(taken_by.actor(), party) {
                true => service::has_reached(case, correction.determination),
                false => Ok(()),
            }
        }
        Responsible::Unit(_) | Responsible::Body => drafts(case, taken_by.actor()),
    }
}

impl LegalFact for CorrectionReport {
    const MOVES_VERSION: bool = false;

    fn fold(self, case: &mut Case, entry: Entry) {
        case.correction_stands(self.correction, CorrectionState::Reported);
        case.correction_reports.push(Recorded::new(entry, self));
    }

    fn file(&self, case: &Case) -> Option<FileOf> {
        let correction = case.correction(self.correction).ok();
        let party = correction.and_then(|it| match it.responsible {
            Responsible::Party(party) => Some(party),
            Responsible::Unit(_) | Responsible::Body => None,
        });
        Some(FileOf::party(self.file?, party))
    }

    fn said(&self, case: &Case, today: Date) -> Said {
        let line = format!("完成日期：{}", short_day(self.done_on, today));
        Said {
            about: case.demand(self.correction),
            ..Said::line(line)
        }
    }
}
