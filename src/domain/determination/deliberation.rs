//! 集体研究 (practice): that the body decided together, and how.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::blank;
use crate::domain::refusal::Refusal;
use crate::domain::ruling::Moment;

/// The record of a collective deliberation (集体研究).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliberation {
    /// Which meeting.
    pub meeting: String,
    /// When.
    pub held_on: Date,
    /// Who was present.
    pub present: String,
    /// Who was absent; 无 when nobody.
    pub absent: String,
    /// Who had recused; 无 when nobody.
    pub recused: String,
    /// Each one's view.
    pub views: String,
    /// The number of the minutes.
    pub minutes: String,
}

/// A deliberation is nobody's alone: at least two names, however they are set apart.
pub fn enough_present(names: &str) -> bool {
    let names = names.split(['、', '，', ',', '\n', ' ']);
    names.filter(|name| blank::written(name)).count() >= 2
}

impl Deliberation {
    pub(super) fn complete(&self, now: &Moment<'_>) -> Result<(), Refusal> {
        let texts = [
            &self.meeting,
            &self.present,
            &self.absent,
            &self.recused,
            &self.views,
            &self.minutes,
        ];
        let written = texts.iter().all(|text| blank::written(text));
        if written && enough_present(&self.present) && self.held_on <= now.today() {
            return Ok(());
        }
        Err(Refusal::DeliberationIncomplete)
    }
}
