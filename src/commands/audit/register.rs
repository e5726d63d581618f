//! What stands beside the events and must follow from them: the registers, the documents' texts, the approved acts.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use sqlx::{Connection, PgConnection};
use uuid::Uuid;

use super::Count;
use super::history::{History, hex};
use crate::domain::procedure::Kind;
use crate::store::held::{self, Unheld};
use crate::store::integrity::{self, StoredAct, StoredCase};
use crate::store::replay::{self, Difference, Differing};

/// `insufficient_privilege`, of PostgreSQL.
const FORBIDDEN: &str = "42501";

/// Names every row of these cases that is not as the events tell.
pub(super) async fn compare(
    db: &mut PgConnection,
    numbers: &BTreeMap<Uuid, &str>,
    count: &mut Count,
) -> anyhow::Result<()> {
    let cases: Vec<_> = numbers.keys().copied().collect();
    let number = |case: &Uuid| numbers.get(case).copied().unwrap_or_default();
    let differing = replay::differing(db, &cases).await?;
    for it in &differing {
        count.wrong(&format!("{} {}", number(&it.case), sentence(it)));
    }
    for it in unheld(db, &cases, count).await? {
        let named = |other: &Differing| (other.register, &other.key) == (it.register, &it.key);
        if !differing.iter().any(named) {
            let row = row(it.register, &it.key);
            count.wrong(&format!(
                "{} {row}：事件有记载，但事项、办理人、时间或者所批准的内容与之不符",
                number(&it.case)
            ));
        }
    }
    Ok(())
}

/// Rows without event or act. The question fails where an event's words are no longer JSON, or it is no longer ours: both
/// are named as such already, and the rest is still to be compared.
async fn unheld(db: &mut PgConnection, cases: &[Uuid], count: &mut Count) -> anyhow::Result<Vec<Unheld>> {
    let mut attempt = db.begin().await?;
    match held::rows(&mut attempt, cases).await {
        Ok(rows) => {
            attempt.commit().await?;
            Ok(rows)
        }
        Err(sqlx::Error::Database(error)) if error.code().as_deref() != Some(FORBIDDEN) => {
            attempt.rollback().await?;
            count.wrong(&format!("各项登记：数据库不能说明其依据（{error}）"));
            Ok(vec![])
        }
        Err(error) => Err(error.into()),
    }
}

fn row(register: &str, key: &str) -> String {
    format!("{} {key}", name(register)).trim().to_owned()
}

fn sentence(it: &Differing) -> String {
    let row = row(it.register, &it.key);
    match &it.how {
        Difference::Untold => format!("{row}：没有事件这样记载"),
        Difference::Missing => format!("{row}：事件有记载，现已缺失"),
        Difference::Otherwise(columns) => format!("{row}：{} 与事件的记载不符", columns.join("、")),
    }
}

/// What a register is called.
fn name(register: &str) -> &str {
    match register {
        "cases" => "案件",
        "filing_files" => "申请材料",
        "parties" => "当事人",
        "assignments" => "经办人",
        "evidence" => "证据",
        "hearings" => "听取意见",
        "reports" => "核实报告",
        "findings" => "条件认定",
        "fits" => "情形认定",
        "opinions" => "初步意见",
        "documents" => "文书",
        "determinations" => "认定",
        "corrections" => "整改要求",
        "correction_reports" => "整改报告",
        "correction_verdicts" => "整改验收",
        "services" => "送达",
        "notices" => "通报",
        "objections" => "异议",
        "clarifications" => "澄清",
        "deadlines" => "期限",
        "deadline_causes" => "期限原因",
        other => other,
    }
}

/// Names every document and act whose own text is not what was issued or approved.
pub(super) async fn originals(
    db: &mut PgConnection,
    case: &StoredCase,
    history: &History,
    count: &mut Count,
) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let page = integrity::documents(db, case.id, &after).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.number);
        for it in &page {
            count.documents += 1;
            if Sha256::digest(&it.content)[..] != it.digest[..] {
                count.wrong(&format!(
                    "{} 文书 {}：内容与摘要不符，印发后被改动",
                    case.number, it.number
                ));
            }
        }
    }
    acts(db, case, history, count).await
}

async fn acts(
    db: &mut PgConnection,
    case: &StoredCase,
    history: &History,
    count: &mut Count,
) -> anyhow::Result<()> {
    let approved = integrity::acts(db, case.id).await?;
    for it in &approved {
        if let Some(wrong) = otherwise(it, history) {
            let kind = match Kind::from_code(&it.kind) {
                Some(kind) => kind.name(),
                None => &it.kind,
            };
            count.wrong(&format!("{} 审批件 {kind}（{}）：{wrong}", case.number, it.id));
        }
    }
    for id in history.acts.keys() {
        if !approved.iter().any(|it| it.id == *id) {
            count.wrong(&format!(
                "{} 审批件（{id}）：事件记载已批准，现已缺失",
                case.number
            ));
        }
    }
    Ok(())
}

fn otherwise(it: &StoredAct, history: &History) -> Option<&'static str> {
    match history.acts.get(&it.id) {
        None => Some("没有事件这样记载"),
        Some(told) if told.digest != hex(&it.says) => Some("与批准时的摘要不符，批准后被改动"),
        Some(told) => ((told.kind.as_str(), Some(told.by), Some(told.at))
            != (&it.kind, it.approved_by, it.decided_at))
            .then_some("事项、审批人或者时间与执行它的事件不符"),
    }
}
