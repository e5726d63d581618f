//! Where what is stored breaks a rule of the law, each said as the law says it.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::Count;
use crate::domain::act::ActState;
use crate::domain::procedure::Kind;
use crate::store::rules::{self, AboutAct, AboutParty};

/// Names every rule that something stored of these cases breaks.
pub(super) async fn compare(
    db: &mut PgConnection,
    numbers: &BTreeMap<Uuid, &str>,
    count: &mut Count,
) -> anyhow::Result<()> {
    let cases: Vec<_> = numbers.keys().copied().collect();
    let number = |case: &Uuid| numbers.get(case).copied().unwrap_or_default();
    for it in rules::about_parties(db, &cases).await? {
        count.wrong(&format!("{} {}", number(&it.case), about_party(&it)));
    }
    for it in rules::about_acts(db, &cases).await? {
        count.wrong(&format!("{} {}", number(&it.case), about_act(&it)));
    }
    Ok(())
}

fn about_party(it: &AboutParty) -> String {
    let (what, why) = match it.rule.as_str() {
        "r1_determined_tolerated" => ("认定", "予以容错与核实报告的结论不符（第六条、第七条）"),
        "r1_determined_not_tolerated" => ("认定", "不予容错与核实报告的结论不符（第六条、第七条）"),
        "r1_opined_tolerated" => ("初步意见", "予以容错与核实报告的结论不符（第六条、第七条）"),
        "r1_opined_not_tolerated" => ("初步意见", "不予容错与核实报告的结论不符（第六条、第七条）"),
        "a7_7_explained" => (
            "情形认定",
            "第七项情形所要求的说明缺失，或者写在了其他情形里（第七条第七项）",
        ),
        "r4_tolerance_with_correction" => ("认定", "予以容错，但没有同时提出整改要求（第十二条第三项）"),
        "r2_every_party_heard" => ("核实报告", "报告之前没有听取这名当事人的意见（第八条第二项）"),
        other => ("当事人", other),
    };
    format!("{what}（{}）：{why}", it.party)
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
