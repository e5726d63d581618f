//! 关联账户 (practice): an act joins a party to its account, with the proof of identity. From then on the party reads,
//! speaks and objects for itself; the inner view of the case is closed to it at once.

use serde::{Deserialize, Serialize};

use crate::domain::case::{Case, Party, PartyKind};
use crate::domain::check::{self, Check};
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
        check::all_hold(&self.checks(case))?;
        let party = case.party(self.party).ok_or(Refusal::NoParty)?;
        let (user, unit) = self.whose(party)?;
        let fact = Fact::Linked {
            party: self.party,
            user,
            unit,
            electronic: self.electronic,
            proof: self.proof.trim().to_owned(),
        };
        Ok(Ruling::on(Kind::Link).fact(fact))
    }

    /// What must hold of it.
    pub fn checks(&self, case: &Case) -> Vec<Check> {
        let practice = Basis::Practice;
        let proof = Refusal::unless_written(&self.proof, "核对身份的方式和证明", practice);
        vec![
            Check::of("当事人还没有关联账户", practice, self.unlinked(case)),
            Check::of("写明了怎样核对身份", practice, proof),
            Check::of(
                "账户不属于工作人员，也不属于本案另一名当事人",
                practice,
                self.fits(case),
            ),
        ]
    }

    fn unlinked(&self, case: &Case) -> Result<(), Refusal> {
        without_account(case, self.party).map(|_| ())
    }

    fn fits(&self, case: &Case) -> Result<(), Refusal> {
        let party = case.party(self.party).ok_or(Refusal::NoParty)?;
        let (user, unit) = self.whose(party)?;
        let same =
            |other: &Party| (user.is_some() && other.user == user) || (unit.is_some() && other.unit == unit);
        if self.account.staff || case.parties.iter().any(same) {
            return Err(Refusal::AccountUnfit);
        }
        Ok(())
    }

    /// A person is linked to its own account, a unit to that of the unit.
    fn whose(&self, party: &Party) -> Result<(Option<UserId>, Option<UnitId>), Refusal> {
        match party.kind {
            PartyKind::Individual => Ok((Some(self.account.user), None)),
            PartyKind::Unit => Ok((None, Some(self.account.unit.ok_or(Refusal::AccountUnfit)?))),
        }
    }
}

impl Case {
    /// A party was joined to its account.
    pub(super) fn link(
        &mut self,
        party: PartyId,
        (user, unit): (Option<UserId>, Option<UnitId>),
        electronic: bool,
    ) {
        for it in self.parties.iter_mut().filter(|it| it.id == party) {
            (it.user, it.unit, it.electronic) = (user, unit, electronic);
        }
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
