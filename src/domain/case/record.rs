//! What was said, taken, found, determined, issued and contested, as far as rules ask about it.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::domain::assessment::{Finding, Fit};
use crate::domain::determination::{Lenience, Outcome};
use crate::domain::document::DocumentKind;
use crate::domain::hearing::HearingKind;
use crate::domain::ids::{BodyId, DeterminationId, DocumentId, EvidenceId, FileId, ObjectionId, PartyId};
use crate::domain::regulation::Condition;

/// A hearing (听取意见) as rules need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Of whom.
    pub party: PartyId,
    /// Statement, waiver or proof of unreachability.
    pub kind: HearingKind,
    /// In which round.
    pub round: i16,
}

/// A piece of evidence as rules need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceNote {
    /// Its id.
    pub id: EvidenceId,
    /// Its number in the case, from 1.
    pub no: i32,
    /// What it is called.
    pub name: String,
    /// Which condition it bears on, if one.
    pub condition: Option<Condition>,
    /// Which party it speaks of; `None` for all.
    pub party: Option<PartyId>,
}

/// What the approved report finds about one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyAssessment {
    /// About whom.
    pub party: PartyId,
    /// A finding for each of the six conditions.
    pub findings: Vec<Finding>,
    /// The circumstances that fit.
    pub fits: Vec<Fit>,
}

/// A determination (认定) that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Determined {
    /// Its id.
    pub id: DeterminationId,
    /// About whom.
    pub party: PartyId,
    /// In which round it was made.
    pub round: i16,
    /// What R1 led to.
    pub outcome: Outcome,
    /// The form of lenience; `None` where nothing is tolerated or another organ decides.
    pub lenience: Option<Lenience>,
    /// The document that says it.
    pub document: DocumentId,
}

/// A document (文书) as rules need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Its id.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// Its number (文号).
    pub number: String,
    /// Who issued it: the body, or the addressee of an objection its decision.
    pub issuer: BodyId,
    /// The party it is addressed to; `None` when it goes to the filer.
    pub party: Option<PartyId>,
    /// When it was issued (UTC).
    #[serde(with = "time::serde::rfc3339")]
    pub issued_at: OffsetDateTime,
    /// The day its service (送达) was complete.
    pub served_on: Option<Date>,
    /// The signed receipt of the service (送达回证); `None` for electronic service.
    #[serde(default)]
    pub proof: Option<FileId>,
}

/// An objection (异议) as rules need it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objected {
    /// Its id.
    pub id: ObjectionId,
    /// Who objects.
    pub party: PartyId,
    /// Against which determination.
    pub determination: DeterminationId,
    /// Who decides it.
    pub addressee: BodyId,
    /// Its name.
    pub addressee_name: String,
    /// Its word in document numbers.
    pub addressee_word: String,
    /// Which condition, fact or step is contested.
    #[serde(default)]
    pub contested: String,
    /// Why.
    #[serde(default)]
    pub grounds: String,
    /// New facts; may be empty.
    #[serde(default)]
    pub new_facts: String,
    /// New evidence.
    #[serde(default)]
    pub file: Option<FileId>,
    /// The day it was decided; `None` while it is open.
    pub decided_on: Option<Date>,
}

impl Objected {
    /// Whether it still waits for a decision.
    pub fn open(&self) -> bool {
        self.decided_on.is_none()
    }
}
