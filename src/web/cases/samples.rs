//! The list of cases as nobody's cases fill it: empty, nothing found, and with the longest of everything.

use super::{CasesPage, Fields, counted, heads, stages};
use crate::domain::determination::{Outcome, Verdict};
use crate::domain::status::{Stage, Status};
use crate::store::lists::{COUNTED_MAX, Dated, Due, Filter, Sort};
use crate::web::case_rows::Line;
use crate::web::form::{Choice, choices};
use crate::web::samples::{Sample, frame, longest};
use crate::web::tag::Tag;

pub fn samples() -> Vec<Sample> {
    let crowded = CasesPage {
        filtered: true,
        count: counted(COUNTED_MAX + 1),
        heads: heads(&Filter::default(), Sort::Newest),
        lines: vec![longest_line(), line(true), line(false)],
        next: Some("/cases?after=x".into()),
        ..empty()
    };
    let nothing = CasesPage {
        filtered: true,
        ..empty()
    };
    vec![
        Sample::of("cases", &crowded),
        Sample::of("cases, nothing found", &nothing),
        Sample::of("cases, none yet", &empty()),
    ]
}

fn empty() -> CasesPage {
    let officers = vec![Choice::new("1", "陈砚秋"), Choice::new("2", "许南乔")];
    CasesPage {
        frame: frame("案件"),
        fields: Fields {
            words: "保税 陈砚秋".into(),
            stages: stages(),
            stage: Stage::Verification.name(),
            outcomes: choices!(Outcome),
            outcome: "",
            officers,
            officer: String::new(),
            bodies: vec![
                Choice::new("1", "成都高新区管委会"),
                Choice::new("2", "青白江区政府"),
            ],
            body: String::new(),
            below: true,
            deadlines: choices!(Due),
            deadline: "",
            dates: choices!(Dated),
            dated: "received",
            from: "2026-01-01".into(),
            to: String::new(),
            sort: Some("newest"),
        },
        filtered: false,
        count: counted(0),
        heads: vec![],
        lines: vec![],
        next: None,
        sheet: "/cases.xlsx".into(),
    }
}

fn line(open: bool) -> Line {
    Line {
        href: open.then(|| "/cases/1".into()),
        title: "综合保税区“一线径予放行”改革".into(),
        number: "成高管容〔2026〕14号".into(),
        body: None,
        parties: vec!["成都高新区数字贸易促进中心".into(), "林知远".into()],
        officers: vec![],
        ledger: false,
        tag: Tag::determined(Status::Closed, Some(Verdict::Partly)),
        todo: "已了结".into(),
        ended: true,
        chip: None,
        due: None,
        received: "11月27日（周五）".into(),
    }
}

fn longest_line() -> Line {
    Line {
        title: longest(),
        body: Some("成都经开区先行区".into()),
        parties: vec![longest(), "欧阳司马诸葛令狐".into()],
        officers: vec!["陈砚秋".into(), "许南乔".into()],
        todo: longest(),
        ended: false,
        ..line(true)
    }
}
