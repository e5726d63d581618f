//! R5, and R2 of the report, asked again of every act that is stored, whichever event carried it out.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::Count;
use crate::domain::act::ActState;
use crate::domain::procedure::Kind;
use crate::store::rules::{self, AboutAct};

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
        "r5_officers_do_not_approve" => "审批人是或者当过本案经办人（经办人不审批本案）",
        "r5_parties_never_act" => "起草人或者审批人是本案的申请人、当事人（应当回避）",
        "r5_whose_act" => "不是有权办理的机关作出的（第八条第四项）",
        "r5_staff_of_the_body" => "起草人或者审批人不是该机关的工作人员",
        "r5_took_no_part" => "起草人或者审批人参加过原案的办理（第八条第四项）",
        "r2_not_passed_over" => "送审以后收到当事人的意见或者证据，没有退回补充（第八条第二项）",
        "acts_as_submitted" => return format!("审批件 {kind}（{}）：{state}的内容与提交时的不符", it.act),
        other => other,
    };
    format!("审批件 {kind}（{}）：{why}", it.act)
}
