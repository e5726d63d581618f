//! 纠错 (A12.3): what is to be put right, by whom, by when; reported by the responsible, verified or returned by the body.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::access::{acts_for, drafts, speaks_for};
use crate::domain::act::Hands;
use crate::domain::actor::Actor;
use crate::domain::case::Case;
use crate::domain::check::{self, Check};
use crate::domain::coded::coded;
use crate::domain::dates::{day, shanghai_day};
use crate::domain::fact::Fact;
use crate::domain::ids::{CorrectionId, DeterminationId, FileId, PartyId};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::Ruling;
use crate::domain::service;

/// Who has to put something right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Responsible {
    /// A party to the case.
    Party(PartyId),
    /// Another unit, by name.
    Unit(String),
    /// The body itself (完善制度机制).
    Body,
}

coded! {
    /// Where a correction stands.
    CorrectionState {
        /// 待整改
        Required = "required", "待整改";
        /// 已报告，待验收
        Reported = "reported", "已报告，待验收";
        /// 验收通过
        Verified = "verified", "验收通过";
        /// 退回再改
        Returned = "returned", "退回再改";
    }
}

impl CorrectionState {
    /// Whether the responsible has to report (again).
    pub fn owed(self) -> bool {
        matches!(self, Self::Required | Self::Returned)
    }
}

/// A correction requirement with its state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Its id.
    pub id: CorrectionId,
    /// The determination that demands it.
    pub determination: DeterminationId,
    /// What is to be reached.
    pub what: String,
    /// By whom.
    pub responsible: Responsible,
    /// By when.
    pub due: Date,
    /// Where it stands.
    pub state: CorrectionState,
}

impl Case {
    /// The correction of that id.
    ///
    /// # Errors
    /// There is none.
    pub fn correction(&self, id: CorrectionId) -> Result<&Correction, Refusal> {
        self.corrections
            .iter()
            .find(|it| it.id == id)
            .ok_or(Refusal::NoSuchCorrection)
    }

    /// Why the last report on a correction was returned, with that report: who reports anew begins there.
    pub fn returned(&self, correction: &Correction) -> Option<(&CorrectionReport, &str)> {
        if correction.state != CorrectionState::Returned {
            return None;
        }
        let report = self.report_on(correction.id)?;
        let verdict = self
            .correction_verdicts
            .iter()
            .find(|it| it.correction == correction.id)?;
        Some((report, &verdict.remark))
    }

    /// The name of who is responsible.
    pub fn responsible_name<'a>(&'a self, responsible: &'a Responsible) -> &'a str {
        match responsible {
            Responsible::Party(party) => self.party(*party).map_or("", |party| party.name.as_str()),
            Responsible::Unit(name) => name,
            Responsible::Body => &self.body.short_name,
        }
    }
}

/// 整改报告: causes, measures and what was done, by the responsible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionReport {
    /// Which requirement.
    pub correction: CorrectionId,
    /// Why it came to the error (原因剖析).
    pub causes: String,
    /// What was done (整改措施和完成情况).
    pub measures: String,
    /// The day it was done.
    pub done_on: Date,
    /// Proof.
    pub file: Option<FileId>,
}

impl CorrectionReport {
    /// The responsible reports; an officer enters it for a unit, the body, or a party without an account.
    ///
    /// # Errors
    /// Somebody else's, nothing is owed, or the scan of the party's own report is missing.
    pub fn rule(&self, case: &Case, hands: Hands<'_>, today: Date) -> Result<Ruling, Refusal> {
        let correction = to_report(case, self.correction)?;
        may_report(case, correction, hands)?;
        self.in_its_own_words(case, correction, hands)?;
        let law = Basis::Law(Article::A12_3);
        Refusal::unless_written(&self.causes, "原因剖析", law)?;
        Refusal::unless_written(&self.measures, "整改措施和完成情况", law)?;
        if !possible_day(case, self.done_on, today) {
            return Err(Refusal::CorrectedOnImpossibleDay);
        }
        Ok(Ruling::on(Kind::ReportCorrection).fact(Fact::CorrectionReported { report: self.clone() }))
    }

    /// What an officer enters for a party rests on the party's own paper (practice).
    fn in_its_own_words(
        &self,
        case: &Case,
        correction: &Correction,
        hands: Hands<'_>,
    ) -> Result<(), Refusal> {
        match needs_scan(case, correction, hands.actor()) && self.file.is_none() {
            true => Err(Refusal::Missing {
                what: "当事人书面整改报告的扫描件",
                basis: Basis::Practice,
            }),
            false => Ok(()),
        }
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

/// The correction that was reported and waits to be verified.
///
/// # Errors
/// There is none, or nothing was reported.
pub fn to_verify(case: &Case, id: CorrectionId) -> Result<&Correction, Refusal> {
    in_state(case, id, |state| state == CorrectionState::Reported)
}

fn in_state(
    case: &Case,
    id: CorrectionId,
    fits: impl Fn(CorrectionState) -> bool,
) -> Result<&Correction, Refusal> {
    let correction = case.correction(id)?;
    if fits(correction.state) {
        return Ok(correction);
    }
    Err(Refusal::CorrectionNotThere {
        state: correction.state.short(),
    })
}

/// What was put right before the determination counts; before the application there was nothing to put right in this
/// case (practice).
pub fn possible_day(case: &Case, on: Date, today: Date) -> bool {
    on <= today && on >= shanghai_day(case.received_at)
}

/// Whether these hands report for the responsible.
///
/// # Errors
/// The party has an account and reports for itself, or the actor is no officer of the case.
pub fn may_report(case: &Case, correction: &Correction, hands: Hands<'_>) -> Result<(), Refusal> {
    match &correction.responsible {
        Responsible::Party(party) => {
            let party = case.party(*party).ok_or(Refusal::NoParty)?;
            speaks_for(hands.actor(), case, party)?;
            match acts_for(hands.actor(), party) {
                true => service::has_reached(case, correction.determination),
                false => Ok(()),
            }
        }
        Responsible::Unit(_) | Responsible::Body => drafts(case, hands.actor()),
    }
}

/// 验收: verified, or returned with what is still missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionVerdict {
    /// Which requirement.
    pub correction: CorrectionId,
    /// Whether it is done.
    pub verified: bool,
    /// What was checked, or what is missing.
    pub remark: String,
}

impl CorrectionVerdict {
    /// Whether the verdict may be given now.
    ///
    /// # Errors
    /// Nothing was reported, or no remark is written.
    pub fn rule(&self, case: &Case) -> Result<Ruling, Refusal> {
        check::all_hold(&self.checks(case))?;
        Ok(Ruling::on(Kind::VerifyCorrection).fact(Fact::CorrectionJudged {
            verdict: self.clone(),
        }))
    }

    /// What must hold of it.
    pub fn checks(&self, case: &Case) -> Vec<Check> {
        let law = Basis::Law(Article::A12_3);
        let remark = Refusal::unless_written(&self.remark, "验收情况", law);
        let mut checks = vec![
            Check::of("责任方已经报告整改情况", law, to_verify(case, self.correction)),
            Check::of("写明了核对的情况", law, remark),
        ];
        let report = case.report_on(self.correction);
        if let (Some(report), Ok(correction)) = (report, case.correction(self.correction)) {
            let what = format!(
                "报告的完成日期 {} 在时限 {} 以内",
                day(report.done_on),
                day(correction.due)
            );
            checks.push(Check::in_time(what, law, report.done_on > correction.due));
        }
        checks
    }
}

impl Case {
    /// The responsible reported: the last report counts.
    pub(super) fn correction_reported(&mut self, report: &CorrectionReport) {
        self.correction_reports
            .retain(|it| it.correction != report.correction);
        self.correction_reports.push(report.clone());
        self.correction_stands(report.correction, CorrectionState::Reported);
    }

    /// A correction was verified or returned: the last verdict counts.
    pub(super) fn correction_judged(&mut self, verdict: &CorrectionVerdict) {
        self.correction_verdicts
            .retain(|it| it.correction != verdict.correction);
        self.correction_verdicts.push(verdict.clone());
        let state = match verdict.verified {
            true => CorrectionState::Verified,
            false => CorrectionState::Returned,
        };
        self.correction_stands(verdict.correction, state);
    }

    fn correction_stands(&mut self, id: CorrectionId, state: CorrectionState) {
        for it in self.corrections.iter_mut().filter(|it| it.id == id) {
            it.state = state;
        }
    }
}

#[cfg(test)]
mod tests;
