//! 当事人和六项条件: for each party what the report finds and on how many exhibits, before it how many bear on each condition.

use crate::domain::assessment::met;
use crate::domain::case::{Authority, Case, Party};
use crate::domain::determination::Determined;
use crate::domain::evidence::EvidenceTaken;
use crate::domain::hearing::{self, HearingKind};
use crate::domain::ids::PartyId;
use crate::domain::recorded::Recorded;
use crate::domain::regulation::Condition;
use crate::domain::status::Stage;

pub struct MatrixRow {
    pub name: String,
    /// Which round, once there is more than one, and whether what it led to fell.
    pub round: Option<String>,
    pub position: String,
    pub authority: Option<String>,
    pub cells: Vec<(&'static str, String)>,
    pub heard: (&'static str, String),
}

/// A row for each party, and one more for each earlier round in which it took part.
pub fn rows(case: &Case) -> Vec<MatrixRow> {
    let each = case.parties.iter().flat_map(|party| {
        let of = case
            .rounds
            .iter()
            .rev()
            .filter(|it| it.parties.contains(&party.id));
        of.map(|it| row(case, party, it.round))
    });
    each.collect()
}

fn row(case: &Case, party: &Party, round: i16) -> MatrixRow {
    let assessment = case.assessment_in(party.id, round);
    let cell = |condition: Condition| {
        let Some(assessment) = assessment else {
            return ("rc-open", format!("? {}", gathered(case, party, condition)));
        };
        let finding = assessment.findings.iter().find(|it| it.condition == condition);
        let cited = finding.map_or(0, |it| it.evidence.len());
        match met(&assessment.findings, condition) {
            true => ("rc-yes", format!("✓ {cited}")),
            false => ("rc-no", format!("✗ {cited}")),
        }
    };
    let authority = match &party.authority {
        Authority::Body => None,
        Authority::Organ(name) => Some(name.clone()),
    };
    MatrixRow {
        name: party.name.clone(),
        round: (case.round > 1).then(|| in_round(case, party, round)),
        position: format!("{} · {}", party.kind.short(), party.position),
        authority,
        cells: Condition::ALL.iter().map(|it| cell(*it)).collect(),
        heard: match heard(case, party.id, round) {
            Some(how) => ("rc-yes", format!("✓ {how}")),
            None if case.status.cut_short() => ("rc-open", "没有听取".into()),
            None if case.status.stage() == Stage::Initiation => ("rc-open", "启动后听取".into()),
            None => ("rc-no", "✗ 未听取".into()),
        },
    }
}

/// How much evidence bears on a condition for this party.
fn gathered(case: &Case, party: &Party, condition: Condition) -> usize {
    let about = |it: &&Recorded<EvidenceTaken>| {
        it.condition == Some(condition) && it.party.is_none_or(|id| id == party.id)
    };
    case.evidence.iter().filter(about).count()
}

fn in_round(case: &Case, party: &Party, round: i16) -> String {
    let made = |it: &&Recorded<Determined>| it.party == party.id && it.entry.round == round;
    let fell = case
        .determinations
        .iter()
        .find(made)
        .is_some_and(|it| case.set_aside(it.id));
    match fell {
        true => format!("第 {round} 轮 · 认定已被撤销"),
        false => format!("第 {round} 轮"),
    }
}

/// How a party was heard in a round, in words.
pub fn heard(case: &Case, party: PartyId, round: i16) -> Option<&'static str> {
    Some(match hearing::how_heard(case, party, round)? {
        HearingKind::Statement => "已听取意见",
        HearingKind::Waiver => "已放弃陈述",
        HearingKind::Unreachable => "无法联系",
    })
}
