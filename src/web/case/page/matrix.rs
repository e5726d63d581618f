//! 当事人和六项条件: for each party what the report finds, and how many exhibits bear on it.

use crate::domain::assessment::met;
use crate::domain::case::{Authority, Case, EvidenceNote, Party};
use crate::domain::regulation::Condition;

/// A party's row.
pub struct MatrixRow {
    pub name: String,
    pub position: String,
    pub authority: Option<String>,
    pub cells: Vec<(&'static str, String)>,
    pub heard: bool,
}

/// The row of a party.
pub fn row(case: &Case, party: &Party) -> MatrixRow {
    let assessment = case.assessment_of(party.id);
    let cell = |condition: Condition| {
        let about =
            |it: &&EvidenceNote| it.condition == Some(condition) && it.party.is_none_or(|id| id == party.id);
        let exhibits = case.evidence.iter().filter(about).count();
        match assessment {
            Some(it) if met(&it.findings, condition) => ("rc-yes", format!("✓ {exhibits}")),
            Some(_) => ("rc-no", format!("✗ {exhibits}")),
            None => ("rc-open", format!("? {exhibits}")),
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
        heard: case.heard(party.id),
    }
}
