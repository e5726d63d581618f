//! How the determinations of a row came out, as one column tells it.

use crate::domain::determination::{Lenience, Outcome, Verdict};

/// Of each determination the form of lenience, or the outcome where it is not tolerated, as codes.
#[derive(Debug, sqlx::Type)]
#[sqlx(transparent, no_pg_array)]
pub struct Outcomes(Vec<String>);

impl Outcomes {
    /// What each came to.
    pub fn each(&self) -> impl Iterator<Item = (Outcome, Option<Lenience>)> {
        self.0.iter().map(|it| match Lenience::from_code(it) {
            Some(form) => (Outcome::Tolerated, Some(form)),
            None => (Outcome::NotTolerated, None),
        })
    }

    /// What they come to, taken together.
    pub fn verdict(&self) -> Option<Verdict> {
        Verdict::of(self.each())
    }
}
