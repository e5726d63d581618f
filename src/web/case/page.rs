//! The case page: where is it, until when, whose turn, what next, what blocks it. Those inside see the whole record; a
//! party sees its own side.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::findings::{self, Findings};
use super::history::{self, StageOfHistory};
use super::offers::{self, Offers, UnderWay};
use super::open::OpenCase;
use super::progress::{self, DeadlineMark};
use super::step_bar::{self, StepMark};
use crate::domain::case::{Case, Party};
use crate::domain::procedure::Kind;
use crate::domain::regulation::{Article, Condition};
use crate::domain::status::Stage;
use crate::platform::App;
use crate::store::filings;
use crate::web::chip::Chip;
use crate::web::error::Nope;
use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::tag::Tag;

mod facts;
mod matrix;
mod outcomes;
mod record;
mod rounds;
mod samples;

use facts::Facts;
use matrix::{MatrixRow, heard};
use outcomes::{OutcomeLine, outcomes};
use record::{DocumentLine, Exhibit, HearingLine, ReportLine, documents, exhibit, hearing};
use rounds::{Again, RoundRow};
pub use samples::samples;

/// A case, seen from the inside: to be worked on, or whole and unfolded to be printed.
#[derive(Template, WebTemplate)]
#[template(path = "case/inside.html")]
struct InsidePage {
    frame: Frame,
    head: Head,
    facts: Facts,
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
    officers: Vec<String>,
    no_officers: String,
    body_name: String,
}

/// A case, seen by a party or its filer.
#[derive(Template, WebTemplate)]
#[template(path = "case/own.html")]
struct OwnPage {
    frame: Frame,
    head: Head,
    again: Vec<Again>,
    parties: Vec<OwnParty>,
    evidence: Vec<Exhibit>,
    no_evidence: &'static str,
    hearings: Vec<HearingLine>,
    outcomes: Vec<OutcomeLine>,
    documents: Vec<DocumentLine>,
    filer: bool,
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

struct OwnParty {
    name: String,
    position: String,
    kind: &'static str,
    heard: Option<&'static str>,
    unheard: &'static str,
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
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Nope> {
    let frame = frame.titled(format!("{} {}", open.case.number, open.case.title));
    if !open.sight.inside() {
        return Ok(own(&open, frame).into_response());
    }
    let facts = read_facts(&app, &open).await?;
    let (events, earlier) = history::page(&open, asked.before);
    let page = InsidePage {
        earlier,
        later: asked.before.is_some(),
        history: history::stages(&events, &open.case, open.today()),
        ..inside(&open, frame.back("/work", "返回工作台"), facts)
    };
    Ok(page.into_response())
}

/// Shows the whole case as it is put on paper.
///
/// # Errors
/// This person sees it from outside.
pub async fn print(State(app): State<App>, open: OpenCase, frame: Frame) -> Result<Response, Nope> {
    let findings = findings::approved(&app, &open).await?;
    let facts = read_facts(&app, &open).await?;
    let frame = frame
        .titled(format!("{} 全案", open.case.number))
        .back(open.href(), "返回案件");
    let mut page = inside(&open, frame, facts);
    let all: Vec<_> = open.case.history.iter().rev().cloned().collect();
    page.head.on_paper = true;
    page.history = history::stages(&all, &open.case, open.today());
    page.findings = findings.into_iter().map(|(_, it)| it).collect();
    Ok(page.into_response())
}

async fn read_facts(app: &App, open: &OpenCase) -> Result<Facts, Nope> {
    let mut db = app.pool.acquire().await?;
    let kept = filings::kept(&mut db, open.case.id)
        .await?
        .ok_or(Nope::NotFound)?;
    Ok(facts::facts(open, kept.filing))
}

fn inside(open: &OpenCase, frame: Frame, facts: Facts) -> InsidePage {
    let case = &open.case;
    InsidePage {
        frame: frame.here("/cases"),
        head: head(open),
        facts,
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
        officers: case
            .officers
            .iter()
            .map(|user| case.name_of(*user).to_owned())
            .collect(),
        no_officers: no_officers(case),
        body_name: case.body.short_name.clone(),
    }
}

fn own(open: &OpenCase, frame: Frame) -> OwnPage {
    let case = &open.case;
    let parties = case.parties.iter().filter(|party| open.sight.covers(party.id));
    OwnPage {
        frame: frame.here("/my").back("/my", "返回我的案件"),
        head: head(open),
        again: rounds::again(open),
        parties: parties
            .map(|it| OwnParty {
                name: it.name.clone(),
                position: it.position.clone(),
                kind: it.kind.short(),
                heard: heard(case, it.id, case.round_of(it.id)),
                unheard: unheard(open, it),
            })
            .collect(),
        evidence: case
            .evidence
            .iter()
            .filter(|it| open.sight.sees_from(it.by_party, it.entry.by, case))
            .map(|it| exhibit(open, it))
            .collect(),
        no_evidence: "您这一方提交的证据会列在这里。机关收集的和其他当事人提交的不在其中。",
        hearings: case
            .hearings
            .iter()
            .filter(|it| open.sight.covers(it.party))
            .map(|it| hearing(open, it))
            .collect(),
        outcomes: outcomes(open),
        documents: documents(open),
        filer: open.sight.reads_filing(),
        body_name: case.body.name.clone(),
    }
}

/// What is said of a party that was not heard: that it will be, or that it is still to be.
fn unheard(open: &OpenCase, party: &Party) -> &'static str {
    let status = open.sight.status(&open.case);
    if status.stage() == Stage::Initiation {
        "启动以后听取意见"
    } else if open.case.takes_part(party.id) && Kind::Hear.row().from.contains(&status) {
        "尚未听取意见"
    } else {
        ""
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
