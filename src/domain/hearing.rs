//! 听取意见 (A8.2): every party is heard before the report, or has waived it, or cannot be reached with proof (practice).

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::access::acts_for;
use crate::domain::act::Hands;
use crate::domain::case::Case;
use crate::domain::coded::coded;
use crate::domain::fact::Fact;
use crate::domain::ids::{FileId, HearingId, PartyId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::{Moment, Ruling};

coded! {
    /// How R2 is satisfied for a party.
    HearingKind {
        /// 陈述意见
        Statement = "statement", "陈述意见";
        /// 放弃陈述 (practice)
        Waiver = "waiver", "放弃陈述意见";
        /// 无法联系 (practice): with proof
        Unreachable = "unreachable", "无法联系";
    }
}

/// A record of hearing a party, or the party's own statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hearing {
    /// Who was heard.
    pub party: PartyId,
    /// Statement, waiver or unreachable.
    pub kind: HearingKind,
    /// What was said, or how it was tried to reach the party.
    pub text: String,
    /// The day.
    pub held_on: Date,
    /// The two officers present; empty when the party wrote it itself.
    pub officers: Vec<UserId>,
    /// Who did not come and why (practice); empty when nobody.
    pub absent: String,
    /// A scan, or the proof.
    pub file: Option<FileId>,
}

impl Hearing {
    /// The hearing takes place, or is written by the party itself.
    ///
    /// # Errors
    /// Not this party's, not of this round, without text, officers or proof.
    pub fn rule(&self, case: &Case, hands: Hands<'_>, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        let party = case.party(self.party).ok_or(Refusal::NoParty)?;
        if party.round != case.round {
            return Err(Refusal::NotTakingPart {
                party: party.name.clone(),
            });
        }
        let law = Basis::Law(Article::A8_2);
        Refusal::unless_written(&self.text, "意见内容或者说明", law)?;
        if self.held_on > now.today() {
            return Err(Refusal::Missing {
                what: "不晚于今天的日期",
                basis: Basis::Practice,
            });
        }
        let by_party = acts_for(hands.actor(), party);
        if by_party && self.kind == HearingKind::Unreachable {
            return Err(Refusal::NotYours {
                step: "记录无法联系",
                who: "经办人",
            });
        }
        if !by_party {
            self.recorded_by_officers(case)?;
            if !case.officers.contains(&hands.actor().user) {
                return Err(Refusal::NotYourParty {
                    party: party.name.clone(),
                });
            }
        }
        let id = HearingId((now.new_id)());
        Ok(Ruling::on(Kind::Hear).fact(Fact::Heard {
            id,
            by_party,
            hearing: self.clone(),
        }))
    }

    fn recorded_by_officers(&self, case: &Case) -> Result<(), Refusal> {
        let mut present: Vec<_> = self
            .officers
            .iter()
            .filter(|it| case.officers.contains(it))
            .collect();
        present.sort_unstable();
        present.dedup();
        match self.kind {
            HearingKind::Statement if present.len() < 2 => {
                Err(Refusal::TooFewOfficers { count: present.len() })
            }
            HearingKind::Unreachable if self.file.is_none() => Err(Refusal::Missing {
                what: "无法联系的证明材料",
                basis: Basis::Practice,
            }),
            _ => Ok(()),
        }
    }
}

/// R2 (A8.2): every party taking part was heard, has waived, or is recorded as unreachable.
///
/// # Errors
/// The first who was not.
pub fn every_party_heard(case: &Case) -> Result<(), Refusal> {
    match case.taking_part().find(|party| !case.heard(party.id)) {
        Some(party) => Err(Refusal::Unheard {
            party: party.name.clone(),
        }),
        None => Ok(()),
    }
}
