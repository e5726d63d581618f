//! 启动 and 不予启动 (A8.1): the body's two answers to an application.

use axum::response::Response;

use super::form::{Sheet, StepForm, form_page};
use super::open::OpenCase;
use super::staff;
use crate::domain::assignment::OFFICERS_MIN;
use crate::domain::ids::FileId;
use crate::domain::initiation::{Declining, Ground, Initiation};
use crate::domain::procedure::Kind;
use crate::domain::step::Step;
use crate::web::error::Nope;
use crate::web::form::{Choice, Reading, Typed, Wrong};

form_page! {
    /// 启动容错程序
    InitiationPage = "case/initiation.html" { officers: Vec<Choice> }
}

/// 启动容错程序
pub struct InitiationForm;

impl StepForm for InitiationForm {
    const KIND: Kind = Kind::Initiate;

    fn read(_: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Step, Wrong> {
        let mut form = Reading::new(typed);
        let reason = form.required("reason", "写明为什么认为符合容错情形和条件");
        let officers = form.choices("officers", OFFICERS_MIN, "指定至少两名经办人", |it| {
            it.parse().ok()
        });
        form.done(Step::Initiate(Initiation { reason, officers }))
    }

    fn page(open: &OpenCase, mut sheet: Sheet) -> Result<Response, Nope> {
        if sheet.typed.0.is_empty() {
            let officers = open
                .case
                .staff
                .iter()
                .filter(|person| person.officer && !person.approver);
            sheet
                .typed
                .0
                .extend(officers.map(|person| ("officers".to_owned(), person.user.to_string())));
        }
        Ok(InitiationPage::of(sheet, staff::choices(open.case.staff.iter())))
    }
}

pub fn initiating(it: &Initiation) -> Typed {
    let typed = Typed::default().with("reason", &it.reason);
    let officers = it.officers.iter();
    officers.fold(typed, |typed, officer| {
        typed.with("officers", officer.to_string())
    })
}

form_page! {
    /// 不予启动
    DecliningPage = "case/declining.html" { grounds: Vec<Choice> }
}

/// 不予启动
pub struct DecliningForm;

impl StepForm for DecliningForm {
    const KIND: Kind = Kind::Decline;

    fn read(_: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Step, Wrong> {
        let mut form = Reading::new(typed);
        let ground = form.choice("ground", "选择不予启动的依据", Ground::from_code);
        let reason = form.required("reason", "写明不予启动的理由，申请人会收到");
        form.made(|| ground.map(|ground| Step::Decline(Declining { ground, reason })))
    }

    fn page(_: &OpenCase, sheet: Sheet) -> Result<Response, Nope> {
        let ground = |it: Ground| Choice::new(it.code(), it.text()).hint(it.article().to_string());
        Ok(DecliningPage::of(
            sheet,
            Ground::all().into_iter().map(ground).collect(),
        ))
    }
}

pub fn declining(it: &Declining) -> Typed {
    Typed::default()
        .with("ground", it.ground.code())
        .with("reason", &it.reason)
}
