//! What stands beside the events and must follow from them: the registers, the documents' texts, the approved acts.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Count;
use super::history::{History, hex};
use crate::domain::fact::Fact;
use crate::domain::procedure::Kind;
use crate::store::integrity::{self, StoredAct, StoredCase, Strayed};
use crate::store::registers::{self, Difference, Differing};

/// Names every row of these cases that is not what its event says.
pub(super) async fn compare(
    db: &mut PgConnection,
    numbers: &BTreeMap<Uuid, &str>,
    count: &mut Count,
) -> anyhow::Result<()> {
    let cases: Vec<_> = numbers.keys().copied().collect();
    let number = |case: &Uuid| numbers.get(case).copied().unwrap_or_default();
    let differing = registers::differing(db, &cases).await?;
    for it in differing.iter().chain(&registers::unlawful(db, &cases).await?) {
        count.wrong(&format!("{} {}", number(&it.case), sentence(it)));
    }
    for it in integrity::strayed_documents(db, &cases).await? {
        count.wrong(&format!("{} 文书 {}：{}", number(&it.case), it.what, how(&it)));
    }
    for it in integrity::strayed_files(db, &cases).await? {
        count.wrong(&format!(
            "{} 材料 {}：登记与事件的记载不符，或者缺失",
            number(&it.case),
            it.what
        ));
    }
    for it in integrity::strayed_texts(db, &cases).await? {
        let how = match (it.untold, it.gone) {
            (true, _) => "没有这样的原文",
            (_, true) => "已经缺失",
            (false, false) => "与原文不符",
        };
        let (number, which) = (number(&it.case), it.what.trim_end());
        count.wrong(&format!("{number} 检索文字 {which}：{how}"));
    }
    for it in integrity::strayed_cases(db, &cases).await? {
        count.wrong(&format!("{} {}：{}", number(&it.case), it.what, how(&it)));
    }
    Ok(())
}

fn sentence(it: &Differing) -> String {
    let row = format!("{} {}", Fact::name_of(&it.fact), it.key);
    match &it.how {
        Difference::Untold => format!("{row}：没有事件这样记载"),
        Difference::Missing => format!("{row}：事件有记载，现已缺失"),
        Difference::Otherwise(fields) => format!("{row}：{} 与事件的记载不符", fields.join("、")),
        Difference::OfAnotherStep => format!("{row}：记载它的事件不是有权这样记载的办理事项"),
        Difference::Unapproved => format!("{row}：事件的记载与所批准的内容不符"),
    }
}

fn how(it: &Strayed) -> String {
    match (it.untold, it.gone, it.fields.as_slice()) {
        (true, ..) => "没有事件这样记载".to_owned(),
        (_, true, _) => "事件有记载，现已缺失".to_owned(),
        (false, false, []) => "与事件的记载不符".to_owned(),
        (false, false, fields) => format!("{} 与事件的记载不符", fields.join("、")),
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
