//! 提出异议 (A8.4): by whom, to whom, against what; again to the same addressee only on new facts.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Raised, pending};
use crate::domain::blank::{Written, written};
use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::clarification::{for_itself, speaks_of_its_outcome};
use crate::domain::deadline::DeadlineKind;
use crate::domain::determination::Determined;
use crate::domain::fact::{FileOf, LegalFact, Said};
use crate::domain::ids::{BodyId, DeterminationId, FileId, ObjectionId, PartyId};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::Ruling;
use crate::domain::step::{Asked, LegalStep, Unavailable};

/// An objection as it is raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// Who objects; the determination is the one that stands for this party.
    pub party: PartyId,
    /// To whom.
    pub addressee: BodyId,
    /// Which condition, fact or step is contested.
    pub contested: Written,
    /// Why.
    pub grounds: Written,
    /// New facts or evidence; may be empty.
    pub new_facts: String,
    /// New evidence, or the signed paper when an officer enters it.
    pub file: Option<FileId>,
}

impl LegalStep for Objection {
    type About = PartyId;

    fn about(&self) -> PartyId {
        self.party
    }

    fn theirs(party: PartyId, asked: Asked<'_>) -> Result<(), Unavailable> {
        speaks_of_its_outcome(party, asked)
    }

    fn stands(party: PartyId, asked: Asked<'_>) -> Result<(), Unavailable> {
        match contestable(asked.case, party) {
            Ok(_) => a_route_exists(asked.case).map_err(Unavailable::NotNow),
            Err(nothing @ Refusal::NothingDetermined { .. }) => Err(Unavailable::Settled(nothing)),
            Err(pending) => Err(Unavailable::NotNow(pending)),
        }
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, law) = (asked.case, Basis::Law(Article::A8_4));
        let party = case.party(self.party).ok_or(Refusal::NoParty);
        let by_itself = party.and_then(|party| for_itself(case, party, asked.taken_by, self.file));
        let new = contestable(case, self.party).and_then(|it| self.new_before_same_addressee(case, it));
        vec![
            Check::of("由当事人自己提出，或者有其书面材料", law, by_itself).at("file"),
            Check::of(
                "向上级管理机构或者工作办公室提出",
                law,
                self.addressed_rightly(case),
            )
            .at("addressee"),
            Check::of("再次向同一机关提出的，有新的事实", Basis::Practice, new).at("new_facts"),
        ]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let id = ObjectionId((asked.now.new_id)());
        let fact = Objected {
            id,
            determination: contestable(asked.case, self.party)?.id,
            objection: self.clone(),
        };
        Ok(Ruling::on(Kind::Object)
            .fact(fact)
            .starts(DeadlineKind::Objection, Some(id.0), asked.now))
    }
}

impl Objection {
    fn addressed_rightly(&self, case: &Case) -> Result<(), Refusal> {
        a_route_exists(case)?;
        let fits = case
            .body
            .objection_routes()
            .iter()
            .any(|route| route.id == self.addressee);
        if fits {
            Ok(())
        } else {
            Err(Refusal::WrongAddressee)
        }
    }

    /// After *upheld* the same addressee takes up the same determination again only on new facts (practice).
    fn new_before_same_addressee(&self, case: &Case, determination: &Determined) -> Result<(), Refusal> {
        let answered = |it: &&Raised| it.withdrawn.is_none() && it.addressee == self.addressee;
        let same = |it: &&Raised| it.determination == determination.id && answered(it);
        if case.objections.iter().any(|it| same(&it)) && !written(&self.new_facts) {
            return Err(Refusal::DecidedBefore);
        }
        Ok(())
    }
}

/// The party's determination, where no objection against it is open.
///
/// # Errors
/// Nothing was determined, or one is pending.
pub fn contestable(case: &Case, id: PartyId) -> Result<&Determined, Refusal> {
    let party = case.party(id).ok_or(Refusal::NoParty)?;
    let pending = |it: &Raised| it.party == id && pending(case, it);
    if case.objections.iter().any(pending) {
        return Err(Refusal::ObjectionPending {
            party: party.name.clone(),
        });
    }
    case.determination_of(id)
        .map(|it| &it.it)
        .ok_or(Refusal::NothingDetermined {
            party: party.name.clone(),
        })
}

/// A8.4: the text knows no route against a determination of the Office itself.
///
/// # Errors
/// There is none.
pub fn a_route_exists(case: &Case) -> Result<(), Refusal> {
    if case.body.objection_routes().is_empty() {
        Err(Refusal::NoRoute)
    } else {
        Ok(())
    }
}

/// A party objected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objected {
    pub id: ObjectionId,
    /// Against which determination.
    pub determination: DeterminationId,
    #[serde(flatten)]
    pub objection: Objection,
}

impl Deref for Objected {
    type Target = Objection;

    fn deref(&self) -> &Objection {
        &self.objection
    }
}

impl LegalFact for Objected {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, entry: Entry) {
        case.objections.push(Raised {
            raised: Recorded::new(entry, self),
            decided: None,
            withdrawn: None,
        });
    }

    fn file(&self, _: &Case) -> Option<FileOf> {
        Some(FileOf {
            id: self.objection.file?,
            party: Some(self.party),
            objection: Some(self.id),
        })
    }

    fn said(&self, case: &Case, _: Date) -> Said {
        let to = case.addressee_name(self.addressee);
        Said::about(case.party_name(self.party)).with(format!("向{to}提出，针对：{}", self.contested))
    }
}
