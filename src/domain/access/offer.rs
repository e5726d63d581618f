//! What a step can be about, and whether its form is available: to whom, about which thing, now. The case page offers what is,
//! and a form is shown only while it is; so no link leads to a form that could not be sent. What was filled in is asked of
//! `ruling::rule`, under the lock.

use uuid::Uuid;

use super::{acts_for, drafts, may, sight};
use crate::domain::act::{self, ActState, TakenBy};
use crate::domain::actor::Actor;
use crate::domain::case::{Case, Party};
use crate::domain::procedure::{Kind, Move, steps_in};
use crate::domain::refusal::Refusal;
use crate::domain::ruling::{self, Moment};
use crate::domain::step::{Asked, Unavailable};

/// Whether a step can be taken about that, before anything is written: whose it is, where the table has it, and whether it
/// still waits.
///
/// # Errors
/// What stands against it.
pub fn available(kind: Kind, about: Option<Uuid>, asked: Asked<'_>) -> Result<(), Unavailable> {
    let row = kind.row();
    kind.named(about, asked.case)?;
    may(asked.case, row, about, asked.taken_by).map_err(Unavailable::NotYours)?;
    kind.theirs(about, asked)?;
    let sight = sight(asked.actor(), asked.case);
    // Where the case stands is not told to a party whom it does not concern: it is answered by what it has been told.
    let shown = sight.status(asked.case);
    ruling::in_status(asked.case, shown, row).map_err(Unavailable::NotNow)?;
    let (real, told) = (asked.case, sight.told(asked.case));
    kind.stands(about, Asked { case: &told, ..asked })?;
    let here = Refusal::NotHereNow { step: row.name };
    ruling::in_status(real, real.status, row).map_err(|_| Unavailable::NotNow(here))
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

/// What somebody can do on a case now, or could if something did not stand against it.
pub fn offers(actor: &Actor, case: &Case, now: &Moment<'_>) -> Vec<Offer> {
    let taken_by = TakenBy::One(actor);
    let asked = Asked { case, taken_by, now };
    let offered = steps_in(sight(actor, case).status(case)).map(|row| offer(row, asked));
    offered
        .filter(|it| !it.open.is_empty() || it.blocked.is_some())
        .collect()
}

fn offer(row: &'static Move, asked: Asked<'_>) -> Offer {
    let (case, mut open, mut blocked) = (asked.case, vec![], None);
    for about in row.kind.subjects(case) {
        match available(row.kind, about, asked) {
            Ok(()) if in_hand(case, row.kind, about) => {}
            Ok(()) => open.push(about),
            Err(Unavailable::NotNow(refusal)) => blocked = Some(refusal),
            Err(Unavailable::NotThere(_) | Unavailable::NotYours(_) | Unavailable::Settled(_)) => {}
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

/// An act about it waits already.
fn in_hand(case: &Case, kind: Kind, subject: Option<Uuid>) -> bool {
    let waits = |it: &act::Act| it.state == ActState::Waiting && it.kind == kind && it.subject == subject;
    case.acts.iter().any(waits)
}

#[cfg(test)]
mod tests;
