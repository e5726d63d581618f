//! Steps as somebody would write them who does everything right; a test changes the one thing it is about.

mod after;

use time::{Date, Duration, macros::date};
use uuid::Uuid;

use crate::domain::account::{Account, AccountLink};
use crate::domain::actor::Actor;
use crate::domain::assessment::{Duty, Finding, Fit, Part, Seventh};
use crate::domain::assignment::{Assignment, Replacement};
use crate::domain::blank::Written;
use crate::domain::case::{Authority, Case, PartyKind};
use crate::domain::correction::Responsible;
use crate::domain::determination::{CorrectionDemand, Determination, Lenience, PartyDetermination};
use crate::domain::evidence::{Evidence, EvidenceKind};
use crate::domain::filing::{
    Accountability, Applicant, CircumstanceClaimed, ConditionArgued, FiledParty, Filing, Matter, Pursuit,
};
use crate::domain::hearing::{Hearing, HearingKind};
use crate::domain::ids::{EvidenceId, FileId, PartyId, UserId};
use crate::domain::initiation::{Declining, Ground, Initiation};
use crate::domain::referral::{OrganReturn, Referral, ReturnGround};
use crate::domain::regulation::{Circumstance, Condition, Factor};
use crate::domain::report::{PartyReport, VerificationReport};
use crate::domain::samples::{self as s, BODY};
use crate::domain::step::Step;
use crate::domain::verification::{Extension, Resumption, Suspension};
use crate::domain::withdrawal::Withdrawal;

pub use after::*;

/// Some file.
pub const FILE: FileId = FileId(Uuid::from_u128(5));

/// A day before every sample case.
pub const LONG_AGO: Date = date!(2026 - 01 - 05);

/// The day on which every sample case is received.
pub const RECEIVED: Date = date!(2026 - 09 - 01);

/// A party as it is filed: number 1 is the applicant's own unit, the others are persons.
pub fn filed_party(no: usize) -> FiledParty {
    let own = no == 1;
    FiledParty {
        kind: if own {
            PartyKind::Unit
        } else {
            PartyKind::Individual
        },
        name: if own {
            "甲单位".into()
        } else {
            format!("当事人{no}")
        },
        position: "示例管理局所属单位".into(),
        authority: Authority::Body,
        own,
    }
}

/// An application that names so many parties.
pub fn filing(parties: usize) -> Filing {
    let argued = |it: &Condition| ConditionArgued {
        condition: *it,
        parts: vec![],
        argument: "有据".into(),
    };
    Filing {
        applicant: Applicant {
            kind: PartyKind::Unit,
            name: "甲单位".into(),
            contact: "联系人".into(),
            phone: "028-00000000".into(),
            agent: String::new(),
            electronic: true,
        },
        matter: Matter {
            title: "跨境支付便利化试点".into(),
            story: "经过".into(),
            consequences: "后果".into(),
        },
        accountability: Accountability {
            pursuer: "某机关".into(),
            what: "某事项".into(),
            pursuit: Pursuit::Enquiry,
            since: LONG_AGO,
        },
        parties: (1..=parties).map(filed_party).collect(),
        conditions: Condition::ALL.iter().map(argued).collect(),
        circumstances: vec![CircumstanceClaimed {
            circumstance: Circumstance::PilotTask,
            reason: "试点".into(),
        }],
        body: BODY,
        files: vec![],
    }
}

/// 启动, assigning these.
pub fn initiate(officers: &[Actor]) -> Step {
    Step::Initiate(Initiation {
        reason: "符合".into(),
        officers: officers.iter().map(|it| it.user).collect(),
    })
}

/// 不予启动.
pub fn decline() -> Step {
    Step::Decline(Declining {
        ground: Ground::OutsideScope,
        reason: "不属于".into(),
    })
}

/// 撤回.
pub fn withdraw() -> Step {
    Step::Withdraw(Withdrawal {
        reason: "不再需要".into(),
    })
}

/// 更换经办人.
pub fn replace(out: UserId, by: UserId) -> Step {
    Step::Replace(Replacement {
        out,
        by,
        reason: "休假".into(),
    })
}

/// 指定本轮经办人.
pub fn assign(officers: impl IntoIterator<Item = UserId>) -> Step {
    Step::Assign(Assignment {
        officers: officers.into_iter().collect(),
    })
}

/// 绑定账号.
pub fn link(party: PartyId, to: &Actor) -> Step {
    let account = Account {
        username: to.name.clone(),
        user: to.user,
        name: to.name.clone(),
        unit: to.unit,
        people: s::everybody()
            .iter()
            .filter(|it| it.unit.is_some() && it.unit == to.unit)
            .map(|it| it.user)
            .collect(),
        staff: to.staff(),
    };
    Step::Link(AccountLink {
        party,
        account,
        proof: "身份证核对".into(),
        electronic: false,
    })
}

/// 收集证据.
pub fn evidence(party: Option<PartyId>, taken_on: Date) -> Step {
    Step::TakeEvidence(minutes(party, taken_on))
}

/// The minutes of a meeting, as evidence.
pub fn minutes(party: Option<PartyId>, taken_on: Date) -> Evidence {
    Evidence {
        name: "会议纪要".into(),
        kind: EvidenceKind::Minutes,
        source: "单位档案".into(),
        proves: "集体决策".into(),
        condition: Some(Condition::DueProcess),
        party,
        taken_on,
        file: FILE,
    }
}

/// 听取意见: a statement, recorded before these officers or, without any, by the party itself.
pub fn hearing(party: PartyId, officers: &[UserId], held_on: Date) -> Hearing {
    Hearing {
        party,
        kind: HearingKind::Statement,
        text: "陈述".into(),
        held_on,
        officers: officers.to_vec(),
        absent: String::new(),
        file: None,
    }
}

/// Findings on all six conditions; only `unmet` is not met, and its parts say so.
pub fn findings(unmet: Option<Condition>) -> Vec<Finding> {
    findings_on(unmet, &[])
}

fn findings_on(unmet: Option<Condition>, evidence: &[EvidenceId]) -> Vec<Finding> {
    let finding = |condition: Condition| Finding {
        condition,
        met: unmet != Some(condition),
        parts: Part::of(condition)
            .iter()
            .map(|part| (*part, unmet != Some(condition)))
            .collect(),
        reason: "查明".into(),
        evidence: evidence.to_vec(),
    };
    Condition::ALL.iter().copied().map(finding).collect()
}

/// One circumstance that fits.
pub fn fit(circumstance: Circumstance) -> Fit {
    Fit {
        circumstance,
        reason: "相符".into(),
        seventh: (circumstance == Circumstance::Other).then(|| Seventh {
            principles: "合乎原则".into(),
            others: "不属于前六项".into(),
        }),
    }
}

/// 核实报告: `tolerable` says about whom everything is met. Every finding cites all the evidence.
pub fn report(case: &Case, tolerable: impl Fn(PartyId) -> bool) -> VerificationReport {
    report_lacking(case, |party| {
        (!tolerable(party)).then_some(Condition::SelfCorrecting)
    })
}

/// The same; `unmet` says what a party lacks.
pub fn report_lacking(case: &Case, unmet: impl Fn(PartyId) -> Option<Condition>) -> VerificationReport {
    let evidence: Vec<_> = case.evidence.iter().map(|it| it.id).collect();
    let about = |party: &crate::domain::case::Party| PartyReport {
        party: party.id,
        findings: findings_on(unmet(party.id), &evidence),
        fits: vec![fit(Circumstance::PilotTask)],
        authority: party.authority.clone(),
        authority_basis: "任免通知".into(),
        statement_taken_up: "采纳".into(),
        factors: vec![],
    };
    VerificationReport {
        facts: "查明".into(),
        distinctions: "区分".into(),
        remedies: "补救".into(),
        parties: case.taking_part().map(about).collect(),
        factors: Factor::ALL
            .iter()
            .map(|factor| (*factor, "考虑".into()))
            .collect(),
        other: String::new(),
    }
}

/// A correction demanded by `due`.
pub fn demand(responsible: Responsible, due: Date) -> CorrectionDemand {
    CorrectionDemand {
        what: "完善制度".into(),
        responsible,
        due,
    }
}

/// 认定 as R1 and R4 have it: the first tolerated form, one correction by the party.
pub fn determination(case: &Case, today: Date) -> Determination {
    let about = |party: &crate::domain::case::Party| {
        let tolerated = case
            .assessment_of(party.id)
            .is_some_and(|it| it.duty() == Duty::MustTolerate);
        let lenience = tolerated.then_some(Lenience::Exempt);
        let due = today + Duration::days(30);
        let corrections = tolerated
            .then(|| demand(Responsible::Party(party.id), due))
            .into_iter()
            .collect();
        PartyDetermination {
            party: party.id,
            lenience,
            provision: lenience.map(|_| "某条例第一条，可以免予".into()),
            reasons: "理由".into(),
            corrections,
        }
    };
    Determination {
        parties: case.taking_part().map(about).collect(),
        deliberation: None,
    }
}

pub fn suspend() -> Step {
    Step::Suspend(Suspension {
        reason: "等待审计结论".into(),
    })
}

/// 移送, with a proposal.
pub fn refer(organ: &str, today: Date) -> Step {
    Step::Refer(Referral {
        organ: Written::own(organ),
        reason: "干部管理权限在贵机关".into(),
        proposal: "建议免予追责问责".into(),
        follow_up: today + Duration::days(30),
    })
}

/// 退回, by the letter that was put into the file last.
pub fn record_return(case: &Case, ground: ReturnGround, dated: Date) -> Step {
    let letter = case.since_the_referral().last().map(|it| it.id);
    Step::RecordReturn(OrganReturn {
        ground,
        number: "某机关函〔2026〕1号".into(),
        dated,
        letter: letter.unwrap_or(EvidenceId(Uuid::nil())),
        said: "请你机关依照规定办理".into(),
    })
}

pub fn extend(days: u16) -> Step {
    Step::Extend(Extension {
        days,
        reason: "须向三个部门分别调取材料".into(),
    })
}

pub fn resume() -> Step {
    Step::Resume(Resumption {
        reason: "审计结论已经作出".into(),
    })
}
