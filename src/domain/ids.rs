//! Names for rows: each kind of thing has an id type of its own, so that a party's id is never taken for a case's.
//! All are UUIDv7: they sort by the time they were made. Whoever makes one hands in the value; the law makes none.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )+};
}

id! {
    /// A case (案件).
    CaseId,
    /// A party to a case (当事单位或者当事人).
    PartyId,
    /// A formal act (行为) of a body.
    ActId,
    /// A person who signs in.
    UserId,
    /// A management body (管理机构), its superior, or the Office.
    BodyId,
    /// A unit (单位) whose staff file applications.
    UnitId,
    /// An application (申请) that is not filed yet.
    ApplicationId,
    /// An issued document (文书).
    DocumentId,
    /// A piece of evidence (证据).
    EvidenceId,
    /// A kept file.
    FileId,
    /// A record of hearing a party (听取意见).
    HearingId,
    /// A verification report (核实报告).
    ReportId,
    /// A determination (认定) about one party.
    DeterminationId,
    /// A correction requirement (纠错要求).
    CorrectionId,
    /// An objection (异议).
    ObjectionId,
    /// A deadline (期限).
    DeadlineId,
}
