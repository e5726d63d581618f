//! The body (管理机构) that handles a case, its people, and where an objection to it may go.

use crate::domain::calendar::CalendarName;
use crate::domain::ids::{BodyId, UnitId, UserId};

/// A management body (管理机构) with the routes that lead on from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// Its id.
    pub id: BodyId,
    /// Its full name, as documents use it.
    pub name: String,
    /// Its short name, as lists use it.
    pub short_name: String,
    /// Its word (机关代字) in document numbers.
    pub number_word: String,
    /// Which calendar counts its working days.
    pub calendar: CalendarName,
    /// The superior body (上级管理机构), only where it is confirmed and is not the Office.
    pub superior: Option<Addressee>,
    /// The Office (工作办公室); `None` where this body is the Office itself.
    pub office: Option<Addressee>,
}

/// Where an objection may go (A8.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addressee {
    /// Its id.
    pub id: BodyId,
    /// Its full name.
    pub name: String,
    /// Its word (机关代字) in document numbers.
    pub number_word: String,
}

impl Body {
    /// A8.4: the superior body or the Office. Empty for the Office's own determinations: the text knows no route.
    pub fn objection_routes(&self) -> Vec<&Addressee> {
        self.superior.iter().chain(self.office.iter()).collect()
    }
}

/// A person of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// Who.
    pub user: UserId,
    /// Name.
    pub name: String,
    /// May draft and investigate.
    pub officer: bool,
    /// May approve.
    pub approver: bool,
    /// May approve determinations.
    pub approves_determinations: bool,
}

/// Somebody named in a case, as pages show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub user: UserId,
    pub name: String,
    pub unit: Option<UnitId>,
}
