//! 澄清说明 (A11): for a party whose responsibility was lifted, the units concerned clarify in a fitting form, or the party
//! wishes in writing that none be made (practice).

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::access::{acts_for, speaks_for};
use crate::domain::act::Hands;
use crate::domain::case::{Case, Party};
use crate::domain::check::{self, Check};
use crate::domain::coded::coded;
use crate::domain::deadline::DeadlineKind;
use crate::domain::determination::Lenience;
use crate::domain::fact::Fact;
use crate::domain::ids::{FileId, PartyId};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::{Moment, Ruling};
use crate::domain::service;

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
    pub by: String,
    /// In which form.
    pub form: ClarificationForm,
    /// Before whom (范围).
    pub audience: String,
    /// When.
    pub made_on: Date,
    /// What was said.
    pub text: String,
}

/// A party's written wish to have no clarification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClarificationWaiver {
    /// Whose wish.
    pub party: PartyId,
    /// In its words.
    pub text: String,
    /// The day it said so: today when it writes here, that of its paper when an officer enters it.
    pub stated_on: Date,
    /// The scan, when an officer enters it.
    pub file: Option<FileId>,
}

/// What came of a clarification that was owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clarified {
    /// For whom.
    pub party: PartyId,
    /// As it was made; `None`: wished away.
    pub made: Option<Clarification>,
    /// The scan of the wish to have none, where an officer entered it.
    #[serde(default)]
    pub wish: Option<FileId>,
}

impl Clarification {
    /// Whether the clarification may be recorded so.
    ///
    /// # Errors
    /// It does not apply to the party, is there already, or is incomplete.
    pub fn rule(&self, case: &Case, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        check::all_hold(&self.checks(case, now))?;
        let ruling = Ruling::on(Kind::Clarify).fact(Fact::Clarified {
            clarification: self.clone(),
        });
        Ok(ruling.meets(
            case,
            DeadlineKind::Clarification,
            Some(self.party.0),
            self.made_on,
        ))
    }

    /// What must hold of it.
    pub fn checks(&self, case: &Case, now: &Moment<'_>) -> Vec<Check> {
        let law = Basis::Law(Article::A11);
        let by = Refusal::unless_written(&self.by, "作出澄清说明的单位", law);
        let audience = Refusal::unless_written(&self.audience, "澄清说明的范围", law);
        let text = Refusal::unless_written(&self.text, "澄清说明的内容", law);
        vec![
            Check::of("当事人被免除责任，还没有澄清说明", law, owed_to(case, self.party)),
            Check::of("写明了作出澄清说明的单位", law, by),
            Check::of("写明了澄清的范围", law, audience),
            Check::of("写明了澄清的内容", law, text),
            Check::of(
                "澄清日期在认定之后，不晚于今天",
                Basis::Practice,
                self.was_made(case, now),
            ),
        ]
    }

    fn was_made(&self, case: &Case, now: &Moment<'_>) -> Result<(), Refusal> {
        case.party(self.party)
            .map_or(Ok(()), |party| on_a_possible_day(case, party, self.made_on, now))
    }

    /// What rules remember of it.
    pub(super) fn noted(&self) -> Clarified {
        Clarified {
            party: self.party,
            made: Some(self.clone()),
            wish: None,
        }
    }
}

impl ClarificationWaiver {
    /// Whether the wish may be recorded so.
    ///
    /// # Errors
    /// Somebody else's party, or nothing to clarify.
    pub fn rule(&self, case: &Case, hands: Hands<'_>, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        let party = owed_to(case, self.party)?;
        for_itself(case, party, hands, self.file)?;
        Refusal::unless_written(&self.text, "不需要澄清的书面表示", Basis::Practice)?;
        on_a_possible_day(case, party, self.stated_on, now)?;
        let ruling =
            Ruling::on(Kind::WaiveClarification).fact(Fact::ClarificationWaived { waiver: self.clone() });
        Ok(ruling.meets(
            case,
            DeadlineKind::Clarification,
            Some(party.id.0),
            self.stated_on,
        ))
    }

    /// What rules remember of it.
    pub(super) fn noted(&self) -> Clarified {
        Clarified {
            party: self.party,
            made: None,
            wish: self.file,
        }
    }
}

/// There is nothing to clarify before the determination (practice): the deadline begins with it and is met on this day.
pub fn possible_day(case: &Case, party: PartyId, on: Date, today: Date) -> bool {
    on <= today && case.determined_on(party).is_none_or(|first| on >= first)
}

fn on_a_possible_day(case: &Case, party: &Party, on: Date, now: &Moment<'_>) -> Result<(), Refusal> {
    match possible_day(case, party.id, on, now.today()) {
        true => Ok(()),
        false => Err(Refusal::ClarifiedOnImpossibleDay),
    }
}

/// A party speaks for itself; an officer enters it, with a scan, for one without an account (practice).
///
/// # Errors
/// The party has an account of its own, or the scan is missing.
pub fn for_itself(case: &Case, party: &Party, hands: Hands<'_>, scan: Option<FileId>) -> Result<(), Refusal> {
    if acts_for(hands.actor(), party) {
        let determination = case.determination_of(party.id);
        return determination.map_or(Ok(()), |it| service::has_reached(case, it.id));
    }
    speaks_for(hands.actor(), case, party)?;
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
    if case.clarifications.iter().any(|it| it.party == id) {
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

/// The parties for whom a clarification is still owed.
pub fn owed(case: &Case) -> impl Iterator<Item = &Party> {
    case.parties
        .iter()
        .filter(|party| owed_to(case, party.id).is_ok())
}

#[cfg(test)]
mod tests;
