//! 经办人: who may investigate a case, and how one takes another's place. The text asks for no number and knows no
//! replacement (practice); that whoever acts is no party and somebody else is left to approve is R5.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::actor::Actor;
use crate::domain::case::{Case, Staff};
use crate::domain::check::Check;
use crate::domain::fact::{FileOf, LegalFact, Said};
use crate::domain::ids::UserId;
use crate::domain::procedure::Kind;
use crate::domain::recorded::Entry;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Basis;
use crate::domain::ruling::Ruling;
use crate::domain::step::{Asked, LegalStep, TheCase, Unavailable};

/// How many officers verify at least (practice).
pub const OFFICERS_MIN: usize = 2;

/// At least two officers verify (practice).
///
/// # Errors
/// They are fewer.
pub fn enough(officers: &[UserId]) -> Result<(), Refusal> {
    match officers.len() {
        count if count < OFFICERS_MIN => Err(Refusal::TooFewOfficers { count }),
        _ => Ok(()),
    }
}

/// R5: who decides on the officers is none of them.
///
/// # Errors
/// The approver is among them.
pub(super) fn names_somebody_else(approver: &Actor, officers: &[UserId]) -> Result<(), Refusal> {
    match officers.contains(&approver.user) {
        true => Err(Refusal::NamesOneself),
        false => Ok(()),
    }
}

/// Whether these people together may be the officers of the case.
///
/// # Errors
/// One may not, or nobody would be left to approve.
pub fn may_investigate(case: &Case, officers: &[UserId]) -> Result<(), Refusal> {
    all_staff(case, officers)?;
    somebody_approves(case, officers)
}

/// Officers are staff of the body, neither filer nor parties (R5).
///
/// # Errors
/// One is not.
pub(super) fn all_staff(case: &Case, officers: &[UserId]) -> Result<(), Refusal> {
    let staff = |user: &UserId| case.staff.iter().any(|person| person.user == *user);
    if officers.iter().all(|user| staff(user) && !is_party(case, *user)) {
        Ok(())
    } else {
        Err(Refusal::NotStaff)
    }
}

/// Somebody is left who may approve all that comes, the determination too (R5): else the case would stand still for good.
///
/// # Errors
/// Nobody is.
pub(super) fn somebody_approves(case: &Case, officers: &[UserId]) -> Result<(), Refusal> {
    let free = |user: UserId| !officers.contains(&user) && !is_party(case, user);
    let approves = |person: &Staff| person.approver && person.approves_determinations && free(person.user);
    if case.staff.iter().any(approves) {
        Ok(())
    } else {
        Err(Refusal::NoApproverLeft)
    }
}

fn is_party(case: &Case, user: UserId) -> bool {
    case.filer.user == user || case.parties.iter().any(|party| party.user == Some(user))
}

/// Officers were assigned to the round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    pub officers: Vec<UserId>,
}

impl LegalFact for Assigned {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, _: Entry) {
        case.officers.extend_from_slice(&self.officers);
        case.took_part.extend_from_slice(&self.officers);
    }

    fn file(&self, _: &Case) -> Option<FileOf> {
        None
    }

    fn said(&self, case: &Case, _: Date) -> Said {
        let names: Vec<_> = self.officers.iter().map(|it| case.name_of(*it)).collect();
        Said::line(format!("指定经办人：{}", names.join("、")))
    }
}

/// 更换经办人 (practice): an approver puts one officer in another's place, so that no case dies with a holiday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replacement {
    /// Who leaves.
    pub out: UserId,
    /// Who comes.
    pub by: UserId,
    /// Why.
    pub reason: String,
}

impl LegalStep for Replacement {
    type About = TheCase;

    fn about(&self) -> TheCase {
        TheCase
    }

    fn theirs(_: TheCase, _: Asked<'_>) -> Result<(), Unavailable> {
        Ok(())
    }

    fn stands(_: TheCase, asked: Asked<'_>) -> Result<(), Unavailable> {
        let mut coming = replacements(asked.case, asked.actor());
        let somebody = coming.next().map(drop);
        somebody.ok_or(Unavailable::NotNow(Refusal::NoApproverLeft))
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, practice) = (asked.case, Basis::Practice);
        let leaves = case.officers.contains(&self.out).then_some(());
        let comes = (!case.officers.contains(&self.by)).then_some(());
        let investigate = may_investigate(case, &after(case, self.out, self.by));
        vec![
            Check::written("写明了更换的原因", practice, &self.reason, "更换的原因"),
            Check::of(
                "换下的是本案的经办人",
                practice,
                leaves.ok_or(Refusal::NotAnOfficerHere),
            ),
            Check::of(
                "接办的不是本案的经办人",
                practice,
                comes.ok_or(Refusal::AlreadyAnOfficer),
            ),
            Check::of(
                "接办的不是您自己",
                practice,
                names_somebody_else(asked.actor(), &[self.by]),
            ),
            Check::of("接办的人可以办理本案，仍有负责人可以审批", practice, investigate),
        ]
    }

    fn ruling(&self, _: Asked<'_>) -> Result<Ruling, Refusal> {
        let reason = self.reason.trim().to_owned();
        Ok(Ruling::on(Kind::Replace).fact(Self { reason, ..*self }))
    }
}

/// The officers once one took another's place.
fn after(case: &Case, out: UserId, by: UserId) -> Vec<UserId> {
    let staying = case.officers.iter().copied().filter(|user| *user != out);
    staying.chain([by]).collect()
}

/// The people this approver may choose from to take an officer's place.
pub fn replacements<'a>(case: &'a Case, approver: &'a Actor) -> impl Iterator<Item = &'a Staff> {
    case.staff.iter().filter(|person| {
        let somebody_else = names_somebody_else(approver, &[person.user]).is_ok();
        let comes = !case.officers.contains(&person.user) && somebody_else;
        comes
            && case
                .officers
                .iter()
                .any(|out| may_investigate(case, &after(case, *out, person.user)).is_ok())
    })
}

impl LegalFact for Replacement {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, _: Entry) {
        case.officers.retain(|user| *user != self.out);
        case.officers.push(self.by);
        case.took_part.push(self.by);
    }

    fn file(&self, _: &Case) -> Option<FileOf> {
        None
    }

    fn said(&self, case: &Case, _: Date) -> Said {
        let (out, by) = (case.name_of(self.out), case.name_of(self.by));
        Said::line(format!("{out}换为{by}：{}", self.reason))
    }
}

#[cfg(test)]
mod tests;
