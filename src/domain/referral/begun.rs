//! What a referral begins with, for its drafter to check.

use time::{Date, Duration};

use super::proposed_organ;
use crate::domain::case::{Authority, Case};
use crate::domain::document::quoted;
use crate::domain::organ;

/// How long the body waits before it asks (practice): a drafter writes another day where that fits better.
const FOLLOW_UP_AFTER: Duration = Duration::days(30);

/// Why the organ is to decide, as the case tells it.
pub fn reason(case: &Case) -> Option<String> {
    let organ = proposed_organ(case)?;
    if organ::seized_by(case).is_some() {
        let matter = &case.accountability;
        return Some(format!(
            "贵机关就{}{}。本机关已经调查核实，形成核实报告和初步意见。追责问责由贵机关决定，现将本案移送。",
            quoted(&matter.what),
            matter.pursuit
        ));
    }
    let theirs = case
        .taking_part()
        .filter(|it| it.authority == Authority::Organ(organ.to_owned()));
    let names: Vec<_> = theirs.map(|it| it.name.as_str()).collect();
    Some(format!(
        "{}的干部管理权限在贵机关。本机关已经调查核实，形成核实报告和初步意见。追责问责依照权限由贵机关决定，现将本案移送。",
        names.join("、")
    ))
}

/// The day on which the body asks.
pub fn follow_up(today: Date) -> Date {
    today + FOLLOW_UP_AFTER
}
