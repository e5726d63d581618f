//! Samples of the report's pages: each task empty, filled in, wrong and in other hands, the conflict, and the check of a draft
//! with faults, of one without, and of another's.

use axum::response::IntoResponse;

use super::draft::ReportDraft;
use super::page::Shown;
use super::task::Task;
use super::{APART, check, overtaken, own_factor_field, read};
use crate::domain::filing::Filing;
use crate::domain::procedure::Kind;
use crate::domain::regulation::{Condition, Factor};
use crate::domain::samples::steps;
use crate::web::case::form::{DraftHead, Theirs};
use crate::web::case::forms;
use crate::web::case::open::OpenCase;
use crate::web::case::sample::ready_for;
use crate::web::case::samples::crowd;
use crate::web::form::{Typed, Wrong};
use crate::web::phrases::sample_phrases;
use crate::web::samples::{self, Sample, longest};

const TASKS: [Task; 8] = [
    Task::Facts,
    Task::Finding(1, Condition::DueProcess),
    Task::Finding(1, Condition::LawAbiding),
    Task::Fits(1),
    Task::Statement(1),
    Task::Factors(1),
    Task::Distinctions,
    Task::Opinion,
];

pub async fn samples() -> Vec<Sample> {
    let (mut open, steps) = ready_for(Kind::Report);
    let filing = filing();
    let mut all = vec![];
    let empty = Typed::default();
    for task in TASKS {
        all.push(shown(&open, &filing, task, "empty", &empty).await);
    }
    all.push(checked(&open, "empty", &empty).await);
    crowd(&mut open.case);
    let mut full = forms::typed(&steps[0], &open.case);
    full.set("facts", longest().repeat(3));
    for task in TASKS {
        all.push(shown(&open, &filing, task, "wrong", &empty).await);
        all.push(shown(&open, &filing, task, "filled", &full).await);
        all.push(shown(&open, &filing, task, "theirs", &full).await);
    }
    let conflict = overtaken::page(samples::frame(""), &open, Task::Facts, theirs(&empty), &full);
    all.push(Sample::read("report facts overtaken", conflict).await);
    all.push(checked(&open, "filled", &full).await);
    all.push(checked(&open, "theirs", &full).await);
    all.push(checked(&open, "apart", &weighed_apart(&open, full)).await);
    all
}

/// An application that argues at the greatest length.
fn filing() -> Filing {
    let mut filing = steps::filing(2);
    filing.matter.story = longest().repeat(4);
    filing
}

fn own(typed: &Typed) -> ReportDraft {
    ReportDraft {
        typed: typed.clone(),
        ..ReportDraft::default()
    }
}

/// What another has at hand.
fn theirs(typed: &Typed) -> ReportDraft {
    let theirs = Theirs {
        by: longest(),
        returned: true,
        href: "/cases/1/acts/1/takeover".into(),
    };
    let head = DraftHead {
        saved: "11月24日 09:41".into(),
        theirs: Some(theirs),
        ..DraftHead::default()
    };
    ReportDraft { head, ..own(typed) }
}

async fn shown(open: &OpenCase, filing: &Filing, task: Task, how: &str, draft: &Typed) -> Sample {
    let wrong = match how {
        "wrong" => read::wrong(task, &open.case, draft),
        _ => Wrong::default(),
    };
    let shown = Shown {
        open,
        filing: Some(filing),
        phrases: sample_phrases(),
        task,
    };
    let name = format!("report {} {how}", task.path().replace('/', " "));
    let draft = match how {
        "theirs" => theirs(draft),
        _ => own(draft),
    };
    let page = shown.page(samples::frame(""), draft, None, wrong);
    let page = page.map_or_else(IntoResponse::into_response, IntoResponse::into_response);
    Sample::read(name, page).await
}

async fn checked(open: &OpenCase, how: &str, draft: &Typed) -> Sample {
    let draft = match how {
        "theirs" => theirs(draft),
        _ => own(draft),
    };
    let page = check::page(samples::frame(""), open, draft, Wrong::default(), vec![]);
    Sample::read(format!("report check {how}"), page.into_response()).await
}

fn weighed_apart(open: &OpenCase, mut typed: Typed) -> Typed {
    typed.set(APART, "yes");
    for party in open.case.taking_part() {
        for factor in Factor::ALL {
            typed.set(
                &own_factor_field(party, *factor),
                "其本人的情况与他人不同，另行考虑。",
            );
        }
    }
    typed
}
