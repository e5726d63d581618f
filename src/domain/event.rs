//! An event (事件): one step taken on a case, with everything that it tells, down to the bytes of documents, files and acts.
//! It is digested as it is stored (R7); a case is the fold of its events, and every register is filled from them.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::domain::calendar::WorkCalendar;
use crate::domain::case::Case;
use crate::domain::document::DocumentKind;
use crate::domain::fact::Fact;
use crate::domain::filing::Accountability;
use crate::domain::ids::{ActId, BodyId, DocumentId, FileId, PartyId, UnitId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::recorded::Entry;
use crate::domain::ruling::Ruling;
use crate::domain::status::Status;

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub entry: Entry,
    pub kind: Kind,
    /// The status the case was in; `None`: the case begins.
    pub from: Option<Status>,
    /// The status the case goes to; `None`: it stays.
    pub to: Option<Status>,
    /// The case's version after it.
    pub version: i32,
    pub body: EventBody,
}

/// What an event tells, as JSON in the database.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventBody {
    /// In the order in which they are folded and registered.
    pub facts: Vec<Fact>,
    /// The documents it issues.
    pub documents: Vec<IssuedDocument>,
    /// The kept files that its facts, or its filing, name.
    pub files: Vec<KeptFile>,
    /// The act it carries out.
    pub act: Option<CarriedOut>,
    /// The application it files; of the first event alone.
    pub filing: Option<Filed>,
}

/// A document as it was issued; its text is kept beside it and held to the digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedDocument {
    pub id: DocumentId,
    pub kind: DocumentKind,
    /// The body, or the addressee of an objection.
    pub issuer: BodyId,
    /// 文号 (R8).
    pub number: String,
    pub year: i32,
    pub serial: i32,
    /// The party it is addressed to; `None`: who filed, or the organ that the case was referred to.
    pub party: Option<PartyId>,
    /// SHA-256 of its text, in hex.
    pub digest: String,
}

/// A kept file as it was uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptFile {
    pub id: FileId,
    /// In hex; the name under which its bytes are kept.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    pub media_type: String,
    pub name: String,
    pub uploaded_by: UserId,
    /// UTC.
    #[serde(with = "time::serde::rfc3339")]
    pub uploaded_at: OffsetDateTime,
}

/// The act that an event carries out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedOut {
    pub drafted_by: UserId,
    /// SHA-256 of everything drafted, submitted, returned and approved, in hex.
    pub digest: String,
    /// What the approver wrote (审批意见); may be empty.
    pub opinion: String,
}

/// The application that begins a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// 案号 (R8).
    pub number: String,
    pub body: BodyId,
    pub year: i32,
    pub serial: i32,
    pub title: String,
    /// The unit filed for; `None` for an individual.
    pub unit: Option<UnitId>,
    /// The applicant's name.
    pub filer_name: String,
    /// Whether the applicant agreed to electronic service (电子送达).
    pub electronic: bool,
    pub accountability: Accountability,
    /// SHA-256 of the application's text, in hex.
    pub digest: String,
}

/// What an event tells beside its facts: what was written with it.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    pub documents: Vec<IssuedDocument>,
    pub files: Vec<KeptFile>,
    pub act: Option<CarriedOut>,
}

impl Event {
    /// The event of a step that was ruled on.
    pub fn of(case: &Case, ruling: &Ruling, entry: Entry, beside: Beside) -> Self {
        Self {
            entry,
            kind: ruling.kind,
            from: Some(case.status),
            to: ruling.to,
            version: case.version + i32::from(ruling.moves_version()),
            body: EventBody {
                facts: ruling.tells(&case.deadlines, case.calendar()),
                documents: beside.documents,
                files: beside.files,
                act: beside.act,
                filing: None,
            },
        }
    }

    /// The event that begins a case.
    pub fn first(
        ruling: &Ruling,
        filed: Filed,
        calendar: &WorkCalendar,
        entry: Entry,
        beside: Beside,
    ) -> Self {
        Self {
            entry,
            kind: ruling.kind,
            from: None,
            to: ruling.to,
            version: 1 + i32::from(ruling.moves_version()),
            body: EventBody {
                facts: ruling.tells(&[], calendar),
                documents: beside.documents,
                files: beside.files,
                act: beside.act,
                filing: Some(filed),
            },
        }
    }

    /// The act it carries out, with who drafted it.
    pub fn carries_out(&self) -> Option<(ActId, UserId)> {
        Some((self.entry.act?, self.body.act.as_ref()?.drafted_by))
    }
}
