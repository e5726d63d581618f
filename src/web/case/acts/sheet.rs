//! 审批单: an act on one sheet of A4, as the office files it: what, in which case, who drafted it, every draft with what its
//! approver wrote, who decided and when. Internal; no party reads it.

use crate::documents::html::{Look, Paper};
use crate::domain::act::ActState;
use crate::domain::dates::{day, moment, shanghai_day};
use crate::domain::document::{Block, Document, Signature};
use crate::domain::regulation::Basis;
use crate::domain::step::Step;
use crate::store::acts::{ActMove, ActRecord};
use crate::web::case::forms;
use crate::web::case::open::OpenCase;
use crate::web::frame::Frame;
use crate::web::paper::PaperPage;

/// Of an act without an outcome so many characters of its text say what it is about; the rest stands in the act.
const GIST_CHARS: usize = 200;

/// The sheet of an act; `None` before it was ever submitted.
pub fn sheet(frame: Frame, open: &OpenCase, record: &ActRecord, moves: &[ActMove]) -> Option<PaperPage> {
    let step = super::page::said(record, moves)?;
    let kind = record.act.kind;
    let decided = moves.last().filter(|it| it.state == Some(ActState::Approved));
    let document = Document {
        issuer: issuer(open, record),
        number: Some(open.case.number.clone()),
        title: "审批单".into(),
        to: None,
        blocks: vec![
            Block::Table(rows(open, record, step)),
            Block::Heading("审批过程".into()),
            Block::Table(drafts(moves)),
        ],
        signature: Signature {
            name: decided.map_or_else(|| "负责人".into(), |it| format!("负责人 {}", it.name)),
            date: decided.map_or_else(String::new, |it| day(shanghai_day(it.at))),
        },
        copies: None,
    };
    let demo = frame.demo;
    Some(PaperPage {
        frame: frame
            .titled(format!("{} 审批单：{}", open.case.number, kind.name()))
            .back(format!("{}/acts/{}", open.href(), record.act.id), "返回文书")
            .here("/cases"),
        paper: Paper {
            document,
            look: Look::Form,
            demo,
            within: false,
        },
        issued: "内部审批记录，归入副卷，不发给当事人。".into(),
        digest: None,
    })
}

fn issuer(open: &OpenCase, record: &ActRecord) -> String {
    match record.body == open.case.body.id {
        true => open.case.body.name.clone(),
        false => open.case.addressee_name(record.body).to_owned(),
    }
}

fn rows(open: &OpenCase, record: &ActRecord, step: &Step) -> Vec<(String, String)> {
    let (case, row) = (&open.case, record.act.kind.row());
    let parties: Vec<_> = case.parties.iter().map(|it| it.name.as_str()).collect();
    let basis = match row.basis {
        Basis::Law(article) => article.to_string(),
        Basis::Practice => "参照（内部管理）".to_owned(),
    };
    let issued = case.documents.iter().filter(|it| {
        let of_the_act = it.document.entry.act == Some(record.act.id);
        of_the_act && open.sight.reads(it)
    });
    let issued: Vec<_> = issued
        .map(|it| format!("{} {}（{}）", it.kind.short(), it.number, case.recipient_of(it)))
        .collect();
    let mut rows = vec![
        ("事项", row.name.to_owned()),
        ("案件", case.title.clone()),
        ("当事人", parties.join("、")),
        ("依据", basis),
        ("经办人", record.act.drafter_name.clone()),
        ("主要内容", gist(open, step)),
        ("审批结果", record.act.state.short().to_owned()),
    ];
    if !issued.is_empty() {
        rows.push(("印发文书", issued.join("\n")));
    }
    rows.into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// What the act comes to, of each party where there are several; else how its text begins.
fn gist(open: &OpenCase, step: &Step) -> String {
    let sections = forms::sections(step, &open.case);
    let outcomes = sections.iter().filter_map(|section| {
        let row = section.outcome.as_ref()?;
        Some(format!("{}：{}", section.title, row.value))
    });
    let outcomes: Vec<_> = outcomes.collect();
    if !outcomes.is_empty() {
        return outcomes.join("\n");
    }
    let rows = sections.iter().flat_map(|it| &it.rows);
    let rows: Vec<_> = rows.map(|it| format!("{}：{}", it.name, it.value)).collect();
    let text = rows.join("\n");
    match text.char_indices().nth(GIST_CHARS) {
        Some((end, _)) => format!("{}……", &text[..end]),
        None => text,
    }
}

/// Every draft that was sent, and what became of it, the oldest first.
fn drafts(moves: &[ActMove]) -> Vec<(String, String)> {
    let mut drafts = 0;
    let row = |it: &ActMove| {
        let what = match it.state {
            Some(ActState::Waiting) => {
                drafts += 1;
                format!("送审（第 {drafts} 稿）")
            }
            Some(ActState::Draft) => "收回修改".to_owned(),
            Some(ActState::Approved) => "同意".to_owned(),
            Some(ActState::Returned) => "退回修改".to_owned(),
            Some(state @ (ActState::TakenBack | ActState::Lapsed)) => state.short().to_owned(),
            None => "接手修改".to_owned(),
        };
        let note = match it.note.as_str() {
            "" => String::new(),
            note => format!("\n{note}"),
        };
        (what, format!("{} {}{note}", it.name, moment(it.at)))
    };
    moves.iter().map(row).collect()
}
