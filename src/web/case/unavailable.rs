//! Instead of a form that is not available: what stands against it, on which article, what happened while it was filled
//! in, and every word that was typed.

use askama::Template;
use askama_web::WebTemplate;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::history;
use super::offers::Blocked;
use super::open::OpenCase;
use super::timeline::TimelineEntry;
use crate::casework::Stamp;
use crate::domain::procedure::Kind;
use crate::domain::step::Unavailable;
use crate::platform::App;
use crate::store;
use crate::web::error::Nope;
use crate::web::flash::Flash;
use crate::web::form::Typed;
use crate::web::frame::Frame;

#[derive(Template, WebTemplate)]
#[template(path = "case/unavailable.html")]
struct UnavailablePage {
    frame: Frame,
    number: String,
    title: String,
    heading: &'static str,
    blocked: Blocked,
    since: Vec<TimelineEntry>,
    texts: Vec<String>,
    back: String,
}

/// Says why a form is not shown; `typed` is the person's own draft, if there is one.
pub fn instead_of(app: &App, open: &OpenCase, kind: Kind, why: Unavailable, typed: &Typed) -> Response {
    page(app, open, kind, why, typed, vec![])
}

/// Gives back what was typed on a form that does not stand open any more. Sent twice, the form took effect before.
///
/// # Errors
/// There is nothing that the form could be about.
pub async fn given_back(
    app: &App,
    open: &OpenCase,
    kind: Kind,
    why: Unavailable,
    sent: (&Typed, Stamp),
) -> Result<Response, Nope> {
    let (typed, stamp) = sent;
    let mut db = app.pool.acquire().await?;
    if store::submissions::known(&mut db, stamp.once, open.actor.user).await? {
        return Ok(open.done(Flash::Before));
    }
    drop(db);
    Ok(page(app, open, kind, why, typed, since(open, stamp.version)))
}

/// What happened while a form was filled in against that version, as far as this person may know.
pub fn since(open: &OpenCase, version: i32) -> Vec<TimelineEntry> {
    let events = open.case.since(version);
    match open.sight.inside() {
        true => history::moments(&events, open),
        false => history::outline(&events),
    }
}

fn page(
    app: &App,
    open: &OpenCase,
    kind: Kind,
    why: Unavailable,
    typed: &Typed,
    since: Vec<TimelineEntry>,
) -> Response {
    let (status, what, refusal) = match why {
        Unavailable::NotThere(_) => return Nope::NotFound.into_response(),
        Unavailable::NotYours(refusal) => (StatusCode::FORBIDDEN, "您无权办理该事项", refusal),
        Unavailable::NotNow(refusal) | Unavailable::Settled(refusal) => {
            (StatusCode::CONFLICT, "该事项暂不能办理", refusal)
        }
    };
    let page = UnavailablePage {
        frame: Frame::for_page(app, Some(&open.actor), kind.name())
            .back(open.href(), "返回案件")
            .here(open.section()),
        number: open.case.number.clone(),
        title: open.case.title.clone(),
        heading: kind.name(),
        blocked: Blocked::by(&refusal, what),
        since,
        texts: typed.texts().into_iter().map(str::to_owned).collect(),
        back: open.href(),
    };
    (status, page).into_response()
}
