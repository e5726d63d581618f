//! Who may see and do. The one place that decides: pages, buttons, downloads and the rules all ask it. Denied by default;
//! somebody else's case is answered as if it did not exist.

use uuid::Uuid;

use crate::domain::act::{self, Hands};
use crate::domain::actor::Actor;
use crate::domain::case::{Case, Issued, Party};
use crate::domain::ids::{BodyId, ObjectionId, PartyId};
use crate::domain::procedure::{Kind, Move, Who, steps_in};
use crate::domain::refusal::Refusal;
use crate::domain::step;

/// How much of a case somebody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight {
    /// Nothing: the answer is 404.
    Nothing,
    /// Its own side: filings it made, its statements, documents addressed to it, progress and deadlines. Never drafts,
    /// internal opinions, or what others said.
    Party {
        /// The parties the person acts for.
        parties: Vec<PartyId>,
        /// Whether the person's unit (or the person) filed the case.
        filer: bool,
    },
    /// In full, as those of the body whom the case concerns (知悉范围).
    Body,
    /// In full for the objections addressed to this body; every view is recorded.
    Addressee(Vec<ObjectionId>),
}

/// What an actor sees of a case. Somebody who is a party sees the party's side only, whatever else they are.
pub fn sight(actor: &Actor, case: &Case) -> Sight {
    let parties: Vec<_> = case
        .parties
        .iter()
        .filter(|it| acts_for(actor, it))
        .map(|it| it.id)
        .collect();
    let filer = filed(actor, case);
    if filer || !parties.is_empty() {
        return Sight::Party { parties, filer };
    }
    if actor.works_for(case.body.id) {
        let concerned = actor.approver || officer_of(actor, case);
        return if concerned { Sight::Body } else { Sight::Nothing };
    }
    match objections_to(actor, case) {
        none if none.is_empty() => Sight::Nothing,
        objections => Sight::Addressee(objections),
    }
}

impl Sight {
    /// Whether the inside of the case is seen: evidence, hearings, report, opinion, acts.
    pub fn inside(&self) -> bool {
        matches!(self, Self::Body | Self::Addressee(_))
    }

    /// Whether looking is recorded: every view from outside the body is.
    pub fn recorded(&self) -> bool {
        matches!(self, Self::Addressee(_))
    }

    /// Whether an issued document may be read: inside all, a party those addressed to it, the filer the filer's.
    pub fn reads(&self, document: &Issued) -> bool {
        match self {
            Self::Nothing => false,
            Self::Body | Self::Addressee(_) => true,
            Self::Party { parties, filer } => document.party.map_or(*filer, |party| parties.contains(&party)),
        }
    }

    /// Whether the own side of that party is seen.
    pub fn covers(&self, party: PartyId) -> bool {
        match self {
            Self::Party { parties, .. } => parties.contains(&party),
            _ => self.inside(),
        }
    }
}

/// Whether the actor acts for a party: through its unit, or as the person.
pub fn acts_for(actor: &Actor, party: &Party) -> bool {
    let for_unit = party.unit.is_some() && party.unit == actor.unit && !actor.staff();
    for_unit || party.user == Some(actor.user)
}

/// Whether the actor, or the actor's unit, filed the case.
pub fn filed(actor: &Actor, case: &Case) -> bool {
    case.filer.user == actor.user || (case.filer.unit.is_some() && case.filer.unit == actor.unit)
}

/// Whether the actor is an officer (经办人) of the case: assigned, or any officer of the body while nobody is.
pub fn officer_of(actor: &Actor, case: &Case) -> bool {
    let anybody = case.officers.is_empty() && actor.officer;
    actor.works_for(case.body.id) && (anybody || case.officers.contains(&actor.user))
}

fn objections_to(actor: &Actor, case: &Case) -> Vec<ObjectionId> {
    case.objections
        .iter()
        .filter(|it| actor.works_for(it.addressee))
        .map(|it| it.id)
        .collect()
}

fn party_to(actor: &Actor, case: &Case) -> bool {
    case.parties.iter().any(|party| acts_for(actor, party))
}

/// Whether the actor stands before the body, as a party or as who filed: such hands never act for it (R5).
fn before_the_body(actor: &Actor, case: &Case) -> bool {
    filed(actor, case) || party_to(actor, case)
}

/// Whether these hands may take a step of that row on the case.
///
/// # Errors
/// Whose step it is instead, or why these hands must not (R5).
pub fn may(case: &Case, row: &Move, subject: Option<Uuid>, hands: Hands<'_>) -> Result<(), Refusal> {
    let actor = hands.actor();
    let not_yours = Err(Refusal::NotYours {
        step: row.name,
        who: row.who.name(),
    });
    match row.who {
        Who::Filer if filed(actor, case) => Ok(()),
        Who::OfficerOrParty if filed(actor, case) => Ok(()),
        Who::OfficerOrParty | Who::PartyOrForIt if party_to(actor, case) => Ok(()),
        Who::Officer | Who::OfficerOrParty | Who::PartyOrForIt => drafts(case, actor),
        Who::Approver => approves(case, actor),
        Who::Approved | Who::ApprovedByDeterminer => match hands {
            Hands::One(actor) => drafts(case, actor),
            Hands::Two { drafter, approver } => {
                act::four_eyes(drafter, approver.user)?;
                approves(case, approver)?;
                if row.who == Who::ApprovedByDeterminer && !approver.approves_determinations {
                    return Err(Refusal::MayNotApproveDeterminations);
                }
                Ok(())
            }
        },
        Who::ApprovedByAddressee => decides_objection(case, subject, hands),
        Who::Filer => not_yours,
    }
}

/// Whether the actor works on the case as its officer, which nobody does who stands before the body in it.
///
/// # Errors
/// A party or filer (R5), or not assigned.
pub fn drafts(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    if before_the_body(actor, case) {
        return Err(Refusal::PartyToTheCase);
    }
    if officer_of(actor, case) {
        Ok(())
    } else {
        Err(Refusal::NotAssigned)
    }
}

fn approves(case: &Case, actor: &Actor) -> Result<(), Refusal> {
    if before_the_body(actor, case) {
        return Err(Refusal::PartyToTheCase);
    }
    if !actor.approver || !actor.works_for(case.body.id) {
        return Err(Refusal::NotYours {
            step: "审批",
            who: "本机关负责人",
        });
    }
    if case.officers.contains(&actor.user) {
        return Err(Refusal::OfficerOfTheCase);
    }
    Ok(())
}

/// A8.4, R5: the addressee decides, and nobody who took part in the case before.
fn decides_objection(case: &Case, subject: Option<Uuid>, hands: Hands<'_>) -> Result<(), Refusal> {
    let row = Kind::DecideObjection.row();
    let objection = case
        .objections
        .iter()
        .find(|it| Some(it.id.0) == subject && it.open());
    let addressee: BodyId = objection.ok_or(Refusal::NoSuchObjection)?.addressee;
    let actor = hands.actor();
    if !actor.works_for(addressee) {
        return Err(Refusal::NotYours {
            step: row.name,
            who: row.who.name(),
        });
    }
    if case.took_part.contains(&actor.user) || before_the_body(actor, case) {
        return Err(Refusal::TookPartBefore);
    }
    match hands {
        Hands::One(actor) if actor.officer => Ok(()),
        Hands::Two { drafter, approver } if approver.approver => act::four_eyes(drafter, approver.user),
        _ => Err(Refusal::NotYours {
            step: row.name,
            who: row.who.name(),
        }),
    }
}

/// A step as it is offered on the case page: open, or blocked with the reason.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The row of the table.
    pub row: &'static Move,
    /// What stands against it now; `None` when it can be taken.
    pub blocked: Option<Refusal>,
}

/// The steps this person could take or draft on the case as it stands, those blocked with their reason.
pub fn offers(actor: &Actor, case: &Case) -> Vec<Offer> {
    let rows = steps_in(case.status).filter(|row| row.who != Who::ApprovedByAddressee);
    let mine = rows.filter(|row| may(case, row, None, Hands::One(actor)).is_ok());
    let mine = mine.filter(|row| !for_parties_alone(row, actor, case) && step::has_object(row.kind, case));
    mine.map(|row| Offer {
        row,
        blocked: step::ready(row.kind, case).err(),
    })
    .collect()
}

/// What an officer may enter only for a party without an account is no offer while every party has one.
fn for_parties_alone(row: &Move, actor: &Actor, case: &Case) -> bool {
    row.who == Who::PartyOrForIt
        && !party_to(actor, case)
        && row.kind != Kind::ReportCorrection
        && case.parties.iter().all(Party::has_account)
}
