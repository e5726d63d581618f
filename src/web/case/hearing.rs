//! 听取意见 (A8.2): officers record what a party says, or the party writes its own statement or waiver.

use axum::response::Response;

use super::form::{Sheet, StepForm, form_page};
use super::initiation;
use super::open::OpenCase;
use crate::domain::case::{Case, Party};
use crate::domain::hearing::{Hearing, HearingKind};
use crate::domain::ids::{FileId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::regulation::Article;
use crate::domain::step::Step;
use crate::web::error::Nope;
use crate::web::form::{Choice, Reading, Typed, Wrong};

form_page! {
    /// 听取意见
    HearingPage = "case/hearing.html" {
        party: String,
        position: String,
        own: bool,
        law: Article,
        kinds: Vec<Choice>,
        officers: Vec<Choice>,
    }
}

/// 听取意见
pub struct HearingForm;

impl StepForm for HearingForm {
    const KIND: Kind = Kind::Hear;

    fn read(open: &OpenCase, typed: &Typed, file: Option<FileId>) -> Result<Step, Wrong> {
        let party = open.party().map_err(|_| Wrong::refused("没有这名当事人"))?;
        let hearing = match open.is_party(party) {
            true => own_statement(open, party, typed, file),
            false => record(open, party, typed, file),
        };
        hearing.map(Step::Hear)
    }

    fn page(open: &OpenCase, mut sheet: Sheet) -> Result<Response, Nope> {
        let party = open.party()?;
        let own = open.is_party(party);
        if own {
            sheet.name("陈述我的意见");
        }
        let officers = initiation::officers(&open.case);
        if sheet.typed.0.is_empty() {
            sheet.typed.set("held_on", open.today().to_string());
            let all = officers.iter().map(|it| ("officers".into(), it.value.clone()));
            sheet.typed.0.extend(all);
        }
        Ok(HearingPage::of(
            sheet,
            party.name.clone(),
            party.position.clone(),
            own,
            Article::A8_2,
            kinds(own),
            officers,
        ))
    }
}

fn kinds(own: bool) -> Vec<Choice> {
    let kinds = HearingKind::ALL.iter().copied();
    kinds
        .filter(|kind| !own || open_to_a_party(*kind))
        .map(|kind| Choice::new(kind.code(), kind.short()).hint(explained(kind, own)))
        .collect()
}

/// A party cannot say of itself that it cannot be reached.
fn open_to_a_party(kind: HearingKind) -> bool {
    kind != HearingKind::Unreachable
}

fn explained(kind: HearingKind, own: bool) -> &'static str {
    match (kind, own) {
        (HearingKind::Waiver, true) => "以后在核实结束以前，仍然可以陈述意见",
        (HearingKind::Waiver, false) => "当事人明确表示不陈述意见；有书面表示的，上传扫描件",
        (HearingKind::Unreachable, false) => "须上传证明材料（参照）",
        _ => "",
    }
}

/// What a party writes itself, today.
fn own_statement(
    open: &OpenCase,
    party: &Party,
    typed: &Typed,
    file: Option<FileId>,
) -> Result<Hearing, Wrong> {
    let mut form = Reading::new(typed);
    let kind = form.choice("kind", "选择陈述意见或者放弃陈述意见", |it| {
        HearingKind::from_code(it).filter(|it| open_to_a_party(*it))
    });
    let text = form.required("text", "写明您的意见；放弃的，写明是自己决定放弃");
    form.made(|| {
        Some(Hearing {
            party: party.id,
            kind: kind?,
            text,
            held_on: open.today(),
            officers: vec![],
            absent: String::new(),
            file,
        })
    })
}

/// What officers record.
fn record(open: &OpenCase, party: &Party, typed: &Typed, file: Option<FileId>) -> Result<Hearing, Wrong> {
    let mut form = Reading::new(typed);
    let kind = form.choice("kind", "选择听取的结果", HearingKind::from_code);
    let text = form.required("text", "写明意见内容或者联系的经过");
    let held_on = form.date("held_on", "写明听取意见的日期");
    if held_on.is_some_and(|it| it > open.today()) {
        form.wrong("held_on", "写今天或者以前的日期");
    }
    let least = if kind == Some(HearingKind::Statement) {
        2
    } else {
        0
    };
    let officers = form.choices("officers", least, "勾选在场的至少两名经办人", |it| {
        officer(&open.case, it)
    });
    let absent = form.optional("absent");
    if kind == Some(HearingKind::Unreachable) && file.is_none() {
        form.wrong("file", "上传无法联系的证明材料");
    }
    form.made(|| {
        Some(Hearing {
            party: party.id,
            kind: kind?,
            text,
            held_on: held_on?,
            officers,
            absent,
            file,
        })
    })
}

fn officer(case: &Case, id: &str) -> Option<UserId> {
    id.parse().ok().filter(|it| case.officers.contains(it))
}
