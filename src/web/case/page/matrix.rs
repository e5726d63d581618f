//! 当事人和六项条件: for each party what the report finds and on how many exhibits, before it how many bear on each condition.

use crate::domain::assessment::met;
use crate::domain::case::{Authority, Case, Party};
use crate::domain::evidence::EvidenceTaken;
use crate::domain::hearing::{self, HearingKind};
use crate::domain::ids::PartyId;
use crate::domain::recorded::Recorded;
use crate::domain::regulation::Condition;
use crate::domain::status::Stage;

pub struct MatrixRow {
    pub name: String,
    pub position: String,
    pub authority: Option<String>,
    pub cells: Vec<(&'static str, String)>,
    pub heard: (&'static str, String),
}

pub fn row(case: &Case, party: &Party) -> MatrixRow {
    let assessment = case.assessment_of(party.id);
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
        position: format!("{} · {}", party.kind.short(), party.position),
        authority,
        cells: Condition::ALL.iter().map(|it| cell(*it)).collect(),
        heard: match heard(case, party.id) {
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

/// How a party was heard in the present round, in words.
pub fn heard(case: &Case, party: PartyId) -> Option<&'static str> {
    Some(match hearing::how_heard(case, party)? {
        HearingKind::Statement => "已听取意见",
        HearingKind::Waiver => "已放弃陈述",
        HearingKind::Unreachable => "无法联系",
    })
}
