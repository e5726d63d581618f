//! The papers of the tests: an application, a report, a determination, as complete as the law asks.

use rongcuo::domain::assessment::{Finding, Fit, Part};
use rongcuo::domain::case::{Authority, Case, Party, PartyKind};
use rongcuo::domain::correction::Responsible;
use rongcuo::domain::determination::{CorrectionDemand, Determination, Lenience, PartyDetermination};
use rongcuo::domain::filing::{
    Accountability, Applicant, CircumstanceClaimed, ConditionArgued, FiledParty, Filing, Matter, Pursuit,
};
use rongcuo::domain::ids::BodyId;
use rongcuo::domain::regulation::{Circumstance, Condition, Factor};
use rongcuo::domain::report::{PartyReport, VerificationReport};
use time::{Date, Duration};

/// An application of a unit that names itself, and a person whose account is not known yet.
pub fn application(body: BodyId, since: Date) -> Filing {
    let argued = |condition: &Condition| ConditionArgued {
        condition: *condition,
        parts: Part::of(*condition).to_vec(),
        argument: "符合该项条件的说明".into(),
    };
    Filing {
        applicant: Applicant {
            kind: PartyKind::Unit,
            name: "蓉港供应链服务有限公司".into(),
            contact: "沈望舒".into(),
            phone: "028-00000000".into(),
            agent: String::new(),
            electronic: true,
        },
        matter: Matter {
            title: "保税展示交易监管模式创新试点".into(),
            story: "经集体研究开展试点，其间出现偏差。".into(),
            consequences: "部分货物逾期申报，已全部补办。".into(),
        },
        accountability: Accountability {
            pursuer: "上级主管部门".into(),
            what: "试点期间监管不到位".into(),
            pursuit: Pursuit::Enquiry,
            since,
        },
        parties: vec![
            party(PartyKind::Unit, "蓉港供应链服务有限公司", "试点企业", true),
            party(
                PartyKind::Individual,
                "陆见微",
                "蓉港供应链服务有限公司业务主管",
                false,
            ),
        ],
        conditions: Condition::ALL.iter().map(argued).collect(),
        circumstances: vec![CircumstanceClaimed {
            circumstance: Circumstance::PilotTask,
            reason: "承担改革试点任务".into(),
        }],
        body,
        files: vec![],
    }
}

fn party(kind: PartyKind, name: &str, position: &str, own: bool) -> FiledParty {
    FiledParty {
        kind,
        name: name.into(),
        position: position.into(),
        authority: Authority::Body,
        own,
    }
}

/// A report that finds everything for the first party, and one condition unmet for every other.
pub fn report(case: &Case) -> VerificationReport {
    let about = |party: &Party| PartyReport {
        party: party.id,
        findings: Condition::ALL
            .iter()
            .map(|condition| finding(*condition, party.no == 1 || *condition != Condition::PublicSpirit))
            .map(|finding| Finding {
                evidence: case.evidence.iter().map(|it| it.id).collect(),
                ..finding
            })
            .collect(),
        fits: vec![Fit {
            circumstance: Circumstance::PilotTask,
            reason: "属于改革试点任务".into(),
            seventh: None,
        }],
        statement_taken_up: "已采纳".into(),
    };
    VerificationReport {
        facts: "查明的事实".into(),
        distinctions: "属于先行先试中的失误".into(),
        remedies: "已经补办手续".into(),
        parties: case.taking_part().map(about).collect(),
        factors: Factor::ALL
            .iter()
            .map(|factor| (*factor, "综合考虑".to_owned()))
            .collect(),
        other: String::new(),
    }
}

/// A finding with every part of its condition answered alike.
pub fn finding(condition: Condition, met: bool) -> Finding {
    Finding {
        condition,
        met,
        parts: Part::of(condition).iter().map(|part| (*part, met)).collect(),
        reason: "依据证据认定".into(),
        evidence: vec![],
    }
}

/// The determination that such a report leads to.
pub fn determination(case: &Case, today: Date) -> Determination {
    let about = |party: &Party| PartyDetermination {
        party: party.id,
        lenience: (party.no == 1).then_some(Lenience::Exempt),
        provision: (party.no == 1).then(|| "某条例第一条，可以免予".into()),
        reasons: "认定的事实和理由".into(),
        corrections: demands(party, today),
    };
    Determination {
        parties: case.taking_part().map(about).collect(),
        deliberation: None,
    }
}

fn demands(party: &Party, today: Date) -> Vec<CorrectionDemand> {
    let demand = CorrectionDemand {
        what: "完善台账管理制度".into(),
        responsible: Responsible::Party(party.id),
        due: today + Duration::days(30),
    };
    if party.no == 1 { vec![demand] } else { vec![] }
}
