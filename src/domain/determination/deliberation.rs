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

/// Whether somebody is named among these, whatever stands before or behind the name.
pub fn names(names: &str, person: &str) -> bool {
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let person = bare(person);
    !person.is_empty() && bare(names).contains(&person)
}

impl Deliberation {
    /// R5: who stands as 回避 has no part in the determination.
    ///
    /// # Errors
    /// The first of these people who does.
    pub(super) fn without_the_recused<'a>(
        &self,
        mut people: impl Iterator<Item = &'a str>,
    ) -> Result<(), Refusal> {
        let recused = people.find(|it| names(&self.recused, it));
        recused.map_or(Ok(()), |name| {
            let name = name.to_owned();
            Err(Refusal::RecusedInDeliberation { name })
        })
    }

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
