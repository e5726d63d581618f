//! 启动 (A8.1) and its refusal 不予启动 (practice: the text knows no answer to an application that does not fit, so that one
//! is always given in writing). The initiation assigns the officers who verify, at least two (practice).

use serde::{Deserialize, Serialize};

use crate::domain::act::Hands;
use crate::domain::actor::Actor;
use crate::domain::case::{Case, Staff};
use crate::domain::check::{self, Check};
use crate::domain::document;
use crate::domain::fact::Fact;
use crate::domain::ids::UserId;
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis, Condition};
use crate::domain::ruling::{Moment, Ruling};

/// How many officers verify at least (practice).
pub const OFFICERS_MIN: usize = 2;

/// 启动: the body finds that the application fits conditions and circumstances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Initiation {
    /// Why it fits (A8.1 认为符合容错情形和条件).
    pub reason: String,
    /// The officers assigned.
    pub officers: Vec<UserId>,
}

impl Initiation {
    /// Whether it may be initiated so.
    ///
    /// # Errors
    /// No reason, fewer than two officers, somebody who is no staff, the approver itself, or nobody left to approve.
    pub fn rule(&self, case: &Case, hands: Hands<'_>, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        check::all_hold(&self.checks(case))?;
        let officers = self.officers();
        if let Hands::Two { approver, .. } = hands {
            names_somebody_else(approver, &officers)?;
        }
        let notices = case
            .taking_part()
            .map(|party| document::initiation::notice(case, party, &officers, now));
        let ruling = Ruling::on(Kind::Initiate)
            .fact(Fact::Reasoned {
                reason: self.reason.clone(),
            })
            .fact(Fact::Assigned {
                officers: officers.clone(),
            });
        Ok(notices.fold(ruling, Ruling::issues))
    }

    /// What must hold of it.
    pub fn checks(&self, case: &Case) -> Vec<Check> {
        let law = Basis::Law(Article::A8_1);
        let officers = self.officers();
        let reason = Refusal::unless_written(&self.reason, "认为符合容错情形和条件的理由", law);
        vec![
            Check::of("写明了认为符合容错情形和条件的理由", law, reason),
            Check::of(
                format!("指定的经办人不少于 {OFFICERS_MIN} 名"),
                Basis::Practice,
                enough(&officers),
            ),
            Check::of(
                "经办人都是本机关的工作人员，不是申请人或者当事人",
                Basis::Practice,
                all_staff(case, &officers),
            ),
            Check::of(
                "指定以后仍有负责人可以审批本案的文书和认定",
                Basis::Practice,
                somebody_approves(case, &officers),
            ),
        ]
    }

    fn officers(&self) -> Vec<UserId> {
        let mut officers = self.officers.clone();
        officers.sort_unstable();
        officers.dedup();
        officers
    }
}

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
fn names_somebody_else(approver: &Actor, officers: &[UserId]) -> Result<(), Refusal> {
    match officers.contains(&approver.user) {
        true => Err(Refusal::NamesOneself),
        false => Ok(()),
    }
}

/// Officers are staff of the body, neither filer nor parties, and leave somebody over who may approve all that comes,
/// the determination too (R5): else the case would stand still for good.
///
/// # Errors
/// One of the three does not hold.
pub fn may_investigate(case: &Case, officers: &[UserId]) -> Result<(), Refusal> {
    all_staff(case, officers)?;
    somebody_approves(case, officers)
}

fn all_staff(case: &Case, officers: &[UserId]) -> Result<(), Refusal> {
    let staff = |user: &UserId| case.staff.iter().any(|person| person.user == *user);
    if officers.iter().all(|user| staff(user) && !is_party(case, *user)) {
        Ok(())
    } else {
        Err(Refusal::NotStaff)
    }
}

fn somebody_approves(case: &Case, officers: &[UserId]) -> Result<(), Refusal> {
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

/// Why a case is not initiated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Outside A2: no error out of pioneering, or an improper advantage.
    OutsideScope,
    /// Outside A3: not under the body's management.
    OutsidePersons,
    /// A condition is plainly absent.
    ConditionAbsent(Condition),
    /// None of the circumstances fits.
    NoCircumstance,
}

impl Ground {
    /// Every ground that a form can offer.
    pub fn all() -> Vec<Self> {
        let conditions = Condition::ALL.iter().copied().map(Self::ConditionAbsent);
        [Self::OutsideScope, Self::OutsidePersons]
            .into_iter()
            .chain(conditions)
            .chain([Self::NoCircumstance])
            .collect()
    }

    /// The code in forms.
    pub fn code(&self) -> String {
        match self {
            Self::OutsideScope => "outside_scope".into(),
            Self::OutsidePersons => "outside_persons".into(),
            Self::ConditionAbsent(condition) => format!("absent_{}", condition.code()),
            Self::NoCircumstance => "no_circumstance".into(),
        }
    }

    /// The ground of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().into_iter().find(|ground| ground.code() == code)
    }

    /// In words, with the article's own.
    pub fn text(&self) -> String {
        match self {
            Self::OutsideScope => "不属于第二条规定的容错纠错范围".into(),
            Self::OutsidePersons => "不属于第三条规定的管理单位、公职人员".into(),
            Self::ConditionAbsent(condition) => format!("明显不具备第六条“{}”的条件", condition.short()),
            Self::NoCircumstance => "没有符合第七条规定的情形".into(),
        }
    }

    /// The article it rests on.
    pub fn article(&self) -> Article {
        match self {
            Self::OutsideScope => Article::A2,
            Self::OutsidePersons => Article::A3,
            Self::ConditionAbsent(condition) => condition.article(),
            Self::NoCircumstance => Article::A7,
        }
    }
}

/// 不予启动, with ground and reason. A new application with new facts stays possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declining {
    /// Which article stands against it.
    pub ground: Ground,
    /// Why, for the applicant to read.
    pub reason: String,
}

impl Declining {
    /// Whether it may be declined so.
    ///
    /// # Errors
    /// No reason is written.
    pub fn rule(&self, case: &Case, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        check::all_hold(&self.checks())?;
        let notice = document::initiation::refusal(case, self, now);
        let reason = format!("{}。{}", self.ground.text(), self.reason);
        Ok(Ruling::on(Kind::Decline)
            .fact(Fact::Reasoned { reason })
            .issues(notice))
    }

    /// What must hold of it.
    pub fn checks(&self) -> Vec<Check> {
        let reason = Refusal::unless_written(&self.reason, "不予启动的理由", Basis::Practice);
        vec![Check::of("写明了不予启动的理由", Basis::Practice, reason)]
    }
}

/// 撤回 (practice): the filer takes the application back while it waits for initiation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Why.
    pub reason: String,
}

impl Withdrawal {
    /// Whether it may be withdrawn so.
    ///
    /// # Errors
    /// No reason is written.
    pub fn rule(&self) -> Result<Ruling, Refusal> {
        let reason = Refusal::unless_written(&self.reason, "撤回的原因", Basis::Practice)?.to_owned();
        Ok(Ruling::on(Kind::Withdraw).fact(Fact::Reasoned { reason }))
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
        let staying = case.officers.iter().copied().filter(|user| *user != self.out);
        let officers: Vec<_> = staying.chain([self.by]).collect();
        may_investigate(case, &officers)?;
        Ok(Ruling::on(Kind::Replace).fact(Fact::Replaced {
            out: self.out,
            by: self.by,
            reason,
        }))
    }
}

/// The people an approver may choose from to take an officer's place.
pub fn replacements(case: &Case) -> impl Iterator<Item = &Staff> {
    case.staff
        .iter()
        .filter(|person| !case.officers.contains(&person.user))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deadline::DeadlineKind;
    use crate::domain::document::DocumentKind;
    use crate::domain::samples::{self as s, Stage, steps};
    use crate::domain::status::Status;
    use crate::domain::step::Step;

    #[test]
    fn 启动指定两名以上经办人_留下可以审批认定的负责人() {
        let [a, b, c, chief, deputy] = [
            s::officer_a(),
            s::officer_b(),
            s::officer_c(),
            s::chief(),
            s::deputy(),
        ];
        let stage = Stage::filed(1);
        let asks = |officers: &[Actor]| {
            stage
                .asks(&steps::initiate(officers), Hands::One(&s::officer_a()))
                .map(|_| ())
        };
        assert_eq!(asks(&[a.clone(), b.clone()]), Ok(()));
        assert_eq!(asks(&[a.clone(), b.clone(), c.clone(), deputy.clone()]), Ok(()));
        assert_eq!(asks(&[]), Err(Refusal::TooFewOfficers { count: 0 }));
        assert_eq!(
            asks(&[a.clone(), a.clone()]),
            Err(Refusal::TooFewOfficers { count: 1 })
        );
        assert_eq!(
            asks(&[a.clone(), s::superiors()[0].clone()]),
            Err(Refusal::NotStaff)
        );
        assert_eq!(asks(&[a.clone(), s::applicant()]), Err(Refusal::NotStaff));
        assert_eq!(
            asks(&[a.clone(), chief]),
            Err(Refusal::NoApproverLeft),
            "the deputy may not approve it"
        );
    }

    #[test]
    fn 审批启动的人不能指定自己() {
        let stage = Stage::filed(1);
        let (drafter, deputy) = (s::officer_a(), s::deputy());
        let step = steps::initiate(&[drafter.clone(), deputy.clone()]);
        for (approver, expected) in [(&deputy, Err(Refusal::NamesOneself)), (&s::chief(), Ok(()))] {
            let hands = Hands::Two {
                drafter: drafter.user,
                approver,
            };
            assert_eq!(
                stage.asks(&step, hands).map(|_| ()),
                expected,
                "{}",
                approver.name
            );
        }
    }

    #[test]
    fn 当事人和申请人不能是经办人() {
        let mut stage = Stage::filed(2);
        let (a, b) = (s::officer_a(), s::officer_b());
        stage.case.parties[1].user = Some(b.user);
        assert_eq!(
            may_investigate(&stage.case, &[a.user, b.user]),
            Err(Refusal::NotStaff)
        );
        stage.case.parties[1].user = None;
        stage.case.filer.user = b.user;
        assert_eq!(
            may_investigate(&stage.case, &[a.user, b.user]),
            Err(Refusal::NotStaff)
        );
    }

    #[test]
    fn 启动_不予启动_撤回() {
        #[rustfmt::skip]
        let table = [
            (Status::Verifying, DocumentKind::InitiationNotice, 2),
            (Status::Declined,  DocumentKind::DeclineNotice,    1),
            (Status::Withdrawn, DocumentKind::DeclineNotice,    0),
        ];
        for (status, kind, notices) in table {
            let mut stage = Stage::filed(2);
            match status {
                Status::Verifying => drop(stage.does(&steps::initiate(&[s::officer_a(), s::officer_b()]))),
                Status::Declined => drop(stage.does(&steps::decline())),
                _ => drop(
                    stage
                        .takes(&steps::withdraw(), &s::applicant())
                        .expect("it is the filer's"),
                ),
            }
            assert_eq!(stage.case.status, status);
            assert_eq!(
                stage.case.documents.iter().filter(|it| it.kind == kind).count(),
                notices
            );
            let mut running = stage
                .case
                .deadlines
                .iter()
                .filter(|it| it.running())
                .map(|it| it.kind);
            let verification = (status == Status::Verifying).then_some(DeadlineKind::Verification);
            assert_eq!(running.next(), verification);
        }
    }

    #[test]
    fn 只有申请人可以撤回_启动以后不能() {
        let stage = Stage::filed(1);
        for other in [s::officer_a(), s::chief(), s::individual()] {
            let answer = stage.asks(&steps::withdraw(), Hands::One(&other));
            assert!(matches!(answer, Err(Refusal::NotYours { .. })), "{}", other.name);
        }
        let late = Stage::initiated(1).asks(&steps::withdraw(), Hands::One(&s::applicant()));
        assert!(matches!(late, Err(Refusal::NotInThisStatus { .. })));
    }

    #[test]
    fn 负责人更换经办人() {
        let mut stage = Stage::initiated(1);
        let [a, b, c] = [s::officer_a().user, s::officer_b().user, s::officer_c().user];
        let asks = |stage: &Stage, out, by| {
            stage
                .asks(&steps::replace(out, by), Hands::One(&s::chief()))
                .map(|_| ())
        };
        assert_eq!(asks(&stage, c, a), Err(Refusal::NotAnOfficerHere));
        assert_eq!(asks(&stage, a, b), Err(Refusal::AlreadyAnOfficer));
        assert_eq!(asks(&stage, a, s::applicant().user), Err(Refusal::NotStaff));
        assert_eq!(asks(&stage, a, s::chief().user), Err(Refusal::NamesOneself));
        let by_deputy = stage.asks(&steps::replace(a, s::chief().user), Hands::One(&s::deputy()));
        assert_eq!(by_deputy.map(|_| ()), Err(Refusal::NoApproverLeft));
        let by_officer = stage.asks(&steps::replace(a, c), Hands::One(&s::officer_b()));
        assert!(matches!(by_officer, Err(Refusal::NotYours { .. })));
        stage
            .takes(&steps::replace(a, c), &s::chief())
            .expect("丙 is free");
        assert_eq!(stage.case.officers, [b, c]);
        assert!(
            stage.case.took_part.contains(&a),
            "who left took part all the same"
        );
    }

    #[test]
    fn 办结以后也可以更换经办人_由接替的人代为录入异议() {
        let mut stage = Stage::closed(2, 1);
        let (gone, new) = (s::officer_a(), s::officer_c());
        stage
            .takes(&steps::replace(gone.user, new.user), &s::chief())
            .expect("丙 is free");
        let objects = Step::Object(steps::objection(stage.party(2), s::SUPERIOR));
        let refused = stage.asks(&objects, Hands::One(&gone)).map(|_| ());
        assert_eq!(refused, Err(Refusal::NotAssigned));
        stage.takes(&objects, &new).expect("it is the new officer's");
        for (stage, status) in [(Stage::filed(1), "待启动"), (declined(), "不予启动")] {
            let answer = stage.asks(&steps::replace(gone.user, new.user), Hands::One(&s::chief()));
            let nobody = Refusal::NotInThisStatus {
                step: "更换经办人",
                status,
                basis: Basis::Practice,
            };
            assert_eq!(answer.map(|_| ()), Err(nobody), "nobody is assigned");
        }
    }

    fn declined() -> Stage {
        let mut stage = Stage::filed(1);
        stage.does(&steps::decline());
        stage
    }
}
