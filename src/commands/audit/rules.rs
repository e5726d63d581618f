//! The law's rules asked again of what is stored: R1, R2 and R4 of every event, in the round it belongs to and with the case as
//! it was then; R5 of every act and of whoever is assigned.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::Count;
use crate::domain::act::ActState;
use crate::domain::assessment::{self, Duty};
use crate::domain::case::{Case, PartyAssessment};
use crate::domain::determination::{Determined, Outcome};
use crate::domain::event::Event;
use crate::domain::fact::Fact;
use crate::domain::hearing::HearingKind;
use crate::domain::ids::{PartyId, UserId};
use crate::domain::procedure::{Desk, Kind};
use crate::domain::report::Opinion;
use crate::store::rules::{self, AboutAct};

/// The rules that an event breaks, taken on the case as it was before it. (The seam for asking the whole law again: the step is
/// that of the event's act, and the people's roles are those of the moment.)
pub(super) fn broken(before: &Case, event: &Event) -> Vec<String> {
    let of_facts = event.body.facts.iter().flat_map(|it| breaks(it, before, event));
    let signed = signed_by_an_officer(before, event);
    let all = of_facts.chain(signed);
    all.map(|it| format!("第 {} 号事件：{it}", event.entry.seq))
        .collect()
}

/// What a fact breaks.
fn breaks(fact: &Fact, before: &Case, event: &Event) -> Vec<String> {
    match fact {
        Fact::Assessed(it) => assessed(it, before),
        Fact::Opined(it) => opined(it, before, &event.body.facts),
        Fact::Determined(it) => determined(it, before, &event.body.facts),
        Fact::Assigned(it) => verify_again(before, &it.officers),
        Fact::Replaced(it) => verify_again(before, &[it.by]),
        Fact::PartyNamed(_)
        | Fact::RoundBegan(_)
        | Fact::Withdrawn(_)
        | Fact::Initiated(_)
        | Fact::Declined(_)
        | Fact::Linked(_)
        | Fact::EvidenceTaken(_)
        | Fact::Heard(_)
        | Fact::Suspended(_)
        | Fact::Resumed(_)
        | Fact::Extended(_)
        | Fact::CorrectionRequired(_)
        | Fact::Served(_)
        | Fact::Notified(_)
        | Fact::Objected(_)
        | Fact::ObjectionDecided(_)
        | Fact::CorrectionReported(_)
        | Fact::CorrectionJudged(_)
        | Fact::Clarified(_)
        | Fact::ClarificationWaived(_)
        | Fact::Closed(_)
        | Fact::ClockMoved(_) => vec![],
    }
}

/// R2, and that the findings are whole.
fn assessed(it: &PartyAssessment, before: &Case) -> Vec<String> {
    let name = before.party_name(it.party);
    let unheard = (!heard(before, it.party))
        .then(|| format!("核实报告（{name}）：报告之前没有听取这名当事人的意见（第八条第二项）"));
    let complete = assessment::complete("", &it.findings, &it.fits);
    let torn = complete
        .err()
        .map(|_| format!("核实报告（{name}）：六项条件、情形的结论不完整或者自相矛盾（第六条、第七条）"));
    unheard.into_iter().chain(torn).collect()
}

/// R1 of the opinion.
fn opined(it: &Opinion, before: &Case, facts: &[Fact]) -> Vec<String> {
    let duty = found(facts, it.party).map(PartyAssessment::duty);
    match duty.map(|it| it == Duty::MustTolerate) == Some(it.tolerate) {
        true => vec![],
        false => {
            let name = before.party_name(it.party);
            vec![format!(
                "初步意见（{name}）：与核实报告的结论不符（第六条、第七条）"
            )]
        }
    }
}

/// R1 and R4 of the determination.
fn determined(it: &Determined, before: &Case, facts: &[Fact]) -> Vec<String> {
    let (name, outcome) = (before.party_name(it.party), it.outcome.short());
    let duty = before.assessment_of(it.party).map(PartyAssessment::duty);
    let tolerated = it.outcome == Outcome::Tolerated;
    let other = (duty.map(|it| it == Duty::MustTolerate) != Some(tolerated))
        .then(|| format!("认定（{name}）：{outcome}与核实报告的结论不符（第六条、第七条）"));
    let bare = (tolerated && !demands(facts, it))
        .then(|| format!("认定（{name}）：予以容错，但没有同时提出整改要求（第十二条第三项）"));
    other.into_iter().chain(bare).collect()
}

/// R5: others verify again than those who took part before.
fn verify_again(before: &Case, coming: &[UserId]) -> Vec<String> {
    // Who drafted is not asked: the acts are those of today.
    let took_part = |user: UserId| before.investigated(user) || before.acted.contains(&user);
    let part = coming.iter().filter(|it| before.round > 1 && took_part(**it));
    part.map(|it| {
        format!(
            "{}参加过本案以前的办理，又被指定重新核实（参照）",
            before.name_of(*it)
        )
    })
    .collect()
}

/// R5: who ever investigated the case approves nothing in it.
fn signed_by_an_officer(before: &Case, event: &Event) -> Option<String> {
    let of_the_body = event.carries_out().is_some() && event.kind.row().who.desk == Desk::Body;
    let officer = of_the_body && before.investigated(event.entry.by);
    officer.then(|| {
        let name = before.name_of(event.entry.by);
        format!("审批人{name}是或者曾经是本案经办人（经办人不审批本案）")
    })
}

/// R2 in the round of the report.
fn heard(before: &Case, party: PartyId) -> bool {
    before.hearings.iter().any(|it| {
        let proved = it.kind != HearingKind::Unreachable || it.hearing.file.is_some();
        it.party == party && it.entry.round == before.round && proved
    })
}

fn found(facts: &[Fact], party: PartyId) -> Option<&PartyAssessment> {
    facts.iter().find_map(|fact| {
        let Fact::Assessed(it) = fact else { return None };
        (it.party == party).then_some(it)
    })
}

fn demands(facts: &[Fact], determined: &Determined) -> bool {
    let demand =
        |fact: &Fact| matches!(fact, Fact::CorrectionRequired(it) if it.determination == determined.id);
    facts.iter().any(demand)
}

/// Names every act of these cases that breaks R5.
pub(super) async fn compare(
    db: &mut PgConnection,
    numbers: &BTreeMap<Uuid, &str>,
    count: &mut Count,
) -> anyhow::Result<()> {
    let cases: Vec<_> = numbers.keys().copied().collect();
    for it in rules::about_acts(db, &cases).await? {
        let number = numbers.get(&it.case).copied().unwrap_or_default();
        count.wrong(&format!("{number} {}", about_act(&it)));
    }
    Ok(())
}

fn about_act(it: &AboutAct) -> String {
    let kind = Kind::from_code(&it.kind).map_or(it.kind.as_str(), |kind| kind.name());
    let state = ActState::from_code(&it.state).map_or(it.state.as_str(), |state| state.short());
    let why = match it.rule.as_str() {
        "r5_four_eyes" => "起草人和审批人是同一人（须由另一人审批）",
        "r5_officers_do_not_approve" => "审批人当时是本案经办人（经办人不审批本案）",
        "r5_parties_never_act" => "起草人或者审批人是本案的申请人、当事人（应当回避）",
        "r5_whose_act" => "不是有权办理的机关作出的（第八条第四项）",
        "r5_staff_of_the_body" => "起草人或者审批人不是该机关的工作人员",
        "r5_took_no_part" => "起草人或者审批人参加过原案的办理（第八条第四项）",
        "acts_as_submitted" => return format!("审批件 {kind}（{}）：{state}的内容与提交时的不符", it.act),
        other => other,
    };
    format!("审批件 {kind}（{}）：{why}", it.act)
}
