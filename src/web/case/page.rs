//! The case page: where is it, until when, whose turn, what next, what blocks it. Those inside see the whole record; a
//! party sees its own side.

use askama::Template;
use askama_web::WebTemplate;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::history;
use super::offers::{self, Blocked, Link, UnderWay};
use super::open::OpenCase;
use super::progress::{self, DeadlineMark, StepMark};
use crate::domain::case::{Case, Party};
use crate::domain::procedure::Kind;
use crate::domain::regulation::{Article, Condition};
use crate::domain::status::Stage;
use crate::web::came_from::CameFrom;
use crate::web::case::TimelineEntry;
use crate::web::chip::Chip;
use crate::web::extract::Query;
use crate::web::frame::Frame;
use crate::web::tag::Tag;

mod matrix;
mod outcomes;
mod record;
mod rounds;

use matrix::{MatrixRow, heard};
use outcomes::{OutcomeLine, outcomes};
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

struct OwnParty {
    name: String,
    position: String,
    kind: &'static str,
    heard: Option<&'static str>,
    unheard: &'static str,
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
pub async fn show(open: OpenCase, came: CameFrom, frame: Frame, Query(asked): Query<Asked>) -> Response {
    let frame = frame.titled(format!("{} {}", open.case.number, open.case.title));
    if !open.sight.inside() {
        return own(&open, frame).into_response();
    }
    let case = &open.case;
    let (events, earlier) = history::page(&open, asked.before);
    let page = InsidePage {
        frame: came.frame(frame.here("/cases")),
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
    page.into_response()
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
