//! 收集证据 (A8.2): kind, source, what it proves, for which condition, and a file. Officers take it, parties add their own.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::access::{acts_for, drafts};
use crate::domain::actor::Actor;
use crate::domain::blank::Written;
use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::coded::coded;
use crate::domain::deadline::DeadlineKind;
use crate::domain::fact::{FileOf, LegalFact, Said};
use crate::domain::ids::{EvidenceId, FileId, PartyId};
use crate::domain::owed::{Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis, Condition};
use crate::domain::ruling::Ruling;
use crate::domain::status::Status;
use crate::domain::step::{Asked, LegalStep, TheCase, Unavailable};

coded! {
    /// What kind of evidence it is (证据类型).
    EvidenceKind {
        /// 书证
        Written = "written", "书证";
        /// 会议记录、纪要
        Minutes = "minutes", "会议记录或者纪要";
        /// 电子数据
        Electronic = "electronic", "电子数据";
        /// 证人证言
        Testimony = "testimony", "证人证言";
        /// 鉴定意见、审计报告
        Expert = "expert", "鉴定意见或者审计报告";
        /// 其他
        Other = "other", "其他材料";
    }
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is called.
    pub name: Written,
    /// Its kind.
    pub kind: EvidenceKind,
    /// Where it comes from (来源).
    pub source: Written,
    /// What it proves (证明目的).
    pub proves: Written,
    /// For which condition; `None`: for the facts as a whole.
    pub condition: Option<Condition>,
    /// Which party it speaks of; `None`: of all.
    pub party: Option<PartyId>,
    /// The day it was made or taken.
    pub taken_on: Date,
    /// The file.
    pub file: FileId,
}

/// What one party, or who filed without being one, hands in during a round (practice): nothing of it can be taken away again, and
/// somebody has to read it.
pub const EXHIBITS_MAX: usize = 100;

/// Whether somebody from outside the body may hand in another piece.
///
/// # Errors
/// There is enough of it.
fn room_for_another(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    if actor.staff() {
        return Ok(());
    }
    let side = party_of(case, actor);
    let theirs = |it: &&Recorded<EvidenceTaken>| {
        let filers = side.is_none() && it.entry.by == actor.user;
        it.entry.round == case.round && it.by_party == side && (side.is_some() || filers)
    };
    match case.evidence.iter().filter(theirs).count() < EXHIBITS_MAX {
        true => Ok(()),
        false => Err(Refusal::EnoughHandedIn {
            what: "件证据",
            most: EXHIBITS_MAX,
        }),
    }
}

fn party_of(case: &Case, actor: &Actor) -> Option<PartyId> {
    let party = case.parties.iter().find(|party| acts_for(actor, party))?;
    Some(party.id)
}

/// A8.2: without evidence there is nothing to report.
///
/// # Errors
/// There is none.
pub fn gathered(case: &Case) -> Result<(), Refusal> {
    match case.evidence.is_empty() {
        true => Err(Refusal::NothingGathered),
        false => Ok(()),
    }
}

/// What was taken was so before it is entered.
///
/// # Errors
/// The day is still to come.
pub fn not_in_the_future(on: Date, today: Date) -> Result<(), Refusal> {
    match on <= today {
        true => Ok(()),
        false => Err(Refusal::Missing {
            what: "今天或者以前的日期",
            basis: Basis::Practice,
        }),
    }
}

/// The first piece, while the case is being verified.
pub fn owed(case: &Case) -> Option<Owed> {
    let nothing = gathered(case)
        .err()
        .filter(|_| case.status == Status::Verifying)?;
    let due = case.due_of(DeadlineKind::Verification, None);
    let owed = Owed::new(Turn::Officer, Kind::TakeEvidence, "收集证据");
    Some(owed.due(due).blocks(nothing))
}

impl LegalStep for Evidence {
    type About = TheCase;

    fn about(&self) -> TheCase {
        TheCase
    }

    /// While an organ decides, only what comes from there is put into the file.
    fn theirs(_: TheCase, asked: Asked<'_>) -> Result<(), Unavailable> {
        let organ_has_it = asked.case.referred().is_some();
        if organ_has_it && drafts(asked.case, asked.actor()).is_err() {
            return Err(Unavailable::NotYours(Refusal::NotYours {
                step: Kind::TakeEvidence.name(),
                who: "经办人",
            }));
        }
        Ok(())
    }

    fn stands(_: TheCase, asked: Asked<'_>) -> Result<(), Unavailable> {
        room_for_another(asked.case, asked.actor()).map_err(Unavailable::NotNow)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let law = Basis::Law(Article::A8_2);
        let about = self.party.map_or(Ok(()), |party| {
            asked.case.party(party).map(drop).ok_or(Refusal::NoParty)
        });
        let taken = not_in_the_future(self.taken_on, asked.now.today());
        vec![
            Check::of("涉及的是本案当事人", law, about).at("party"),
            Check::of("形成或者取得的日期不晚于今天", Basis::Practice, taken).at("taken_on"),
        ]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        Ok(Ruling::on(Kind::TakeEvidence).fact(EvidenceTaken {
            id: EvidenceId((asked.now.new_id)()),
            by_party: party_of(asked.case, asked.actor()),
            evidence: self.clone(),
        }))
    }
}

/// Evidence was taken or handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceTaken {
    pub id: EvidenceId,
    /// The party that handed it in; `None`: an officer took it, or who filed without being a party handed it in.
    pub by_party: Option<PartyId>,
    #[serde(flatten)]
    pub evidence: Evidence,
}

impl Deref for EvidenceTaken {
    type Target = Evidence;

    fn deref(&self) -> &Evidence {
        &self.evidence
    }
}

impl LegalFact for EvidenceTaken {
    const MOVES_VERSION: bool = false;

    fn fold(self, case: &mut Case, entry: Entry) {
        case.evidence.push(Recorded::new(entry, self));
    }

    fn file(&self, _: &Case) -> Option<FileOf> {
        Some(FileOf::party(self.file, self.by_party))
    }

    fn said(&self, case: &Case, _: Date) -> Said {
        Said::about(match case.evidence_no(self.id) {
            Some(no) => format!("证据 {no} {}", self.name),
            None => self.name.to_string(),
        })
    }
}

impl Case {
    /// The number of a piece of evidence in the case (证据编号), from 1: they count in the order in which they came.
    pub fn evidence_no(&self, id: EvidenceId) -> Option<usize> {
        self.evidence.iter().position(|it| it.id == id).map(|at| at + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::{SampleCase, individual, officer_a, steps};

    #[test]
    fn a_party_hands_in_so_many_exhibits_in_a_round_and_an_officer_as_many_as_there_are() {
        let mut sample = SampleCase::initiated(2);
        sample.does(&steps::link(sample.party(2), &individual()));
        let own = steps::evidence(None, sample.today());
        let before = sample.case.evidence.len();
        for _ in 0..EXHIBITS_MAX {
            sample.takes(&own, &individual()).expect("there is room");
        }
        let refused = sample.takes(&own, &individual()).expect_err("there is enough");
        assert!(
            matches!(
                refused,
                Refusal::EnoughHandedIn {
                    most: EXHIBITS_MAX,
                    ..
                }
            ),
            "{refused}"
        );
        sample.takes(&own, &officer_a()).expect("the body goes on");
        assert_eq!(sample.case.evidence.len(), before + EXHIBITS_MAX + 1);
    }
}
