//! What officers write up to the determination, as the steps that the law rules on.

use anyhow::Context;
use time::{Date, Duration};

use super::application::argument;
use super::matters::Matter;
use super::roles::{LeadsTo, Role};
use crate::domain::assessment::{Finding, Fit, Part, Seventh};
use crate::domain::blank::Written;
use crate::domain::case::{Authority, Case, Party, PartyKind};
use crate::domain::correction::Responsible;
use crate::domain::determination::{
    CorrectionDemand, Deliberation, Determination, Lenience, PartyDetermination,
};
use crate::domain::ids::UserId;
use crate::domain::initiation::{Declining, Ground, Initiation};
use crate::domain::referral::{self, OrganReturn, Referral, ReturnGround};
use crate::domain::regulation::{Circumstance, Condition, Factor};
use crate::domain::report::{PartyReport, VerificationReport};
use crate::domain::step::Step;
use crate::domain::verification::{Extension, Resumption, Suspension};
use crate::domain::withdrawal::Withdrawal;

/// 启动, with these officers.
pub fn initiation(matter: &Matter, officers: Vec<UserId>) -> Step {
    Step::Initiate(Initiation {
        reason: Written::own(format!(
            "申请材料齐全。{}六项条件均有说明和材料，认为符合容错情形和条件。",
            matter.fits
        )),
        officers,
    })
}

/// 不予启动
pub fn declining(matter: &Matter) -> Step {
    Step::Decline(Declining {
        ground: Ground::ConditionAbsent(Condition::DueProcess),
        reason: Written::own(format!(
            "申请书载明：“{}。”既没有集体研究，也不属于紧急情况。有新的事实或者证据的，可以再次申请。",
            matter.decision
        )),
    })
}

/// 撤回申请
pub fn withdrawal() -> Step {
    let reason = "追责问责机关已经书面答复不予追究，不再需要容错程序。".into();
    Step::Withdraw(Withdrawal { reason })
}

/// 中止核实
pub fn suspension() -> Step {
    Step::Suspend(Suspension {
        reason: "业务数据须由第三方机构鉴定，鉴定意见作出以前不能查明损失。".into(),
    })
}

/// 恢复核实
pub fn resumption() -> Step {
    Step::Resume(Resumption {
        reason: "第三方机构已经出具鉴定意见。".into(),
    })
}

/// 延长核实期限
pub fn extension() -> Step {
    Step::Extend(Extension {
        days: 5,
        reason: "须向海关、外汇管理部门和平台企业分别调取材料，数量较大，十五个工作日内不能核对完毕。".into(),
    })
}

/// 移送追责问责机关, with a proposal
pub fn referral(case: &Case, today: Date) -> Step {
    let organ = referral::proposed_organ(case).unwrap_or(&case.accountability.pursuer);
    let reason = referral::begun::reason(case).unwrap_or_default();
    Step::Refer(Referral {
        organ: Written::own(organ),
        reason: Written::own(reason),
        proposal: "核实报告认定当事人六项条件均已具备，属于改革探索中的失误，没有谋取私利，损失已经挽回。建议对各当事人免予追责问责。".into(),
        follow_up: referral::begun::follow_up(today),
    })
}

/// 登记机关退回, by the letter that came
pub fn organ_return(case: &Case) -> anyhow::Result<Step> {
    let letter = case
        .since_the_referral()
        .last()
        .context("its letter is in the file")?;
    Ok(Step::RecordReturn(OrganReturn {
        ground: ReturnGround::LeftToUs,
        number: "市委组函〔2026〕47号".into(),
        dated: letter.taken_on,
        letter: letter.id,
        said: "该事项由你机关依照规定认定，本机关不另行处理。".into(),
    }))
}

/// 核实报告和初步意见
pub fn report(matter: &Matter, roles: &[Role], case: &Case) -> VerificationReport {
    let mut parties: Vec<_> = of_the_round(case, roles)
        .map(|(party, role)| party_report(matter, role, party, case))
        .collect();
    let mut factors: Vec<_> = Factor::ALL.iter().map(|it| (*it, weighed(matter, *it))).collect();
    if parties.iter().any(|it| it.duty() != parties[0].duty()) {
        weigh_apart(&mut parties, &factors);
        factors.clear();
    }
    VerificationReport {
        facts: format!("经查阅材料、听取当事人意见，查明：{}后果：{}", matter.story, matter.loss),
        distinctions: "属于推进改革中因缺乏经验、先行先试出现的失误，不是明知故犯；属于尚无明确限制的探索性试验，不是明令禁止后依然我行我素；属于为推动发展的无意过失，不是为谋取私利的违纪违法。".into(),
        remedies: format!("{}。", matter.remedy),
        parties,
        factors,
        other: String::new(),
    }
}

/// Parties that are not to be treated alike are not weighed alike.
fn weigh_apart(parties: &mut [PartyReport], common: &[(Factor, String)]) {
    for about in parties {
        about.factors = common.to_vec();
        let lacking = about.findings.iter().find(|it| !it.met);
        let Some(lacking) = lacking else { continue };
        for (factor, weight) in &mut about.factors {
            if *factor == Factor::Gravity {
                *weight = format!("其本人不具备“{}”，与其他当事人的情节不同。", lacking.condition);
            }
        }
    }
}

/// The parties that take part in the present round, as the story knows them.
fn of_the_round<'a>(case: &'a Case, roles: &'a [Role]) -> impl Iterator<Item = (&'a Party, &'a Role)> {
    let all = case.parties.iter().zip(roles);
    all.filter(|(party, _)| case.takes_part(party.id))
}

/// A first draft, which comes back: one piece of evidence alone for 程序正当, no word of how the loss was made good.
pub fn lacks_what_is_asked_for(report: &mut VerificationReport) {
    let findings = report.parties.iter_mut().flat_map(|it| &mut it.findings);
    for finding in findings.filter(|it| it.condition == Condition::DueProcess) {
        finding.evidence.truncate(1);
        finding.reason = "有集体研究的记录。".into();
    }
    let own = report.parties.iter_mut().flat_map(|it| &mut it.factors);
    for (factor, weight) in own.chain(&mut report.factors) {
        if *factor == Factor::Recovery {
            *weight = "已经采取措施挽回损失。".into();
        }
    }
}

fn weighed(matter: &Matter, factor: Factor) -> String {
    match factor {
        Factor::Motive => format!("出发点是{}，没有谋取私利的动机，配合核查态度积极。", matter.aim),
        Factor::Conditions => matter.fits.into(),
        Factor::Method => format!("{}。", matter.decision),
        Factor::Gravity => "属于改革探索中的一般偏差，情节较轻。".into(),
        Factor::Consequences => matter.loss.into(),
        Factor::Recovery => format!("{}。", matter.remedy),
    }
}

fn party_report(matter: &Matter, role: &Role, party: &Party, case: &Case) -> PartyReport {
    let findings = Condition::ALL
        .iter()
        .map(|it| finding(matter, role, *it, case))
        .collect();
    PartyReport {
        party: party.id,
        findings,
        fits: vec![Fit {
            circumstance: matter.circumstance,
            reason: matter.fits.into(),
            seventh: (matter.circumstance == Circumstance::Other).then(|| seventh(matter)),
        }],
        authority: party.authority.clone(),
        authority_basis: match &party.authority {
            Authority::Body => format!("{}由本机关任免或者管理，见干部管理权限划分清单。", party.position),
            Authority::Organ(organ) => format!("{}由{organ}管理，见任免通知。", party.position),
        },
        statement_taken_up: match role.leads_to {
            LeadsTo::Not(lacking) => format!("关于“{lacking}”的意见缺少证据支持，未采纳；其余意见采纳。"),
            LeadsTo::Tolerated(_) => "关于事情经过和整改情况的意见与证据一致，予以采纳。".into(),
        },
        factors: vec![],
    }
}

fn seventh(matter: &Matter) -> Seventh {
    Seventh {
        principles: format!(
            "出发点是{}，属于鼓励的探索（原则一）；是无意过失，不是明知故犯（原则二）；{}，容错与纠错并重（原则三）；{}，\
             没有触碰纪律和法律的红线（原则四）。",
            matter.aim, matter.remedy, matter.decision
        ),
        others: "不是上级部署的试点任务，也不是政策不明、政策调整或者攻坚化险的事项；不涉及监管执法；此前有同类做法，不属于没有先例，第一项至第六项均不对应。".into(),
    }
}

fn finding(matter: &Matter, role: &Role, condition: Condition, case: &Case) -> Finding {
    let met = role.leads_to != LeadsTo::Not(condition);
    let parts = Part::of(condition)
        .iter()
        .map(|part| (*part, holds(matter, *part, met)));
    // What came with the application bears on every condition.
    let bears = |on: Option<Condition>| on.is_none_or(|it| it == condition);
    let about = case.evidence.iter().filter(|it| bears(it.condition));
    let reason = if met {
        argument(matter, condition)
    } else {
        lacking(condition).into()
    };
    Finding {
        condition,
        met,
        parts: parts.collect(),
        reason,
        evidence: about.map(|it| it.id).collect(),
    }
}

/// Of (五) one is enough; of (三) and (六) what fails is the duty and the timely correction.
fn holds(matter: &Matter, part: Part, met: bool) -> bool {
    let emergency = matter.decision.contains("紧急情况");
    match part {
        Part::Democratic => met && !emergency,
        Part::EmergencyReported => met && emergency,
        Part::NoIntent | Part::NoGraveLoss => true,
        Part::DutyDone | Part::Corrected | Part::LossReduced => met,
    }
}

fn lacking(condition: Condition) -> &'static str {
    match condition {
        Condition::LawAbiding => "超出规定的权限办理，违反了有关规定的禁止性要求。",
        Condition::Reforming => "该环节属于日常管理事项，与改革创新没有直接联系。",
        Condition::Diligent => "作为直接经办人没有按照方案的要求复核和登记台账，没有做到履职尽责。",
        Condition::PublicSpirit => "与相关企业存在没有申报的利益关系，不能认定为出于公心。",
        Condition::DueProcess => {
            "该项决定没有经过集体研究，也不属于紧急情况临机处置，事后没有补充研究或者报告。"
        }
        Condition::SelfCorrecting => "得知问题后两个月内没有采取纠正措施，由主管机关督促后才整改。",
    }
}

/// 容错认定, decided by that meeting.
pub fn determination(matter: &Matter, roles: &[Role], case: &Case, present: &[&str], today: Date) -> Step {
    let parties = of_the_round(case, roles)
        .map(|(party, role)| party_determination(matter, role, party, today))
        .collect();
    Step::Determine(Determination {
        parties,
        deliberation: Some(Deliberation {
            meeting: "管委会主任办公会".into(),
            held_on: today,
            present: present.join("、"),
            absent: "无".into(),
            recused: "无".into(),
            views: "一致同意核实报告和初步意见".into(),
            minutes: format!(
                "主任办公会纪要〔{}〕{}号",
                today.year(),
                u8::from(today.month()) * 2 + 1
            ),
        }),
    })
}

/// Where the form is allowed: for a unit the Party's regulations on accountability, for a person the law on sanctions.
fn provision(kind: PartyKind, form: Lenience) -> &'static str {
    match (kind, form.lifts_responsibility()) {
        (PartyKind::Unit, true) => {
            "《中国共产党问责条例》第十七条：在推进改革中因缺乏经验、先行先试出现的失误，可以不予问责或者免予问责"
        }
        (PartyKind::Unit, false) => {
            "《中国共产党问责条例》第十八条：及时采取补救措施，有效挽回损失或者消除不良影响的，可以从轻或者减轻问责"
        }
        (PartyKind::Individual, true) => {
            "《中华人民共和国公职人员政务处分法》第十二条：情节轻微并具有第十一条规定情形的，可以谈话提醒、批评教育，免予或者不予政务处分"
        }
        (PartyKind::Individual, false) => {
            "《中华人民共和国公职人员政务处分法》第十一条：主动采取措施，有效避免、挽回损失或者消除不良影响的，可以从轻或者减轻给予政务处分"
        }
    }
}

fn party_determination(matter: &Matter, role: &Role, party: &Party, today: Date) -> PartyDetermination {
    let (lenience, reasons) = match role.leads_to {
        LeadsTo::Tolerated(lenience) => (
            Some(lenience),
            format!("{}经逐项核实，六项条件全部具备，且符合容错情形。", matter.story),
        ),
        LeadsTo::Not(condition) => (None, format!("{}但是，{}", matter.story, lacking(condition))),
    };
    let responsible = match (role.leads_to, party.kind) {
        (LeadsTo::Not(_), _) => None,
        (_, PartyKind::Individual) if !party.has_account() => Some(Responsible::Body),
        _ => Some(Responsible::Party(party.id)),
    };
    PartyDetermination {
        party: party.id,
        lenience,
        provision: lenience.map(|form| provision(party.kind, form).into()),
        reasons,
        corrections: Vec::from_iter(responsible.map(|responsible| CorrectionDemand {
            what: matter.demand.into(),
            responsible,
            due: today + Duration::days(30),
        })),
    }
}
