//! 收件回执: what the applicant keeps in hand, with number and time.

use crate::domain::case::Body;
use crate::domain::dates::{day, time_of_day};
use crate::domain::deadline::DeadlineKind;
use crate::domain::document::{Block, Document, DocumentKind, Draft, Signature, first_cited, you};
use crate::domain::filing::Filing;
use crate::domain::ids::DocumentId;
use crate::domain::regulation::Article;
use crate::domain::ruling::Moment;

/// What was handed in: the application itself may be among the files, signed or stamped.
fn materials(filing: &Filing) -> String {
    let signed = filing.files.iter().filter(|it| it.signed).count();
    let scan = if signed > 0 {
        "（附签字盖章的扫描件）"
    } else {
        ""
    };
    format!("申请书1份{scan}，附件{}件", filing.files.len() - signed)
}

/// The receipt for a filing.
pub fn receipt(filing: &Filing, body: &Body, case_number: &str, now: &Moment<'_>) -> Draft {
    let parties: Vec<_> = filing.parties.iter().map(|party| party.name.clone()).collect();
    let rows = vec![
        ("案号".into(), case_number.to_owned()),
        ("申请人".into(), filing.applicant.name.clone()),
        ("改革事项".into(), filing.matter.title.clone()),
        ("当事单位和个人".into(), parties.join("、")),
        (
            "收到时间".into(),
            format!("{} {}", day(now.today()), time_of_day(now.at)),
        ),
        ("材料".into(), materials(filing)),
    ];
    let you = you(filing.applicant.kind);
    let document = Document {
        issuer: body.name.clone(),
        number: None,
        title: DocumentKind::Receipt.short().into(),
        to: Some(filing.applicant.name.clone()),
        blocks: vec![
            Block::Para(format!("本机关已收到{you}提交的容错申请。")),
            Block::Table(rows),
            Block::Para(format!(
                "根据{}，本机关认为符合容错情形和条件的，应当在{}个工作日内启动容错程序。是否启动，本机关将书面告知{you}。查询办理\
                 情况，请说明上列案号。",
                first_cited(Article::A8_1),
                DeadlineKind::Initiation.days()
            )),
        ],
        signature: Signature {
            name: body.name.clone(),
            date: day(now.today()),
        },
        copies: None,
    };
    Draft {
        id: DocumentId((now.new_id)()),
        kind: DocumentKind::Receipt,
        issuer: body.id,
        number_word: body.number_word.clone(),
        party: None,
        document,
    }
}
