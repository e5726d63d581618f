//! The parties as forms need them: which one the address names, and which there are to choose from.

use super::open::OpenCase;
use crate::domain::access::{Sight, acts_for};
use crate::domain::act::TakenBy;
use crate::domain::case::{Case, Party};
use crate::domain::clarification::for_itself;
use crate::domain::ids::{FileId, PartyId};
use crate::domain::refusal::Refusal;
use crate::web::error::Nope;
use crate::web::form::Choice;

impl OpenCase {
    /// The party that the address names, if this person sees its side.
    ///
    /// # Errors
    /// There is none.
    pub fn party(&self) -> Result<&Party, Nope> {
        let named = self.subject.map(PartyId).and_then(|id| self.case.party(id));
        named
            .filter(|party| self.sight.covers(party.id))
            .ok_or(Nope::NotFound)
    }

    /// Whether the person speaks for that party itself.
    pub fn is_party(&self, party: &Party) -> bool {
        acts_for(&self.actor, party)
    }
}

impl OpenCase {
    /// Whether this file will do for the person to say something in the name of the party that the address names.
    ///
    /// # Errors
    /// What the law has against it.
    pub fn in_its_own_words(&self, file: Option<FileId>) -> Result<(), Refusal> {
        self.in_the_words_of(self.party().ok().map(|it| it.id), file)
    }

    /// The same of a party that the address does not name itself.
    ///
    /// # Errors
    /// As above.
    pub fn in_the_words_of(&self, party: Option<PartyId>, file: Option<FileId>) -> Result<(), Refusal> {
        let party = party.and_then(|it| self.case.party(it)).ok_or(Refusal::NoParty)?;
        for_itself(&self.case, party, TakenBy::One(&self.actor), file)
    }
}

/// A verb, and the party that it is about; who speaks for one party alone is not told its own name.
pub fn about(verb: &str, open: &OpenCase, party: PartyId) -> String {
    match &open.sight {
        Sight::Party { parties, .. } if parties.as_slice() == [party] => verb.to_owned(),
        Sight::Party { .. } | Sight::Body | Sight::Addressee(_) | Sight::Watching | Sight::Nothing => {
            format!("{verb}：{}", open.case.party_name(party))
        }
    }
}

/// The parties to choose from.
pub fn choices(case: &Case) -> Vec<Choice> {
    case.taking_part()
        .map(|party| Choice::new(party.id.to_string(), &party.name).hint(&party.position))
        .collect()
}
