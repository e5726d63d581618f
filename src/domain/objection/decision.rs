//! 异议处理决定 (A8.4): the addressee upholds the determination or sets it aside, and what falls with it.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Raised, leads_on, still_open};
use crate::domain::assignment;
use crate::domain::blank::Written;
use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::coded::coded;
use crate::domain::deadline::{Cause, DeadlineKind};
use crate::domain::document;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::ids::{BodyId, DocumentId, ObjectionId};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::{Moment, Ruling};
use crate::domain::service;
use crate::domain::step::{Asked, LegalStep, Unavailable};

/// The decision of an objection (异议处理决定).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionDecision {
    /// Which objection.
    pub objection: ObjectionId,
    /// What the addressee found in its own investigation (调查核实, A8.4).
    pub investigation: Written,
    /// The answer to each contested point.
    pub reasons: Written,
    /// What became of it.
    pub result: ObjectionResult,
}

coded! {
    /// How an objection ends.
    ObjectionResult {
        /// 维持
        Upheld = "upheld", "维持原认定";
        /// 撤销重办: other officers verify again, for this party alone.
        SetAside = "set_aside", "撤销原认定，重新核实";
    }
}

impl ObjectionResult {
    /// Whether the determination falls.
    pub fn sets_aside(self) -> bool {
        match self {
            Self::Upheld => false,
            Self::SetAside => true,
        }
    }
}

impl LegalStep for ObjectionDecision {
    type About = ObjectionId;

    fn about(&self) -> ObjectionId {
        self.objection
    }

    fn theirs(_: ObjectionId, _: Asked<'_>) -> Result<(), Unavailable> {
        Ok(())
    }

    fn stands(objection: ObjectionId, asked: Asked<'_>) -> Result<(), Unavailable> {
        match asked.case.objection(objection) {
            Some(it) if it.open() => Ok(()),
            Some(_) => Err(Unavailable::Settled(Refusal::NoSuchObjection)),
            None => Err(Unavailable::NotThere(Refusal::NoSuchObjection)),
        }
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let case = asked.case;
        let law = Basis::Law(Article::A8_4);
        let mut checks = vec![Check::of(
            "异议还在等待处理",
            law,
            still_open(case, self.objection).map(drop),
        )];
        if self.result.sets_aside() {
            let left = assignment::somebody_could_verify_again(case);
            let what = "原机关有足够的、没有参加过本案办理的人可以重新核实";
            checks.push(Check::noted(what, Basis::Practice, left));
        }
        checks
    }

    /// A8.4 asks the addressee to investigate 及时 and to have the result fed back. The internal target of 15 days is
    /// that of the status (异议处理中): it measures the addressee, and the decision meets it. Feeding the decision back
    /// is the addressee's too and has a target of its own, as after a determination: so it lies with its date on
    /// somebody's desk even where the case was closed before.
    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let (case, now) = (asked.case, asked.now);
        let objection = still_open(case, self.objection)?;
        let decision = document::objection::decision(case, objection, self, now);
        let fact = ObjectionDecided {
            addressee: objection.addressee,
            decided_on: now.today(),
            document: decision.id,
            decision: self.clone(),
        };
        let mut ruling = Ruling::on(Kind::DecideObjection)
            .fact(fact)
            .meets(case, DeadlineKind::Objection, Some(objection.id.0), now.today())
            .starts(DeadlineKind::Feedback, Some(decision.id.0), now)
            .issues(decision);
        if self.result.sets_aside() {
            ruling = nothing_is_owed_any_more(ruling, case, objection, now);
        }
        let falls = self.result.sets_aside().then_some(objection.determination);
        Ok(leads_on(ruling, case, objection, falls, now))
    }
}

/// With the determination falls what it asked of the body: the clarification, and the feedback of its round where only this one
/// was still to be served.
fn nothing_is_owed_any_more(ruling: Ruling, case: &Case, objection: &Raised, now: &Moment<'_>) -> Ruling {
    let (party, today) = (objection.party, now.today());
    let ruling = ruling.cancels(case, DeadlineKind::Clarification, Some(party.0), today);
    let round = case.round_of(party);
    let mut others = service::unserved(case).filter(|it| it.round() == round && it.party != Some(party));
    match others.next() {
        None => ruling.ends_feedback(case, round, &Cause::Cancelled { on: today }),
        Some(_) => ruling,
    }
}

/// An objection was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionDecided {
    /// Who decided.
    pub addressee: BodyId,
    pub decided_on: Date,
    /// The document that says it.
    pub document: DocumentId,
    #[serde(flatten)]
    pub decision: ObjectionDecision,
}

impl Deref for ObjectionDecided {
    type Target = ObjectionDecision;

    fn deref(&self) -> &ObjectionDecision {
        &self.decision
    }
}

impl LegalFact for ObjectionDecided {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, entry: Entry) {
        let mut raised = case.objections.iter_mut();
        if let Some(it) = raised.find(|it| it.id == self.objection) {
            it.decided = Some(Recorded::new(entry, self));
        }
    }

    names_no_file! {}

    fn said(&self, case: &Case, _: Date) -> Said {
        let objection = case.objection(self.objection);
        Said {
            about: objection.map(|it| case.party_name(it.party).to_owned()),
            ..Said::line(self.result.short())
        }
    }
}
