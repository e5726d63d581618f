//! 收集证据 (A8.2): kind, source, what it proves, for which condition, and a file. Officers take it, parties add their own.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::access::acts_for;
use crate::domain::act::Hands;
use crate::domain::case::{Case, EvidenceNote};
use crate::domain::coded::coded;
use crate::domain::fact::Fact;
use crate::domain::ids::{EvidenceId, FileId, PartyId};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis, Condition};
use crate::domain::ruling::{Moment, Ruling};

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
    pub name: String,
    /// Its kind.
    pub kind: EvidenceKind,
    /// Where it comes from (来源).
    pub source: String,
    /// What it proves (证明目的).
    pub proves: String,
    /// For which condition; `None`: for the facts as a whole.
    pub condition: Option<Condition>,
    /// Which party it speaks of; `None`: of all.
    pub party: Option<PartyId>,
    /// The day it was made or taken.
    pub taken_on: Date,
    /// The file.
    pub file: FileId,
}

impl Evidence {
    /// An officer takes it, or a party hands it in.
    ///
    /// # Errors
    /// A field is missing or it speaks of somebody who is no party.
    pub fn rule(&self, case: &Case, hands: Hands<'_>, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        let law = Basis::Law(Article::A8_2);
        Refusal::unless_written(&self.name, "材料名称", law)?;
        Refusal::unless_written(&self.source, "来源", law)?;
        Refusal::unless_written(&self.proves, "证明什么", law)?;
        if let Some(party) = self.party {
            case.party(party).ok_or(Refusal::NoParty)?;
        }
        if self.taken_on > now.today() {
            let (what, basis) = ("不晚于今天的形成或者取得日期", Basis::Practice);
            return Err(Refusal::Missing { what, basis });
        }
        let actor = hands.actor();
        let by_party = case
            .parties
            .iter()
            .find(|party| acts_for(actor, party))
            .map(|party| party.id);
        let id = EvidenceId((now.new_id)());
        Ok(Ruling::on(Kind::TakeEvidence).fact(Fact::EvidenceTaken {
            id,
            by_party,
            evidence: self.clone(),
        }))
    }
}

impl Case {
    /// A piece of evidence joined the file, under the next number.
    pub(super) fn gather(&mut self, id: EvidenceId, it: &Evidence) {
        let (name, condition, party) = (it.name.clone(), it.condition, it.party);
        self.evidence.push(EvidenceNote {
            id,
            no: i32::try_from(self.evidence.len() + 1).unwrap_or(i32::MAX),
            name,
            condition,
            party,
        });
    }
}
