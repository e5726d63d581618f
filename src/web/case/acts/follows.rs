//! Everything that an approval will bring about, before anybody signs: where the case goes, which periods move, what is issued.

use super::super::open::OpenCase;
use crate::documents::html::{Look, Paper};
use crate::domain::case::Clock;
use crate::domain::dates::day;
use crate::domain::deadline::{Cause, Deadline};
use crate::domain::document::Draft;
use crate::domain::ruling::{ClockMove, Ruling};

/// Everything that will follow from an approval.
pub fn follows(ruling: &Ruling, open: &OpenCase) -> Vec<String> {
    let mut lines: Vec<_> = ruling
        .to
        .iter()
        .map(|to| format!("案件进入“{}”", to.name()))
        .collect();
    // The drafter's reason stands in the act itself: it is no consequence of it.
    let said = ruling.facts.iter().map(|it| it.said(&open.case, open.today()));
    lines.extend(said.filter(|it| !it.reason).filter_map(|it| it.line));
    lines.extend(ruling.clocks.iter().map(|it| moved(it, open)));
    for draft in &ruling.documents {
        let to = draft.document.to.clone().unwrap_or_default();
        lines.push(format!(
            "编文号，向{to}印发{}，印发后不能更改",
            draft.kind.short()
        ));
    }
    if lines.is_empty() {
        lines.push("记入办理经过".to_owned());
    }
    lines
}

/// What a clock does, and the day that this leads to.
fn moved(movement: &ClockMove, open: &OpenCase) -> String {
    let kind = movement.kind;
    let of = if kind.legal() { "期限" } else { "内部目标" };
    let name = format!("{}{of}", kind.name());
    let before = open.case.clock(movement.id).and_then(Clock::deadline);
    let after = match before {
        Some(mut deadline) => {
            deadline.apply(movement.cause.clone());
            Some(deadline)
        }
        None => Deadline::from_events(kind, [movement.cause.clone()]),
    };
    let due = after.as_ref().and_then(|it| it.due(open.calendar()));
    let until = due.map_or_else(String::new, |due| format!("，{}届满", day(due)));
    match &movement.cause {
        Cause::Started { days, .. } => format!("{name}开始计算：{days} 个工作日{until}"),
        Cause::Met { .. } => format!("{name}完成"),
        Cause::Cancelled { .. } => format!("{name}不再计算"),
        Cause::Stopped { .. } => {
            let left = after.and_then(|it| it.remaining(open.today(), open.calendar()));
            let left = left.map_or_else(String::new, |left| format!("，连当天在内还剩 {left} 个工作日"));
            format!("{name}停止计算{left}")
        }
        Cause::Resumed { .. } => format!("{name}继续计算{until}"),
        Cause::Extended { days } => format!("{name}延长 {days} 个工作日{until}"),
        Cause::Recomputed { .. } => format!("{name}重新计算{until}"),
    }
}

/// A document as it will go out.
pub struct DraftPaper {
    /// What it is, and to whom.
    pub name: String,
    /// How it will look; its number is given when it goes out.
    pub paper: Paper,
}

/// The documents that an approval will issue.
pub fn papers(ruling: &Ruling, demo: bool) -> Vec<DraftPaper> {
    let paper = |draft: &Draft| {
        let to = draft.document.to.as_deref();
        let to = to.map_or_else(String::new, |to| format!("（{to}）"));
        DraftPaper {
            name: format!("{}{to}", draft.kind.short()),
            paper: Paper {
                document: draft.document.clone(),
                look: Look::Official,
                demo,
                within: true,
            },
        }
    };
    ruling.documents.iter().map(paper).collect()
}
