//! 经办人: who may investigate a case, who does in a later round, and how one takes another's place. The text asks for no number
//! and knows no replacement (practice); that whoever acts is no party and somebody else is left to approve is R5.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::actor::Actor;
use crate::domain::blank::Written;
use crate::domain::case::{Case, Staff};
use crate::domain::check::Check;
use crate::domain::deadline::DeadlineKind;
use crate::domain::document;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::ids::UserId;
use crate::domain::owed::{Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::Entry;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Basis;
use crate::domain::ruling::Ruling;
use crate::domain::step::{Asked, LegalStep, TheCase, Unavailable, about_the_case};

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
    match determiners(case).any(|it| !officers.contains(&it.user)) {
        true => Ok(()),
        false => Err(Refusal::NoApproverLeft),
    }
}

/// Who may approve the determination: nobody who ever investigated the case (R5).
fn determiners(case: &Case) -> impl Iterator<Item = &Staff> {
    let free = |user: UserId| !case.investigated(user) && !is_party(case, user);
    let approves = move |it: &&Staff| it.approver && it.approves_determinations && free(it.user);
    case.staff.iter().filter(approves)
}

/// After a determination was set aside, others verify than those who took part before (R5).
fn took_no_part(case: &Case, officers: &[UserId]) -> Result<(), Refusal> {
    match officers.iter().any(|it| case.round > 1 && case.acted_in(*it)) {
        true => Err(Refusal::TookPartInEarlierRound),
        false => Ok(()),
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
        case.investigators.extend_from_slice(&self.officers);
    }

    names_no_file! {}

    fn said(&self, case: &Case, _: Date) -> Said {
        let names: Vec<_> = self.officers.iter().map(|it| case.name_of(*it)).collect();
        Said::line(format!("指定经办人：{}", names.join("、")))
    }
}

/// 指定本轮经办人 (practice): an approver names the officers of a later round, who took no part before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    pub officers: Vec<UserId>,
}

impl LegalStep for Assignment {
    about_the_case! {}

    fn stands(_: TheCase, asked: Asked<'_>) -> Result<(), Unavailable> {
        waits_for_officers(asked.case).map_err(Unavailable::Settled)?;
        enough_are_left(asked.case, asked.actor()).map_err(Unavailable::NotNow)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, practice) = (asked.case, Basis::Practice);
        let officers = each_once(&self.officers);
        vec![
            Check::of("本轮还没有经办人", practice, waits_for_officers(case)),
            Check::of(
                format!("指定的经办人不少于 {OFFICERS_MIN} 名"),
                practice,
                enough(&officers),
            )
            .at("officers"),
            Check::of(
                "经办人都是本机关的工作人员，不是申请人或者当事人",
                practice,
                all_staff(case, &officers),
            )
            .at("officers"),
            Check::of(
                "经办人都没有参加过本案以前的办理",
                practice,
                took_no_part(case, &officers),
            )
            .at("officers"),
            Check::of(
                "指定的不是您自己",
                practice,
                names_somebody_else(asked.actor(), &officers),
            )
            .at("officers"),
            Check::of(
                "指定以后仍有负责人可以审批本案的文书和认定",
                practice,
                somebody_approves(case, &officers),
            )
            .at("officers"),
        ]
    }

    /// Each party of the round is told who verifies now: it can ask for a recusal.
    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let (case, officers) = (asked.case, each_once(&self.officers));
        let told = case.taking_part();
        let notices = told.map(|party| document::round::notice(case, party, &officers, asked.now));
        let assigned = Assigned {
            officers: officers.clone(),
        };
        Ok(notices.fold(Ruling::on(Kind::Assign).fact(assigned), Ruling::issues))
    }
}

/// The people, each once.
pub(super) fn each_once(officers: &[UserId]) -> Vec<UserId> {
    let mut officers = officers.to_vec();
    officers.sort_unstable();
    officers.dedup();
    officers
}

/// Whether a later round waits for its officers; the initiation assigns those of the first.
///
/// # Errors
/// It has them.
pub fn waits_for_officers(case: &Case) -> Result<(), Refusal> {
    match case.round > 1 && case.officers.is_empty() {
        true => Ok(()),
        false => Err(Refusal::RoundHasOfficers),
    }
}

/// A later round begins with its officers.
pub fn owed(case: &Case) -> Option<Owed> {
    waits_for_officers(case).ok()?;
    let todo = format!("指定第 {} 轮经办人", case.round);
    let due = case.due_of(DeadlineKind::Verification, None);
    Some(Owed::new(Turn::Approver, Kind::Assign, todo).due(due))
}

/// Who took no part so far and is no party: the officers of a later round come from among them.
fn fresh(case: &Case) -> impl Iterator<Item = &Staff> {
    let free = |it: &&Staff| !case.acted_in(it.user) && !is_party(case, it.user);
    case.staff.iter().filter(free)
}

/// The people this approver may choose from as officers of a later round.
pub fn newcomers<'a>(case: &'a Case, approver: &'a Actor) -> impl Iterator<Item = &'a Staff> {
    fresh(case).filter(|it| it.user != approver.user)
}

/// How many of these people are left beside one who approves the determination, who may be one of them; `None`: nobody approves.
fn left_to_verify<'a>(case: &Case, people: impl Iterator<Item = &'a Staff>) -> Option<usize> {
    let people: Vec<_> = people.map(|it| it.user).collect();
    let left = |it: &Staff| people.len() - usize::from(people.contains(&it.user));
    determiners(case).map(left).max()
}

/// Whether the body has enough people for a later round than the present one, and one more who approves the determination.
pub fn somebody_could_verify_again(case: &Case) -> bool {
    left_to_verify(case, fresh(case)).is_some_and(|left| left >= OFFICERS_MIN)
}

/// Whether there are enough with the approver among them, so that another approver can name them.
fn another_assigns(case: &Case, approver: &Actor) -> bool {
    let free = |it: &Staff| it.approver && !case.investigated(it.user) && !is_party(case, it.user);
    let mut others = case
        .staff
        .iter()
        .filter(|it| it.user != approver.user && free(it));
    others.next().is_some() && somebody_could_verify_again(case)
}

/// As many of them as a round needs, beside one who approves the determination.
fn enough_are_left(case: &Case, approver: &Actor) -> Result<(), Refusal> {
    match left_to_verify(case, newcomers(case, approver)) {
        None => Err(Refusal::NoApproverLeft),
        Some(left) if left < OFFICERS_MIN => Err(match another_assigns(case, approver) {
            true => Refusal::AnotherAssigns,
            false => Refusal::NobodyNew,
        }),
        Some(_) => Ok(()),
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
    pub reason: Written,
}

impl LegalStep for Replacement {
    about_the_case! {}

    fn stands(_: TheCase, asked: Asked<'_>) -> Result<(), Unavailable> {
        if waits_for_officers(asked.case).is_ok() {
            return Err(Unavailable::NotNow(Refusal::RoundWithoutOfficers));
        }
        let mut coming = replacements(asked.case, asked.actor());
        let nobody = match asked.case.round {
            1 => Refusal::NoApproverLeft,
            _ => Refusal::NobodyNew,
        };
        coming.next().map(drop).ok_or(Unavailable::NotNow(nobody))
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, practice) = (asked.case, Basis::Practice);
        let leaves = case.officers.contains(&self.out).then_some(());
        let comes = (!case.officers.contains(&self.by)).then_some(());
        let investigate = may_investigate(case, &after(case, self.out, self.by));
        vec![
            Check::of(
                "换下的是本案的经办人",
                practice,
                leaves.ok_or(Refusal::NotAnOfficerHere),
            )
            .at("out"),
            Check::of(
                "接办的不是本案的经办人",
                practice,
                comes.ok_or(Refusal::AlreadyAnOfficer),
            )
            .at("by"),
            Check::of(
                "接办的不是您自己",
                practice,
                names_somebody_else(asked.actor(), &[self.by]),
            )
            .at("by"),
            Check::of("接办的人可以办理本案，仍有负责人可以审批", practice, investigate).at("by"),
            Check::of(
                "案件重新核实的，接办的人没有参加过以前的办理",
                practice,
                took_no_part(case, &[self.by]),
            )
            .at("by"),
        ]
    }

    fn ruling(&self, _: Asked<'_>) -> Result<Ruling, Refusal> {
        Ok(Ruling::on(Kind::Replace).fact(self.clone()))
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
        let new = took_no_part(case, &[person.user]).is_ok();
        let comes = !case.officers.contains(&person.user) && somebody_else && new;
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
        case.investigators.push(self.by);
    }

    names_no_file! {}

    fn said(&self, case: &Case, _: Date) -> Said {
        let (out, by) = (case.name_of(self.out), case.name_of(self.by));
        Said::line(format!("经办人由{out}更换为{by}：{}", self.reason))
    }
}

#[cfg(test)]
mod tests;
