//! What somebody is to a case: the few facts that decide how much of it is seen. A list reads them beside its rows, without
//! the case; so a row opens exactly where the case does.

use super::{filed, is_officer, nobody_was_assigned, party_to};
use crate::domain::actor::Actor;
use crate::domain::case::Case;
use crate::domain::ids::BodyId;

/// The facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Whose case it is.
    pub body: BodyId,
    /// Whether the person, or its unit, filed the case or is a party to it.
    pub before_the_body: bool,
    /// Whether the person is assigned to it.
    pub assigned: bool,
    /// Whether nobody is.
    pub unassigned: bool,
    /// Whether an objection in it is addressed to the person's body.
    pub addressed: bool,
}

/// From which side somebody sees a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Not at all.
    None,
    /// As a party, or as who filed it.
    Own,
    /// As one of the body whom it concerns (知悉范围).
    Body,
    /// As the addressee of an objection.
    Addressee,
    /// As one of a body that watches over the case's body (practice): the row of the ledger alone (台账), until a reason is given.
    Ledger,
}

impl Relation {
    /// What this person is to the case.
    pub fn of(actor: &Actor, case: &Case) -> Self {
        Self {
            body: case.body.id,
            before_the_body: filed(actor, case) || party_to(actor, case),
            assigned: case.officers.contains(&actor.user),
            unassigned: nobody_was_assigned(case),
            addressed: case.objections.iter().any(|it| actor.works_for(it.addressee)),
        }
    }

    /// Whether the case opens to the person at all.
    pub fn opens_to(&self, actor: &Actor) -> bool {
        !matches!(self.view(actor), View::None | View::Ledger)
    }

    /// Whether the person reads what lies inside, and so finds the case by it.
    pub fn sees_inside(&self, actor: &Actor) -> bool {
        match self.view(actor) {
            View::Body | View::Addressee => true,
            View::None | View::Own | View::Ledger => false,
        }
    }

    /// Whether the row tells the person how the case was determined.
    pub fn knows_outcome(&self, actor: &Actor) -> bool {
        match self.view(actor) {
            View::Body | View::Addressee | View::Ledger => true,
            View::None | View::Own => false,
        }
    }

    /// From which side the person sees the case. Somebody who is a party sees the party's only, whatever else they are.
    pub fn view(&self, actor: &Actor) -> View {
        if self.before_the_body {
            return View::Own;
        }
        if actor.works_for(self.body) {
            let concerned = actor.approver || is_officer(actor, self.assigned, self.unassigned);
            return if concerned { View::Body } else { View::None };
        }
        match self.addressed {
            true => View::Addressee,
            false if actor.watches(self.body) => View::Ledger,
            false => View::None,
        }
    }
}
