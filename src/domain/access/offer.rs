//! What a step can be about, and whether its form stands open: to whom, about which thing, now. The case page offers what
//! stands open, and a form is shown only while it does; so no link leads to a form that could not be sent. What was
//! filled in is asked of `ruling::rule`, under the lock.

use uuid::Uuid;

use super::{acts_for, drafts, may, sight};
use crate::domain::account;
use crate::domain::act::{self, ActState, Hands};
use crate::domain::actor::Actor;
use crate::domain::assignment::replacements;
use crate::domain::case::{Case, Issued, Party};
use crate::domain::clarification;
use crate::domain::correction::{self, may_report};
use crate::domain::hearing;
use crate::domain::ids::{CorrectionId, DocumentId, PartyId};
use crate::domain::objection;
use crate::domain::procedure::{Kind, Move, steps_in};
use crate::domain::refusal::Refusal;
use crate::domain::ruling;
use crate::domain::service;
use crate::domain::step;

/// Why a form does not stand open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// There is nothing that it could be about, or nothing that this person sees.
    NotThere,
    /// The step is somebody else's.
    NotYours(Refusal),
    /// The step is this person's, but not now, or no more.
    NotNow(Refusal),
}

/// Whether the form of a step about that subject stands open to this person.
///
/// # Errors
/// What stands against it.
pub fn stands_open(actor: &Actor, case: &Case, kind: Kind, subject: Option<Uuid>) -> Result<(), Closed> {
    is_theirs(actor, case, kind, subject)?;
    ruling::in_this_status(case, kind.row()).map_err(Closed::NotNow)?;
    still_waits(actor, case, kind, subject).map_err(Closed::NotNow)?;
    step::ready(kind, case).map_err(Closed::NotNow)
}

/// The thing is there, and this person is one to take the step about it.
fn is_theirs(actor: &Actor, case: &Case, kind: Kind, subject: Option<Uuid>) -> Result<(), Closed> {
    let may = may(case, kind.row(), subject, Hands::One(actor));
    if kind == Kind::DecideObjection {
        let named = case.objections.iter().find(|it| Some(it.id.0) == subject);
        return match may {
            Err(Refusal::NoSuchObjection) if named.is_none() => Err(Closed::NotThere),
            Err(Refusal::NoSuchObjection) if named.is_some_and(|it| actor.works_for(it.addressee)) => {
                Err(Closed::NotNow(Refusal::NoSuchObjection))
            }
            may => may.map_err(Closed::NotYours),
        };
    }
    may.map_err(Closed::NotYours)?;
    match kind {
        Kind::Link | Kind::Clarify => seen(actor, case, subject).map(|_| ()),
        Kind::Hear => {
            let party = seen(actor, case, subject)?;
            let heard_by = acts_for(actor, party) || drafts(case, actor).is_ok();
            heard_by
                .then_some(())
                .ok_or(Closed::NotYours(Refusal::NotYourParty {
                    party: party.name.clone(),
                }))
        }
        Kind::Object | Kind::WaiveClarification => {
            let party = seen(actor, case, subject)?;
            speaks_for(actor, case, party).map_err(Closed::NotYours)?;
            let known = sight(actor, case).knows_outcome(case, party.id);
            known.then_some(()).ok_or(Closed::NotThere)
        }
        Kind::Serve => {
            let named = |it: &Issued| Some(it.id.0) == subject && it.kind.is_served();
            let there = case.documents.iter().any(named);
            there.then_some(()).ok_or(Closed::NotThere)
        }
        Kind::ReportCorrection | Kind::VerifyCorrection => correction_of(actor, case, kind, subject),
        _ => Ok(()),
    }
}

/// The party, where this person sees its side: to anybody else it is not there.
fn seen<'a>(actor: &Actor, case: &'a Case, subject: Option<Uuid>) -> Result<&'a Party, Closed> {
    let party = subject.and_then(|id| case.party(PartyId(id)));
    let covered = party.filter(|party| sight(actor, case).covers(party.id));
    covered.ok_or(Closed::NotThere)
}

/// What one party has to put right is nothing that another may know of.
fn correction_of(actor: &Actor, case: &Case, kind: Kind, subject: Option<Uuid>) -> Result<(), Closed> {
    let correction = subject.and_then(|id| case.correction(CorrectionId(id)).ok());
    let correction = correction.ok_or(Closed::NotThere)?;
    if kind == Kind::VerifyCorrection {
        return Ok(());
    }
    match may_report(case, correction, Hands::One(actor)) {
        Err(refusal) if sight(actor, case).inside() => Err(Closed::NotYours(refusal)),
        Err(_) => Err(Closed::NotThere),
        Ok(()) => Ok(()),
    }
}

/// A party speaks for itself; an officer of the case for one without an account (practice).
///
/// # Errors
/// Neither.
pub fn speaks_for(actor: &Actor, case: &Case, party: &Party) -> Result<(), Refusal> {
    if acts_for(actor, party) || (!party.has_account() && drafts(case, actor).is_ok()) {
        return Ok(());
    }
    Err(Refusal::NotYourParty {
        party: party.name.clone(),
    })
}

/// The step is still to be taken about the thing: each institution says so of its own.
fn still_waits(actor: &Actor, case: &Case, kind: Kind, subject: Option<Uuid>) -> Result<(), Refusal> {
    let id = subject.unwrap_or_default();
    match kind {
        Kind::Link => account::without_account(case, PartyId(id)).map(|_| ()),
        Kind::Hear => hearing::takes_part(case, PartyId(id)).map(|_| ()),
        Kind::Object => objection::contestable(case, PartyId(id)).map(|_| ()),
        Kind::Clarify | Kind::WaiveClarification => clarification::owed_to(case, PartyId(id)).map(|_| ()),
        Kind::Replace => somebody_takes_over(case, actor),
        Kind::Serve => service::to_serve(case, DocumentId(id)).map(|_| ()),
        Kind::ReportCorrection => correction::to_report(case, CorrectionId(id)).map(|_| ()),
        Kind::VerifyCorrection => correction::to_verify(case, CorrectionId(id)).map(|_| ()),
        _ => Ok(()),
    }
}

/// Whether anybody could take an officer's place: in a small body whoever came might leave nobody to approve.
fn somebody_takes_over(case: &Case, approver: &Actor) -> Result<(), Refusal> {
    let mut coming = replacements(case, approver);
    coming.next().map(drop).ok_or(Refusal::NoApproverLeft)
}

/// A step as it is offered on the case page: open about some things, or blocked with the reason.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The row of the table.
    pub row: &'static Move,
    /// What it can be taken about now; `None` is the case itself.
    pub open: Vec<Option<Uuid>>,
    /// What stands against it, where it is open about nothing.
    pub blocked: Option<Refusal>,
}

/// The steps this person could take or draft on the case as it stands, those blocked with their reason.
pub fn offers(actor: &Actor, case: &Case) -> Vec<Offer> {
    let offered = steps_in(case.status).map(|row| offer(actor, case, row));
    offered
        .filter(|it| !it.open.is_empty() || it.blocked.is_some())
        .collect()
}

fn offer(actor: &Actor, case: &Case, row: &'static Move) -> Offer {
    let (mut open, mut blocked) = (vec![], None);
    for subject in subjects(row.kind, case) {
        match stands_open(actor, case, row.kind, subject) {
            Ok(()) if in_hand(case, row.kind, subject) => {}
            Ok(()) => open.push(subject),
            Err(Closed::NotNow(refusal)) if !settles(&refusal) => blocked = Some(refusal),
            Err(_) => {}
        }
    }
    match act::may_wait(case, row.kind, None) {
        Err(waits) if row.who.needs_approval() && !open.is_empty() => {
            open.clear();
            blocked = Some(waits);
        }
        _ if !open.is_empty() => blocked = None,
        _ => {}
    }
    Offer { row, open, blocked }
}

/// Everything on the case that a step of this kind could be about.
fn subjects(kind: Kind, case: &Case) -> Vec<Option<Uuid>> {
    match kind {
        Kind::Link | Kind::Hear | Kind::Object | Kind::Clarify | Kind::WaiveClarification => {
            case.parties.iter().map(|it| Some(it.id.0)).collect()
        }
        Kind::Serve => case.documents.iter().map(|it| Some(it.id.0)).collect(),
        Kind::ReportCorrection | Kind::VerifyCorrection => {
            case.corrections.iter().map(|it| Some(it.id.0)).collect()
        }
        Kind::DecideObjection => case.objections.iter().map(|it| Some(it.id.0)).collect(),
        _ => vec![None],
    }
}

/// An act about it waits already.
fn in_hand(case: &Case, kind: Kind, subject: Option<Uuid>) -> bool {
    let waits = |it: &act::Act| it.state == ActState::Waiting && it.kind == kind && it.subject == subject;
    case.acts.iter().any(waits)
}

/// What is done, or was never owed, blocks nothing that anybody would wait for.
fn settles(refusal: &Refusal) -> bool {
    use Refusal as R;
    matches!(
        refusal,
        R::AlreadyLinked { .. }
            | R::NotTakingPart { .. }
            | R::NothingDetermined { .. }
            | R::NoSuchObjection
            | R::AlreadyServed { .. }
            | R::CorrectionNotThere { .. }
            | R::NothingToClarify { .. }
            | R::AlreadyClarified { .. }
            | R::AlreadyNotified
    )
}

#[cfg(test)]
mod tests;
