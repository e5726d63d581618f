//! 撤回异议 (practice): who objected wants no decision any more. It may object again, as if it had not.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Raised, leads_on, still_open};
use crate::domain::blank::Written;
use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::clarification::{for_itself, speaks_of_its_outcome};
use crate::domain::deadline::DeadlineKind;
use crate::domain::fact::{FileOf, LegalFact, Said};
use crate::domain::ids::{FileId, ObjectionId};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Basis;
use crate::domain::ruling::Ruling;
use crate::domain::step::{Asked, LegalStep, Unavailable};

/// An objection is withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionWithdrawal {
    /// Which.
    pub objection: ObjectionId,
    /// Why.
    pub reason: Written,
    /// The signed paper, when an officer enters it.
    pub file: Option<FileId>,
}

impl LegalStep for ObjectionWithdrawal {
    type About = ObjectionId;

    fn about(&self) -> ObjectionId {
        self.objection
    }

    fn theirs(objection: ObjectionId, asked: Asked<'_>) -> Result<(), Unavailable> {
        let raised = asked.case.objection(objection);
        let raised = raised.ok_or(Unavailable::NotThere(Refusal::NoSuchObjection))?;
        speaks_of_its_outcome(raised.party, asked)
    }

    fn stands(objection: ObjectionId, asked: Asked<'_>) -> Result<(), Unavailable> {
        undecided(asked.case, objection)
            .map(drop)
            .map_err(Unavailable::Settled)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, practice) = (asked.case, Basis::Practice);
        let open = undecided(case, self.objection);
        let party = || case.party(open.clone()?.party).ok_or(Refusal::NoParty);
        let own = party().and_then(|party| for_itself(case, party, asked.taken_by, self.file));
        vec![
            Check::of("异议还在等待处理", practice, open.map(drop)),
            Check::of("由当事人自己撤回，或者有其书面材料", practice, own).at("file"),
        ]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let (case, now) = (asked.case, asked.now);
        let objection = undecided(case, self.objection)?;
        let about = Some(objection.id.0);
        let ruling = Ruling::on(Kind::WithdrawObjection).fact(self.clone());
        let ruling = ruling.cancels(case, DeadlineKind::Objection, about, now.today());
        Ok(leads_on(ruling, case, objection, None, now))
    }
}

/// The objection, where nothing was decided. Who waits for a decision is told of an objection that is open, but its period has ended.
fn undecided(case: &Case, id: ObjectionId) -> Result<&Raised, Refusal> {
    let mut clocks = case.deadlines.iter();
    let waits = clocks.any(|it| it.is(DeadlineKind::Objection, Some(id.0)) && it.running());
    still_open(case, id).and_then(|it| match waits {
        true => Ok(it),
        false => Err(Refusal::NoSuchObjection),
    })
}

impl LegalFact for ObjectionWithdrawal {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, entry: Entry) {
        let mut raised = case.objections.iter_mut();
        if let Some(it) = raised.find(|it| it.id == self.objection) {
            it.withdrawn = Some(Recorded::new(entry, self));
        }
    }

    fn file(&self, case: &Case) -> Option<FileOf> {
        Some(FileOf {
            id: self.file?,
            party: case.objection(self.objection).map(|it| it.party),
            objection: Some(self.objection),
        })
    }

    fn said(&self, case: &Case, _: Date) -> Said {
        let party = case.objection(self.objection).map(|it| it.party);
        Said {
            about: party.map(|it| case.party_name(it).to_owned()),
            ..Said::line(&self.reason)
        }
    }
}
