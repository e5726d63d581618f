//! 启动 and 不予启动 (A8.1): the body's two answers to an application.

use axum::response::Response;

use super::content::Section;
use super::form::{ActForm, Approved, Begun, FormState, StepForm, fields, form_page};
use super::open::OpenCase;
use super::staff;
use crate::domain::assignment::{OFFICERS_MIN, enough};
use crate::domain::case::Case;
use crate::domain::deadline::DeadlineKind;
use crate::domain::ids::UserId;
use crate::domain::initiation::{Declining, Ground, Initiation};
use crate::domain::procedure::Kind;
use crate::web::error::Nope;
use crate::web::form::{Choice, Typed};

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

fields! {
    act InitiationForm |_, _| Initiation {}
    reason: text("理由", "写明为什么认为符合容错情形和条件");
    officers: people("经办人", enough);
}

impl StepForm for InitiationForm {
    const KIND: Kind = Kind::Initiate;

    const PATH: &'static str = "initiation";

    const OFFERS_PHRASES: bool = true;

    const NAMES_OFFICERS: bool = true;

    fn begins(open: &OpenCase, _: &Approved) -> Begun {
        let officers = usual_officers(open).into_iter();
        let typed = officers.fold(Typed::default(), |typed, it| {
            typed.with("officers", it.to_string())
        });
        Begun { typed, note: None }
    }

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let officers = staff::choices(open.case.staff.iter(), &state.head.beside.workload);
        Ok(InitiationPage::of(state, officers))
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
        Self::write_fields(it)
    }

    fn sections(it: &Initiation, case: &Case) -> Vec<Section> {
        vec![Section::new(Self::KIND.name(), Self::rows(it, case))]
    }
}

form_page! {
    /// 不予启动
    DecliningPage = "case/declining.html" { grounds: Vec<Choice> }
}

/// 不予启动
pub struct DecliningForm;

fields! {
    act DecliningForm |_, _| Declining {}
    ground: coded("依据", "选择不予启动的依据");
    reason: text("理由", "写明不予启动的理由，申请人会收到");
}

impl StepForm for DecliningForm {
    const KIND: Kind = Kind::Decline;

    const PATH: &'static str = "declining";

    const OFFERS_PHRASES: bool = true;

    fn page(_: &OpenCase, state: FormState) -> Result<Response, Nope> {
        let ground = |it: Ground| Choice::new(it.code(), it.finding()).hint(it.article().to_string());
        Ok(DecliningPage::of(
            state,
            Ground::all().into_iter().map(ground).collect(),
        ))
    }
}

impl ActForm for DecliningForm {
    fn typed(it: &Declining, _: &Case) -> Typed {
        Self::write_fields(it)
    }

    fn sections(it: &Declining, case: &Case) -> Vec<Section> {
        vec![Section::new(Self::KIND.name(), Self::rows(it, case))]
    }
}
