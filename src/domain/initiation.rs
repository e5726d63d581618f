//! 启动 (A8.1) and its contrary 不予启动 (practice: the text knows no answer to an application that does not fit, so that one
//! is always given in writing). The initiation assigns the officers who verify.

use serde::{Deserialize, Serialize};

use crate::domain::act::Hands;
use crate::domain::assignment::{OFFICERS_MIN, all_staff, enough, names_somebody_else, somebody_approves};
use crate::domain::case::Case;
use crate::domain::check::{self, Check};
use crate::domain::document;
use crate::domain::fact::Fact;
use crate::domain::ids::UserId;
use crate::domain::organ;
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis, Condition};
use crate::domain::ruling::{Moment, Ruling};

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
        let mut checks = vec![
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
        ];
        checks.extend(organ::noted(case));
        checks
    }

    fn officers(&self) -> Vec<UserId> {
        let mut officers = self.officers.clone();
        officers.sort_unstable();
        officers.dedup();
        officers
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
        let notice = document::initiation::declining(case, self, now);
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

#[cfg(test)]
mod tests;
