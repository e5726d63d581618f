//! 启动, 不予启动 and 撤回: the three ways out of 待启动 (A8.1), and the replacement of an officer.

use axum::response::Response;

use super::form::{Sheet, StepForm, form_page};
use super::open::OpenCase;
use crate::domain::assignment::{Replacement, replacements};
use crate::domain::case::{Case, Staff};
use crate::domain::ids::{FileId, UserId};
use crate::domain::initiation::{Declining, Ground, Initiation};
use crate::domain::procedure::Kind;
use crate::domain::step::Step;
use crate::domain::withdrawal::Withdrawal;
use crate::web::error::Nope;
use crate::web::form::Reading;
use crate::web::form::{Choice, Typed, Wrong};

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
        let reason = form.at_least("reason", 10, "写明为什么认为符合容错情形和条件");
        let officers: Vec<UserId> = typed
            .all("officers")
            .iter()
            .filter_map(|it| it.parse().ok())
            .collect();
        if officers.len() < 2 {
            form.wrong("officers", "指定至少两名经办人");
        }
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
        Ok(InitiationPage::of(sheet, staff(open.case.staff.iter())))
    }
}

/// The fields of this initiation.
pub fn initiating(it: &Initiation) -> Typed {
    let typed = Typed::default().with("reason", &it.reason);
    let officers = it.officers.iter();
    officers.fold(typed, |typed, officer| {
        typed.with("officers", officer.to_string())
    })
}

fn staff<'a>(people: impl Iterator<Item = &'a Staff>) -> Vec<Choice> {
    let role = |person: &Staff| if person.approver { "负责人" } else { "经办人" };
    people
        .map(|it| Choice::new(it.user.to_string(), format!("{}（{}）", it.name, role(it))))
        .collect()
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
        let reason = form.at_least("reason", 10, "写明不予启动的理由，申请人会收到");
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

/// The fields of this refusal to initiate.
pub fn declining(it: &Declining) -> Typed {
    Typed::default()
        .with("ground", it.ground.code())
        .with("reason", &it.reason)
}

form_page! {
    /// 撤回申请
    WithdrawalPage = "case/withdrawal.html" {}
}

/// 撤回申请
pub struct WithdrawalForm;

impl StepForm for WithdrawalForm {
    const KIND: Kind = Kind::Withdraw;

    fn read(_: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Step, Wrong> {
        let mut form = Reading::new(typed);
        let reason = form.required("reason", "写明撤回的原因");
        form.done(Step::Withdraw(Withdrawal { reason }))
    }

    fn page(_: &OpenCase, sheet: Sheet) -> Result<Response, Nope> {
        Ok(WithdrawalPage::of(sheet))
    }
}

form_page! {
    /// 更换经办人
    ReplacementPage = "case/replacement.html" { leaving: Vec<Choice>, coming: Vec<Choice> }
}

/// 更换经办人
pub struct ReplacementForm;

impl StepForm for ReplacementForm {
    const KIND: Kind = Kind::Replace;

    fn read(_: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Step, Wrong> {
        let mut form = Reading::new(typed);
        let out = form.choice("out", "选择被更换的经办人", |it| {
            it.parse::<UserId>().ok()
        });
        let by = form.choice("by", "选择接替的人", |it| it.parse::<UserId>().ok());
        let reason = form.required("reason", "写明更换的原因");
        form.made(|| {
            out.zip(by)
                .map(|(out, by)| Step::Replace(Replacement { out, by, reason }))
        })
    }

    fn page(open: &OpenCase, sheet: Sheet) -> Result<Response, Nope> {
        let leaving = officers(&open.case);
        Ok(ReplacementPage::of(
            sheet,
            leaving,
            staff(replacements(&open.case, &open.actor)),
        ))
    }
}

/// The officers of the case, as answers.
pub fn officers(case: &Case) -> Vec<Choice> {
    case.officers
        .iter()
        .map(|user| Choice::new(user.to_string(), case.staff_name(*user)))
        .collect()
}
