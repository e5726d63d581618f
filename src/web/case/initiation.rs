//! 启动 and 不予启动 (A8.1): the body's two answers to an application.

use axum::response::Response;

use super::content::Section;
use super::form::{ActForm, FormState, StepForm, form_page};
use super::open::OpenCase;
use super::staff;
use crate::domain::assignment::OFFICERS_MIN;
use crate::domain::case::Case;
use crate::domain::deadline::DeadlineKind;
use crate::domain::ids::{FileId, UserId};
use crate::domain::initiation::{Declining, Ground, Initiation};
use crate::domain::procedure::Kind;
use crate::web::error::Nope;
use crate::web::form::{Choice, Reading, Typed, Wrong};

form_page! {
    /// 启动容错程序
    InitiationPage = "case/initiation.html" { officers: Vec<Choice> }
}

impl InitiationPage {
    fn days(&self) -> u16 {
        DeadlineKind::Initiation.days()
    }
}

/// 启动容错程序
pub struct InitiationForm;

impl StepForm for InitiationForm {
    type Step = Initiation;

    const KIND: Kind = Kind::Initiate;

    const PATH: &'static str = "initiation";

    fn read(_: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Initiation, Wrong> {
        let mut form = Reading::new(typed);
        let reason = form.required("reason", "写明为什么认为符合容错情形和条件");
        let officers = form.choices("officers", OFFICERS_MIN, "指定至少两名经办人", |it| {
            it.parse().ok()
        });
        form.done(Initiation { reason, officers })
    }

    fn page(open: &OpenCase, mut state: FormState) -> Result<Response, Nope> {
        if state.typed.0.is_empty() {
            let officers = usual_officers(open).into_iter();
            let ticked = officers.map(|user| ("officers".to_owned(), user.to_string()));
            state.typed.0.extend(ticked);
        }
        Ok(InitiationPage::of(state, staff::choices(open.case.staff.iter())))
    }
}

/// Whom the form has ticked at first: all officers where there is no choice, else who drafts.
fn usual_officers(open: &OpenCase) -> Vec<UserId> {
    let officers = open.case.staff.iter().filter(|it| it.officer && !it.approver);
    let officers: Vec<_> = officers.map(|it| it.user).collect();
    match officers.len() {
        OFFICERS_MIN => officers,
        _ => officers.into_iter().filter(|it| *it == open.actor.user).collect(),
    }
}

impl ActForm for InitiationForm {
    fn typed(it: &Initiation, _: &Case) -> Typed {
        let typed = Typed::default().with("reason", &it.reason);
        let officers = it.officers.iter();
        officers.fold(typed, |typed, officer| {
            typed.with("officers", officer.to_string())
        })
    }

    fn sections(it: &Initiation, case: &Case) -> Vec<Section> {
        let officers: Vec<_> = it.officers.iter().map(|it| case.name_of(*it)).collect();
        let rows = vec![("理由", it.reason.clone()), ("经办人", officers.join("、"))];
        vec![Section::new(Self::KIND.name(), rows)]
    }
}

form_page! {
    /// 不予启动
    DecliningPage = "case/declining.html" { grounds: Vec<Choice> }
}

/// 不予启动
pub struct DecliningForm;

impl StepForm for DecliningForm {
    type Step = Declining;

    const KIND: Kind = Kind::Decline;

    const PATH: &'static str = "declining";

    fn read(_: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Declining, Wrong> {
        let mut form = Reading::new(typed);
        let ground = form.choice("ground", "选择不予启动的依据", Ground::from_code);
        let reason = form.required("reason", "写明不予启动的理由，申请人会收到");
        form.made(|| ground.map(|ground| Declining { ground, reason }))
    }

    fn page(_: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let ground = |it: Ground| Choice::new(it.code(), it.text()).hint(it.article().to_string());
        Ok(DecliningPage::of(
            state,
            Ground::all().into_iter().map(ground).collect(),
        ))
    }
}

impl ActForm for DecliningForm {
    fn typed(it: &Declining, _: &Case) -> Typed {
        Typed::default()
            .with("ground", it.ground.code())
            .with("reason", &it.reason)
    }

    fn sections(it: &Declining, _: &Case) -> Vec<Section> {
        let rows = vec![
            ("依据", format!("{}（{}）", it.ground.text(), it.ground.article())),
            ("理由", it.reason.clone()),
        ];
        vec![Section::new(Self::KIND.name(), rows)]
    }
}
