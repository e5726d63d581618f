//! What a party has been told: the decision of an objection counts for its objector once it has reached it (A8.4 将处理结果反馈).
//! Until then the party reads and does what it did before, so that nothing it sees tells it the result.

use std::borrow::Cow;

use super::{Sight, known_round};
use crate::domain::case::{Case, Clock};
use crate::domain::deadline::{Cause, DeadlineKind};
use crate::domain::ids::PartyId;
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
        for it in told.objections.iter_mut().filter(|it| self.waits(case, it)) {
            it.decided = None;
        }
        for party in waiting {
            let known = known_round(case, party);
            for later in told.rounds.iter_mut().filter(|it| it.round > known) {
                later.it.parties.retain(|it| *it != party);
            }
            let runs_on = |it: &&mut Clock| it.is(DeadlineKind::Clarification, Some(party.0));
            for clock in told.deadlines.iter_mut().filter(runs_on) {
                clock.causes.retain(|it| !matches!(it, Cause::Cancelled { .. }));
            }
        }
        told.status = self.status(case);
        told.round = self.round(case);
        told.rounds.retain(|it| it.round <= told.round);
        Cow::Owned(told)
    }

    /// The parties whose side this is, and whom a decision that was made has not reached.
    fn waits_for(&self, case: &Case) -> Vec<PartyId> {
        let waits = case.objections.iter().filter(|it| self.waits(case, it));
        waits.map(|it| it.party).collect()
    }

    fn waits(&self, case: &Case, it: &Raised) -> bool {
        !self.inside() && self.covers(it.party) && !it.open() && objection::pending(case, it)
    }
}
