//! Samples of a case's pages: every form with a word at every field, and filled in with the longest names after it was
//! returned and overtaken; and the pages of an act.

use time::macros::date;
use uuid::Uuid;

use super::form::{ActForm, StepForm};
use super::open::OpenCase;
use super::sample::{assessed, determined, form_state, id, issued, officer_at, open, raised, required};
use super::timeline::TimelineEntry;
use super::{acts, forms};
use crate::domain::case::{Addressee, Case, Clock};
use crate::domain::correction::CorrectionState;
use crate::domain::deadline::{Cause, DeadlineKind};
use crate::domain::document::DocumentKind;
use crate::domain::ids::DeadlineId;
use crate::domain::step::{LegalStep, Subject};
use crate::web::form::{Typed, Wrong};
use crate::web::samples::{Sample, longest};

const CORRECTION: u128 = 81;
const OBJECTION: u128 = 82;
const DOCUMENT: u128 = 83;
const UNIT: u128 = 101;
const PERSON: u128 = 102;

pub async fn samples() -> Vec<Sample> {
    let mut all = forms::sample_pages().await;
    all.extend(acts::samples(&crowded()));
    all
}

/// The form of what one person takes alone: empty, and with a word at every field.
pub async fn form_pages<F: StepForm>(all: &mut Vec<Sample>) {
    let subjects = F::KIND.subjects(&full());
    blank::<F>(all, subjects.last().copied().flatten()).await;
}

/// The form of an act: empty, with a word at every field, and filled in.
pub async fn act_pages<F: ActForm>(all: &mut Vec<Sample>) {
    let Some(step) = F::samples().into_iter().next() else {
        return;
    };
    let subject = step.about().id();
    blank::<F>(all, subject).await;
    let long = opened(crowded(), subject);
    let typed = F::typed(&step, &long.case);
    all.extend(shown::<F>(format!("{} filled", F::KIND.code()), &long, typed, false).await);
}

async fn blank<F: StepForm>(all: &mut Vec<Sample>, subject: Option<Uuid>) {
    let code = F::KIND.code();
    let (short, long) = (opened(full(), subject), opened(crowded(), subject));
    all.extend(shown::<F>(format!("{code} empty"), &short, Typed::default(), false).await);
    all.extend(shown::<F>(format!("{code} wrong"), &long, Typed::default(), true).await);
}

fn opened(case: Case, subject: Option<Uuid>) -> OpenCase {
    open(case, officer_at(61, 90), subject)
}

async fn shown<F: StepForm>(name: String, open: &OpenCase, typed: Typed, wrong: bool) -> Option<Sample> {
    let wrong = match wrong {
        true => F::read(open, &typed, None).err().unwrap_or_default(),
        false => Wrong::default(),
    };
    let again = !typed.0.is_empty();
    let mut state = form_state(F::KIND, typed, wrong);
    state.head.number.clone_from(&open.case.number);
    state.head.title.clone_from(&open.case.title);
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
        what: format!("关联当事人账户：{}", longest()),
        href: None,
        notes: vec![longest()],
        who: "经办 陈砚秋，审批 罗一鸣 · 11月24日（周二）09:41".into(),
        basis: None,
        formal: true,
    }
}

/// A case with something of everything.
fn full() -> Case {
    let mut case = assessed(false);
    case.corrections = vec![required(
        CORRECTION,
        UNIT,
        "修订试点业务限额管理细则",
        CorrectionState::Reported,
    )];
    case.determinations = vec![determined(80, PERSON, DOCUMENT)];
    case.objections = vec![raised(OBJECTION, PERSON, 90, "“履职尽责”的认定")];
    case.documents = vec![issued(DOCUMENT, DocumentKind::Determination, UNIT)];
    case.deadlines = vec![Clock {
        id: DeadlineId(Uuid::from_u128(84)),
        kind: DeadlineKind::Verification,
        subject: None,
        round: 1,
        causes: vec![Cause::Started {
            on: date!(2026 - 11 - 16),
            days: DeadlineKind::Verification.days(),
        }],
    }];
    case.body.office = Some(Addressee {
        id: id(91),
        name: "中国（四川）自由贸易试验区工作办公室".into(),
        number_word: "川自贸办".into(),
    });
    case
}

/// The same with the longest names there can be.
fn crowded() -> Case {
    let mut case = full();
    case.title = longest();
    case.body.name = longest();
    case.body.office = Some(Addressee {
        id: id(91),
        name: longest(),
        number_word: "川自贸办".into(),
    });
    for party in &mut case.parties {
        party.name = longest();
        party.position = longest();
    }
    for person in &mut case.staff {
        person.name = "阿卜杜热合曼·买买提".into();
    }
    for it in &mut case.evidence {
        it.it.evidence.name = longest();
    }
    case
}
