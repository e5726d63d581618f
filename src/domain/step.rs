//! A step (办理事项) as a value: each variant's content lives in its institution's file. A draft act is such a value, and
//! approval runs the same rule again on the value that was approved.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::account::AccountLink;
use crate::domain::act::Hands;
use crate::domain::assignment::Replacement;
use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::clarification::{Clarification, ClarificationWaiver};
use crate::domain::closure::{self, Closure};
use crate::domain::correction::{CorrectionReport, CorrectionVerdict};
use crate::domain::determination::{self, Determination};
use crate::domain::evidence::Evidence;
use crate::domain::hearing::Hearing;
use crate::domain::initiation::{Declining, Initiation};
use crate::domain::notice::{self, Notice};
use crate::domain::objection::{self, Objection, ObjectionDecision};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::report::{self, VerificationReport};
use crate::domain::ruling::{Moment, Ruling};
use crate::domain::service::Service;
use crate::domain::withdrawal::Withdrawal;

/// What somebody wants to do to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "step", rename_all = "snake_case")]
pub enum Step {
    Withdraw(Withdrawal),
    Initiate(Initiation),
    Decline(Declining),
    Link(AccountLink),
    Replace(Replacement),
    TakeEvidence(Evidence),
    Hear(Hearing),
    Report(VerificationReport),
    Determine(Determination),
    Serve(Service),
    Notify(Notice),
    Object(Objection),
    DecideObjection(ObjectionDecision),
    ReportCorrection(CorrectionReport),
    VerifyCorrection(CorrectionVerdict),
    Clarify(Clarification),
    WaiveClarification(ClarificationWaiver),
    Close(Closure),
}

impl Step {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Withdraw(_) => Kind::Withdraw,
            Self::Initiate(_) => Kind::Initiate,
            Self::Decline(_) => Kind::Decline,
            Self::Link(_) => Kind::Link,
            Self::Replace(_) => Kind::Replace,
            Self::TakeEvidence(_) => Kind::TakeEvidence,
            Self::Hear(_) => Kind::Hear,
            Self::Report(_) => Kind::Report,
            Self::Determine(_) => Kind::Determine,
            Self::Serve(_) => Kind::Serve,
            Self::Notify(_) => Kind::Notify,
            Self::Object(_) => Kind::Object,
            Self::DecideObjection(_) => Kind::DecideObjection,
            Self::ReportCorrection(_) => Kind::ReportCorrection,
            Self::VerifyCorrection(_) => Kind::VerifyCorrection,
            Self::Clarify(_) => Kind::Clarify,
            Self::WaiveClarification(_) => Kind::WaiveClarification,
            Self::Close(_) => Kind::Close,
        }
    }

    /// The party, correction, document or objection it is about, where there can be several.
    pub fn subject(&self) -> Option<Uuid> {
        match self {
            Self::Link(it) => Some(it.party.0),
            Self::Serve(it) => Some(it.document.0),
            Self::DecideObjection(it) => Some(it.objection.0),
            Self::ReportCorrection(it) => Some(it.correction.0),
            Self::VerifyCorrection(it) => Some(it.correction.0),
            Self::Clarify(it) => Some(it.party.0),
            Self::WaiveClarification(it) => Some(it.party.0),
            _ => None,
        }
    }

    /// What the institution's own rules ask of an act, question by question; of what one person takes alone nobody reads them.
    pub fn checks(&self, case: &Case, now: &Moment<'_>) -> Vec<Check> {
        match self {
            Self::Initiate(it) => it.checks(case),
            Self::Decline(it) => it.checks(),
            Self::Link(it) => it.checks(case),
            Self::Report(it) => it.checks(case),
            Self::Determine(it) => it.checks(case, now),
            Self::DecideObjection(it) => it.checks(case),
            Self::VerifyCorrection(it) => it.checks(case),
            Self::Clarify(it) => it.checks(case, now),
            Self::Close(_) => closure::checklist(case),
            Self::Withdraw(_)
            | Self::Replace(_)
            | Self::TakeEvidence(_)
            | Self::Hear(_)
            | Self::Serve(_)
            | Self::Notify(_)
            | Self::Object(_)
            | Self::ReportCorrection(_)
            | Self::WaiveClarification(_) => vec![],
        }
    }

    /// Asks the institution's own rules.
    ///
    /// # Errors
    /// What stands against it.
    pub fn rule(&self, case: &Case, hands: Hands<'_>, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        match self {
            Self::Withdraw(it) => it.rule(),
            Self::Initiate(it) => it.rule(case, hands, now),
            Self::Decline(it) => it.rule(case, now),
            Self::Link(it) => it.rule(case),
            Self::Replace(it) => it.rule(case, hands),
            Self::TakeEvidence(it) => it.rule(case, hands, now),
            Self::Hear(it) => it.rule(case, hands, now),
            Self::Report(it) => it.rule(case, now),
            Self::Determine(it) => it.rule(case, now),
            Self::Serve(it) => it.rule(case, now),
            Self::Notify(it) => it.rule(case, now),
            Self::Object(it) => it.rule(case, hands, now),
            Self::DecideObjection(it) => it.rule(case, now),
            Self::ReportCorrection(it) => it.rule(case, hands, now.today()),
            Self::VerifyCorrection(it) => it.rule(case),
            Self::Clarify(it) => it.rule(case, now),
            Self::WaiveClarification(it) => it.rule(case, hands, now),
            Self::Close(it) => it.rule(case),
        }
    }
}

/// What stands against a step before anything is written: the case page shows it beside the button.
///
/// # Errors
/// The refusal that the step itself would meet.
pub fn ready(kind: Kind, case: &Case) -> Result<(), Refusal> {
    match kind {
        Kind::Report => report::ready(case),
        Kind::Determine => determination::ready(case),
        Kind::Notify => notice::not_yet_notified(case),
        Kind::Object => objection::a_route_exists(case),
        Kind::Close => closure::nothing_owed(case),
        _ => Ok(()),
    }
}
