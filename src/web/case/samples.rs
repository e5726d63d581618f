//! Samples of a case's pages: every form with a word at every field, and filled in with the longest names after it was
//! returned and overtaken; and the pages of an act.

use super::form::{ActForm, Approved, StepForm, Theirs, preview};
use super::open::OpenCase;
use super::page::OwnPage;
use super::receipt::ReceiptPage;
use super::sample::{form_state, ready_for};
use super::timeline::TimelineEntry;
use super::{acts, files, forms, page, report, sample};
use crate::domain::blank::Written;
use crate::domain::case::Case;
use crate::domain::filing::Filing;
use crate::domain::handed_in;
use crate::domain::procedure::Kind;
use crate::domain::samples::{self as people, SampleCase, steps};
use crate::web::form::{Typed, Wrong};
use crate::web::samples::{self, Sample, longest};

pub async fn samples() -> Vec<Sample> {
    let mut all = forms::sample_pages().await;
    all.extend(acts::samples());
    all.extend(files::samples());
    all.extend(page::samples());
    all.extend(before_the_body());
    all.extend(report::samples().await);
    all
}

/// A party that is asked for its view and has handed in something, told of the matter and not; and its receipt.
fn before_the_body() -> Vec<Sample> {
    let mut sample = SampleCase::initiated(2);
    sample.does(&steps::link(sample.party(2), &people::individual()));
    let evidence = steps::evidence(None, sample.today());
    let handed_in = sample.takes(&evidence, &people::individual());
    handed_in.expect("a party adds its own");
    crowd(&mut sample.case);
    let open = sample::open(sample, people::individual(), None);
    let frame = samples::frame("案件");
    let own = |filing: Option<&Filing>| OwnPage::of(&open, frame.clone(), filing, &[]);
    let mut all = vec![
        Sample::of("own asked", &own(Some(&steps::filing(2)))),
        Sample::of("own untold", &own(None)),
    ];
    let referred = sample::open(SampleCase::referred(2), people::applicant(), None);
    let page = OwnPage::of(&referred, frame.clone(), Some(&steps::filing(2)), &[]);
    all.push(Sample::of("own referred", &page));
    for it in &handed_in::by_side(&open.case, &open.sight) {
        let receipt = ReceiptPage::of(&open, frame.clone(), it, true);
        all.extend(receipt.map(|it| Sample::of("receipt of evidence", &it)));
    }
    all
}

/// The form of what one person takes alone: empty, and with a word at every field.
pub async fn form_pages<F: StepForm>(all: &mut Vec<Sample>) {
    let (mut open, _) = ready_for(F::KIND);
    let code = F::KIND.code();
    let begun = F::begins(&open, &Approved::default()).typed;
    all.extend(shown::<F>(format!("{code} empty"), &open, begun, Wrong::default(), false).await);
    crowd(&mut open.case);
    let wrong = F::read(&open, &Typed::default(), None).err().unwrap_or_default();
    all.extend(shown::<F>(format!("{code} wrong"), &open, Typed::default(), wrong, false).await);
}

/// The form of an act: empty, with a word at every field, and filled in.
pub async fn act_pages<F: ActForm>(all: &mut Vec<Sample>) {
    form_pages::<F>(all).await;
    let (mut open, steps) = ready_for(F::KIND);
    crowd(&mut open.case);
    let typed = forms::typed(&steps[0], &open.case);
    let name = format!("{} filled", F::KIND.code());
    all.extend(shown::<F>(name, &open, typed.clone(), Wrong::default(), true).await);
    // What stands round the fields is the same on all: the longest form and a short one will do.
    if matches!(F::KIND, Kind::Determine | Kind::Extend) {
        all.extend(in_other_hands::<F>(&open, typed.clone()).await);
        all.extend(saved_by_another::<F>(&open, &typed).await);
    }
}

/// What another has at hand, to be read.
async fn in_other_hands<F: ActForm>(open: &OpenCase, typed: Typed) -> Option<Sample> {
    let mut state = form_state(&open.case, F::KIND, typed, Wrong::default());
    state.head.draft.saved = SAVED.into();
    state.head.draft.theirs = Some(Theirs {
        by: longest(),
        returned: true,
        href: "/cases/1/acts/1/takeover".into(),
    });
    let page = F::page(open, state).ok()?;
    Some(Sample::read(format!("{} theirs", F::KIND.code()), page).await)
}

/// What another saved meanwhile, at every field.
async fn saved_by_another<F: ActForm>(open: &OpenCase, theirs: &Typed) -> Option<Sample> {
    let mut state = form_state(&open.case, F::KIND, Typed::default(), Wrong::default());
    state.laid_beside(theirs, Some((longest(), SAVED.into())));
    let page = F::page(open, state).ok()?;
    Some(Sample::read(format!("{} overtaken", F::KIND.code()), page).await)
}

const SAVED: &str = "11月24日 09:41";

async fn shown<F: StepForm>(
    name: String,
    open: &OpenCase,
    typed: Typed,
    wrong: Wrong,
    again: bool,
) -> Option<Sample> {
    let mut state = form_state(&open.case, F::KIND, typed, wrong);
    if again {
        state.head.begun = Some("已带入以前的内容，请核对、修改。");
        state.head.returned = Some(format!("请补充。{}", longest()));
        state.head.since = vec![moment()];
    }
    let page = preview::page::<F>(open, state).ok()?;
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
