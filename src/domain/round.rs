//! A round (轮次): verification and determination of the parties that take part. The filing begins the first; an objection
//! that sets a determination aside (撤销重办) begins another, for the parties whose determination fell.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::case::{Case, Party};
use crate::domain::deadline::DeadlineKind;
use crate::domain::event::Event;
use crate::domain::fact::{Fact, LegalFact, Said, names_no_file};
use crate::domain::ids::PartyId;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::ruling::{Moment, Ruling};
use crate::domain::status::Status;

/// A round began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundBegan {
    /// From 1.
    pub round: i16,
    /// The parties that take part in it (本轮当事人).
    pub parties: Vec<PartyId>,
}

/// Begins the next round for these parties: they are verified again, within a period of their own.
pub fn begins(ruling: Ruling, case: &Case, parties: Vec<PartyId>, now: &Moment<'_>) -> Ruling {
    let round = case.round + 1;
    ruling
        .fact(RoundBegan { round, parties })
        .starts(DeadlineKind::Verification, None, now)
        .to(Status::Verifying)
}

impl LegalFact for RoundBegan {
    const MOVES_VERSION: bool = true;

    /// The officers of the round before leave the case: others verify again (R5).
    fn fold(self, case: &mut Case, entry: Entry) {
        case.round = self.round;
        if self.round > 1 {
            case.officers.clear();
        }
        case.rounds.push(Recorded::new(entry, self));
    }

    names_no_file! {}

    fn said(&self, case: &Case, _: Date) -> Said {
        if self.round == 1 {
            return Said::nothing();
        }
        let names: Vec<_> = self.parties.iter().map(|it| case.party_name(*it)).collect();
        Said::line(format!("第 {} 轮：{}重新核实", self.round, names.join("、")))
    }
}

impl Case {
    /// The parties still taking part (本轮当事人): R1, R2, report, determination and closure speak of these.
    pub fn taking_part(&self) -> impl Iterator<Item = &Party> {
        self.parties.iter().filter(|party| self.takes_part(party.id))
    }

    pub fn takes_part(&self, party: PartyId) -> bool {
        self.rounds.last().is_some_and(|it| it.parties.contains(&party))
    }

    /// The last round in which a party takes part; 0 of who is none.
    pub fn round_of(&self, party: PartyId) -> i16 {
        let of = self.rounds.iter().filter(|it| it.parties.contains(&party));
        of.map(|it| it.round).max().unwrap_or(0)
    }

    /// The day on which the verification of the present round began: with the initiation, or with the round. `None` before it.
    pub fn verified_from(&self) -> Option<Date> {
        match self.rounds.last() {
            Some(round) if round.round > 1 => Some(round.entry.on()),
            Some(_) | None => self.initiated_on(),
        }
    }

    /// Where the case stands for those of a round once that is over: objections and what they led to are left aside, but a
    /// closure counts for all.
    pub fn status_after(&self, round: i16) -> Status {
        if !self.status.open() || self.round <= round {
            return self.status;
        }
        let own = |it: &Event| it.entry.round <= round && !it.begins_a_round();
        let led = |it: &Event| {
            let to = it.to.filter(|to| *to != Status::Objected)?;
            (own(it) || to == Status::Closed).then_some(to)
        };
        let mut newest = self.history.iter().rev();
        newest.find_map(|it| led(it)).unwrap_or(self.status)
    }
}

impl Event {
    fn begins_a_round(&self) -> bool {
        let begins = |it: &Fact| matches!(it, Fact::RoundBegan(it) if it.round > 1);
        self.body.facts.iter().any(begins)
    }
}
