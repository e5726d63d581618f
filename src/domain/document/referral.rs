//! What goes out with a referral (A9.2): 移送函 and 容错建议函 to the organ, 移送告知书 to each party; and 退回告知书, where the organ gives
//! the case back. A party is never told whether anything was proposed, nor what.

use crate::domain::case::{Case, Party};
use crate::domain::dates::day;
use crate::domain::document::{Block, DocumentKind, Draft, first_cited, matter, paragraphs, you};
use crate::domain::referral::{OrganReturn, Referral, ReturnGround};
use crate::domain::regulation::Article;
use crate::domain::ruling::Moment;

/// 移送函
pub fn letter(case: &Case, it: &Referral, now: &Moment<'_>) -> Draft {
    let parties = case
        .taking_part()
        .map(|party| (party.name.clone(), party.position.clone()));
    let mut blocks = vec![
        Block::Para(format!(
            "{}，本机关已经调查核实。根据{}，现将本案移送贵机关处理。涉及的当事单位和个人：",
            matter(case),
            first_cited(Article::A9_2),
        )),
        Block::Table(parties.collect()),
        Block::Para("移送的理由：".into()),
    ];
    blocks.extend(paragraphs(&it.reason));
    blocks.extend([
        Block::Para(
            "在贵机关作出追责问责决定以前，本机关不作结论性认定，不开展反馈、通报工作。核实报告、听取意见的记录和证据随函附送。".into(),
        ),
        Block::Para(
            "请贵机关作出决定后，将决定的文号、日期、结果和提出的纠错要求书面告知本机关；不属于贵机关权限，或者需要补充材料的，请书面退回。"
                .into(),
        ),
    ]);
    Draft::to_an_organ(case, DocumentKind::ReferralLetter, &it.organ, blocks, now)
}

/// 容错建议函
pub fn proposal(case: &Case, it: &Referral, now: &Moment<'_>) -> Draft {
    let mut blocks = vec![Block::Para(format!(
        "{}，本机关已经移送贵机关处理。根据{}，本机关提出以下容错建议，供作出追责问责决定时参考：",
        matter(case),
        first_cited(Article::A9_2),
    ))];
    blocks.extend(paragraphs(&it.proposal));
    blocks.push(Block::Para(
        "本函是容错建议，属于非结论性认定，不是本机关的容错认定，不产生认定的效力，不向当事单位和个人反馈，也不对外通报。是否追责问责、怎样处理，由贵机关决定。"
            .into(),
    ));
    Draft::to_an_organ(case, DocumentKind::TolerationProposal, &it.organ, blocks, now)
}

/// 移送告知书
pub fn notice(case: &Case, party: &Party, it: &Referral, now: &Moment<'_>) -> Draft {
    let you = you(party.kind);
    let blocks = vec![
        Block::Para(format!(
            "{}，本机关已经调查核实。追责问责依照权限由{}决定，根据{}，本机关于{}将本案移送该机关处理。",
            matter(case),
            it.organ,
            first_cited(Article::A9_2),
            day(now.today()),
        )),
        Block::Para(format!(
            "移送不是对{you}是否容错的认定。该机关作出追责问责决定以前，本机关不作结论性认定，不反馈、不通报，也不作澄清说明。"
        )),
        Block::Para(format!(
            "{you}已经陈述的意见和提交的证据都在案卷之中。该机关作出决定或者退回本案以后，本机关另行书面告知。"
        )),
    ];
    Draft::to_a_party(case, DocumentKind::ReferralNotice, party, blocks, now)
}

/// 退回告知书
pub fn returned(case: &Case, party: &Party, it: &OrganReturn, now: &Moment<'_>) -> Draft {
    let organ = case.referred().map_or("", |it| &it.organ);
    let next = match it.ground {
        ReturnGround::LeftToUs => format!("本案由本机关继续办理，办理结果书面告知{}。", you(party.kind)),
        ReturnGround::Incomplete => "本机关补充说明以后再次移送，届时另行书面告知。".to_owned(),
    };
    let blocks = vec![
        Block::Para(format!(
            "{}，本机关已将本案移送{organ}。该机关以{}（{}）退回本案。",
            matter(case),
            it.number,
            day(it.dated),
        )),
        Block::Para(next),
    ];
    Draft::to_a_party(case, DocumentKind::ReturnNotice, party, blocks, now)
}
