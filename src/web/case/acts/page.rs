//! The page of an act: its content, what is different from the draft that was returned, the documents as they will go out,
//! what will follow, and the checks of procedure; for the approver with the form to decide it.

use askama::Template;
use askama_web::WebTemplate;

use super::super::check_line::CheckLine;
use super::super::content::Section;
use super::super::findings::FindingRow;
use super::super::follows::{DraftPaper, follows, papers};
use super::super::forms;
use super::super::open::OpenCase;
use super::super::timeline::TimelineEntry;
use super::alike;
use super::difference::{self, Difference, Piece};
use super::runs::{Run, runs};
use crate::casework::Stamp;
use crate::domain::access;
use crate::domain::act::{self, Act, ActState, TakenBy, Undoing};
use crate::domain::check::{self, Check};
use crate::domain::dates::{moment, shanghai_day, short_moment};
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Condition;
use crate::domain::report;
use crate::domain::ruling::{self, Ruling};
use crate::domain::step::{Asked, Step};
use crate::domain::task;
use crate::platform::App;
use crate::store::acts::{ActMove, ActRecord};
use crate::web::chip::{Chip, RowDue, row_chip};
use crate::web::error::Nope;
use crate::web::form::{Choice, Typed, Wrong};
use crate::web::frame::Frame;
use crate::web::phrases::Phrases;
use crate::web::tag::Tag;

/// An act to be read, and decided by who may.
#[derive(Template, WebTemplate)]
#[template(path = "case/act.html")]
pub struct ActPage {
    frame: Frame,
    number: String,
    title: String,
    what: &'static str,
    tag: Tag,
    conditions: Vec<&'static str>,
    findings: Vec<FindingRow>,
    sections: Vec<Section>,
    /// The addresses of the case's evidence.
    exhibits: Vec<String>,
    difference: Option<Difference>,
    returned: Option<TimelineEntry>,
    moves: Vec<TimelineEntry>,
    /// What came in from a party since it was submitted, and what to do about it.
    said_since: Option<String>,
    /// Whether it was ever before an approver: then it has a sheet.
    sheet: bool,
    follows: Vec<String>,
    papers: Vec<DraftPaper>,
    checks: Vec<CheckLine>,
    verdicts: Vec<Choice>,
    /// What the body keeps for whoever decides.
    phrases: Phrases,
    decides: bool,
    sent: Option<Sent>,
    amends: Option<String>,
    takes_over: bool,
    /// Where a draft is read.
    draft: Option<String>,
    own: bool,
    recalls: bool,
    discards: bool,
    href: String,
    case: String,
    pub stamp: Stamp,
    pub since: Vec<TimelineEntry>,
    typed: Typed,
    wrong: Wrong,
}

impl ActPage {
    fn runs<'a>(&'a self, text: &'a str) -> Vec<Run<'a>> {
        runs(text, &self.exhibits)
    }

    /// Where the decision goes.
    fn decision(&self) -> String {
        format!("{}/approval", self.href)
    }

    /// With the phrases of the body, which only who decides is offered.
    ///
    /// # Errors
    /// The database failed.
    pub async fn with_phrases(mut self, app: &App, open: &OpenCase) -> Result<Self, Nope> {
        if self.decides {
            self.phrases = Phrases::of(app, &open.actor).await?;
        }
        Ok(self)
    }

    /// With a phrase put into the opinion.
    pub fn press(&mut self, key: &str) {
        if let Some(quote) = self.phrases.pressed(key, &self.typed) {
            quote.put(&mut self.typed);
        }
    }
}

/// Who sent it, since when it waits, and until when it is to be done.
struct Sent {
    what: String,
    waits: u16,
    chip: Option<Chip>,
}

/// The page of an act as this person may see it.
pub fn page(
    frame: Frame,
    open: &OpenCase,
    record: &ActRecord,
    moves: &[ActMove],
    typed: Typed,
    wrong: Wrong,
) -> ActPage {
    let it = &record.act;
    let taken_by = TakenBy::Two {
        drafters: &it.drafters,
        approver: &open.actor,
    };
    let decides =
        it.state == ActState::Waiting && access::may(&open.case, it.kind.row(), it.subject, taken_by).is_ok();
    let own = it.drafted_by == open.actor.user;
    let submitted = said(record, moves);
    let Ahead { ruling, checks } = submitted.map_or_else(Ahead::default, |step| ahead(open, it, step));
    let since =
        report::said_since(&open.case).filter(|_| it.state == ActState::Waiting && it.kind == Kind::Report);
    let typed = match &since {
        Some(why) if decides && typed.0.is_empty() => sent_back(why),
        Some(_) | None => typed,
    };
    let demo = frame.demo;
    let title = match decides {
        true => format!("审批：{}", it.kind.name()),
        false => it.kind.name().to_owned(),
    };
    ActPage {
        frame: frame
            .titled(title)
            .here("/cases")
            .back(open.href(), "返回案件")
            .errors(!wrong.is_empty()),
        number: open.case.number.clone(),
        title: open.case.title.clone(),
        what: it.kind.name(),
        tag: Tag::of(it.state),
        conditions: Condition::ALL.iter().map(|it| it.short()).collect(),
        findings: submitted
            .map(|step| forms::findings(step, &open.case))
            .unwrap_or_default(),
        sections: submitted
            .map(|step| alike::once(forms::sections(step, &open.case)))
            .unwrap_or_default(),
        exhibits: open.case.evidence.iter().map(|it| open.file(it.file)).collect(),
        difference: difference::between(moves, &open.case),
        returned: last_return(moves).filter(|_| it.state == ActState::Returned),
        moves: moved(moves),
        said_since: since.map(|why| why.to_string()),
        sheet: submitted.is_some() && open.sight.inside(),
        follows: ruling.as_ref().map(|it| follows(it, open)).unwrap_or_default(),
        papers: ruling.as_ref().map(|it| papers(it, demo)).unwrap_or_default(),
        checks: checks.into_iter().map(CheckLine::from).collect(),
        verdicts: vec![Choice::new("approve", "同意"), Choice::new("return", "退回修改")],
        phrases: Phrases::default(),
        decides,
        sent: sent(open, record),
        own,
        amends: (own && it.state.amendable()).then(|| form_href(open, record)),
        takes_over: act::taken_over(&open.case, it, &open.actor).is_ok(),
        draft: (it.state == ActState::Draft).then(|| form_href(open, record)),
        recalls: act::undone(it, &open.actor, Undoing::Recall).is_ok(),
        discards: act::undone(it, &open.actor, Undoing::Discard).is_ok(),
        href: format!("{}/acts/{}", open.href(), it.id),
        case: open.href(),
        stamp: open.stamp(),
        since: vec![],
        typed,
        wrong,
    }
}

/// What cannot be approved lies there returned, with the reason: the approver only presses the button.
fn sent_back(why: &Refusal) -> Typed {
    let (verdict, note) = ("return".to_owned(), why.to_string());
    Typed(vec![("verdict".into(), verdict), ("note".into(), note)])
}

fn sent(open: &OpenCase, record: &ActRecord) -> Option<Sent> {
    let at = record
        .submitted_at
        .filter(|_| record.act.state == ActState::Waiting)?;
    let (today, calendar) = (open.today(), open.calendar());
    let due = task::under_way(&open.case, &record.act).and_then(|it| it.due);
    let chip = due.map(|due| RowDue {
        on: due.on,
        legal: due.legal(),
        days: due.days.try_into().ok(),
        provisional: calendar.provisional(due.on),
        calendar: open.case.body.calendar,
    });
    let waits = calendar.working_days_between(shanghai_day(at), today);
    Some(Sent {
        what: format!("{} {}送审", record.act.drafter_name, short_moment(at, today)),
        waits: waits.try_into().unwrap_or(u16::MAX),
        chip: chip.map(|due| row_chip(&due, today)),
    })
}

/// What lies ahead of an act that waits.
#[derive(Default)]
struct Ahead {
    /// What a second person's approval would do; who looks does not change it.
    ruling: Option<Ruling>,
    /// What must hold before it; nothing that its drafter signs.
    checks: Vec<Check>,
}

fn ahead(open: &OpenCase, it: &Act, step: &Step) -> Ahead {
    if it.state != ActState::Waiting {
        return Ahead::default();
    }
    let taken_by = TakenBy::Two {
        drafters: &it.drafters,
        approver: &open.actor,
    };
    let signs = open.sight.inside() && it.drafted_by != open.actor.user;
    open.at_this_moment(|now| {
        let case = &open.case;
        Ahead {
            ruling: ruling::preview(step, Asked { case, taken_by, now }).ok(),
            checks: match signs {
                true => check::of_act(case, step, &it.drafters, &open.actor, now),
                false => vec![],
            },
        }
    })
}

/// What it says: as it waits or was decided, and once it was returned still what was returned, however far its drafter
/// has come since.
pub fn said<'a>(record: &'a ActRecord, moves: &'a [ActMove]) -> Option<&'a Step> {
    let last = || moves.iter().rev().find_map(|it| Some(&it.step.as_ref()?.0));
    record.step.as_ref().or_else(last)
}

/// Where the drafter goes on with an act.
fn form_href(open: &OpenCase, record: &ActRecord) -> String {
    forms::href(open.case.id, record.act.kind, record.act.subject)
}

/// How it was returned last.
fn last_return(moves: &[ActMove]) -> Option<TimelineEntry> {
    let back = moves
        .iter()
        .rposition(|it| it.state == Some(ActState::Returned))?;
    moved(&moves[..=back]).into_iter().next()
}

/// What became of an act, the last first.
pub fn moved(moves: &[ActMove]) -> Vec<TimelineEntry> {
    let mut drafts = 0;
    let line = |it: &ActMove| TimelineEntry {
        part: None,
        what: match it.state {
            Some(ActState::Waiting) => {
                drafts += 1;
                format!("送审（第 {drafts} 稿）")
            }
            Some(ActState::Draft) => "收回修改".to_owned(),
            Some(state) => state.short().to_owned(),
            None => "接手起草".to_owned(),
        },
        href: None,
        notes: Some(it.note.clone())
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect(),
        who: format!("{} · {}", it.name, moment(it.at)),
        basis: None,
        formal: true,
    };
    let mut lines: Vec<_> = moves.iter().map(line).collect();
    lines.reverse();
    lines
}
