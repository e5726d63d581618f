//! What happened, as facts. A ruling consists of them, an event keeps them, and the tables that pages read are made
//! from them and from nothing else.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::assessment::{Finding, Fit};
use crate::domain::case::Party;
use crate::domain::clarification::{Clarification, ClarificationWaiver};
use crate::domain::correction::{Correction, CorrectionReport, CorrectionVerdict};
use crate::domain::determination::{Lenience, Outcome};
use crate::domain::evidence::Evidence;
use crate::domain::hearing::Hearing;
use crate::domain::ids::{
    BodyId, DeterminationId, DocumentId, EvidenceId, FileId, HearingId, ObjectionId, PartyId, ReportId,
    UnitId, UserId,
};
use crate::domain::notice::Notice;
use crate::domain::objection::{Objection, ObjectionDecision};
use crate::domain::service::Service;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// Parties were named in the filing.
    Filed {
        /// All of them, in order.
        parties: Vec<Party>,
    },
    /// Officers were assigned to the round.
    Assigned {
        /// Who.
        officers: Vec<UserId>,
    },
    /// One officer took another's place.
    Replaced {
        /// Who leaves.
        out: UserId,
        /// Who comes.
        by: UserId,
        /// Why.
        reason: String,
    },
    /// A party was joined to its account.
    Linked {
        /// The party.
        party: PartyId,
        /// The person's account, for an individual.
        user: Option<UserId>,
        /// The unit, for a unit.
        unit: Option<UnitId>,
        /// Whether it agreed to electronic service.
        electronic: bool,
        /// How its identity was proved.
        proof: String,
    },
    /// Evidence was taken or handed in.
    EvidenceTaken {
        /// Its id.
        id: EvidenceId,
        /// The party that handed it in; `None`: an officer took it, or who filed without being a party handed it in.
        by_party: Option<PartyId>,
        /// What it is.
        evidence: Evidence,
    },
    /// A party was heard.
    Heard {
        /// The record's id.
        id: HearingId,
        /// Whether the party wrote it itself.
        by_party: bool,
        /// What was said.
        hearing: Hearing,
    },
    /// The report found this about one party.
    Found {
        /// The report.
        report: ReportId,
        /// The party.
        party: PartyId,
        /// On each condition.
        findings: Vec<Finding>,
        /// The circumstances that fit.
        fits: Vec<Fit>,
    },
    /// The preliminary opinion was given.
    Opined {
        /// The report it follows.
        report: ReportId,
        /// Whether to tolerate, per party.
        tolerate: Vec<(PartyId, bool)>,
    },
    /// One party's determination.
    Determined {
        /// Its id.
        id: DeterminationId,
        /// About whom.
        party: PartyId,
        /// What R1 led to.
        outcome: Outcome,
        /// The form of lenience.
        lenience: Option<Lenience>,
        /// The provision it rests on, with its range (A10).
        provision: Option<String>,
        /// The document that says it.
        document: DocumentId,
    },
    /// Something is to be put right.
    CorrectionRequired {
        /// What, by whom, by when.
        correction: Correction,
    },
    /// A document reached its addressee.
    Served {
        /// How and when.
        service: Service,
        /// The day the service was complete.
        on: Date,
    },
    /// Units were notified, or none is concerned.
    Notified {
        /// Whom, or why none.
        notice: Notice,
    },
    /// A party objected.
    Objected {
        /// Its id.
        id: ObjectionId,
        /// Against which determination.
        determination: DeterminationId,
        /// What it says.
        objection: Objection,
    },
    /// An objection was decided.
    ObjectionDecided {
        /// The decision.
        decision: ObjectionDecision,
        /// Who decided.
        addressee: BodyId,
        /// When.
        on: Date,
    },
    /// The responsible reported what was done.
    CorrectionReported {
        /// What it says.
        report: CorrectionReport,
    },
    /// A correction was verified or returned.
    CorrectionJudged {
        /// The verdict.
        verdict: CorrectionVerdict,
    },
    /// A clarification was made.
    Clarified {
        /// By whom, how, to whom.
        clarification: Clarification,
    },
    /// A party wishes none.
    ClarificationWaived {
        /// Its written wish.
        waiver: ClarificationWaiver,
    },
    /// A reason given for the step itself.
    Reasoned {
        /// The words.
        reason: String,
    },
}

impl Fact {
    /// The kept file that the fact names, if it names one.
    pub fn file(&self) -> Option<FileId> {
        match self {
            Self::EvidenceTaken { evidence, .. } => Some(evidence.file),
            Self::Heard { hearing, .. } => hearing.file,
            Self::Served { service, .. } => service.proof,
            Self::Objected { objection, .. } => objection.file,
            Self::CorrectionReported { report } => report.file,
            Self::ClarificationWaived { waiver } => waiver.file,
            _ => None,
        }
    }
}
