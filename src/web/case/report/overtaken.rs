//! The page of a task was saved meanwhile, in another tab or by another hand: both texts stand side by side, and what was typed
//! here can be kept all the same, or let go.

use askama::Template;
use askama_web::WebTemplate;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::draft::ReportDraft;
use super::task::Task;
use super::words;
use crate::casework::Stamp;
use crate::web::case::form::DraftHead;
use crate::web::case::open::OpenCase;
use crate::web::form::Typed;
use crate::web::frame::Frame;

/// Both texts, and the choice between them.
#[derive(Template, WebTemplate)]
#[template(path = "case/report/overtaken.html")]
struct OvertakenPage {
    frame: Frame,
    heading: String,
    stamp: Stamp,
    seen: String,
    /// Whoever has it at hand, it goes on with who saves here.
    draft: DraftHead,
    typed: Typed,
    href: String,
    rows: Vec<Difference>,
}

/// A field with the two texts.
struct Difference {
    label: String,
    mine: String,
    theirs: String,
}

/// The page, as an answer 409; `now` is the draft as it stands.
pub fn page(frame: Frame, open: &OpenCase, task: Task, now: ReportDraft, typed: &Typed) -> Response {
    let theirs = task.of(&now.typed);
    let mut names: Vec<&str> = vec![];
    for (name, _) in typed.0.iter().chain(&theirs.0) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let told = |name: &str, of: &Typed| words::answer(&open.case, name, &of.all(name));
    let rows = names.into_iter().map(|name| Difference {
        label: words::label(name),
        mine: told(name, typed),
        theirs: told(name, &theirs),
    });
    let list = format!("{}/report", open.href());
    let page = OvertakenPage {
        rows: rows.filter(|row| row.mine != row.theirs).collect(),
        heading: task.name(),
        stamp: open.stamp(),
        seen: task.mark(&now.typed),
        draft: now.head,
        typed: typed.clone(),
        href: format!("{list}/{}", task.path()),
        frame: frame
            .titled(format!("{} 核实报告：内容已经更新", open.case.number))
            .back(&list, "返回核实报告")
            .here("/cases"),
    };
    (StatusCode::CONFLICT, page).into_response()
}
