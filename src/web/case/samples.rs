//! Samples of a case's pages: every form with a word at every field, and filled in with the longest names after it was
//! returned and overtaken; and the pages of an act.

use uuid::Uuid;

use super::form::StepForm;
use super::open::OpenCase;
use super::sample::{assessed, determined, id, issued, officer_at, open, raised, required, sheet, steps};
use super::timeline::Moment;
use super::typed::typed;
use super::{
    account, acts, clarification, closure, correction, determination, evidence, hearing, initiation, notice,
    objection, replacement, report, service, withdrawal,
};
use crate::domain::case::{Addressee, Case};
use crate::domain::correction::CorrectionState;
use crate::domain::document::DocumentKind;
use crate::web::form::{Typed, Wrong};
use crate::web::samples::{Sample, longest};

const CORRECTION: u128 = 81;
const OBJECTION: u128 = 82;
const DOCUMENT: u128 = 83;
const UNIT: u128 = 101;
const PERSON: u128 = 102;

pub async fn samples() -> Vec<Sample> {
    let mut all = vec![];
    form::<initiation::InitiationForm>(&mut all, None).await;
    form::<initiation::DecliningForm>(&mut all, None).await;
    form::<withdrawal::WithdrawalForm>(&mut all, None).await;
    form::<replacement::ReplacementForm>(&mut all, None).await;
    form::<account::LinkForm>(&mut all, Some(PERSON)).await;
    form::<evidence::EvidenceForm>(&mut all, None).await;
    form::<hearing::HearingForm>(&mut all, Some(PERSON)).await;
    form::<report::ReportForm>(&mut all, None).await;
    form::<determination::DeterminationForm>(&mut all, None).await;
    form::<service::ServiceForm>(&mut all, Some(DOCUMENT)).await;
    form::<notice::NoticeForm>(&mut all, None).await;
    form::<objection::ObjectionForm>(&mut all, Some(PERSON)).await;
    form::<objection::DecisionForm>(&mut all, Some(OBJECTION)).await;
    form::<correction::ReportForm>(&mut all, Some(CORRECTION)).await;
    form::<correction::VerdictForm>(&mut all, Some(CORRECTION)).await;
    form::<clarification::ClarificationForm>(&mut all, Some(UNIT)).await;
    form::<clarification::WaiverForm>(&mut all, Some(PERSON)).await;
    form::<closure::ClosureForm>(&mut all, None).await;
    all.extend(acts::samples(&crowded()));
    all
}

/// A form empty, with a word at every field, and filled in.
async fn form<F: StepForm>(all: &mut Vec<Sample>, subject: Option<u128>) {
    let code = F::KIND.code();
    let opened = |case| open(case, officer_at(61, 90), subject.map(Uuid::from_u128));
    all.extend(shown::<F>(format!("{code} empty"), &opened(full()), Typed::default(), false).await);
    let long = opened(crowded());
    all.extend(shown::<F>(format!("{code} wrong"), &long, Typed::default(), true).await);
    if let Some(step) = steps::all().iter().find(|it| it.kind() == F::KIND) {
        let filled = typed(step, &long.case);
        all.extend(shown::<F>(format!("{code} filled"), &long, filled, false).await);
    }
}

async fn shown<F: StepForm>(name: String, open: &OpenCase, typed: Typed, wrong: bool) -> Option<Sample> {
    let wrong = match wrong {
        true => F::read(open, &typed, None).err().unwrap_or_default(),
        false => Wrong::default(),
    };
    let again = !typed.0.is_empty();
    let mut sheet = sheet(F::KIND, typed, wrong);
    sheet.shell.number.clone_from(&open.case.number);
    sheet.shell.title.clone_from(&open.case.title);
    if again {
        sheet.shell.returned = Some(format!("请补充。{}", longest()));
        sheet.shell.since = vec![moment()];
    }
    let page = F::page(open, sheet).ok()?;
    Some(Sample::read(name, page).await)
}

fn moment() -> Moment {
    Moment {
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
