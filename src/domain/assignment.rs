//! 经办人: who may investigate a case, and how one takes another's place. The text asks for no number and knows no
//! replacement (practice); that whoever acts is no party and somebody else is left to approve is R5.

use serde::{Deserialize, Serialize};

use crate::domain::act::Hands;
use crate::domain::actor::Actor;
use crate::domain::case::{Case, Staff};
use crate::domain::fact::Fact;
use crate::domain::ids::UserId;
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Basis;
use crate::domain::ruling::Ruling;

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

impl Case {
    /// Officers were assigned: from then on they take part.
    pub(super) fn assign(&mut self, officers: &[UserId]) {
        self.officers.extend_from_slice(officers);
        self.took_part.extend_from_slice(officers);
    }

    /// One officer took another's place.
    pub(super) fn replace(&mut self, out: UserId, by: UserId) {
        self.officers.retain(|user| *user != out);
        self.assign(&[by]);
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

impl Replacement {
    /// Whether the change may be made by this approver.
    ///
    /// # Errors
    /// The one is no officer of the case, the other is already or may not be, as the approver itself may not, or no
    /// approver would be left.
    pub fn rule(&self, case: &Case, hands: Hands<'_>) -> Result<Ruling, Refusal> {
        let reason = Refusal::unless_written(&self.reason, "更换的原因", Basis::Practice)?.to_owned();
        if !case.officers.contains(&self.out) {
            return Err(Refusal::NotAnOfficerHere);
        }
        if case.officers.contains(&self.by) {
            return Err(Refusal::AlreadyAnOfficer);
        }
        names_somebody_else(hands.actor(), &[self.by])?;
        may_investigate(case, &after(case, self.out, self.by))?;
        Ok(Ruling::on(Kind::Replace).fact(Fact::Replaced {
            out: self.out,
            by: self.by,
            reason,
        }))
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

#[cfg(test)]
mod tests;
