//! R1: from findings to the duty to tolerate or not (A6, A7). Six conditions, all of them; seven circumstances, at least one.
//! A6 has an inner structure that each finding must answer.

use serde::{Deserialize, Serialize};

use crate::domain::blank::written;
use crate::domain::case::PartyAssessment;
use crate::domain::ids::EvidenceId;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Circumstance, Condition};

/// The finding (结论) on one condition for one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Which condition.
    pub condition: Condition,
    /// Whether it is met.
    pub met: bool,
    /// What A6 asks inside the condition; empty where it asks one thing only.
    pub parts: Vec<(Part, bool)>,
    /// Facts and reasoning.
    pub reason: String,
    /// The evidence it rests on.
    pub evidence: Vec<EvidenceId>,
}

/// What A6 asks inside a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// (三) 主观上没有故意
    NoIntent,
    /// (三) 已经履职尽责
    DutyDone,
    /// (五) 符合民主集中制原则和相关程序要求
    Democratic,
    /// (五) 紧急情况临机处置且事后及时报告
    EmergencyReported,
    /// (六) 及时采取纠正措施
    Corrected,
    /// (六) 有效避免或者挽回、减轻损失和影响
    LossReduced,
    /// (六) 没有造成重大损失和严重不良影响
    NoGraveLoss,
}

impl Part {
    /// The parts of a condition, in the order of the text.
    pub fn of(condition: Condition) -> &'static [Self] {
        match condition {
            Condition::Diligent => &[Self::NoIntent, Self::DutyDone],
            Condition::DueProcess => &[Self::Democratic, Self::EmergencyReported],
            Condition::SelfCorrecting => &[Self::Corrected, Self::LossReduced, Self::NoGraveLoss],
            Condition::LawAbiding | Condition::Reforming | Condition::PublicSpirit => &[],
        }
    }

    /// The code in forms and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoIntent => "no_intent",
            Self::DutyDone => "duty_done",
            Self::Democratic => "democratic",
            Self::EmergencyReported => "emergency_reported",
            Self::Corrected => "corrected",
            Self::LossReduced => "loss_reduced",
            Self::NoGraveLoss => "no_grave_loss",
        }
    }

    /// The words of the regulation.
    pub fn text(self) -> &'static str {
        match self {
            Self::NoIntent => "主观上没有故意",
            Self::DutyDone => "在决策实施中已经履职尽责",
            Self::Democratic => "决策过程符合民主集中制原则和相关程序要求",
            Self::EmergencyReported => "紧急情况临机处置且事后及时履行了报告程序",
            Self::Corrected => "对已经发现的偏差或者失误及时采取纠正措施",
            Self::LossReduced => "有效避免或者挽回、减轻损失和影响",
            Self::NoGraveLoss => "没有造成重大损失和严重不良影响",
        }
    }
}

/// A6: (五) asks for one of its parts, (三) and (六) for all of theirs.
pub fn one_part_suffices(condition: Condition) -> bool {
    condition == Condition::DueProcess
}

/// A6: whether the parts together meet the condition.
pub fn met_by_parts(condition: Condition, parts: &[(Part, bool)]) -> bool {
    if one_part_suffices(condition) {
        parts.iter().any(|(_, holds)| *holds)
    } else {
        parts.iter().all(|(_, holds)| *holds)
    }
}

/// That a circumstance (情形) fits, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fit {
    /// Which of the seven.
    pub circumstance: Circumstance,
    /// Why it fits.
    pub reason: String,
    /// What (七) asks besides; of no other circumstance.
    pub seventh: Option<Seventh>,
}

/// A7(七): it catches what (一)–(六) leave, and only what keeps the principles of A5.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seventh {
    /// How the principles of A5 are kept.
    pub principles: String,
    /// Why (一)–(六) do not fit.
    pub others: String,
}

impl Fit {
    /// Whether everything is said that its circumstance asks, and nothing that it does not.
    fn explained(&self) -> bool {
        let seventh = match &self.seventh {
            Some(it) => {
                self.circumstance == Circumstance::Other && written(&it.principles) && written(&it.others)
            }
            None => self.circumstance != Circumstance::Other,
        };
        seventh && written(&self.reason)
    }
}

/// What R1 leaves the body to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// 应当予以容错 (A7)
    MustTolerate,
    /// 不能予以容错 (A6)
    CannotTolerate,
}

/// A6 and A7: tolerated exactly when all six conditions are met and at least one circumstance fits.
pub fn duty(findings: &[Finding], fits: &[Fit]) -> Duty {
    let all_met = Condition::ALL.iter().all(|condition| met(findings, *condition));
    if all_met && !fits.is_empty() {
        Duty::MustTolerate
    } else {
        Duty::CannotTolerate
    }
}

/// Whether a condition is found met.
pub fn met(findings: &[Finding], condition: Condition) -> bool {
    findings
        .iter()
        .any(|finding| finding.condition == condition && finding.met)
}

impl PartyAssessment {
    /// What R1 leaves the body to do about this party.
    pub fn duty(&self) -> Duty {
        duty(&self.findings, &self.fits)
    }

    /// Which article stands against tolerance: A6 where a condition is missing, else A7, for want of a circumstance.
    pub fn falls_short_of(&self) -> Article {
        if self.shortfall().is_empty() {
            Article::A7
        } else {
            Article::A6
        }
    }

    /// Conditions and circumstances as A6 and A7 name them: documents say them in this order.
    pub fn in_the_order_of_the_law(&mut self) {
        self.findings.sort_by_key(|it| it.condition);
        self.fits.sort_by_key(|it| it.circumstance);
    }

    /// The conditions found unmet, in the order of the text.
    pub fn shortfall(&self) -> Vec<Condition> {
        Condition::ALL
            .iter()
            .copied()
            .filter(|condition| !met(&self.findings, *condition))
            .collect()
    }
}

/// Whether findings and fitting circumstances are complete and hold together.
///
/// # Errors
/// A condition without a finding or reason, a finding against its own parts, circumstance (七) unexplained or beside another.
pub fn complete(party: &str, findings: &[Finding], fits: &[Fit]) -> Result<(), Refusal> {
    for condition in Condition::ALL.iter().copied() {
        let mut about = findings.iter().filter(|finding| finding.condition == condition);
        let (Some(finding), None) = (about.next(), about.next()) else {
            return Err(Refusal::FindingsIncomplete { party: party.into() });
        };
        let asked = Part::of(condition);
        let answered = asked
            .iter()
            .all(|part| finding.parts.iter().filter(|(it, _)| it == part).count() == 1);
        if !written(&finding.reason) || !answered || finding.parts.len() != asked.len() {
            return Err(Refusal::FindingsIncomplete { party: party.into() });
        }
        if !asked.is_empty() && finding.met != met_by_parts(condition, &finding.parts) {
            return Err(Refusal::FindingContradicts {
                party: party.into(),
                condition: condition.short(),
            });
        }
    }
    match fits.iter().find(|fit| !fit.explained()) {
        Some(fit) if fit.circumstance == Circumstance::Other => {
            Err(Refusal::SeventhUnexplained { party: party.into() })
        }
        Some(_) => Err(Refusal::FindingsIncomplete { party: party.into() }),
        None if seventh_beside_another(fits.iter().map(|it| it.circumstance)) => {
            Err(Refusal::SeventhBesideAnother { party: party.into() })
        }
        None => Ok(()),
    }
}

/// A7(七) is for what (一)–(六) leave: whether it is said to fit beside one of them.
pub fn seventh_beside_another(fits: impl Iterator<Item = Circumstance>) -> bool {
    let (seventh, others): (Vec<_>, Vec<_>) = fits.partition(|it| *it == Circumstance::Other);
    !seventh.is_empty() && !others.is_empty()
}

#[cfg(test)]
mod tests;
