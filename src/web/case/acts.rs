//! An act (行为): what it says, what will follow, and the approver's decision. The drafter reads why it was returned, goes on
//! with it, or takes it back.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::history;
use super::open::OpenCase;
use crate::casework::{self, Answer, Verdict};
use crate::domain::access;
use crate::domain::ids::ActId;
use crate::domain::refusal::Refusal;
use crate::platform::App;
use crate::store;
use crate::store::acts::{ActMove, ActRecord};
use crate::web::door::Form;
use crate::web::error::Nope;
use crate::web::flash::Flash;
use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;
pub use page::samples;
use page::{ActPage, moved, page};

mod difference;
mod follows;
mod page;

/// Shows an act to the drafter or to those inside.
///
/// # Errors
/// There is none that this person may see.
pub async fn show(State(app): State<App>, open: OpenCase) -> Result<Response, Nope> {
    let (record, moves) = read(&app, &open).await?;
    Ok(page(
        frame(&app, &open),
        &open,
        &record,
        &moves,
        Typed::default(),
        Wrong::default(),
    )
    .into_response())
}

/// Takes an approver's decision.
///
/// # Errors
/// There is no such act for this person.
pub async fn decide(State(app): State<App>, open: OpenCase, form: Form) -> Result<Response, Nope> {
    let (record, moves) = read(&app, &open).await?;
    let verdict = match form.typed.text("verdict") {
        "approve" => Verdict::Approve,
        "return" => Verdict::Return(form.typed.text("note").to_owned()),
        _ => {
            let wrong = Wrong::field("verdict", "选择同意或者退回");
            return Ok(unprocessable(page(
                frame(&app, &open),
                &open,
                &record,
                &moves,
                form.typed,
                wrong,
            )));
        }
    };
    let done = if matches!(verdict, Verdict::Approve) {
        Flash::Approved
    } else {
        Flash::Returned
    };
    match casework::decide(
        &app,
        &open.actor,
        open.case.id,
        record.act.id,
        form.stamp,
        verdict,
    )
    .await?
    {
        Answer::Done(_) | Answer::Saved | Answer::Submitted => Ok(open.done(done)),
        Answer::Before => Ok(open.done(Flash::Before)),
        Answer::NotFound => Err(Nope::NotFound),
        Answer::Refused(refusal @ Refusal::ReturnWithoutReason) => {
            let wrong = Wrong::field("note", refusal.to_string());
            Ok(unprocessable(page(
                frame(&app, &open),
                &open,
                &record,
                &moves,
                form.typed,
                wrong,
            )))
        }
        Answer::Refused(refusal) => Ok(unprocessable(page(
            frame(&app, &open),
            &open,
            &record,
            &moves,
            form.typed,
            refusal.into(),
        ))),
        Answer::Overtaken(events) => {
            let id = open.case.id;
            let now = OpenCase::open(&app, open.actor, id, open.subject).await?;
            let (record, moves) = read(&app, &now).await?;
            let mut shown = page(
                frame(&app, &now),
                &now,
                &record,
                &moves,
                form.typed,
                Wrong::default(),
            );
            shown.since = history::moments(&events, &now.case, now.today());
            if shown.since.is_empty() {
                shown.since = moved(&moves);
            }
            Ok((StatusCode::CONFLICT, shown).into_response())
        }
    }
}

/// The drafter takes an act back.
///
/// # Errors
/// There is no such act of this person.
pub async fn take_back(State(app): State<App>, open: OpenCase) -> Result<Response, Nope> {
    let (record, _) = read(&app, &open).await?;
    let id = record.act.id;
    match casework::take_back(&app, &open.actor, open.case.id, id).await? {
        Answer::NotFound => Err(Nope::NotFound),
        Answer::Refused(Refusal::NotYourDraft) => Err(Nope::Forbidden("只有起草人可以收回。")),
        Answer::Refused(_) => Ok(Redirect::to(&format!("{}/acts/{id}", open.href())).into_response()),
        _ if record.act.state.amendable() => Ok(open.done(Flash::Discarded)),
        _ => Ok(open.done(Flash::TakenBack)),
    }
}

async fn read(app: &App, open: &OpenCase) -> Result<(ActRecord, Vec<ActMove>), Nope> {
    let id = open.subject.map(ActId).ok_or(Nope::NotFound)?;
    let mut db = app.pool.acquire().await?;
    let record = store::acts::read(&mut db, open.case.id, id)
        .await?
        .ok_or(Nope::NotFound)?;
    if !access::reads_act(&open.actor, &open.case, &record.act) {
        return Err(Nope::NotFound);
    }
    let moves = store::acts::moves(&mut db, id).await?;
    Ok((record, moves))
}

fn unprocessable(page: ActPage) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

fn frame(app: &App, open: &OpenCase) -> Frame {
    Frame::for_page(app, Some(&open.actor), "")
}
