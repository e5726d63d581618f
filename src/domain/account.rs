//! 关联账户 (practice): an act joins a party to its account, with the proof of identity. From then on the party reads,
//! speaks and objects for itself; the inner view of the case is closed to it at once.

use serde::{Deserialize, Serialize};

use crate::domain::case::{Case, Party, PartyKind};
use crate::domain::fact::Fact;
use crate::domain::ids::{PartyId, UnitId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Basis;
use crate::domain::ruling::Ruling;

/// The link of a party to an account. The account was looked up by its user name before the law is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLink {
    /// The party.
    pub party: PartyId,
    /// The account.
    pub account: Account,
    /// How the identity was checked.
    pub proof: String,
    /// Whether the party agreed in writing to electronic service.
    pub electronic: bool,
}

/// An account as it was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// The user name typed.
    pub username: String,
    /// Whose it is.
    pub user: UserId,
    /// The name that goes with it.
    pub name: String,
    /// The unit it files for.
    pub unit: Option<UnitId>,
    /// Whether it belongs to staff of a body.
    pub staff: bool,
}

impl AccountLink {
    /// Whether this account may be linked to this party.
    ///
    /// # Errors
    /// The party has one, or the account does not fit a party of its kind.
    pub fn rule(&self, case: &Case) -> Result<Ruling, Refusal> {
        let party = without_account(case, self.party)?;
        let proof = Refusal::unless_written(&self.proof, "核对身份的方式和证明", Basis::Practice)?.to_owned();
        let (user, unit) = match party.kind {
            PartyKind::Individual => (Some(self.account.user), None),
            PartyKind::Unit => (None, Some(self.account.unit.ok_or(Refusal::AccountUnfit)?)),
        };
        let taken = |other: &&crate::domain::case::Party| {
            (user.is_some() && other.user == user) || (unit.is_some() && other.unit == unit)
        };
        if self.account.staff || case.parties.iter().any(|other| taken(&other)) {
            return Err(Refusal::AccountUnfit);
        }
        let fact = Fact::Linked {
            party: self.party,
            user,
            unit,
            electronic: self.electronic,
            proof,
        };
        Ok(Ruling::on(Kind::Link).fact(fact))
    }
}

/// The party, which has no account yet.
///
/// # Errors
/// It has one.
pub fn without_account(case: &Case, id: PartyId) -> Result<&Party, Refusal> {
    let party = case.party(id).ok_or(Refusal::NoParty)?;
    if party.has_account() {
        return Err(Refusal::AlreadyLinked {
            party: party.name.clone(),
        });
    }
    Ok(party)
}
