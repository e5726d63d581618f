//! What lies in a case: what was found about a party, the documents issued, the files kept.

use std::ops::Deref;

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::domain::assessment::{Finding, Fit};
use crate::domain::case::Authority;
use crate::domain::dates::shanghai_day;
use crate::domain::event::{IssuedDocument, KeptFile};
use crate::domain::fact::FileOf;
use crate::domain::ids::{FileId, PartyId, UserId};
use crate::domain::recorded::Recorded;
use crate::domain::service::Served;

/// What the approved report finds about one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyAssessment {
    pub party: PartyId,
    /// A finding for each of the six conditions.
    pub findings: Vec<Finding>,
    /// The circumstances that fit.
    pub fits: Vec<Fit>,
    /// Who was found to hold 干部管理权限 over it (A9.1).
    pub authority: Authority,
    /// On what that rests.
    pub authority_basis: String,
}

/// A document (文书) with its service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub document: Recorded<IssuedDocument>,
    /// `None` while it has not reached its addressee.
    pub service: Option<Recorded<Served>>,
}

impl Deref for Issued {
    type Target = IssuedDocument;

    fn deref(&self) -> &IssuedDocument {
        &self.document
    }
}

impl Issued {
    /// UTC.
    pub fn issued_at(&self) -> OffsetDateTime {
        self.document.entry.at
    }

    /// The day in Shanghai.
    pub fn issued_on(&self) -> Date {
        shanghai_day(self.issued_at())
    }

    /// Whether it is addressed to who filed, and not as a party.
    pub fn is_the_filers(&self) -> bool {
        self.party.is_none() && !self.kind.is_for_an_organ()
    }

    /// The round in which it was issued.
    pub fn round(&self) -> i16 {
        self.document.entry.round
    }

    /// The day its service (送达) was complete.
    pub fn served_on(&self) -> Option<Date> {
        self.service.as_ref().map(|it| it.served_on)
    }

    /// The signed receipt of the service (送达回证); `None` for electronic service.
    pub fn proof(&self) -> Option<FileId> {
        self.service.as_ref()?.proof
    }
}

/// A kept file of the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    pub file: KeptFile,
    /// Whose it is.
    pub of: FileOf,
    /// Whose hands it came from.
    pub by: UserId,
}
