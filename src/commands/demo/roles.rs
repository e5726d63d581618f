//! Who is party to a demo case, and what its findings will lead to.

use crate::domain::case::{Authority, PartyKind};
use crate::domain::determination::Lenience;
use crate::domain::filing::FiledParty;
use crate::domain::hearing::HearingKind;
use crate::domain::regulation::Condition;

/// A party as the story knows it.
#[derive(Debug, Clone, Copy)]
pub struct Role {
    pub who: Who,
    /// What becomes of it.
    pub leads_to: LeadsTo,
    /// How it is heard.
    pub heard_as: HearingKind,
    /// The organ elsewhere that holds the authority over it, if one does.
    pub organ: Option<&'static str>,
}

/// Who a party is.
#[derive(Debug, Clone, Copy)]
pub enum Who {
    /// The applicant itself: its unit, or the individual.
    Own,
    /// The individual with an account, named by another; an act links the two.
    Lin,
    Unit(&'static str),
    /// A person without an account: name and post.
    Person(&'static str, &'static str),
}

/// What the findings lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadsTo {
    /// All six conditions are met; this form of lenience.
    Tolerated(Lenience),
    /// This condition is not met.
    Not(Condition),
}

pub const fn own(leads_to: LeadsTo) -> Role {
    role(Who::Own, leads_to)
}

/// The individual with an account.
pub const fn lin(leads_to: LeadsTo) -> Role {
    role(Who::Lin, leads_to)
}

pub const fn unit(name: &'static str, leads_to: LeadsTo) -> Role {
    role(Who::Unit(name), leads_to)
}

/// A person without an account.
pub const fn person(name: &'static str, post: &'static str, leads_to: LeadsTo) -> Role {
    role(Who::Person(name, post), leads_to)
}

const fn role(who: Who, leads_to: LeadsTo) -> Role {
    Role {
        who,
        leads_to,
        heard_as: HearingKind::Statement,
        organ: None,
    }
}

impl Role {
    /// The same, who waives the hearing or cannot be reached.
    pub const fn heard_by(self, heard_as: HearingKind) -> Self {
        Self { heard_as, ..self }
    }

    /// The same, under the authority of an organ elsewhere.
    pub const fn under(self, organ: &'static str) -> Self {
        let organ = Some(organ);
        Self { organ, ..self }
    }

    /// The party as the applicant names it.
    pub fn filed(&self, applicant: &str, kind: PartyKind) -> FiledParty {
        let (kind, name, position) = match self.who {
            Who::Own if kind == PartyKind::Unit => (kind, applicant, "管委会直属事业单位"),
            Who::Own => (kind, applicant, "成都高新区数字贸易促进中心贸易便利化科科长"),
            Who::Lin => (
                PartyKind::Individual,
                "林知远",
                "成都高新区数字贸易促进中心贸易便利化科科长",
            ),
            Who::Unit(name) => (PartyKind::Unit, name, "管委会管理的事业单位"),
            Who::Person(name, post) => (PartyKind::Individual, name, post),
        };
        let authority = self
            .organ
            .map_or(Authority::Body, |organ| Authority::Organ(organ.into()));
        FiledParty {
            kind,
            name: name.into(),
            position: position.into(),
            authority,
            own: matches!(self.who, Who::Own),
        }
    }
}
