//! 回执: what a side keeps in hand after it handed something in: number, time, what it was, what happens next. It follows from
//! the event alone, and is not issued.

use crate::domain::case::Case;
use crate::domain::dates::{day, moment, shanghai_day};
use crate::domain::document::{Block, Document, Signature};
use crate::domain::handed_in::HandedIn;

/// The receipt of it; `None` for what came with the application.
pub fn receipt(case: &Case, it: &HandedIn<'_>) -> Option<Document> {
    let side = it.party.map_or(&case.filer.name, |party| &party.name);
    let by = case.name_of(it.entry.by);
    let who = match side == by {
        true => side.clone(),
        false => format!("{side}（{by}）"),
    };
    let mut rows: Vec<(String, String)> = [
        ("案号", case.number.clone()),
        ("改革事项", case.title.clone()),
        ("提交人", who),
        ("提交时间", moment(it.entry.at)),
    ]
    .into_iter()
    .chain(it.words.iter().cloned())
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    if let Some(kept) = it.file.and_then(|id| case.file(id)) {
        let file = &kept.file;
        let said = format!("{}（{} 字节，SHA-256 {}）", file.name, file.size, file.sha256);
        rows.push(("附件".into(), said));
    }
    let mut blocks = vec![Block::Table(rows), Block::Heading("接下来".into())];
    let next = it.next.iter().zip(1_usize..);
    blocks.extend(next.map(|(line, no)| Block::Item(format!("{no}. {line}"))));
    blocks.push(Block::Para("本回执只证明收到上述材料，不表示已经采纳。".into()));
    Some(Document {
        issuer: it.receiver.to_owned(),
        number: Some(format!("{}-{}", case.number, it.number()?)),
        title: "回执".into(),
        to: None,
        blocks,
        signature: Signature {
            name: it.receiver.to_owned(),
            date: day(shanghai_day(it.entry.at)),
        },
        copies: None,
    })
}
