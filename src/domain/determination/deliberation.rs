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
        let present = self
            .present
            .split(['、', '，', ',', '\n', ' '])
            .filter(|name| blank::written(name))
            .count();
        if written && present >= 2 && self.held_on <= now.today() {
            return Ok(());
        }
        Err(Refusal::DeliberationIncomplete)
    }
}
