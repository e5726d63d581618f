//! A report as somebody would draft it on the sample case: the first party has every condition, the second has none.

use super::super::sample::id;
use crate::domain::assessment::{Finding, Fit, Part, Seventh};
use crate::domain::regulation::{Circumstance, Condition, Factor};
use crate::domain::report::{PartyReport, VerificationReport};

pub fn report() -> VerificationReport {
    let about = |party: u128, met: bool| PartyReport {
        party: id(party),
        findings: Condition::ALL.iter().map(|it| finding(*it, met)).collect(),
        fits: vec![Fit {
            circumstance: Circumstance::Other,
            reason: "没有先例".into(),
            seventh: Some(Seventh {
                principles: "坚持依纪依法".into(),
                others: "事项不在前六项之内".into(),
            }),
        }],
        statement_taken_up: "采纳".into(),
    };
    VerificationReport {
        facts: "经过".into(),
        distinctions: "无意".into(),
        remedies: "已追回".into(),
        parties: vec![about(101, true), about(102, false)],
        factors: Factor::ALL
            .iter()
            .map(|it| (*it, format!("{it}的考虑")))
            .collect(),
        other: "其他".into(),
    }
}

fn finding(condition: Condition, met: bool) -> Finding {
    Finding {
        condition,
        met,
        parts: Part::of(condition).iter().map(|it| (*it, met)).collect(),
        reason: format!("{condition}有据"),
        evidence: vec![id(71)],
    }
}
