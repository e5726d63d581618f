//! What lies in a case, line by line: evidence, hearings, documents.

use std::sync::Arc;

use super::super::report_page;
use crate::domain::case::{Case, Issued};
use crate::domain::dates::short_day;
use crate::domain::document::DocumentKind;
use crate::domain::event::Event;
use crate::domain::evidence::EvidenceTaken;
use crate::domain::hearing::Heard;
use crate::domain::procedure::Kind;
use crate::domain::recorded::Recorded;
use crate::domain::regulation::Condition;
use crate::web::case::open::OpenCase;
use crate::web::size::size;

pub struct Exhibit {
    pub no: usize,
    pub name: String,
    pub href: String,
    pub kind: &'static str,
    pub size: String,
    pub digest: String,
    pub proves: String,
    pub condition: &'static str,
    pub about: String,
    pub source: String,
}

/// What was said by a party, or recorded of it.
pub struct HearingLine {
    pub party: String,
    pub kind: &'static str,
    pub text: String,
    pub who: String,
    pub absent: String,
    pub file: Option<String>,
}

/// An issued document.
pub struct DocumentLine {
    pub href: String,
    pub title: &'static str,
    pub number: String,
    pub to: String,
    pub on: String,
    /// Whether it is a determination that was set aside.
    pub fell: bool,
    pub served: Option<String>,
    /// The signed receipt, for those inside.
    pub proof: Option<String>,
    pub needs_service: bool,
    /// Whether it has done its work: it is listed behind the others.
    pub done: bool,
}

/// An approved report, for those inside.
pub struct ReportLine {
    pub href: String,
    pub title: String,
    pub on: String,
}

/// The approved reports, the newest first.
pub fn reports(open: &OpenCase) -> Vec<ReportLine> {
    let of_reports = open
        .case
        .history
        .iter()
        .rev()
        .filter(|it| it.kind == Kind::Report);
    let line = |event: &Arc<Event>| {
        let round = event.entry.round;
        Some(ReportLine {
            href: report_page::href(open, event.entry.act?),
            title: match open.case.round {
                1 => "核实报告和初步意见".to_owned(),
                _ => format!("核实报告和初步意见（第 {round} 轮）"),
            },
            on: short_day(event.entry.on(), open.today()),
        })
    };
    of_reports.filter_map(line).collect()
}

pub fn exhibit(open: &OpenCase, it: &Recorded<EvidenceTaken>) -> Exhibit {
    let (case, by) = (&open.case, it.entry.by);
    let name = case.name_of(by);
    let by = match it.by_party {
        Some(party) => format!("{}提交", case.party_name(party)),
        None if case.filer.includes(by, case.unit_of(by)) => format!("申请人{name}提交"),
        None => format!("经办人{name}收集"),
    };
    let file = case.file(it.file).map(|it| &it.file);
    Exhibit {
        no: case.evidence_no(it.id).unwrap_or_default(),
        name: it.name.to_string(),
        href: open.file(it.file),
        kind: it.kind.short(),
        size: file.map_or_else(String::new, |file| size(file.size)),
        digest: file.map_or_else(String::new, |file| file.sha256.chars().take(8).collect()),
        proves: it.proves.to_string(),
        condition: it.condition.map_or("全案", Condition::short),
        about: it.party.map_or("", |party| case.party_name(party)).to_owned(),
        source: format!("{} · {by} · {}", it.source, short_day(it.taken_on, open.today())),
    }
}

/// A hearing as it is listed.
pub fn hearing(open: &OpenCase, it: &Recorded<Heard>) -> HearingLine {
    let case = &open.case;
    let how = if it.by_party { "书面提交" } else { "记录" };
    let present: Vec<_> = it.officers.iter().map(|user| case.name_of(*user)).collect();
    let present = match present.as_slice() {
        [] => String::new(),
        names => format!(" · 在场 {}", names.join("、")),
    };
    let (by, on) = (case.name_of(it.entry.by), short_day(it.held_on, open.today()));
    let round = match open.sight.round(case) {
        1 => String::new(),
        _ => format!(" · 第 {} 轮", it.entry.round),
    };
    HearingLine {
        party: case.party_name(it.party).to_owned(),
        kind: it.kind.short(),
        text: it.text.to_string(),
        who: format!("{by}{how}{present} · {on}{round}"),
        absent: it.absent.clone(),
        file: it.hearing.file.map(|file| open.file(file)),
    }
}

fn fell(open: &OpenCase, it: &Issued) -> bool {
    let mut made = open.case.determinations.iter();
    made.any(|made| made.document == it.id && open.case.set_aside(made.id))
}

/// What a case is about stays in front, and what went to an organ while that decides; of the rest what has reached its addressee.
fn done(case: &Case, it: &Issued) -> bool {
    let waits = it.kind.is_for_an_organ() && case.referred().is_some();
    let outcome = matches!(
        it.kind,
        DocumentKind::Determination | DocumentKind::ObjectionDecision
    );
    !outcome && !waits && (it.served_on().is_some() || !it.kind.is_served())
}

/// The documents that this person may read, the newest first.
pub fn documents(open: &OpenCase) -> Vec<DocumentLine> {
    let case = &open.case;
    let read = case.documents.iter().rev().filter(|it| open.sight.reads(it));
    let line = |it: &Issued| DocumentLine {
        href: format!("{}/documents/{}", open.href(), it.id),
        title: it.kind.short(),
        number: it.number.clone(),
        to: case.recipient_of(it).to_owned(),
        on: short_day(it.issued_on(), open.today()),
        done: done(case, it),
        needs_service: it.kind.is_served(),
        fell: fell(open, it),
        served: it.served_on().map(|on| short_day(on, open.today())),
        proof: it
            .proof()
            .filter(|_| open.sight.inside())
            .map(|file| open.file(file)),
    };
    read.map(line).collect()
}
