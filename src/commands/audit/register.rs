//! What stands beside the events and must equal their sum: documents, deadlines, and every register.

use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::Count;
use super::history::History;
use crate::domain::calendar::WorkCalendar;
use crate::domain::deadline::{Deadline, State};
use crate::domain::ids::DeadlineId;
use crate::store::integrity::{self, StoredCase, StoredDeadline};

/// Names every row that does not follow from the case's history.
pub(super) async fn compare(
    db: &mut PgConnection,
    case: &StoredCase,
    history: &History,
    count: &mut Count,
) -> anyhow::Result<()> {
    documents(db, case, history, count).await?;
    deadlines(db, case, history, count).await?;
    for row in integrity::untold(db, case.id).await? {
        count.wrong(&format!(
            "{} {} {}：没有事件这样记载",
            case.number, row.register, row.id
        ));
    }
    Ok(())
}

async fn documents(
    db: &mut PgConnection,
    case: &StoredCase,
    history: &History,
    count: &mut Count,
) -> anyhow::Result<()> {
    let mut issued = history.documents.clone();
    let mut after = String::new();
    loop {
        let page = integrity::documents(db, case.id, &after).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.number);
        for it in &page {
            count.documents += 1;
            issued.remove(&it.number);
            if Sha256::digest(&it.content)[..] != it.digest[..] {
                count.wrong(&format!(
                    "{} 文书 {}：内容与摘要不符，印发后被改动",
                    case.number, it.number
                ));
            }
        }
    }
    for number in issued {
        count.wrong(&format!(
            "{} 文书 {number}：事件记载已印发，现已缺失",
            case.number
        ));
    }
    Ok(())
}

async fn deadlines(
    db: &mut PgConnection,
    case: &StoredCase,
    history: &History,
    count: &mut Count,
) -> anyhow::Result<()> {
    let calendar = WorkCalendar::by_name(&case.calendar).unwrap_or_else(WorkCalendar::national);
    let stored = integrity::deadlines(db, case.id).await?;
    for it in &stored {
        count.deadlines += 1;
        if let Some(wrong) = differs(it, history, calendar) {
            count.wrong(&format!("{} 期限 {}（{}）：{wrong}", case.number, it.kind, it.id));
        }
    }
    for (id, (kind, _)) in &history.clocks {
        if !stored.iter().any(|it| it.id == id.0) {
            count.wrong(&format!(
                "{} 期限 {}（{id}）：事件有记载，现已缺失",
                case.number,
                kind.code()
            ));
        }
    }
    Ok(())
}

fn differs(it: &StoredDeadline, history: &History, calendar: &WorkCalendar) -> Option<&'static str> {
    let Some((kind, causes)) = history.clocks.get(&DeadlineId(it.id)) else {
        return Some("没有事件记载");
    };
    if *causes != it.causes.0 || kind.code() != it.kind {
        return Some("原因与事件的记载不符");
    }
    let Some(sum) = Deadline::from_events(*kind, causes.iter().cloned()) else {
        return Some("没有起算的事件");
    };
    let (state, ended) = match sum.state() {
        State::Running => ("running", None),
        State::Stopped(_) => ("stopped", None),
        State::Met(on) => ("met", Some(on)),
        State::Cancelled(on) => ("cancelled", Some(on)),
    };
    if (state, ended) != (it.state.as_str(), it.ended_on) {
        return Some("状态与事件推得的不符");
    }
    if (sum.started_on(), i16::try_from(sum.days()).ok()) != (it.from_on, Some(it.days)) {
        return Some("起算日或者天数与事件推得的不符");
    }
    // A provisional day (暂估) moves when the year's notice comes.
    (!it.provisional && sum.due(calendar) != it.due_on).then_some("届满日与事件推得的不符")
}
