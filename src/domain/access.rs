//! Who may see and do. The one place that decides: pages, buttons, downloads and the rules all ask it. Denied by default;
//! somebody else's case is answered as if it did not exist. Whose a kept file is, `store::files::of_case` says.

use uuid::Uuid;

use crate::domain::act::{self, Act, ActState, TakenBy};
use crate::domain::actor::Actor;
use crate::domain::approval;
use crate::domain::case::{Case, CaseFile, Clock, Issued, Party};
use crate::domain::check;
use crate::domain::correction::{Correction, Responsible};
use crate::domain::determination::Determined;
use crate::domain::ids::{ObjectionId, PartyId, UserId};
use crate::domain::objection::{self, Raised};
use crate::domain::procedure::{Desk, Move, Side};
use crate::domain::refusal::Refusal;
use crate::domain::status::Status;

mod offer;
mod relation;
mod told;

pub use offer::{Offer, available, offers, speaks_for};
pub use relation::{Relation, View};

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
    /// In full, as one of a body above that gave a reason to read it (调阅): nothing is done from here, every view is recorded.
    Watching,
}

/// What an actor sees of a case. Somebody who is a party sees the party's side only, whatever else they are.
pub fn sight(actor: &Actor, case: &Case) -> Sight {
    match Relation::of(actor, case).view(actor) {
        View::None | View::Ledger => Sight::Nothing,
        View::Own => {
            let own = case.parties.iter().filter(|it| acts_for(actor, it));
            Sight::Party {
                parties: own.map(|it| it.id).collect(),
                filer: filed(actor, case),
            }
        }
        View::Body => Sight::Body,
        View::Addressee => Sight::Addressee(objections_to(actor, case)),
    }
}

impl Sight {
    /// The side of one party.
    pub fn party(party: PartyId) -> Self {
        Self::Party {
            parties: vec![party],
            filer: false,
        }
    }

    /// Whether the inside of the case is seen: evidence, hearings, report, opinion, acts.
    pub fn inside(&self) -> bool {
        matches!(self, Self::Body | Self::Addressee(_) | Self::Watching)
    }

    /// Whether looking is recorded: every view from outside the body is.
    pub fn recorded(&self) -> bool {
        matches!(self, Self::Addressee(_) | Self::Watching)
    }

    /// Whether an issued document may be read: inside all; a party those addressed to it, the filer the filer's, once they
    /// have reached it. Else serving them would say nothing.
    pub fn reads(&self, document: &Issued) -> bool {
        match self {
            Self::Nothing => false,
            Self::Body | Self::Addressee(_) | Self::Watching => true,
            Self::Party { parties, filer } => {
                let filers = *filer && document.is_the_filers();
                let own = document.party.map_or(filers, |party| parties.contains(&party));
                own && (document.served_on().is_some() || !document.kind.is_served())
            }
        }
    }

    /// Whether it is known how a party was determined: inside, and to the party once that has reached it.
    pub fn knows_outcome(&self, case: &Case, party: PartyId) -> bool {
        let written = case.last_determination_of(party);
        written.is_some_and(|it| self.knows(case, it))
    }

    /// Whether that determination is known.
    pub fn knows(&self, case: &Case, it: &Determined) -> bool {
        self.covers(it.party) && case.document(it.document).is_some_and(|it| self.reads(it))
    }

    /// The status as it is shown: that another party objected is nothing a party is told, and its own objection is pending
    /// until the decision has reached it.
    pub fn status(&self, case: &Case) -> Status {
        if self.inside() {
            return case.status;
        }
        let own = |it: &&Raised| self.covers(it.party) && objection::pending(case, it);
        let mut last = case
            .parties
            .iter()
            .filter_map(|it| case.last_determination_of(it.id));
        match case.status_after(self.round(case)) {
            _ if case.objections.iter().any(|it| own(&it)) => Status::Objected,
            // Its own fell, and it waits for what another objected to.
            Status::Objected if last.any(|it| self.covers(it.party) && case.set_aside(it.id)) => {
                Status::Verifying
            }
            Status::Objected => case.before.unwrap_or(case.status),
            status => status,
        }
    }

    /// The last round that is known of: a party those it takes part in, for another's objection began the others; who filed
    /// without being a party the first.
    pub fn round(&self, case: &Case) -> i16 {
        if self.inside() {
            return case.round;
        }
        let own = case.parties.iter().filter(|it| self.covers(it.id));
        own.map(|it| known_round(case, it.id)).max().unwrap_or(1)
    }

    /// Whether the application as it was filed is read: inside all, else by who filed it.
    pub fn reads_filing(&self) -> bool {
        self.inside() || matches!(self, Self::Party { filer: true, .. })
    }

    /// Whether the matter is read: what happened, and who pursues whom for what. A party reads it from the initiation on, before
    /// it is heard (A8.2 充分听取意见 presupposes it); why the conditions are met is the applicant's own to say.
    pub fn reads_matter(&self, case: &Case) -> bool {
        let party = matches!(self, Self::Party { parties, .. } if !parties.is_empty());
        self.reads_filing() || (party && case.initiated_on().is_some())
    }

    /// Whether the own side of that party is seen.
    pub fn covers(&self, party: PartyId) -> bool {
        match self {
            Self::Party { parties, .. } => parties.contains(&party),
            Self::Body | Self::Addressee(_) | Self::Watching | Self::Nothing => self.inside(),
        }
    }

    /// Whether an objection's words are read: by its objector, the body, and whom it is addressed to.
    pub fn reads_objection(&self, it: &Raised) -> bool {
        match self {
            Self::Addressee(theirs) => theirs.contains(&it.id),
            Self::Body | Self::Party { .. } | Self::Watching | Self::Nothing => self.covers(it.party),
        }
    }

    /// Whether what was reported and judged of a correction is read: by its responsible and inside.
    pub fn reads_correction(&self, it: &Correction) -> bool {
        match it.responsible {
            Responsible::Party(party) => self.covers(party),
            Responsible::Unit(_) | Responsible::Body => self.inside(),
        }
    }

    /// Whether a clock is seen: inside all, before the body those that the law sets, as far as their round is known. A target of
    /// ours (内部办理时限) is nobody's but ours, and that one runs or is missed would tell what was not served yet.
    pub fn sees_clock(&self, case: &Case, clock: &Clock) -> bool {
        match self {
            Self::Nothing => false,
            Self::Body | Self::Addressee(_) | Self::Watching => true,
            Self::Party { .. } => clock.kind.legal() && clock.round <= self.round(case),
        }
    }

    /// Whether a clock binds who looks: an addressee those of its objections, everybody else reads the body's first.
    pub fn bound_by(&self, case: &Case, clock: &Clock) -> bool {
        let Self::Addressee(theirs) = self else {
            return clock.of_the_body();
        };
        let issued_by = |body| {
            let mut documents = case.documents.iter();
            documents.any(|it| Some(it.id.0) == clock.subject && it.issuer == body)
        };
        let mut addressed = case.objections.iter().filter(|it| theirs.contains(&it.id));
        !clock.of_the_body() && addressed.any(|it| clock.subject == Some(it.id.0) || issued_by(it.addressee))
    }
}

/// The last round that a party knows of: the one of what it objected to, until the decision has reached it.
fn known_round(case: &Case, party: PartyId) -> i16 {
    let mut of_the_party = case.objections.iter().filter(|it| it.party == party);
    let waits = of_the_party.rfind(|it| objection::pending(case, it));
    let contested = waits.and_then(|it| case.determination(it.determination));
    contested.map_or_else(|| case.round_of(party), |it| it.entry.round)
}

/// Whether somebody inside may read an act: a draft those who draft such acts on the case, others once it was submitted. What the
/// addressee of an objection prepares stays with the addressee until it is decided.
pub fn reads_act(actor: &Actor, sight: &Sight, case: &Case, act: &Act) -> bool {
    let theirs = act.kind.row().who.desk == Desk::Addressee && act.state != ActState::Approved;
    let addressed = || {
        let objection = case.objections.iter().find(|it| Some(it.id.0) == act.subject);
        objection.is_some_and(|it| actor.works_for(it.addressee))
    };
    let submitted = act.state != ActState::Draft && sight.inside();
    let drafts = act.drafted_by == actor.user
        || (act.state == ActState::Draft && act::taken_over(case, act, actor).is_ok());
    drafts || (submitted && (!theirs || addressed()))
}

impl Sight {
    /// Whether a kept file of the case is read: inside all, but an objection's by whom it is addressed to alone; a party what is
    /// its own, who filed what its side brought.
    pub fn reads_file(&self, file: &CaseFile, case: &Case) -> bool {
        match file.of.objection {
            Some(id) => case.objection(id).is_some_and(|it| self.reads_objection(it)),
            None => self.sees_from(file.of.party, file.by, case),
        }
    }

    /// Whether what somebody handed in is seen, for a party, or without one for the body or for who filed.
    pub fn sees_from(&self, party: Option<PartyId>, by: UserId, case: &Case) -> bool {
        match (self, party) {
            (Self::Party { .. }, Some(party)) => self.covers(party),
            (Self::Party { filer, .. }, None) => *filer && case.filer.includes(by, case.unit_of(by)),
            (Self::Body | Self::Addressee(_) | Self::Watching | Self::Nothing, _) => self.inside(),
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
    case.filer.includes(actor.user, actor.unit)
}

/// Whether the actor is an officer (经办人) of the case: assigned, or any officer of the body while nobody is.
pub fn officer_of(actor: &Actor, case: &Case) -> bool {
    let assigned = case.officers.contains(&actor.user);
    actor.works_for(case.body.id) && is_officer(actor, assigned, nobody_was_assigned(case))
}

/// Whether the case waits for its first officers. In a later round it waits for others than any officer (R5).
fn nobody_was_assigned(case: &Case) -> bool {
    case.officers.is_empty() && case.round == 1
}

/// Among the people of the body: whoever is assigned, or any officer while nobody is.
fn is_officer(actor: &Actor, assigned: bool, unassigned: bool) -> bool {
    assigned || (unassigned && actor.officer)
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

/// Whether the actor stands before the body, as a party or as who filed: such people never act for it (R5).
pub fn before_the_body(actor: &Actor, case: &Case) -> bool {
    filed(actor, case) || party_to(actor, case)
}

/// Whether these people may take a step of that row on the case.
///
/// # Errors
/// Whose step it is instead, or why these people must not (R5).
pub fn may(case: &Case, row: &Move, subject: Option<Uuid>, taken_by: TakenBy<'_>) -> Result<(), Refusal> {
    let actor = taken_by.actor();
    let not_yours = Err(Refusal::NotYours {
        step: row.name,
        who: row.who.name(),
    });
    let own = party_to(actor, case);
    match (row.who.approves, row.who.drafts) {
        (Some(_), _) => may_act(case, row, subject, taken_by),
        (None, Side::Filer) if filed(actor, case) => Ok(()),
        (None, Side::Filer) => not_yours,
        (None, Side::OfficerOrParty) if own || filed(actor, case) => Ok(()),
        (None, Side::PartyOrForIt) if own => Ok(()),
        (None, Side::Officer) if row.who.desk == Desk::Issuer => may_serve(case, subject, actor),
        (None, Side::Officer | Side::OfficerOrParty | Side::PartyOrForIt) => drafts(case, actor),
        (None, Side::Approver) => approval::alone(case, row, actor),
    }
}

/// Of an act: who drafts it, and who approves what another drafted.
fn may_act(case: &Case, row: &Move, subject: Option<Uuid>, taken_by: TakenBy<'_>) -> Result<(), Refusal> {
    match taken_by {
        TakenBy::One(actor) if row.who.desk == Desk::Addressee => {
            approval::decides(case, row, subject, actor, actor.officer)?;
            approval::took_no_part(case, actor)
        }
        TakenBy::One(actor) => drafts(case, actor),
        TakenBy::Two { drafters, approver } => {
            check::all_hold(&approval::checks(case, row, subject, drafters, approver))
        }
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

/// What is issued and not served yet, as far as it is this person's to serve.
pub fn to_serve<'a>(actor: &'a Actor, case: &'a Case) -> impl Iterator<Item = &'a Issued> {
    let waiting = case
        .documents
        .iter()
        .filter(|it| it.served_on().is_none() && it.kind.is_served());
    waiting.filter(|it| serves(case, it, actor).is_ok())
}

fn may_serve(case: &Case, subject: Option<Uuid>, actor: &Actor) -> Result<(), Refusal> {
    match case.documents.iter().find(|it| Some(it.id.0) == subject) {
        Some(document) => serves(case, document, actor),
        None if to_serve(actor, case).next().is_some() => Ok(()),
        None => drafts(case, actor),
    }
}

/// Officers of the case serve what the body issued; the decision of an objection is fed back by who decided it (A8.4).
fn serves(case: &Case, document: &Issued, actor: &Actor) -> Result<(), Refusal> {
    if document.issuer == case.body.id {
        return drafts(case, actor);
    }
    if before_the_body(actor, case) {
        return Err(Refusal::PartyToTheCase);
    }
    if actor.officer && actor.works_for(document.issuer) {
        return Ok(());
    }
    Err(Refusal::NotYours {
        step: "送达异议处理决定书",
        who: "受理异议的机关经办人",
    })
}

#[cfg(test)]
mod tests;
