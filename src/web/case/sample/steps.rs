//! Every act of a body as somebody would draft it on the sample case.

use time::macros::date;

use super::id;
use crate::domain::account::{Account, AccountLink};
use crate::domain::assessment::{Finding, Fit, Part, Seventh};
use crate::domain::clarification::{Clarification, ClarificationForm};
use crate::domain::closure::Closure;
use crate::domain::correction::{CorrectionVerdict, Responsible};
use crate::domain::determination::{
    CorrectionDemand, Deliberation, Determination, Lenience, PartyDetermination,
};
use crate::domain::initiation::{Declining, Ground, Initiation};
use crate::domain::objection::{ObjectionDecision, ObjectionResult};
use crate::domain::regulation::{Circumstance, Condition, Factor};
use crate::domain::report::{PartyReport, VerificationReport};
use crate::domain::step::Step;

pub fn all() -> Vec<Step> {
    vec![
        Step::Initiate(Initiation {
            reason: "符合容错情形和六项条件".into(),
            officers: vec![id(61), id(62)],
        }),
        Step::Decline(Declining {
            ground: Ground::ConditionAbsent(Condition::DueProcess),
            reason: "既没有集体研究，也不紧急".into(),
        }),
        Step::Link(AccountLink {
            party: id(102),
            account: Account {
                username: "person".into(),
                user: id(52),
                name: "当事人乙".into(),
                unit: None,
                people: vec![],
                staff: false,
            },
            proof: "核对身份证件".into(),
            electronic: true,
        }),
        Step::Report(report()),
        Step::Determine(determination()),
        Step::DecideObjection(ObjectionDecision {
            objection: id(82),
            investigation: "经调查核实，原认定事实清楚".into(),
            reasons: "异议的理由不能成立，理由如下".into(),
            result: ObjectionResult::Upheld,
        }),
        verdict(true),
        verdict(false),
        Step::Clarify(Clarification {
            party: id(101),
            by: "管委会".into(),
            form: ClarificationForm::Meeting,
            audience: "全体职工".into(),
            made_on: date!(2026 - 11 - 24),
            text: "已经认定容错".into(),
        }),
        Step::Close(Closure {
            remark: "一册".into(),
        }),
    ]
}

fn verdict(verified: bool) -> Step {
    Step::VerifyCorrection(CorrectionVerdict {
        correction: id(81),
        verified,
        remark: "查验属实".into(),
    })
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

pub fn determination() -> Determination {
    let demand = |responsible| CorrectionDemand {
        what: "修订细则".into(),
        responsible,
        due: date!(2027 - 01 - 15),
    };
    let about = |party: u128, lenience, corrections| PartyDetermination {
        party: id(party),
        lenience,
        provision: lenience.map(|_| "某条例第一条，可以免予".into()),
        reasons: "理由".into(),
        corrections,
    };
    let all = vec![
        demand(Responsible::Party(id(101))),
        demand(Responsible::Unit("丙单位".into())),
        demand(Responsible::Body),
    ];
    Determination {
        parties: vec![about(101, Some(Lenience::Exempt), all), about(102, None, vec![])],
        deliberation: Some(Deliberation {
            meeting: "主任办公会".into(),
            held_on: date!(2026 - 11 - 20),
            present: "甲、乙".into(),
            absent: "无".into(),
            recused: "无".into(),
            views: "一致同意".into(),
            minutes: "纪要〔2026〕3号".into(),
        }),
    }
}

/// The same as it may have been before it was returned.
pub fn first_draft(step: &Step) -> Step {
    let mut step = step.clone();
    match &mut step {
        Step::Initiate(it) => it.officers.truncate(1),
        Step::Decline(it) => it.reason = "不符合".into(),
        Step::Link(it) => it.electronic = false,
        Step::Report(it) => it.parties[0].findings[4].reason = "有据，见证据".into(),
        Step::Determine(it) => it.parties[0].corrections[0].due = date!(2026 - 12 - 31),
        Step::DecideObjection(it) => it.reasons = "异议不能成立".into(),
        Step::VerifyCorrection(it) => it.remark.clear(),
        Step::Clarify(it) => it.audience = "本单位".into(),
        _ => {}
    }
    step
}
