//! The papers of the tests: those of the samples, in the names of the people of the world.

use rongcuo::domain::case::Case;
use rongcuo::domain::filing::{Accountability, Filing};
use rongcuo::domain::ids::BodyId;
use rongcuo::domain::regulation::Condition;
use rongcuo::domain::report::VerificationReport;
use rongcuo::domain::samples::steps;
use time::Date;

pub use rongcuo::domain::samples::steps::determination;

/// An application of a unit that names itself, and a person whose account is not known yet; everything is to be handed over on
/// paper.
pub fn application(body: BodyId, since: Date) -> Filing {
    let filing = steps::filing(2);
    let mut applicant = filing.applicant;
    applicant.name = "蓉港供应链服务有限公司".into();
    applicant.electronic = false;
    let mut parties = filing.parties;
    parties[0].name.clone_from(&applicant.name);
    parties[1].name = "陆见微".into();
    let accountability = Accountability {
        pursuer: "上级主管部门".into(),
        since,
        ..filing.accountability
    };
    Filing {
        applicant,
        parties,
        accountability,
        body,
        ..filing
    }
}

/// A report that finds everything for the first party, and one condition, which has no parts, unmet for every other.
pub fn report(case: &Case) -> VerificationReport {
    let first = case.parties[0].id;
    steps::report_lacking(case, |party| (party != first).then_some(Condition::PublicSpirit))
}
