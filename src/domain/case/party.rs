//! Who stands before the body: the filer (申请人) and the parties (当事单位和个人).

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::case::Case;
use crate::domain::coded::coded;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::ids::{PartyId, UnitId, UserId};
use crate::domain::recorded::Entry;

/// Who filed the application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filer {
    /// The person who pressed the button.
    pub user: UserId,
    /// The unit filed for; `None` for an individual.
    pub unit: Option<UnitId>,
    /// The name shown: the unit's, or the person's.
    pub name: String,
    /// Whether it agreed to electronic service (电子送达) in its application.
    pub electronic: bool,
}

impl Filer {
    /// Whether somebody belongs to the filer's side: the person itself, or another of the unit it filed for.
    pub fn includes(&self, user: UserId, unit: Option<UnitId>) -> bool {
        self.user == user || (self.unit.is_some() && self.unit == unit)
    }

    /// Whether a party is who filed: the unit it filed for, or the person that filed for itself.
    pub fn is(&self, party: &Party) -> bool {
        match self.unit {
            Some(unit) => party.unit == Some(unit),
            None => party.user == Some(self.user),
        }
    }
}

coded! {
    /// Whether a party is a unit or a person.
    PartyKind {
        /// 当事单位: a unit under the body's management (A3 管理单位).
        Unit = "unit", "单位";
        /// 当事人: one of its public officials (A3 公职人员).
        Individual = "individual", "个人";
    }
}

/// Who holds 干部管理权限 over a party (A9.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// The body that handles the case.
    Body,
    /// Another organ, by name: this body then chooses no form of lenience for the party.
    Organ(String),
}

/// A unit or person who may be held accountable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// Its id.
    pub id: PartyId,
    /// Its place in the case, from 1.
    pub no: i16,
    /// Unit or person.
    pub kind: PartyKind,
    /// Its name.
    pub name: String,
    /// A person's post (职务) with its unit, or what the unit is.
    pub position: String,
    /// Who holds 干部管理权限 over it: until the report found it, what the applicant wrote.
    pub authority: Authority,
    /// The unit whose people act for it here.
    pub unit: Option<UnitId>,
    /// The account of the person.
    pub user: Option<UserId>,
    /// Whether it agreed to electronic service (电子送达).
    pub electronic: bool,
}

impl Party {
    /// Whether somebody can act for it in this system.
    pub fn has_account(&self) -> bool {
        self.unit.is_some() || self.user.is_some()
    }
}

impl Authority {
    /// Who it is, where the body is to be named so.
    pub fn holder<'a>(&'a self, body: &'a str) -> &'a str {
        match self {
            Self::Body => body,
            Self::Organ(organ) => organ,
        }
    }
}

impl LegalFact for Party {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, _: Entry) {
        case.parties.push(self);
    }

    names_no_file! {}

    fn said(&self, _: &Case, _: Date) -> Said {
        Said::nothing()
    }
}
