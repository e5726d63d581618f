//! 纠错 (A12.3): what is to be put right, by whom, by when; reported by the responsible, verified or returned by the body.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::access::{acts_for, drafts, sight, speaks_for};
use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::case::{Case, Party};
use crate::domain::check::Check;
use crate::domain::coded::coded;
use crate::domain::dates::{day, shanghai_day, short_day};
use crate::domain::determination::CorrectionDemand;
use crate::domain::fact::{FileOf, LegalFact, Said};
use crate::domain::ids::{CorrectionId, DeterminationId, FileId, PartyId};
use crate::domain::owed::{Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::Ruling;
use crate::domain::service;
use crate::domain::step::{Asked, LegalStep, Unavailable};

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

/// Something is to be put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionRequired {
    pub id: CorrectionId,
    /// The determination that demands it.
    pub determination: DeterminationId,
    #[serde(flatten)]
    pub demand: CorrectionDemand,
}

impl Deref for CorrectionRequired {
    type Target = CorrectionDemand;

    fn deref(&self) -> &CorrectionDemand {
        &self.demand
    }
}

impl LegalFact for CorrectionRequired {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, entry: Entry) {
        case.corrections.push(Correction {
            required: Recorded::new(entry, self),
            state: CorrectionState::Required,
        });
    }

    fn file(&self, _: &Case) -> Option<FileOf> {
        None
    }

    fn said(&self, case: &Case, today: Date) -> Said {
        let who = case.responsible_name(&self.responsible);
        Said::line(format!(
            "纠错要求：{}（{who}，{}前）",
            self.what,
            short_day(self.due, today)
        ))
    }
}

/// A correction requirement with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    pub required: Recorded<CorrectionRequired>,
    /// It follows from the reports and verdicts.
    pub state: CorrectionState,
}

impl Deref for Correction {
    type Target = CorrectionRequired;

    fn deref(&self) -> &CorrectionRequired {
        &self.required
    }
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
        let mut verdicts = self.correction_verdicts.iter();
        let verdict = verdicts.rfind(|it| it.correction == correction.id)?;
        Some((report, &verdict.remark))
    }

    /// The last report on a correction.
    pub fn report_on(&self, correction: CorrectionId) -> Option<&Recorded<CorrectionReport>> {
        let mut reports = self.correction_reports.iter();
        reports.rfind(|it| it.correction == correction)
    }

    /// The corrections that are demanded by a determination that stands: with that, they fall.
    pub fn demanded(&self) -> impl Iterator<Item = &Correction> {
        let stands = |it: &&Correction| {
            self.determination(it.determination)
                .is_some_and(|it| self.stands(it))
        };
        self.corrections.iter().filter(stands)
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
        let (case, law) = (asked.case, Basis::Law(Article::A12_3));
        let correction = case.correction(self.correction);
        let own = correction.and_then(|it| self.in_its_own_words(case, it, asked.taken_by));
        let possible = possible_day(case, self.done_on, asked.now.today()).then_some(());
        let possible = possible.ok_or(Refusal::CorrectedOnImpossibleDay);
        vec![
            Check::of("代当事人登记的，有其书面报告", Basis::Practice, own),
            Check::written("写明了原因剖析", law, &self.causes, "原因剖析"),
            Check::written(
                "写明了整改措施和完成情况",
                law,
                &self.measures,
                "整改措施和完成情况",
            ),
            Check::of("完成日期在收到申请之后，不晚于今天", Basis::Practice, possible),
        ]
    }

    fn ruling(&self, _: Asked<'_>) -> Result<Ruling, Refusal> {
        Ok(Ruling::on(Kind::ReportCorrection).fact(self.clone()))
    }
}

impl CorrectionReport {
    /// What an officer enters for a party rests on the party's own paper (practice).
    fn in_its_own_words(
        &self,
        case: &Case,
        correction: &Correction,
        taken_by: TakenBy<'_>,
    ) -> Result<(), Refusal> {
        match needs_scan(case, correction, taken_by.actor()) && self.file.is_none() {
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

/// Every correction that a standing determination demands and that is not verified: reported by the responsible, then verified.
pub fn owed(case: &Case) -> impl Iterator<Item = Owed> {
    let open = case.demanded().filter(|it| it.state != CorrectionState::Verified);
    open.map(|it| {
        let what = it.what.clone();
        let owed = match (it.state.owed(), reports_itself(case, it)) {
            (false, _) => Owed::new(Turn::Officer, Kind::VerifyCorrection, "验收整改情况"),
            (true, None) => Owed::new(Turn::Officer, Kind::ReportCorrection, "报告整改情况"),
            (true, Some(party)) => {
                let todo = format!("等{}报告整改情况", party.name);
                Owed::new(Turn::Party, Kind::ReportCorrection, todo)
            }
        };
        owed.about(it.id.0)
            .due(Some(it.due))
            .blocks(Refusal::CorrectionOpen { what })
    })
}

/// What a party is asked for: its reports on what the determination demands, once that has reached it.
pub fn owed_by(case: &Case, party: PartyId) -> impl Iterator<Item = Owed> {
    let own = move |it: &&Correction| it.responsible == Responsible::Party(party) && it.state.owed();
    let reached = |it: &&Correction| service::has_reached(case, it.determination).is_ok();
    let todo = format!("报告整改情况（{}）", case.party_name(party));
    case.demanded().filter(own).filter(reached).map(move |it| {
        let owed = Owed::new(Turn::Party, Kind::ReportCorrection, todo.clone());
        owed.about(it.id.0).due(Some(it.due))
    })
}

/// The responsible party, where it has an account to report with.
fn reports_itself<'a>(case: &'a Case, it: &Correction) -> Option<&'a Party> {
    match &it.responsible {
        Responsible::Party(party) => case.party(*party).filter(|it| it.has_account()),
        Responsible::Unit(_) | Responsible::Body => None,
    }
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
    if !case.demanded().any(|it| it.id == id) {
        let fell = case.determination(correction.determination);
        return Err(Refusal::DeterminationFell {
            party: fell.map_or_else(String::new, |it| case.party_name(it.party).to_owned()),
        });
    }
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

    fn ruling(&self, _: Asked<'_>) -> Result<Ruling, Refusal> {
        Ok(Ruling::on(Kind::VerifyCorrection).fact(self.clone()))
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

    fn file(&self, _: &Case) -> Option<FileOf> {
        None
    }

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

impl Case {
    fn demand(&self, id: CorrectionId) -> Option<String> {
        self.correction(id).ok().map(|it| it.what.clone())
    }

    fn correction_stands(&mut self, id: CorrectionId, state: CorrectionState) {
        for it in self.corrections.iter_mut().filter(|it| it.id == id) {
            it.state = state;
        }
    }
}

#[cfg(test)]
mod tests;
