//! 启动 (A8.1) and its contrary 不予启动 (practice: the text knows no answer to an application that does not fit, so that one
//! is always given in writing). The initiation assigns the officers who verify.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::act::TakenBy;
use crate::domain::assignment::{
    Assigned, OFFICERS_MIN, all_staff, each_once, enough, names_somebody_else, somebody_approves,
};
use crate::domain::blank::Written;
use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::coded::Listed;
use crate::domain::deadline::DeadlineKind;
use crate::domain::document;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::ids::UserId;
use crate::domain::organ;
use crate::domain::owed::{Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::Entry;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis, Condition};
use crate::domain::ruling::Ruling;
use crate::domain::status::Status;
use crate::domain::step::{Asked, LegalStep, TheCase, Unavailable, about_the_case};

/// 启动: the body finds that the application fits conditions and circumstances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Initiation {
    /// Why it fits (A8.1 认为符合容错情形和条件).
    pub reason: Written,
    /// The officers assigned.
    pub officers: Vec<UserId>,
}

impl LegalStep for Initiation {
    about_the_case! {}

    fn stands(_: TheCase, _: Asked<'_>) -> Result<(), Unavailable> {
        Ok(())
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let case = asked.case;
        let officers = each_once(&self.officers);
        let mut checks = vec![
            Check::of(
                format!("指定的经办人不少于 {OFFICERS_MIN} 名"),
                Basis::Practice,
                enough(&officers),
            )
            .at("officers"),
            Check::of(
                "经办人都是本机关的工作人员，不是申请人或者当事人",
                Basis::Practice,
                all_staff(case, &officers),
            )
            .at("officers"),
            Check::of(
                "指定以后仍有负责人可以审批本案的文书和认定",
                Basis::Practice,
                somebody_approves(case, &officers),
            )
            .at("officers"),
        ];
        checks.extend(organ::noted(case));
        checks
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let (case, officers) = (asked.case, each_once(&self.officers));
        if let TakenBy::Two { approver, .. } = asked.taken_by {
            names_somebody_else(approver, &officers)?;
        }
        let notices = case
            .taking_part()
            .map(|party| document::initiation::notice(case, party, &officers, asked.now));
        let ruling = Ruling::on(Kind::Initiate)
            .fact(Initiated {
                reason: self.reason.clone(),
            })
            .fact(Assigned {
                officers: officers.clone(),
            });
        Ok(notices.fold(ruling, Ruling::issues))
    }
}

/// The application waits for its answer.
pub fn owed(case: &Case) -> Option<Owed> {
    let waits = case.status == Status::Submitted;
    let due = case.due_of(DeadlineKind::Initiation, None);
    waits.then(|| Owed::new(Turn::Officer, Kind::Initiate, "作出是否启动的决定").due(due))
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

impl Listed for Ground {
    fn codes() -> Vec<String> {
        Self::all().iter().map(Self::code).collect()
    }
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

    /// In one line, with its article.
    pub fn short(&self) -> String {
        format!("{}（{}）", self.finding(), self.article())
    }

    /// What is found of the application, without its article.
    pub fn finding(&self) -> String {
        match self {
            Self::OutsideScope => "不属于容错纠错的范围".into(),
            Self::OutsidePersons => "所涉单位、个人不属于本机关的管理单位、公职人员".into(),
            Self::ConditionAbsent(condition) => format!("明显不符合“{}”的条件", condition.short()),
            Self::NoCircumstance => "没有应当予以容错的情形".into(),
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

impl FromStr for Ground {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::all()
            .into_iter()
            .find(|ground| ground.code() == code)
            .ok_or(())
    }
}

/// 不予启动, with ground and reason. A new application with new facts stays possible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declining {
    /// Which article stands against it.
    pub ground: Ground,
    /// Why, for the applicant to read.
    pub reason: Written,
}

impl LegalStep for Declining {
    about_the_case! {}

    fn stands(_: TheCase, _: Asked<'_>) -> Result<(), Unavailable> {
        Ok(())
    }

    fn checks(&self, _: Asked<'_>) -> Vec<Check> {
        vec![]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let notice = document::initiation::declining(asked.case, self, asked.now);
        Ok(Ruling::on(Kind::Decline).fact(self.clone()).issues(notice))
    }
}

/// Why the body finds that the case fits (A8.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Initiated {
    pub reason: Written,
}

impl LegalFact for Initiated {
    const MOVES_VERSION: bool = true;

    fn fold(self, _: &mut Case, _: Entry) {}

    names_no_file! {}

    fn said(&self, _: &Case, _: Date) -> Said {
        Said::reason(&self.reason)
    }
}

impl LegalFact for Declining {
    const MOVES_VERSION: bool = true;

    fn fold(self, _: &mut Case, _: Entry) {}

    names_no_file! {}

    fn said(&self, _: &Case, _: Date) -> Said {
        Said::reason(&format!("{}。{}", self.ground.short(), self.reason))
    }
}

#[cfg(test)]
mod tests;
