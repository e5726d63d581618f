//! 六项条件 as an approver reads them first: for each party every finding and what R1 makes of them, as the act says it.

use super::content::duty;
use crate::domain::assessment::{self, Duty, Finding, Fit};
use crate::domain::case::{Case, Party};
use crate::domain::ids::PartyId;
use crate::domain::regulation::Condition;

/// A party with what was found about it.
pub struct FindingRow {
    pub party: String,
    pub position: String,
    pub cells: Vec<FindingCell>,
    /// The circumstances that fit.
    pub fits: String,
    /// What R1 leaves to do.
    pub outcome: &'static str,
    /// In which form, where that is chosen.
    pub lenience: Option<&'static str>,
    pub tolerated: bool,
}

/// The finding on one condition.
pub struct FindingCell {
    pub class: &'static str,
    pub sign: &'static str,
    pub word: &'static str,
    /// Where its reasons stand.
    pub href: String,
}

/// What a row of the reasons is linked by.
pub fn anchor(party: &Party, condition: Condition) -> String {
    format!("finding-{}-{}", party.no, condition.code())
}

/// The row of a party; the reasons stand on that page, or on this one where it is empty.
pub fn row(
    case: &Case,
    party: PartyId,
    findings: &[Finding],
    fits: &[Fit],
    page: &str,
) -> Option<FindingRow> {
    let party = case.party(party)?;
    let cell = |condition: Condition| {
        let (class, sign, word) = match assessment::met(findings, condition) {
            true => ("rc-yes", "✓", "具备"),
            false => ("rc-no", "✗", "不具备"),
        };
        let href = format!("{page}#{}", anchor(party, condition));
        FindingCell {
            class,
            sign,
            word,
            href,
        }
    };
    let reckoned = assessment::duty(findings, fits);
    let items = fits.iter().map(|it| it.circumstance.article().to_string());
    let items: Vec<_> = items.map(|it| it.replace("第七条", "")).collect();
    Some(FindingRow {
        party: party.name.clone(),
        position: format!("{} · {}", party.kind.short(), party.position),
        cells: Condition::ALL.iter().map(|it| cell(*it)).collect(),
        fits: if items.is_empty() {
            "没有".to_owned()
        } else {
            items.join("、")
        },
        outcome: duty(reckoned),
        lenience: None,
        tolerated: reckoned == Duty::MustTolerate,
    })
}
