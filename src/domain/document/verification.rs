//! 中止核实通知书, 恢复核实通知书 and 延长核实期限通知书, to each party. None passes practice for law.

use crate::domain::case::{Case, Clock, Party};
use crate::domain::dates::day;
use crate::domain::deadline::{Cause, Deadline, DeadlineKind};
use crate::domain::document::{Block, DocumentKind, Draft, first_cited, matter, until, you};
use crate::domain::regulation::{Article, regulation};
use crate::domain::ruling::Moment;
use crate::domain::verification::{Extension, Resumption, Suspension, verification};

/// 中止核实通知书
pub fn suspended(case: &Case, party: &Party, why: &Suspension, now: &Moment<'_>) -> Draft {
    let you = you(party.kind);
    let left = after(
        case,
        Cause::Stopped {
            on: now.today(),
            why: String::new(),
        },
    )
    .and_then(|it| it.remaining(now.today(), case.calendar()))
    .unwrap_or_default();
    let blocks = vec![
        Block::Para(format!(
            "{}，本机关正在调查核实。因下列原因，自{}起中止核实：",
            matter(case),
            day(now.today()),
        )),
        Block::Para((&why.reason).into()),
        Block::Para(format!(
            "中止时，核实期限剩余{left}个工作日；中止期间不计入核实期限，恢复以后继续计算。《{}》没有规定中止，这是本机关按照内部管理\
             的需要作出的决定。",
            regulation().title
        )),
        Block::Para(format!(
            "中止期间，{you}仍可以提交证据。恢复核实时，本机关另行书面通知。"
        )),
    ];
    Draft::to_a_party(case, DocumentKind::SuspensionNotice, party, blocks, now)
}

/// 恢复核实通知书
pub fn resumed(case: &Case, party: &Party, why: &Resumption, now: &Moment<'_>) -> Draft {
    let due = after(case, Cause::Resumed { on: now.today() }).and_then(|it| it.due(case.calendar()));
    let blocks = vec![
        Block::Para(format!(
            "{}，本机关中止了核实。因下列情况，自{}起恢复核实：",
            matter(case),
            day(now.today()),
        )),
        Block::Para((&why.reason).into()),
        Block::Para(format!("核实期限继续计算，剩余的工作日不变{}。", until(due))),
    ];
    Draft::to_a_party(case, DocumentKind::ResumptionNotice, party, blocks, now)
}

/// 延长核实期限通知书
pub fn extended(case: &Case, party: &Party, it: &Extension, now: &Moment<'_>) -> Draft {
    let days = it.days;
    let due = after(case, Cause::Extended { days }).and_then(|it| it.due(case.calendar()));
    let blocks = vec![
        Block::Para(format!(
            "{}，本机关正在调查核实。根据{}，调查核实一般于启动容错程序后{}个工作日内完成。因下列原因，本机关决定延长核实期限：",
            matter(case),
            first_cited(Article::A8_2),
            DeadlineKind::Verification.days(),
        )),
        Block::Para((&it.reason).into()),
        Block::Para(format!("核实期限延长{days}个工作日{}。", until(due))),
    ];
    Draft::to_a_party(case, DocumentKind::ExtensionNotice, party, blocks, now)
}

/// The clock of the verification as it is after something more.
fn after(case: &Case, cause: Cause) -> Option<Deadline> {
    let mut deadline = verification(case).and_then(Clock::deadline)?;
    deadline.apply(cause);
    Some(deadline)
}
