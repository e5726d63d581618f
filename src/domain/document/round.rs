//! 重新核实通知书, to each party whose determination fell: why, by whom and until when it is verified again.

use crate::domain::case::{Case, Clock, Party};
use crate::domain::dates::day;
use crate::domain::document::{Block, DocumentKind, Draft, matter, objection, until, you};
use crate::domain::ids::UserId;
use crate::domain::ruling::Moment;
use crate::domain::verification::verification;

/// The notice to one party of the round.
pub fn notice(case: &Case, party: &Party, officers: &[UserId], now: &Moment<'_>) -> Draft {
    let names: Vec<_> = officers.iter().map(|user| case.name_of(*user)).collect();
    let you = you(party.kind);
    let due = verification(case).and_then(Clock::deadline);
    let due = due.and_then(|it| it.due(case.calendar()));
    let from = case.verified_from().map_or_else(String::new, day);
    let blocks = vec![
        Block::Para(format!(
            "{}，{}本机关自{from}起，就{you}的部分重新核实。",
            matter(case),
            objection::why_again(case, party).unwrap_or_default(),
        )),
        Block::Para(format!(
            "重新核实由{}负责，他们没有参加过本案以前的办理。本轮核实期限自{from}起重新计算{}。",
            names.join("、"),
            until(due)
        )),
        Block::Para(format!(
            "以前收集的证据、{you}以前的陈述仍在案卷之中。本机关将重新听取{you}的意见，{you}可以补充陈述、提交证据。认为经办人与本案有利害关系、\
             可能影响公正办理的，可以向本机关书面提出，申请其回避。"
        )),
    ];
    Draft::to_a_party(case, DocumentKind::RoundNotice, party, blocks, now)
}
