//! An act (行为): what it says, what will follow, and the approver's decision. The drafter reads why it was returned, goes on
//! with it, recalls or discards it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::open::OpenCase;
use super::{forms, history};
use crate::casework::{self, Answer, Stamp, Verdict};
use crate::domain::access;
use crate::domain::act::{self, Act, ActState, Undoing};
use crate::domain::ids::ActId;
use crate::domain::refusal::Refusal;
use crate::platform::App;
use crate::store;
use crate::store::acts::{ActMove, ActRecord};
use crate::web::error::Nope;
use crate::web::extract::Form;
use crate::web::flash::Flash;
use crate::web::form::{Reading, Typed, Wrong};
use crate::web::frame::Frame;
use crate::web::paper::PaperPage;
use crate::web::quote::QUOTE;
use page::{ActPage, moved, page};
pub use samples::samples;

mod alike;
mod difference;
mod page;
mod runs;
mod samples;
mod sheet;

/// Shows an act to the drafter or to those inside.
///
/// # Errors
/// There is none that this person may see.
pub async fn show(State(app): State<App>, open: OpenCase) -> Result<Response, Nope> {
    let read = read(&app, &open).await?;
    let page = shown(&app, &open, &read, Typed::default(), Wrong::default()).await?;
    Ok(page.into_response())
}

/// 审批单: the act with its drafts and opinions on one sheet, for those inside.
///
/// # Errors
/// There is none that this person may see.
pub async fn sheet(State(app): State<App>, open: OpenCase) -> Result<PaperPage, Nope> {
    if !open.sight.inside() {
        return Err(Nope::NotFound);
    }
    let Read { record, moves } = read(&app, &open).await?;
    let frame = Frame::for_page(&app, Some(&open.actor), "");
    sheet::sheet(frame, &open, &record, &moves).ok_or(Nope::NotFound)
}

/// Takes an approver's decision.
///
/// # Errors
/// There is no such act for this person.
pub async fn decide(State(app): State<App>, open: OpenCase, form: Form) -> Result<Response, Nope> {
    let record = read_decided(&app, &open).await?;
    if !form.typed.text(QUOTE).is_empty() {
        return quoted(&app, &open, record, form).await;
    }
    let note = match decision_note(&form.typed) {
        Ok(note) => note,
        Err(wrong) => return again(&app, &open, record, form.typed, wrong).await,
    };
    let (verdict, done) = match form.typed.text("verdict") {
        "approve" => (Verdict::Approve(note), Flash::Approved),
        "return" => (Verdict::Return(note), Flash::Returned),
        _ => {
            let wrong = Wrong::field("verdict", "选择同意或者退回");
            return again(&app, &open, record, form.typed, wrong).await;
        }
    };
    let (case, act) = (open.case.id, record.act.id);
    match casework::decide(&app, &open.actor, case, act, form.stamp, verdict).await? {
        Answer::Done(()) => Ok(done.at(WORK)),
        Answer::Before => Ok(Flash::Before.at(WORK)),
        Answer::NotFound => Err(Nope::NotFound),
        Answer::Refused(refusal @ Refusal::ReturnWithoutReason) => {
            let wrong = Wrong::field("note", refusal.to_string());
            again(&app, &open, record, form.typed, wrong).await
        }
        Answer::Refused(refusal) => again(&app, &open, record, form.typed, refusal.into()).await,
        Answer::Overtaken => overtaken(&app, open, form.stamp.version, form.typed).await,
    }
}

/// Where an approver goes on: what is to be decided next.
const WORK: &str = "/work";

/// What the approver wrote.
fn decision_note(typed: &Typed) -> Result<String, Wrong> {
    let mut form = Reading::new(typed);
    let note = form.optional("note");
    form.done(note)
}

async fn again(
    app: &App,
    open: &OpenCase,
    record: ActRecord,
    typed: Typed,
    wrong: Wrong,
) -> Result<Response, Nope> {
    let page = shown(app, open, &with_moves(app, record).await?, typed, wrong).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// A phrase is put into the opinion: nothing is decided by it.
async fn quoted(app: &App, open: &OpenCase, record: ActRecord, form: Form) -> Result<Response, Nope> {
    let read = with_moves(app, record).await?;
    let key = form.typed.text(QUOTE).to_owned();
    let mut page = shown(app, open, &read, form.typed, Wrong::default()).await?;
    page.press(&key);
    page.stamp.version = form.stamp.version;
    Ok(page.into_response())
}

/// Somebody was faster: the act as it stands now, what happened after the version that was seen, and what was typed.
async fn overtaken(app: &App, open: OpenCase, seen: i32, typed: Typed) -> Result<Response, Nope> {
    let now = OpenCase::open(app, open.actor, open.case.id, open.subject).await?;
    let read = with_moves(app, read_decided(app, &now).await?).await?;
    let mut page = shown(app, &now, &read, typed, Wrong::default()).await?;
    page.since = history::moments(&now.case.since(seen), &now);
    if page.since.is_empty() {
        page.since = moved(&read.moves);
    }
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// The drafter takes back what waits, to go on with it.
///
/// # Errors
/// There is no such act of this person.
pub async fn recall(State(app): State<App>, open: OpenCase, form: Form) -> Result<Response, Nope> {
    undo(app, open, form, Undoing::Recall, Flash::TakenBack).await
}

/// Somebody else who works on the case goes on with what is at hand: the form opens for them.
///
/// # Errors
/// There is no such act for this person, or it is not this person's to draft.
pub async fn take_over(State(app): State<App>, open: OpenCase, form: Form) -> Result<Response, Nope> {
    let act = read(&app, &open).await?.record.act;
    let href = forms::href(open.case.id, act.kind, act.subject);
    match casework::take_over(&app, &open.actor, open.case.id, act.id, form.stamp.once).await? {
        Answer::Done(()) => Ok(Flash::TakenOver.at(&href)),
        Answer::Before => Ok(Flash::Before.at(&href)),
        Answer::NotFound => Err(Nope::NotFound),
        Answer::Refused(Refusal::NotWaiting { .. }) | Answer::Overtaken => {
            let seen = open.case.version;
            overtaken(&app, open, seen, form.typed).await
        }
        Answer::Refused(refusal) => Err(Nope::Refused(refusal)),
    }
}

/// Asks before a draft is thrown away.
#[derive(Template, WebTemplate)]
#[template(path = "case/discard.html")]
struct DiscardPage {
    frame: Frame,
    number: String,
    title: String,
    what: &'static str,
    stamp: Stamp,
    keep: String,
}

/// Asks the drafter.
///
/// # Errors
/// There is no such act of this person.
pub async fn ask_to_discard(State(app): State<App>, open: OpenCase) -> Result<Response, Nope> {
    let act = read(&app, &open).await?.record.act;
    match act::undone(&act, &open.actor, Undoing::Discard) {
        Err(Refusal::NotYourDraft) => return Err(NOT_YOURS),
        Err(_) => {
            let seen = open.case.version;
            return overtaken(&app, open, seen, Typed::default()).await;
        }
        Ok(_) => {}
    }
    let keep = format!("{}/acts/{}", open.href(), act.id);
    let page = DiscardPage {
        frame: Frame::for_page(&app, Some(&open.actor), format!("删除草稿：{}", act.kind.name()))
            .back(keep.clone(), "返回草稿")
            .here(open.section()),
        number: open.case.number.clone(),
        title: open.case.title.clone(),
        what: act.kind.name(),
        stamp: open.stamp(),
        keep,
    };
    Ok(page.into_response())
}

/// The drafter throws away what it has at hand.
///
/// # Errors
/// There is no such act of this person.
pub async fn discard(State(app): State<App>, open: OpenCase, form: Form) -> Result<Response, Nope> {
    undo(app, open, form, Undoing::Discard, Flash::Discarded).await
}

const NOT_YOURS: Nope = Nope::Forbidden("只有起草人可以收回或者删除。");

async fn undo(app: App, open: OpenCase, form: Form, how: Undoing, done: Flash) -> Result<Response, Nope> {
    let (case, act) = (open.case.id, read(&app, &open).await?.record.act.id);
    match casework::undo(&app, &open.actor, case, act, form.stamp.once, how).await? {
        Answer::NotFound => Err(Nope::NotFound),
        Answer::Before => Ok(open.done(Flash::Before)),
        Answer::Refused(Refusal::NotYourDraft) => Err(NOT_YOURS),
        Answer::Refused(_) | Answer::Overtaken => {
            let seen = open.case.version;
            overtaken(&app, open, seen, form.typed).await
        }
        Answer::Done(()) => Ok(open.done(done)),
    }
}

/// An act with all that became of it so far.
struct Read {
    record: ActRecord,
    moves: Vec<ActMove>,
}

async fn shown(app: &App, open: &OpenCase, read: &Read, typed: Typed, wrong: Wrong) -> Result<ActPage, Nope> {
    let frame = Frame::for_page(app, Some(&open.actor), "");
    let page = page(frame, open, &read.record, &read.moves, typed, wrong);
    page.with_phrases(app, open).await
}

async fn read(app: &App, open: &OpenCase) -> Result<Read, Nope> {
    let record = find(app, open).await?;
    if !access::reads_act(&open.actor, &open.sight, &open.case, &record.act) {
        return Err(Nope::NotFound);
    }
    with_moves(app, record).await
}

/// The same for who was about to decide it: one that was taken back meanwhile is shown as it lay before them.
async fn read_decided(app: &App, open: &OpenCase) -> Result<ActRecord, Nope> {
    let record = find(app, open).await?;
    let lay = match record.act.state {
        ActState::Draft if record.submissions > 0 => ActState::Waiting,
        state => state,
    };
    let then = Act {
        state: lay,
        ..record.act.clone()
    };
    if !access::reads_act(&open.actor, &open.sight, &open.case, &then) {
        return Err(Nope::NotFound);
    }
    Ok(record)
}

async fn find(app: &App, open: &OpenCase) -> Result<ActRecord, Nope> {
    let id = open.subject.map(ActId).ok_or(Nope::NotFound)?;
    let mut db = app.pool.acquire().await?;
    let record = store::acts::read(&mut db, open.case.id, id).await?;
    record.ok_or(Nope::NotFound)
}

async fn with_moves(app: &App, record: ActRecord) -> Result<Read, Nope> {
    let mut db = app.pool.acquire().await?;
    let moves = store::acts::moves(&mut db, record.act.id).await?;
    Ok(Read { record, moves })
}
