//! 启动容错程序通知书, to each party, and 不予启动告知书, to the applicant.

use crate::domain::case::{Case, Party, PartyKind};
use crate::domain::dates::{day, shanghai_day};
use crate::domain::deadline::DeadlineKind;
use crate::domain::document::{Block, DocumentKind, Draft, first_cited, paragraphs, quoted, you};
use crate::domain::ids::UserId;
use crate::domain::initiation::Declining;
use crate::domain::regulation::Article;
use crate::domain::ruling::Moment;

/// The notice to one party that the procedure has begun.
pub fn notice(case: &Case, party: &Party, officers: &[UserId], now: &Moment<'_>) -> Draft {
    let names: Vec<_> = officers.iter().map(|user| case.name_of(*user)).collect();
    let you = you(party.kind);
    let own = case.filer.is(party);
    let pursued = &case.accountability;
    let blocks = vec![
        Block::Para(format!(
            "{}于{}就{}向本机关提出容错申请（{}）{}。经初步审查，本机关认为符合容错情形和条件，根据{}，决定自即日起启动容错程序。\
             是否容错，以本机关的书面认定为准。",
            if own { you } else { &case.filer.name },
            day(shanghai_day(case.received_at)),
            quoted(&case.title),
            case.number,
            if own {
                String::new()
            } else {
                format!("，涉及{you}")
            },
            first_cited(Article::A8_1),
        )),
        Block::Para(format!(
            "申请书载明：{}自{}起{}，事由为：{}。{you}可以在陈述意见以前查阅申请书载明的事情经过。",
            pursued.pursuer,
            day(pursued.since),
            pursued.pursuit,
            pursued.what.trim_end_matches('。'),
        )),
        Block::Para(format!(
            "本案由{}负责调查核实。调查核实一般于启动容错程序后{}个工作日内完成（《办法》{}）。",
            names.join("、"),
            DeadlineKind::Verification.days(),
            Article::A8_2
        )),
        Block::Para(format!(
            "核实期间，{you}可以陈述意见、提交证据，本机关将充分听取{you}的意见。认为经办人与本案有利害关系、可能影响公正办理的，可以向\
             本机关书面提出，申请其回避。"
        )),
    ];
    Draft::to_a_party(case, DocumentKind::InitiationNotice, party, blocks, now)
}

/// The answer to an applicant whose application is not taken up.
pub fn declining(case: &Case, why: &Declining, now: &Moment<'_>) -> Draft {
    let you = you(match case.filer.unit {
        Some(_) => PartyKind::Unit,
        None => PartyKind::Individual,
    });
    let mut blocks = vec![Block::Para(format!(
        "{you}于{}就{}提出的容错申请（{}）收悉。经审查，根据{}，该申请{}，本机关决定不予启动容错程序。理由如下：",
        day(shanghai_day(case.received_at)),
        quoted(&case.title),
        case.number,
        first_cited(why.ground.article()),
        why.ground.finding(),
    ))];
    blocks.extend(paragraphs(&why.reason));
    blocks.push(Block::Para(format!(
        "《办法》没有规定对不予启动提出异议的途径。{you}可以补充事实和材料，重新提出申请；也可以向本机关的上级机关反映。"
    )));
    Draft::by_the_body(case, DocumentKind::DeclineNotice, None, blocks, now)
}
