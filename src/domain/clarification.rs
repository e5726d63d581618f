//! 澄清说明 (A11): for a party whose responsibility was lifted, the units concerned clarify in a fitting form, or the party
//! wishes in writing that none be made (practice).

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::access::{acts_for, sight, speaks_for};
use crate::domain::act::TakenBy;
use crate::domain::blank::Written;
use crate::domain::case::{Case, Party};
use crate::domain::check::Check;
use crate::domain::coded::coded;
use crate::domain::dates::short_day;
use crate::domain::deadline::DeadlineKind;
use crate::domain::determination::Lenience;
use crate::domain::fact::{FileOf, LegalFact, Said, names_no_file};
use crate::domain::ids::{FileId, PartyId};
use crate::domain::owed::{Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::Ruling;
use crate::domain::service;
use crate::domain::step::{Asked, LegalStep, Unavailable, seen};

pub mod begun;

coded! {
    /// The form of a clarification (A11 适当形式; the four are practice).
    ClarificationForm {
        /// 书面
        Written = "written", "书面";
        /// 当面
        InPerson = "in_person", "当面";
        /// 会议
        Meeting = "meeting", "会议";
        /// 通报
        Circular = "circular", "通报";
    }
}

/// A clarification as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clarification {
    /// For whom.
    pub party: PartyId,
    /// By whom (相关单位).
    pub by: Written,
    /// In which form.
    pub form: ClarificationForm,
    /// Before whom (范围).
    pub audience: Written,
    /// When.
    pub made_on: Date,
    /// What was said.
    pub text: Written,
}

/// A party's written wish to have no clarification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClarificationWaiver {
    /// Whose wish.
    pub party: PartyId,
    /// In its words.
    pub text: Written,
    /// The day it said so: today when it writes here, that of its paper when an officer enters it.
    pub stated_on: Date,
    /// The scan, when an officer enters it.
    pub file: Option<FileId>,
}

impl LegalStep for Clarification {
    type About = PartyId;

    fn about(&self) -> PartyId {
        self.party
    }

    fn theirs(party: PartyId, asked: Asked<'_>) -> Result<(), Unavailable> {
        seen(party, asked).map(drop)
    }

    fn stands(party: PartyId, asked: Asked<'_>) -> Result<(), Unavailable> {
        owed_to(asked.case, party).map(drop).map_err(Unavailable::Settled)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, now) = (asked.case, asked.now);
        let law = Basis::Law(Article::A11);
        vec![
            Check::of("当事人被免除责任，还没有澄清说明", law, owed_to(case, self.party)),
            Check::of(
                "澄清日期在认定之后，不晚于今天",
                Basis::Practice,
                possible_day(case, self.party, self.made_on, now.today()),
            )
            .at("made_on"),
        ]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let ruling = Ruling::on(Kind::Clarify).fact(self.clone());
        let about = Some(self.party.0);
        Ok(ruling.meets(asked.case, DeadlineKind::Clarification, about, self.made_on))
    }
}

impl LegalStep for ClarificationWaiver {
    type About = PartyId;

    fn about(&self) -> PartyId {
        self.party
    }

    fn theirs(party: PartyId, asked: Asked<'_>) -> Result<(), Unavailable> {
        speaks_of_its_outcome(party, asked)
    }

    fn stands(party: PartyId, asked: Asked<'_>) -> Result<(), Unavailable> {
        owed_to(asked.case, party).map(drop).map_err(Unavailable::Settled)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, practice) = (asked.case, Basis::Practice);
        let party = || case.party(self.party).ok_or(Refusal::NoParty);
        let own = party().and_then(|it| for_itself(case, it, asked.taken_by, self.file));
        let possible = possible_day(case, self.party, self.stated_on, asked.now.today());
        vec![
            Check::of("由当事人自己表示，或者有其书面材料", practice, own).at("file"),
            Check::of("日期在认定之后，不晚于今天", practice, possible).at("stated_on"),
        ]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let ruling = Ruling::on(Kind::WaiveClarification).fact(self.clone());
        let about = Some(self.party.0);
        Ok(ruling.meets(asked.case, DeadlineKind::Clarification, about, self.stated_on))
    }
}

/// Whether the person speaks for the party, and knows how it was determined.
///
/// # Errors
/// Somebody else does, or there is nothing that this person knows of.
pub fn speaks_of_its_outcome(party: PartyId, asked: Asked<'_>) -> Result<(), Unavailable> {
    let (party, case) = (seen(party, asked)?, asked.case);
    speaks_for(asked.actor(), case, party).map_err(Unavailable::NotYours)?;
    if sight(asked.actor(), case).knows_outcome(case, party.id) {
        return outcome_has_reached(case, party).map_err(Unavailable::NotNow);
    }
    Err(Unavailable::NotThere(Refusal::NothingDetermined {
        party: party.name.clone(),
    }))
}

impl LegalFact for Clarification {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, entry: Entry) {
        case.clarifications.push(Recorded::new(entry, self));
    }

    names_no_file! {}

    fn said(&self, case: &Case, today: Date) -> Said {
        let on = short_day(self.made_on, today);
        let line = format!("{}，{}，{}，{on}", self.by, self.form.short(), self.audience);
        Said::about(case.party_name(self.party)).with(line)
    }
}

impl LegalFact for ClarificationWaiver {
    const MOVES_VERSION: bool = false;

    fn fold(self, case: &mut Case, entry: Entry) {
        case.clarification_waivers.push(Recorded::new(entry, self));
    }

    fn file(&self, _: &Case) -> Option<FileOf> {
        Some(FileOf::party(self.file?, self.party))
    }

    fn said(&self, case: &Case, _: Date) -> Said {
        Said::about(case.party_name(self.party))
    }
}

impl Case {
    /// The clarification made for a party after the determination that stands.
    pub fn clarification_of(&self, party: PartyId) -> Option<&Recorded<Clarification>> {
        let since = self.determination_of(party)?.entry.seq;
        let mut made = self.clarifications.iter();
        made.rfind(|it| it.party == party && it.entry.seq > since)
    }

    /// The party's wish to have none after the determination that stands.
    pub fn waiver_of(&self, party: PartyId) -> Option<&Recorded<ClarificationWaiver>> {
        let since = self.determination_of(party)?.entry.seq;
        let mut wished = self.clarification_waivers.iter();
        wished.rfind(|it| it.party == party && it.entry.seq > since)
    }
}

/// There is nothing to clarify before the determination (practice): the deadline begins with it and is met on this day.
pub fn possible_day(case: &Case, party: PartyId, on: Date, today: Date) -> Result<(), Refusal> {
    let first = case.determined_on(party).unwrap_or(today);
    Refusal::unless_possible("日期", on, ("认定之日", first), today)
}

/// A party speaks of its determination once that has been served, whoever enters it.
fn outcome_has_reached(case: &Case, party: &Party) -> Result<(), Refusal> {
    let determination = case.determination_of(party.id);
    determination.map_or(Ok(()), |it| service::has_reached(case, it.id))
}

/// A party speaks for itself; an officer enters it, with a scan, for one without an account (practice).
///
/// # Errors
/// The party has an account of its own, or the scan is missing.
pub fn for_itself(
    case: &Case,
    party: &Party,
    taken_by: TakenBy<'_>,
    scan: Option<FileId>,
) -> Result<(), Refusal> {
    outcome_has_reached(case, party)?;
    if acts_for(taken_by.actor(), party) {
        return Ok(());
    }
    speaks_for(taken_by.actor(), case, party)?;
    scan.map(|_| ()).ok_or(Refusal::Missing {
        what: "当事人书面材料的扫描件",
        basis: Basis::Practice,
    })
}

/// The party, where A11 demands a clarification for it and none is there.
///
/// # Errors
/// It does not, or there is one.
pub fn owed_to(case: &Case, id: PartyId) -> Result<&Party, Refusal> {
    let party = case.party(id).ok_or(Refusal::NoParty)?;
    if !lifted(case, party) {
        return Err(Refusal::NothingToClarify {
            party: party.name.clone(),
        });
    }
    if case.clarification_of(id).is_some() || case.waiver_of(id).is_some() {
        return Err(Refusal::AlreadyClarified {
            party: party.name.clone(),
        });
    }
    Ok(party)
}

/// Whether the party's responsibility was lifted (免除责任).
pub fn lifted(case: &Case, party: &Party) -> bool {
    let lenience = case.determination_of(party.id).and_then(|it| it.lenience);
    lenience.is_some_and(Lenience::lifts_responsibility)
}

/// The clarifications that are still to be made.
pub fn owed(case: &Case) -> impl Iterator<Item = Owed> {
    unclarified(case).map(|it| {
        let party = it.name.clone();
        let owed = Owed::new(Turn::Officer, Kind::Clarify, format!("为{party}作澄清说明"));
        let due = case.due_of(DeadlineKind::Clarification, Some(it.id.0));
        owed.about(it.id.0)
            .due(due)
            .blocks(Refusal::Unclarified { party })
    })
}

/// The parties for whom a clarification is still owed.
pub fn unclarified(case: &Case) -> impl Iterator<Item = &Party> {
    case.parties
        .iter()
        .filter(|party| owed_to(case, party.id).is_ok())
}

#[cfg(test)]
mod tests;
