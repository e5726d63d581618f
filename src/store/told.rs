//! What an event tells: everything from which the registers follow, down to the bytes of documents, files and acts. It is
//! digested with the event (R7); `rongcuo audit verify` writes every register once more from it and compares.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::domain::deadline::{Cause, DeadlineKind};
use crate::domain::document::DocumentKind;
use crate::domain::fact::Fact;
use crate::domain::ids::{BodyId, DeadlineId, DocumentId, FileId, PartyId, UnitId, UserId};

/// The body of an event, in the order in which it is digested.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Told {
    /// What happened.
    pub facts: Vec<Fact>,
    /// What happened to the deadlines.
    pub clocks: Vec<ToldClock>,
    /// The documents issued.
    pub documents: Vec<ToldDocument>,
    /// The files that the facts name.
    pub files: Vec<ToldFile>,
    /// The act that was approved.
    pub act: Option<ToldAct>,
    /// What the case began with.
    pub filing: Option<ToldFiling>,
}

/// A movement of a deadline, and the day it leads to as the calendar then stood.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ToldClock {
    /// Which.
    pub deadline: DeadlineId,
    /// Its kind.
    pub kind: DeadlineKind,
    /// The objection, party or document it is about.
    pub subject: Option<uuid::Uuid>,
    /// What happened to it.
    pub cause: Cause,
    /// When it is due now.
    pub due: Option<Date>,
    /// Whether a year's notice was missing (暂估).
    pub provisional: bool,
}

/// An issued document: all but its text, of which it has the digest.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ToldDocument {
    /// Its id.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// Who issued it.
    pub issuer: BodyId,
    /// Its number.
    pub number: String,
    /// The year of the number.
    pub year: i32,
    /// The serial of the number.
    pub serial: i32,
    /// To which party; `None`: to the filer.
    pub party: Option<PartyId>,
    /// SHA-256 of its exact text, in hex.
    pub digest: String,
}

/// A kept file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ToldFile {
    /// Its id.
    pub id: FileId,
    /// SHA-256 of its bytes, in hex.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// Its type.
    pub media_type: String,
    /// Its name.
    pub name: String,
    /// Who brought it.
    pub uploaded_by: UserId,
    /// When (UTC).
    #[serde(with = "time::serde::rfc3339")]
    pub uploaded_at: OffsetDateTime,
}

/// The act that was approved.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ToldAct {
    /// Who drafted it.
    pub drafted_by: UserId,
    /// SHA-256 of all that was drafted, submitted, returned and approved, in hex.
    pub digest: String,
}

/// What a case began with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ToldFiling {
    /// The number of the case.
    pub number: String,
    /// The competent body.
    pub body: BodyId,
    /// The year of the number.
    pub year: i32,
    /// The serial of the number.
    pub serial: i32,
    /// The matter.
    pub title: String,
    /// The unit of who filed.
    pub unit: Option<UnitId>,
    /// The applicant's name.
    pub filer_name: String,
    /// SHA-256 of the application's exact text, in hex.
    pub digest: String,
}
