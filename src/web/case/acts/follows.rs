//! Everything that an approval will bring about, before anybody signs: where the case goes, which periods move, what is issued.

use super::super::open::OpenCase;
use crate::documents::html::{Look, Paper};
use crate::domain::dates::day;
use crate::domain::deadline::Cause;
use crate::domain::document::Draft;
use crate::domain::ruling::Ruling;

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
    for movement in &ruling.clocks {
        let kind = movement.kind;
        let name = format!(
            "{}{}",
            kind.name(),
            if kind.legal() { "期限" } else { "内部目标" }
        );
        lines.push(match &movement.cause {
            Cause::Started { on, days } => {
                let due = open.calendar().nth_working_day(*on, *days);
                let until = due.map(|due| format!("，{}届满", day(due))).unwrap_or_default();
                format!("{name}开始计算：{days} 个工作日{until}")
            }
            Cause::Met { .. } => format!("{name}完成"),
            Cause::Cancelled { .. } => format!("{name}不再计算"),
            Cause::Stopped { .. }
            | Cause::Resumed { .. }
            | Cause::Extended { .. }
            | Cause::Recomputed { .. } => format!("{name}变动"),
        });
    }
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
