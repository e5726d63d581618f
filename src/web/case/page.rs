//! The case page: where is it, until when, whose turn, what next, what blocks it. Those inside see the whole record; a
//! party sees its own side.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::history;
use super::offers::{self, Blocked, Link, UnderWay};
use super::open::OpenCase;
use super::progress::{self, DeadlineMark, StepMark};
use crate::domain::case::Case;
use crate::domain::regulation::{Article, Condition};
use crate::platform::App;
use crate::web::case::TimelineEntry;
use crate::web::chip::Chip;
use crate::web::error::Nope;
use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::tag::Tag;

mod matrix;
mod outcomes;
mod own;
mod record;
mod rounds;

use matrix::MatrixRow;
use outcomes::{OutcomeLine, outcomes};
pub use own::OwnPage;
use record::{DocumentLine, Exhibit, HearingLine, documents, exhibit, hearing};
use rounds::{Again, RoundRow};

/// A case, seen from the inside.
#[derive(Template, WebTemplate)]
#[template(path = "case/inside.html")]
struct InsidePage {
    frame: Frame,
    head: Head,
    again: Vec<Again>,
    rounds: Vec<RoundRow>,
    others: usize,
    conditions: Vec<&'static str>,
    matrix: Vec<MatrixRow>,
    evidence: Vec<Exhibit>,
    no_evidence: &'static str,
    hearings: Vec<HearingLine>,
    outcomes: Vec<OutcomeLine>,
    documents: Vec<DocumentLine>,
    history: Vec<TimelineEntry>,
    earlier: Option<String>,
    later: bool,
    under_way: Vec<UnderWay>,
    officers: Vec<String>,
    no_officers: String,
    body_name: String,
}

/// What stands on top of either page, and beside it.
pub struct Head {
    pub href: String,
    pub number: String,
    pub round: i16,
    pub title: String,
    pub tag: Tag,
    /// The deadline that counts now.
    pub chip: Option<Chip>,
    pub steps: Vec<StepMark>,
    pub deadlines: Vec<DeadlineMark>,
    /// What can be done.
    pub links: Vec<Link>,
    /// What cannot, and why.
    pub blocked: Vec<Blocked>,
    pub todo: String,
}

impl Head {
    /// Whether deadlines of earlier rounds are over.
    fn past(&self) -> bool {
        self.deadlines.iter().any(|it| it.past)
    }
}

impl InsidePage {
    fn in_charge(&self) -> String {
        match self.head.round {
            1 => "承办".into(),
            round => format!("承办（第 {round} 轮）"),
        }
    }
}

/// Where the history begins: before the event of this place, or with the last one.
#[derive(Default, Deserialize)]
pub struct Asked {
    before: Option<i32>,
}

/// Shows a case.
///
/// # Errors
/// It cannot be read.
pub async fn show(
    State(app): State<App>,
    open: OpenCase,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Nope> {
    let frame = frame.titled(format!("{} {}", open.case.number, open.case.title));
    if !open.sight.inside() {
        return Ok(own::page(&app, &open, frame).await?.into_response());
    }
    let case = &open.case;
    let (events, earlier) = history::page(&open, asked.before);
    let page = InsidePage {
        frame: frame.here("/cases").back("/work", "返回工作台"),
        head: head(&open),
        again: rounds::again(&open),
        rounds: rounds::rows(&open),
        others: rounds::others(case),
        conditions: Condition::ALL.iter().map(|it| it.short()).collect(),
        matrix: matrix::rows(case),
        evidence: case.evidence.iter().map(|it| exhibit(&open, it)).collect(),
        no_evidence: "收集和提交的证据会列在这里。",
        hearings: case.hearings.iter().map(|it| hearing(&open, it)).collect(),
        outcomes: outcomes(&open),
        documents: documents(&open),
        history: history::moments(&events, case, open.today()),
        earlier,
        later: asked.before.is_some(),
        under_way: offers::under_way(&open),
        officers: case
            .officers
            .iter()
            .map(|user| case.name_of(*user).to_owned())
            .collect(),
        no_officers: no_officers(case),
        body_name: case.body.short_name.clone(),
    };
    Ok(page.into_response())
}

fn no_officers(case: &Case) -> String {
    match (case.status.open(), case.round) {
        (true, 1) => "启动时指定经办人".into(),
        (true, round) => format!("待负责人指定第 {round} 轮经办人"),
        (false, _) => "没有指定经办人".into(),
    }
}

fn head(open: &OpenCase) -> Head {
    let (links, blocked) = offers::offered(open);
    let todo = offers::next(open, &links);
    Head {
        href: open.href(),
        number: open.case.number.clone(),
        round: open.sight.round(&open.case),
        title: open.case.title.clone(),
        tag: Tag::of(open.sight.status(&open.case)),
        chip: progress::present(open),
        steps: progress::steps(&open.case, &open.sight),
        deadlines: progress::deadlines(open),
        links,
        blocked,
        todo,
    }
}
