//! The case page: where is it, until when, whose turn, what next, what blocks it. Those inside see the whole record; a
//! party sees its own side.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::history::{self, StageOfHistory};
use super::offers::{self, Offers, UnderWay};
use super::open::OpenCase;
use super::progress::{self, DeadlineMark};
use super::report_page::{self, Findings};
use super::step_bar::{self, StepMark};
use crate::domain::access::Sight;
use crate::domain::case::Case;
use crate::domain::regulation::{Article, Condition};
use crate::platform::App;
use crate::store::filings;
use crate::web::came_from::CameFrom;
use crate::web::chip::Chip;
use crate::web::error::Nope;
use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::tag::Tag;

mod facts;
mod matrix;
mod outcomes;
mod own;
mod record;
mod referred;
mod rounds;
mod samples;

use facts::Facts;
use matrix::MatrixRow;
use outcomes::{OutcomeLine, outcomes};
pub use own::OwnPage;
use record::{DocumentLine, Exhibit, HearingLine, ReportLine, documents, exhibit, hearing};
use referred::{Referred, referred};
use rounds::{Again, RoundRow};
pub use samples::samples;

/// A case, seen from the inside: to be worked on, or whole and unfolded to be printed.
#[derive(Template, WebTemplate)]
#[template(path = "case/inside.html")]
struct InsidePage {
    frame: Frame,
    head: Head,
    facts: Facts,
    /// The organ that decides, while it does.
    referred: Option<Referred>,
    again: Vec<Again>,
    rounds: Vec<RoundRow>,
    others: usize,
    conditions: Vec<&'static str>,
    matrix: Vec<MatrixRow>,
    /// The reports in full, on paper.
    findings: Vec<Findings>,
    evidence: Vec<Exhibit>,
    no_evidence: &'static str,
    hearings: Vec<HearingLine>,
    outcomes: Vec<OutcomeLine>,
    documents: Vec<DocumentLine>,
    reports: Vec<ReportLine>,
    history: Vec<StageOfHistory>,
    earlier: Option<String>,
    later: bool,
    under_way: Vec<UnderWay>,
    /// Whether who read it from outside is shown: to its own body.
    views: bool,
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
    /// What can be done, and what cannot.
    pub offers: Offers,
    /// Whether those inside read it.
    pub inside: bool,
    /// Whether it is for paper: everything stands open.
    pub on_paper: bool,
}

impl Head {
    /// How many of the deadlines are over.
    fn over(&self) -> usize {
        self.deadlines.iter().filter(|it| it.over.is_some()).count()
    }
}

impl InsidePage {
    /// Whether a report has found something.
    fn found(&self) -> bool {
        !self.reports.is_empty()
    }

    fn done(&self) -> usize {
        self.documents.iter().filter(|it| it.done).count()
    }

    /// Whether no document stands in front.
    fn all_done(&self) -> bool {
        self.done() == self.documents.len() && self.reports.is_empty() && self.under_way.is_empty()
    }

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
/// Its application cannot be read.
pub async fn show(
    State(app): State<App>,
    open: OpenCase,
    came: CameFrom,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Nope> {
    let frame = frame.titled(format!("{} {}", open.case.number, open.case.title));
    if !open.sight.inside() {
        return Ok(own::page(&app, &open, frame).await?.into_response());
    }
    let facts = read_facts(&app, &open).await?;
    let (events, earlier) = history::page(&open, asked.before);
    let page = InsidePage {
        earlier,
        later: asked.before.is_some(),
        history: history::stages(&events, &open),
        ..inside(&open, came.frame(frame), facts)
    };
    Ok(page.into_response())
}

/// Shows the whole case as it is put on paper.
///
/// # Errors
/// This person sees it from outside.
pub async fn print(State(app): State<App>, open: OpenCase, frame: Frame) -> Result<Response, Nope> {
    let findings = report_page::approved(&app, &open).await?;
    let facts = read_facts(&app, &open).await?;
    let frame = frame
        .titled(format!("{} 全案", open.case.number))
        .back(open.href(), "返回案件");
    let mut page = inside(&open, frame, facts);
    let all: Vec<_> = open.case.history.iter().rev().cloned().collect();
    page.head.on_paper = true;
    page.history = history::stages(&all, &open);
    page.findings = findings.into_iter().map(|(_, it)| it).collect();
    Ok(page.into_response())
}

async fn read_facts(app: &App, open: &OpenCase) -> Result<Facts, Nope> {
    let kept = filings::kept(&app.pool, &app.known, open.case.id).await?;
    let kept = kept.ok_or(Nope::NotFound)?;
    Ok(facts::facts(open, &kept.filing))
}

fn inside(open: &OpenCase, frame: Frame, facts: Facts) -> InsidePage {
    let case = &open.case;
    InsidePage {
        frame: frame.here("/cases"),
        head: head(open),
        facts,
        referred: referred(open),
        again: rounds::again(open),
        rounds: rounds::rows(open),
        others: rounds::others(case),
        conditions: Condition::ALL.iter().map(|it| it.short()).collect(),
        matrix: matrix::rows(open),
        findings: vec![],
        evidence: case.evidence.iter().map(|it| exhibit(open, it)).collect(),
        no_evidence: "收集和提交的证据会列在这里。",
        hearings: case.hearings.iter().map(|it| hearing(open, it)).collect(),
        outcomes: outcomes(open),
        documents: documents(open),
        reports: record::reports(open),
        history: vec![],
        earlier: None,
        later: false,
        under_way: offers::under_way(open),
        views: open.sight == Sight::Body,
        officers: case
            .officers
            .iter()
            .map(|user| case.name_of(*user).to_owned())
            .collect(),
        no_officers: no_officers(case),
        body_name: case.body.short_name.clone(),
    }
}

fn no_officers(case: &Case) -> String {
    match (case.status.open(), case.round) {
        (true, 1) => "启动时指定经办人".into(),
        (true, round) => format!("待负责人指定第 {round} 轮经办人"),
        (false, _) => "没有指定经办人".into(),
    }
}

fn head(open: &OpenCase) -> Head {
    Head {
        href: open.href(),
        number: open.case.number.clone(),
        round: open.sight.round(&open.case),
        title: open.case.title.clone(),
        tag: Tag::of_case(&open.case, &open.sight),
        chip: progress::present(open),
        steps: step_bar::steps(open),
        deadlines: progress::deadlines(open),
        offers: offers::offered(open),
        inside: open.sight.inside(),
        on_paper: false,
    }
}
