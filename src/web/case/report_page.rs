//! 核实报告和初步意见 as a document inside the body: every finding has its place, to which the matrix of the case leads. Those inside
//! read it; a party never does.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;

use super::content;
use super::open::OpenCase;
use super::report;
use crate::domain::assessment::{Duty, Finding, Fit};
use crate::domain::case::Party;
use crate::domain::dates::day;
use crate::domain::ids::{ActId, EvidenceId};
use crate::domain::procedure::Kind;
use crate::domain::regulation::{Article, Condition, Factor};
use crate::domain::report::{PartyReport, VerificationReport};
use crate::domain::step::Step;
use crate::platform::App;
use crate::store;
use crate::web::error::Nope;
use crate::web::frame::Frame;

/// An approved report.
#[derive(Template, WebTemplate)]
#[template(path = "case/report_page.html")]
pub struct ReportPage {
    frame: Frame,
    number: String,
    title: String,
    report: Findings,
}

/// What an approved report says.
pub struct Findings {
    pub round: Option<i16>,
    /// Who drafted and approved it, and when.
    pub who: String,
    pub texts: Vec<(&'static str, String)>,
    pub parties: Vec<PartyFindings>,
    pub factors: Vec<(&'static str, String)>,
}

impl Findings {
    /// Its number among the reports of the case.
    pub fn no(&self) -> i16 {
        self.round.unwrap_or(1)
    }
}

pub struct PartyFindings {
    pub name: String,
    pub position: String,
    pub conditions: Vec<FindingLine>,
    pub fits: Vec<FitLine>,
    pub taken_up: String,
    pub authority: String,
    /// How the factors weigh for this party alone; empty where the common ones hold for it.
    pub factors: Vec<(&'static str, String)>,
    pub result: (&'static str, String),
}

pub struct FindingLine {
    pub id: String,
    pub name: &'static str,
    pub article: Article,
    pub class: &'static str,
    pub sign: &'static str,
    pub word: &'static str,
    pub reason: String,
    /// What the condition asks for in particular, and whether that holds.
    pub parts: Vec<(&'static str, &'static str)>,
    /// The exhibits: what each is called, and where it is read.
    pub evidence: Vec<(String, String)>,
}

pub struct FitLine {
    pub article: Article,
    pub name: &'static str,
    pub reason: String,
    /// What the seventh is told with.
    pub more: Vec<(&'static str, String)>,
}

/// Where a report is read.
pub fn href(open: &OpenCase, act: ActId) -> String {
    format!("{}/reports/{act}", open.href())
}

/// The place of a finding on its page.
pub fn anchor(round: i16, party: i16, condition: Condition) -> String {
    format!("finding-{round}-{party}-{}", condition.number())
}

/// Class, sign and word of a finding.
pub fn sign(met: bool) -> (&'static str, &'static str, &'static str) {
    match met {
        true => ("rc-yes", "✓", "具备"),
        false => ("rc-no", "✗", "不具备"),
    }
}

/// Class and words of what the findings come to.
pub fn result(duty: Duty) -> (&'static str, String) {
    let class = match duty {
        Duty::MustTolerate => "rc-yes",
        Duty::CannotTolerate => "rc-no",
    };
    (class, content::duty(duty).to_owned())
}

/// Shows a report.
///
/// # Errors
/// There is none that this person may read.
pub async fn show(State(app): State<App>, open: OpenCase) -> Result<ReportPage, Nope> {
    let id = open.subject.map(ActId).ok_or(Nope::NotFound)?;
    let mut reports = approved(&app, &open).await?;
    let place = reports.iter().position(|(act, _)| *act == id);
    let (_, report) = reports.swap_remove(place.ok_or(Nope::NotFound)?);
    Ok(ReportPage {
        frame: Frame::for_page(&app, Some(&open.actor), format!("{} 核实报告", open.case.number))
            .back(open.href(), "返回案件")
            .here(open.section()),
        number: open.case.number.clone(),
        title: open.case.title.clone(),
        report,
    })
}

/// The approved reports of a case, the oldest first.
///
/// # Errors
/// This person sees the case from outside.
pub async fn approved(app: &App, open: &OpenCase) -> Result<Vec<(ActId, Findings)>, Nope> {
    if !open.sight.inside() {
        return Err(Nope::NotFound);
    }
    let mut db = app.pool.acquire().await?;
    let approved = store::acts::approved(&mut db, open.case.id, Kind::Report).await?;
    let read = |(act, step): (ActId, Step)| match step {
        Step::Report(it) => Some((act, findings(open, act, it))),
        _ => None,
    };
    Ok(approved.into_iter().filter_map(read).collect())
}

fn findings(open: &OpenCase, act: ActId, it: VerificationReport) -> Findings {
    let case = &open.case;
    let event = case.history.iter().find(|event| event.entry.act == Some(act));
    let round = event.map_or(1, |it| it.entry.round);
    let who = event.map(|event| {
        let drafter = event
            .carries_out()
            .map_or("", |(_, drafter)| case.name_of(drafter));
        let (by, on) = (case.name_of(event.entry.by), day(event.entry.on()));
        format!("{drafter}起草，{by} {on}批准")
    });
    let about = it.parties.iter();
    let about = about.filter_map(|about| Some((case.party(about.party)?, about)));
    let parties = about
        .map(|(party, about)| of_party(open, round, party, about))
        .collect();
    let mut factors = weighed(&it.factors);
    factors.extend((!it.other.trim().is_empty()).then_some(("其他情况", it.other)));
    Findings {
        round: (case.round > 1).then_some(round),
        who: who.unwrap_or_default(),
        texts: vec![
            ("查明的事实", it.facts),
            ("“三个区分开来”的分析", it.distinctions),
            ("采取补救措施的情况", it.remedies),
        ],
        parties,
        factors,
    }
}

fn weighed(factors: &[(Factor, String)]) -> Vec<(&'static str, String)> {
    let factors = factors.iter();
    factors
        .map(|(factor, text)| (factor.short(), text.clone()))
        .collect()
}

fn of_party(open: &OpenCase, round: i16, party: &Party, it: &PartyReport) -> PartyFindings {
    let mut findings: Vec<_> = it.findings.iter().collect();
    findings.sort_by_key(|it| it.condition);
    PartyFindings {
        name: party.name.clone(),
        position: party.position.clone(),
        conditions: findings
            .into_iter()
            .map(|it| finding(open, anchor(round, party.no, it.condition), it))
            .collect(),
        fits: it.fits.iter().map(fit).collect(),
        taken_up: it.statement_taken_up.clone(),
        authority: report::authority_text(it),
        factors: weighed(&it.factors),
        result: result(it.duty()),
    }
}

fn finding(open: &OpenCase, id: String, it: &Finding) -> FindingLine {
    let (class, sign, word) = sign(it.met);
    let parts = it.parts.iter();
    let parts = parts.map(|(part, holds)| (if *holds { "✓" } else { "✗" }, part.text()));
    FindingLine {
        id,
        name: it.condition.short(),
        article: it.condition.article(),
        class,
        sign,
        word,
        reason: it.reason.clone(),
        parts: parts.collect(),
        evidence: it.evidence.iter().filter_map(|id| exhibit(open, *id)).collect(),
    }
}

fn exhibit(open: &OpenCase, id: EvidenceId) -> Option<(String, String)> {
    let no = open.case.evidence_no(id)?;
    let it = open.case.evidence.get(no.checked_sub(1)?)?;
    Some((format!("证据 {no}：{}", it.name), open.file(it.file)))
}

fn fit(it: &Fit) -> FitLine {
    let more = it.seventh.as_ref().map(|it| {
        [
            ("怎样符合第五条的各项原则", it.principles.clone()),
            ("为什么不属于第一项至第六项", it.others.clone()),
        ]
    });
    FitLine {
        article: it.circumstance.article(),
        name: it.circumstance.short(),
        reason: it.reason.clone(),
        more: more.into_iter().flatten().collect(),
    }
}
