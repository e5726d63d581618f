//! A step (办理事项): a value in its institution's file, which says how it stands before anything is written, what must hold of
//! what is written, and what follows. `procedure` dispatches to it; a draft act is such a value, and approval asks the same
//! questions again of the value that was approved.

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::domain::access::sight;
use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::case::{Case, Party};
use crate::domain::check::Check;
use crate::domain::ids::{CorrectionId, DocumentId, ObjectionId, PartyId};
use crate::domain::refusal::Refusal;
use crate::domain::ruling::{Moment, Ruling};

pub use crate::domain::procedure::Step;

/// What the law is asked about: which case, who takes the step, when.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub case: &'a Case,
    pub taken_by: TakenBy<'a>,
    pub now: &'a Moment<'a>,
}

impl<'a> Asked<'a> {
    /// Who takes the step, drafts it or approves it.
    pub fn actor(&self) -> &'a Actor {
        self.taken_by.actor()
    }
}

/// Why a step cannot be taken about something, before anything is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unavailable {
    /// There is nothing of the kind, or nothing that the person may know of: the answer is 404.
    NotThere(Refusal),
    /// It is not this person's to do.
    NotYours(Refusal),
    /// It is, but not now.
    NotNow(Refusal),
    /// It is done, or there is nothing to do: nobody is told that it is blocked.
    Settled(Refusal),
}

impl Unavailable {
    pub fn refusal(self) -> Refusal {
        match self {
            Self::NotThere(it) | Self::NotYours(it) | Self::NotNow(it) | Self::Settled(it) => it,
        }
    }
}

/// A kind of step. Nothing has a default that could be forgotten.
pub trait LegalStep: Sized + Serialize + DeserializeOwned {
    /// What it is about: the case, or each of several things on it.
    type About: Subject;

    fn about(&self) -> Self::About;

    /// Whether it is this person's, where more decides than the row of the table.
    ///
    /// # Errors
    /// Whose it is, or that there is nothing of the kind for this person.
    fn theirs(about: Self::About, asked: Asked<'_>) -> Result<(), Unavailable>;

    /// Whether it waits to be taken, before anything is written.
    ///
    /// # Errors
    /// What stands against it, or that it is settled.
    fn stands(about: Self::About, asked: Asked<'_>) -> Result<(), Unavailable>;

    /// What must hold of what is written, question by question: an approver reads these very lines.
    fn checks(&self, asked: Asked<'_>) -> Vec<Check>;

    /// What follows once all of it holds.
    ///
    /// # Errors
    /// What the checks did not ask.
    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal>;
}

/// A step about the case itself, whose it is the row of the table says alone.
macro_rules! about_the_case {
    () => {
        type About = $crate::domain::step::TheCase;

        fn about(&self) -> $crate::domain::step::TheCase {
            $crate::domain::step::TheCase
        }

        fn theirs(
            _: $crate::domain::step::TheCase,
            _: $crate::domain::step::Asked<'_>,
        ) -> Result<(), $crate::domain::step::Unavailable> {
            Ok(())
        }
    };
}

pub(crate) use about_the_case;

/// What a step can be about.
pub trait Subject: Copy + Eq {
    /// All there are on a case.
    fn all(case: &Case) -> Vec<Self>;
    /// As acts and addresses name it; `None`: the case itself.
    fn id(self) -> Option<Uuid>;
    fn of(id: Option<Uuid>) -> Option<Self>;
    /// What is said where it names nothing on the case.
    fn missing() -> Refusal;
}

/// The case itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TheCase;

impl Subject for TheCase {
    fn all(_: &Case) -> Vec<Self> {
        vec![Self]
    }

    fn id(self) -> Option<Uuid> {
        None
    }

    /// An address about the case names nothing beside it.
    fn of(_: Option<Uuid>) -> Option<Self> {
        Some(Self)
    }

    fn missing() -> Refusal {
        Refusal::NoParty
    }
}

macro_rules! subjects {
    ($($id:ty, $all:ident, $missing:ident;)+) => {$(
        impl Subject for $id {
            fn all(case: &Case) -> Vec<Self> {
                case.$all.iter().map(|it| it.id).collect()
            }

            fn id(self) -> Option<Uuid> {
                Some(self.0)
            }

            fn of(id: Option<Uuid>) -> Option<Self> {
                id.map(Self)
            }

            fn missing() -> Refusal {
                Refusal::$missing
            }
        }
    )+};
}

subjects! {
    PartyId, parties, NoParty;
    DocumentId, documents, NotAddressed;
    CorrectionId, corrections, NoSuchCorrection;
    ObjectionId, objections, NoSuchObjection;
}

/// The party, as far as the person may know of it.
///
/// # Errors
/// There is none, or the person stands on another side of the case.
pub fn seen<'a>(party: PartyId, asked: Asked<'a>) -> Result<&'a Party, Unavailable> {
    let there = asked.case.party(party);
    let there = there.ok_or(Unavailable::NotThere(Refusal::NoParty))?;
    if sight(asked.actor(), asked.case).covers(party) {
        return Ok(there);
    }
    Err(Unavailable::NotThere(Refusal::NotYourParty {
        party: there.name.clone(),
    }))
}
