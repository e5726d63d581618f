//! 绑定账号 (practice): an act joins a party to its account, with the proof of identity. From then on the party reads,
//! speaks and objects for itself; the inner view of the case is closed to it at once.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::blank::{Written, shows_nothing};
use crate::domain::case::{Case, Party, PartyKind};
use crate::domain::check::Check;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::ids::{PartyId, UnitId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::recorded::Entry;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Basis;
use crate::domain::ruling::Ruling;
use crate::domain::step::{Asked, LegalStep, Unavailable, seen};

/// The link of a party to an account. The account was looked up by its user name before the law is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLink {
    /// The party.
    pub party: PartyId,
    /// The account.
    pub account: Account,
    /// How the identity was checked.
    pub proof: Written,
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
    /// Everybody of that unit, itself among them.
    pub people: Vec<UserId>,
    /// Whether it belongs to staff of a body.
    pub staff: bool,
}

impl LegalStep for AccountLink {
    type About = PartyId;

    fn about(&self) -> PartyId {
        self.party
    }

    fn theirs(party: PartyId, asked: Asked<'_>) -> Result<(), Unavailable> {
        seen(party, asked).map(drop)
    }

    fn stands(party: PartyId, asked: Asked<'_>) -> Result<(), Unavailable> {
        without_account(asked.case, party)
            .map(drop)
            .map_err(Unavailable::Settled)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let case = asked.case;
        let practice = Basis::Practice;
        vec![
            Check::of("当事人还没有绑定账号", practice, self.unlinked(case)),
            Check::of(
                "账号不属于工作人员，也不属于本案另一名当事人",
                practice,
                self.fits(case),
            )
            .at("username"),
            Check::noted(
                format!("账号的名称“{}”与当事人一致", self.account.name),
                practice,
                case.party(self.party)
                    .is_some_and(|party| self.bears_the_name_of(party)),
            ),
        ]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let party = asked.case.party(self.party).ok_or(Refusal::NoParty)?;
        let (user, unit) = self.whose(party)?;
        Ok(Ruling::on(Kind::Link).fact(AccountLinked {
            party: self.party,
            user,
            unit,
            electronic: self.electronic,
            proof: self.proof.clone(),
        }))
    }
}

impl AccountLink {
    /// A name may be written in two ways; whoever approves the link should see that it is.
    fn bears_the_name_of(&self, party: &Party) -> bool {
        let bare = |name: &str| name.chars().filter(|it| !shows_nothing(*it)).collect::<String>();
        bare(&self.account.name) == bare(&party.name)
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
        self.speaks_for_nobody_else(case, party)
    }

    /// A party never reads what another said: nobody may come to act for two of them, the one through the unit and the
    /// other in person.
    fn speaks_for_nobody_else(&self, case: &Case, party: &Party) -> Result<(), Refusal> {
        let unit = self.account.unit;
        let of_the_unit = |user: UserId| {
            self.account.people.contains(&user) || (case.filer.user == user && case.filer.unit == unit)
        };
        let both = |other: &&Party| match party.kind {
            PartyKind::Individual => unit.is_some() && other.unit == unit,
            PartyKind::Unit => other.user.is_some_and(of_the_unit),
        };
        let other = case.parties.iter().filter(|it| it.id != party.id).find(both);
        other.map_or(Ok(()), |other| {
            Err(Refusal::AccountOfAnother {
                other: other.name.clone(),
            })
        })
    }

    /// A person is linked to its own account, a unit to that of the unit.
    fn whose(&self, party: &Party) -> Result<(Option<UserId>, Option<UnitId>), Refusal> {
        match party.kind {
            PartyKind::Individual => Ok((Some(self.account.user), None)),
            PartyKind::Unit => Ok((None, Some(self.account.unit.ok_or(Refusal::AccountUnfit)?))),
        }
    }
}

/// A party was joined to its account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLinked {
    pub party: PartyId,
    /// The person's account, for an individual.
    pub user: Option<UserId>,
    /// The unit, for a unit.
    pub unit: Option<UnitId>,
    /// Whether it agreed to electronic service (电子送达).
    pub electronic: bool,
    /// How its identity was proved.
    pub proof: Written,
}

impl LegalFact for AccountLinked {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, _: Entry) {
        for it in case.parties.iter_mut().filter(|it| it.id == self.party) {
            (it.user, it.unit, it.electronic) = (self.user, self.unit, self.electronic);
        }
    }

    names_no_file! {}

    fn said(&self, case: &Case, _: Date) -> Said {
        let party = case.party_name(self.party);
        Said::about(party).with(format!("{party}可以查看自己在本案中的文书和进度"))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::TakenBy;
    use crate::domain::actor::Actor;
    use crate::domain::samples::{self as s, SampleCase, steps};

    fn asks(sample: &SampleCase, no: usize, account: &Actor) -> Result<(), Refusal> {
        let step = steps::link(sample.party(no), account);
        sample.asks(&step, TakenBy::One(&s::officer_a())).map(|_| ())
    }

    #[test]
    fn 一个账号只能是一名当事人的() {
        let mut sample = SampleCase::initiated(3);
        let colleague = Actor {
            user: s::stranger().user,
            ..s::applicant()
        };
        let of_the_unit = Err(Refusal::AccountOfAnother {
            other: "甲单位".into(),
        });
        assert_eq!(
            asks(&sample, 2, &s::applicant()),
            of_the_unit,
            "it filed for the unit"
        );
        assert_eq!(
            asks(&sample, 2, &colleague),
            of_the_unit,
            "it is of the same unit"
        );
        assert_eq!(asks(&sample, 2, &s::officer_a()), Err(Refusal::AccountUnfit));
        assert_eq!(asks(&sample, 2, &s::individual()), Ok(()));
        sample.does(&steps::link(sample.party(2), &s::individual()));
        assert_eq!(asks(&sample, 3, &s::individual()), Err(Refusal::AccountUnfit));
    }

    #[test]
    fn 单位的人已经是当事人的_不能再关联该单位() {
        let mut sample = SampleCase::initiated(2);
        let unit = sample.case.parties[0].unit.take();
        sample.case.parties[1].user = Some(s::applicant().user);
        sample.case.parties[1].unit = None;
        let both = Err(Refusal::AccountOfAnother {
            other: "当事人2".into(),
        });
        assert_eq!(unit, s::applicant().unit);
        assert_eq!(asks(&sample, 1, &s::applicant()), both);
        sample.case.parties[1].user = Some(s::individual().user);
        assert_eq!(asks(&sample, 1, &s::applicant()), Ok(()));
    }
}
