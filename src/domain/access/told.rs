//! What a party has been told: the decision of an objection counts for its objector once it has reached it (A8.4 将处理结果反馈).
//! Until then the party reads and does what it did before, so that nothing it sees tells it the result.

use std::borrow::Cow;

use super::{Sight, known_round};
use crate::domain::case::Case;
use crate::domain::ids::ObjectionId;
use crate::domain::objection::{self, Raised};

impl Sight {
    /// The case as this person has been told of it: the objections it waits for are undecided, what fell with their decisions
    /// stands, and neither the round that they began is there nor the status that they led to.
    pub fn told<'a>(&self, case: &'a Case) -> Cow<'a, Case> {
        let waiting = self.waits_for(case);
        if waiting.is_empty() {
            return Cow::Borrowed(case);
        }
        let mut told = case.clone();
        for it in told.objections.iter_mut().filter(|it| waiting.contains(&it.id)) {
            it.decided = None;
        }
        for it in case.objections.iter().filter(|it| waiting.contains(&it.id)) {
            let known = known_round(case, it.party);
            for later in told.rounds.iter_mut().filter(|later| later.round > known) {
                later.it.parties.retain(|party| *party != it.party);
            }
        }
        told.status = self.status(case);
        told.round = self.round(case);
        told.rounds.retain(|it| it.round <= told.round);
        Cow::Owned(told)
    }

    /// The objections of this side that were decided, and whose decision has not reached it.
    fn waits_for(&self, case: &Case) -> Vec<ObjectionId> {
        let waits = |it: &&Raised| self.covers(it.party) && !it.open() && objection::pending(case, it);
        let own = case.objections.iter().filter(|_| !self.inside());
        own.filter(waits).map(|it| it.id).collect()
    }
}
