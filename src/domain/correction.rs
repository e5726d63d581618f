//! 纠错 (A12.3): what is to be put right, by whom, by when. `report`: the responsible reports it; `verdict`: the body verifies
//! it or returns it.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::case::{Case, Party};
use crate::domain::coded::coded;
use crate::domain::dates::short_day;
use crate::domain::determination::CorrectionDemand;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::ids::{CorrectionId, DeterminationId, PartyId};
use crate::domain::owed::{Due, Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::service;

mod report;
mod verdict;

pub use report::{CorrectionReport, in_its_own_words, may_report, needs_scan, possible_day, to_report};
pub use verdict::{CorrectionVerdict, to_verify};

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
        /// 退回整改
        Returned = "returned", "退回整改";
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

    names_no_file! {}

    fn said(&self, case: &Case, today: Date) -> Said {
        let who = case.responsible_name(&self.responsible);
        Said::line(format!(
            "纠错要求：{}（{who}，不晚于{}）",
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

/// A party has at least so many working days from the day on which its determination reached it (practice): a requirement can be
/// met, however late it is served.
pub const DAYS_AT_LEAST: u16 = 10;

impl Case {
    /// By when something is to be put right: on the day that the determination set, by a party never sooner than it can be after
    /// the service. `None`: the determination has not reached the party.
    pub fn correction_due(&self, it: &Correction) -> Option<Date> {
        match it.responsible {
            Responsible::Unit(_) | Responsible::Body => Some(it.due),
            Responsible::Party(_) => {
                let made = self.determination(it.determination)?;
                let served = self.document(made.document)?.served_on()?;
                let least = self.calendar().nth_working_day(served, DAYS_AT_LEAST);
                Some(least.map_or(it.due, |least| least.max(it.due)))
            }
        }
    }

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

    /// The number of a correction in the case, from 1: they count in the order in which they were demanded.
    pub fn correction_no(&self, id: CorrectionId) -> Option<usize> {
        self.corrections
            .iter()
            .position(|it| it.id == id)
            .map(|at| at + 1)
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

/// A unit that is named is none of the parties: what a party must do stands in its own determination, as its own.
///
/// # Errors
/// A party bears that name.
pub fn is_no_party(case: &Case, about: PartyId, name: &str) -> Result<(), Refusal> {
    match case.parties.iter().any(|it| it.name.trim() == name.trim()) {
        false => Ok(()),
        true => Err(Refusal::CorrectionOfAnother {
            party: case.party_name(about).to_owned(),
        }),
    }
}

/// The units on which the determinations of this round lay a correction: none of them has an account, so each is told in writing.
pub fn units_to_tell(case: &Case) -> impl Iterator<Item = &str> {
    let now = |it: &&Correction| it.required.entry.round == case.round;
    case.demanded()
        .filter(now)
        .filter_map(|it| match &it.responsible {
            Responsible::Unit(name) => Some(name.as_str()),
            Responsible::Party(_) | Responsible::Body => None,
        })
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
            .due(case.correction_due(it).map(Due::set))
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
        owed.about(it.id.0).due(case.correction_due(it).map(Due::set))
    })
}

/// The responsible party, where it has an account to report with.
fn reports_itself<'a>(case: &'a Case, it: &Correction) -> Option<&'a Party> {
    match &it.responsible {
        Responsible::Party(party) => case.party(*party).filter(|it| it.has_account()),
        Responsible::Unit(_) | Responsible::Body => None,
    }
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
