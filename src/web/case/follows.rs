//! What a step will bring about, before it is taken: where the case goes, which periods move, what is issued. Whoever fills in
//! its form reads what the table says; its approver reads everything, off the ruling.

use super::open::OpenCase;
use crate::documents::html::{Look, Paper};
use crate::domain::case::Clock;
use crate::domain::dates::day;
use crate::domain::deadline::{Cause, Deadline, DeadlineKind};
use crate::domain::document::Draft;
use crate::domain::procedure::{Move, Tick};
use crate::domain::ruling::{ClockMove, Ruling};
use crate::domain::service::reaches_at_once;
use crate::domain::status::Status;

/// What a step brings about from this status, whatever is written in it.
pub fn always(row: &Move, from: Status) -> Vec<String> {
    let leads = match row.ends(from)[..] {
        [to] if !row.may_stay(from) => Some(entered(to)),
        _ => None,
    };
    let ticks = row.ticks.iter().filter_map(|it| ticked(*it));
    leads.into_iter().chain(ticks).collect()
}

fn entered(to: Status) -> String {
    format!("案件进入“{}”", to.name())
}

/// What always happens to a period.
fn ticked(tick: Tick) -> Option<String> {
    match tick {
        Tick::Start(kind) => Some(format!("{}开始计算：{} 个工作日", period(kind), kind.days())),
        Tick::Meet(kind) => Some(format!("{}完成", period(kind))),
        Tick::Cancel(kind) => Some(format!("{}不再计算", period(kind))),
        Tick::Stop(kind) => Some(format!("{}停止计算，剩余的工作日不变", period(kind))),
        Tick::Resume(kind) => Some(format!("{}继续计算，剩余的工作日不变", period(kind))),
        Tick::Extend(kind) => Some(format!("{}延长所选的天数", period(kind))),
        Tick::MayStart(_) | Tick::MayMeet(_) | Tick::MayCancel(_) | Tick::MayStop(_) | Tick::MayResume(_) => {
            None
        }
    }
}

/// What a period is called: the law's own, or a target of ours.
fn period(kind: DeadlineKind) -> String {
    let of = if kind.legal() {
        "期限"
    } else {
        "内部办理时限"
    };
    format!("{}{of}", kind.name())
}

/// Everything that will follow from an approval.
pub fn follows(ruling: &Ruling, open: &OpenCase) -> Vec<String> {
    let mut lines: Vec<_> = ruling.to.into_iter().map(entered).collect();
    // The drafter's reason stands in the act itself: it is no consequence of it.
    let said = ruling.facts.iter().map(|it| it.said(&open.case, open.today()));
    lines.extend(said.filter(|it| !it.reason).filter_map(|it| it.line));
    lines.extend(ruling.clocks.iter().map(|it| moved(it, open)));
    for draft in &ruling.documents {
        let to = draft.document.to.clone().unwrap_or_default();
        let how = match reaches_at_once(&open.case, draft) {
            true => "批准时即电子送达",
            false => "由经办人送达",
        };
        let what = draft.kind.short();
        lines.push(format!("编文号，向{to}印发{what}，{how}；印发后不能更改"));
    }
    lines.extend(fed_back_at_once(ruling, open));
    if lines.is_empty() {
        lines.push("记入办理经过".to_owned());
    }
    lines
}

/// Where everybody who is told agreed to electronic service, the feedback ends on the day on which it begins.
fn fed_back_at_once(ruling: &Ruling, open: &OpenCase) -> Option<String> {
    let begins =
        |it: &ClockMove| it.kind == DeadlineKind::Feedback && matches!(it.cause, Cause::Started { .. });
    let reached = ruling.documents.iter().all(|it| reaches_at_once(&open.case, it));
    let ended = ruling.clocks.iter().any(begins) && reached;
    ended.then(|| format!("全部电子送达，{}当即完成", period(DeadlineKind::Feedback)))
}

/// What a clock does, and the day that this leads to.
fn moved(movement: &ClockMove, open: &OpenCase) -> String {
    let kind = movement.kind;
    let name = period(kind);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::procedure::Kind;

    #[test]
    fn a_form_says_what_the_table_says_and_nothing_that_its_step_decides() {
        let follows = |kind: Kind, from| always(kind.row(), from).join("；");
        assert_eq!(
            follows(Kind::Initiate, Status::Submitted),
            "案件进入“核实中”；启动期限完成；核实期限开始计算：15 个工作日"
        );
        assert_eq!(
            follows(Kind::Determine, Status::Determining),
            "案件进入“已认定”；认定内部办理时限完成；反馈内部办理时限开始计算：3 个工作日"
        );
        assert_eq!(follows(Kind::Object, Status::Closed), "案件进入“异议处理中”");
        for (kind, from) in [
            (Kind::Object, Status::Objected),
            (Kind::DecideObjection, Status::Objected),
            (Kind::Replace, Status::Verifying),
        ] {
            assert_eq!(follows(kind, from), "", "{kind:?}");
        }
    }
}
