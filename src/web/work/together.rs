//! 一并审批: the simple acts that wait for an approver, with what each says, ticked and approved with one press. Each is
//! approved for itself, with its own act, transaction and event; the page that follows says of each what became of it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::{decider, reader};
use crate::casework::{self, Answer, Stamp, Verdict};
use crate::domain::access;
use crate::domain::act::{ActState, TakenBy};
use crate::domain::actor::Actor;
use crate::domain::check::Held;
use crate::domain::dates::short_moment;
use crate::domain::ids::{ActId, CaseId};
use crate::domain::step::{Asked, Step};
use crate::platform::App;
use crate::store::acts::ActRecord;
use crate::store::{self, piles};
use crate::web::case::open::OpenCase;
use crate::web::case::{CheckLine, Section, sections};
use crate::web::error::Nope;
use crate::web::extract::Form;
use crate::web::form::{Reading, Typed, Wrong};
use crate::web::frame::Frame;
pub use samples::samples;

mod samples;

#[derive(Template, WebTemplate)]
#[template(path = "work/together.html")]
pub struct TogetherPage {
    pub frame: Frame,
    pub acts: Vec<SimpleAct>,
    pub typed: Typed,
    pub wrong: Wrong,
}

/// A simple act that waits, as it is ticked.
pub struct SimpleAct {
    /// Which act, as it was seen: what the box sends.
    pub ticket: String,
    /// What it is about, as a heading.
    pub what: &'static str,
    pub href: String,
    pub title: String,
    pub number: String,
    pub sent: String,
    pub sections: Vec<Section>,
    pub checks: Vec<CheckLine>,
    /// Whether nothing about it calls for a closer look: its box is ticked beforehand.
    pub plain: bool,
    pub ticked: bool,
}

#[derive(Template, WebTemplate)]
#[template(path = "work/together_done.html")]
pub struct DonePage {
    pub frame: Frame,
    pub lines: Vec<Outcome>,
}

/// What became of one act.
pub struct Outcome {
    pub what: &'static str,
    pub href: String,
    pub title: String,
    pub number: String,
    pub approved: bool,
    /// Why not, where not.
    pub said: String,
}

impl DonePage {
    fn approved(&self) -> usize {
        self.lines.iter().filter(|it| it.approved).count()
    }
}

/// Shows what waits.
///
/// # Errors
/// The reader approves nothing.
pub async fn show(State(app): State<App>, actor: Actor) -> Result<Response, Nope> {
    decider(&actor)?;
    Ok(page(&app, &actor, Typed::default(), Wrong::default())
        .await?
        .into_response())
}

/// Approves what was ticked, one after the other.
///
/// # Errors
/// The reader approves nothing.
pub async fn submit(State(app): State<App>, actor: Actor, form: Form) -> Result<Response, Nope> {
    decider(&actor)?;
    let (tickets, opinion) = match read(&form.typed) {
        Ok(read) => read,
        Err(wrong) => {
            let again = page(&app, &actor, form.typed, wrong).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
        }
    };
    let mut lines = vec![];
    for ticket in tickets {
        lines.extend(approved(&app, &actor, ticket, &opinion).await?);
    }
    let frame = Frame::for_page(&app, Some(&actor), "一并审批的结果");
    let page = DonePage {
        frame: frame.here("/work").back("/work", "返回工作台"),
        lines,
    };
    Ok(page.into_response())
}

/// One act as it was seen, with the one-time id of its approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ticket {
    case: CaseId,
    act: ActId,
    stamp: Stamp,
}

impl Ticket {
    fn of(open: &OpenCase, act: ActId) -> Self {
        let (case, stamp) = (open.case.id, open.stamp());
        Self { case, act, stamp }
    }

    fn text(self) -> String {
        let Stamp { version, once } = self.stamp;
        format!("{}_{}_{version}_{once}", self.case, self.act)
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('_');
        let (case, act) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let (version, once) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let stamp = Stamp { version, once };
        Some(Self { case, act, stamp })
    }
}

fn read(typed: &Typed) -> Result<(Vec<Ticket>, String), Wrong> {
    let mut form = Reading::new(typed);
    let mut tickets = form.choices("act", 1, "勾选要一并批准的事项", Ticket::read);
    tickets.truncate(piles::TOGETHER_MAX);
    let opinion = form.optional("note");
    form.done((tickets, opinion))
}

async fn page(app: &App, actor: &Actor, typed: Typed, wrong: Wrong) -> Result<TogetherPage, Nope> {
    let Some(reader) = reader(actor) else {
        return Err(Nope::NotFound);
    };
    let waiting = piles::together(&mut *app.pool.acquire().await?, &reader).await?;
    let mut acts = vec![];
    for (case, act) in waiting {
        acts.extend(simple(app, actor, case, act, &typed).await?);
    }
    let frame = Frame::for_page(app, Some(actor), "一并审批");
    Ok(TogetherPage {
        frame: frame
            .here("/work")
            .back("/work", "返回工作台")
            .errors(!wrong.is_empty()),
        acts,
        typed,
        wrong,
    })
}

/// An act that this person may approve so; one that R5 keeps from the person is left out beforehand.
async fn simple(
    app: &App,
    actor: &Actor,
    case: CaseId,
    act: ActId,
    typed: &Typed,
) -> Result<Option<SimpleAct>, Nope> {
    let Some((open, record)) = find(app, actor, case, act).await? else {
        return Ok(None);
    };
    let taken_by = TakenBy::Two {
        drafters: &record.act.drafters,
        approver: actor,
    };
    let decides = access::may(&open.case, record.act.kind.row(), record.act.subject, taken_by).is_ok();
    let waits = record.act.state == ActState::Waiting && decides;
    let Some(step) = record.step.as_ref().filter(|_| waits) else {
        return Ok(None);
    };
    let it = shown(&open, &record, step, taken_by);
    let before = typed.all("act");
    let again = |ticket: &&str| Ticket::read(ticket).is_some_and(|it| it.act == act);
    let ticked = if before.is_empty() {
        it.plain
    } else {
        before.iter().any(again)
    };
    Ok(Some(SimpleAct { ticked, ..it }))
}

fn shown(open: &OpenCase, record: &ActRecord, step: &Step, taken_by: TakenBy<'_>) -> SimpleAct {
    let case = &open.case;
    let checks = open.at_this_moment(|now| step.checks(Asked { case, taken_by, now }));
    let sent = record.submitted_at.map(|at| short_moment(at, open.today()));
    SimpleAct {
        ticket: Ticket::of(open, record.act.id).text(),
        what: record.act.kind.name(),
        href: format!("{}/acts/{}/approval", open.href(), record.act.id),
        title: case.title.clone(),
        number: case.number.clone(),
        sent: format!("{} {}送审", record.act.drafter_name, sent.unwrap_or_default()),
        sections: sections(step, case),
        plain: checks.iter().all(|it| it.held == Held::Yes),
        checks: checks.into_iter().map(CheckLine::from).collect(),
        ticked: false,
    }
}

/// The act, where its kind may be approved together with others and this person sees the case.
async fn find(
    app: &App,
    actor: &Actor,
    case: CaseId,
    act: ActId,
) -> Result<Option<(OpenCase, ActRecord)>, Nope> {
    let open = match OpenCase::open(app, actor.clone(), case, Some(act.0)).await {
        Err(Nope::NotFound) => return Ok(None),
        open => open?,
    };
    let mut db = app.pool.acquire().await?;
    let record = store::acts::read(&mut db, case, act).await?;
    let simple = record.filter(|it| it.act.kind.approved_together());
    Ok(simple.map(|record| (open, record)))
}

/// One act is approved, and what became of it.
async fn approved(app: &App, actor: &Actor, it: Ticket, opinion: &str) -> Result<Option<Outcome>, Nope> {
    let Some((open, record)) = find(app, actor, it.case, it.act).await? else {
        return Ok(None);
    };
    if !access::reads_act(actor, &open.sight, &open.case, &record.act) {
        return Ok(None);
    }
    let verdict = Verdict::Approve(opinion.to_owned());
    let said = match casework::decide(app, actor, it.case, it.act, it.stamp, verdict).await? {
        Answer::Done(()) => None,
        Answer::NotFound => return Ok(None),
        Answer::Before => Some("这一项已经提交过，没有重复办理".to_owned()),
        Answer::Refused(refusal) => Some(format!("没有批准：{refusal}")),
        Answer::Overtaken => Some("没有批准：文书或者案件刚刚有了变化，请单独审批".to_owned()),
    };
    Ok(Some(Outcome {
        what: record.act.kind.name(),
        href: format!("{}/acts/{}", open.href(), it.act),
        title: open.case.title.clone(),
        number: open.case.number.clone(),
        approved: said.is_none(),
        said: said.unwrap_or_else(|| "已批准".to_owned()),
    }))
}
