//! Samples of a case's pages: every form with a word at every field, and filled in with the longest names after it was
//! returned and overtaken; and the pages of an act.

use super::form::{ActForm, StepForm};
use super::open::OpenCase;
use super::sample::{form_state, ready_for};
use super::timeline::TimelineEntry;
use super::{acts, forms, report};
use crate::domain::blank::Written;
use crate::domain::case::Case;
use crate::web::form::{Typed, Wrong};
use crate::web::samples::{Sample, longest};

pub async fn samples() -> Vec<Sample> {
    let mut all = forms::sample_pages().await;
    all.extend(acts::samples());
    all.extend(report::samples().await);
    all
}

/// The form of what one person takes alone: empty, and with a word at every field.
pub async fn form_pages<F: StepForm>(all: &mut Vec<Sample>) {
    let (mut open, _) = ready_for(F::KIND);
    let code = F::KIND.code();
    all.extend(shown::<F>(format!("{code} empty"), &open, Typed::default(), false).await);
    crowd(&mut open.case);
    all.extend(shown::<F>(format!("{code} wrong"), &open, Typed::default(), true).await);
}

/// The form of an act: empty, with a word at every field, and filled in.
pub async fn act_pages<F: ActForm>(all: &mut Vec<Sample>) {
    form_pages::<F>(all).await;
    let (mut open, steps) = ready_for(F::KIND);
    crowd(&mut open.case);
    let typed = forms::typed(&steps[0], &open.case);
    all.extend(shown::<F>(format!("{} filled", F::KIND.code()), &open, typed, false).await);
}

async fn shown<F: StepForm>(name: String, open: &OpenCase, typed: Typed, wrong: bool) -> Option<Sample> {
    let wrong = match wrong {
        true => F::read(open, &typed, None).err().unwrap_or_default(),
        false => Wrong::default(),
    };
    let again = !typed.0.is_empty();
    let mut state = form_state(&open.case, F::KIND, typed, wrong);
    if again {
        state.head.returned = Some(format!("请补充。{}", longest()));
        state.head.since = vec![moment()];
    }
    let page = F::page(open, state).ok()?;
    Some(Sample::read(name, page).await)
}

fn moment() -> TimelineEntry {
    TimelineEntry {
        part: None,
        what: format!("绑定当事人账号：{}", longest()),
        href: None,
        notes: vec![longest()],
        who: "经办 陈砚秋，审批 罗一鸣 · 11月24日（周二）09:41".into(),
        basis: None,
        formal: true,
    }
}

/// Gives everything on the case the longest name there can be.
pub fn crowd(case: &mut Case) {
    let routes = case.body.superior.iter_mut().chain(&mut case.body.office);
    routes
        .chain(&mut case.addressees)
        .for_each(|it| it.name = longest());
    case.title = longest();
    case.body.name = longest();
    for party in &mut case.parties {
        party.name = longest();
        party.position = longest();
    }
    for person in &mut case.staff {
        person.name = "阿卜杜热合曼·买买提".into();
    }
    for it in &mut case.evidence {
        it.it.evidence.name = Written::own(longest());
    }
}
