//! The law's rules asked again of what is stored: R1, R2 and R4 of every event, in the round it belongs to and with the case as
//! it was then; R5 of every act.

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
use crate::domain::ids::PartyId;
use crate::domain::procedure::Kind;
use crate::store::rules::{self, AboutAct};

/// The rules that an event breaks, taken on the case as it was before it. (The seam for asking the whole law again: the step is
/// that of the event's act, and the people's roles are those of the moment.)
pub(super) fn broken(before: &Case, event: &Event) -> Vec<String> {
    let facts = &event.body.facts;
    let mut broken = vec![];
    let mut say = |what: &str, party: PartyId, why: &str| {
        let (seq, name) = (event.entry.seq, before.party_name(party));
        broken.push(format!("第 {seq} 号事件：{what}（{name}）：{why}"));
    };
    for fact in facts {
        match fact {
            Fact::Assessed(it) => {
                if !heard(before, it.party) {
                    say(
                        "核实报告",
                        it.party,
                        "报告之前没有听取这名当事人的意见（第八条第二项）",
                    );
                }
                if assessment::complete("", &it.findings, &it.fits).is_err() {
                    say(
                        "核实报告",
                        it.party,
                        "六项条件、情形的结论不完整或者自相矛盾（第六条、第七条）",
                    );
                }
            }
            Fact::Opined(it)
                if found(facts, it.party).map(|it| it.duty() == Duty::MustTolerate) != Some(it.tolerate) =>
            {
                say("初步意见", it.party, "与核实报告的结论不符（第六条、第七条）");
            }
            Fact::Determined(it) => {
                let duty = before.assessment_of(it.party).map(PartyAssessment::duty);
                if duty.map(|it| it == Duty::MustTolerate) != Some(it.outcome == Outcome::Tolerated) {
                    let outcome = it.outcome.short();
                    say(
                        "认定",
                        it.party,
                        &format!("{outcome}与核实报告的结论不符（第六条、第七条）"),
                    );
                }
                if it.outcome == Outcome::Tolerated && !demands(facts, it) {
                    say(
                        "认定",
                        it.party,
                        "予以容错，但没有同时提出整改要求（第十二条第三项）",
                    );
                }
            }
            _ => {}
        }
    }
    broken
}

/// R2 in the round of the report.
fn heard(before: &Case, party: PartyId) -> bool {
    before.hearings.iter().any(|it| {
        let proved = it.kind != HearingKind::Unreachable || it.hearing.file.is_some();
        it.party == party && it.entry.round == before.round && proved
    })
}

fn found(facts: &[Fact], party: PartyId) -> Option<&PartyAssessment> {
    facts.iter().find_map(|fact| match fact {
        Fact::Assessed(it) if it.party == party => Some(it),
        _ => None,
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
