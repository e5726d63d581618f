//! 回执: for each statement, piece of evidence, objection, correction report and waiver that a side handed in. Who handed it in
//! reads it at any time, and those who see what it speaks of.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;

use super::open::OpenCase;
use crate::documents::html::{Look, Paper};
use crate::domain::dates::moment;
use crate::domain::document::handed_in::receipt;
use crate::domain::handed_in::{self, HandedIn};
use crate::platform::App;
use crate::web::error::Nope;
use crate::web::extract::Path;
use crate::web::frame::Frame;

#[derive(Template, WebTemplate)]
#[template(path = "case/receipt.html")]
pub struct ReceiptPage {
    frame: Frame,
    title: String,
    number: String,
    at: String,
    case: String,
    paper: Paper,
}

/// Shows it.
///
/// # Errors
/// Nothing of that number was handed in that this person may see.
pub async fn show(
    State(app): State<App>,
    open: OpenCase,
    Path((_, code)): Path<(String, String)>,
) -> Result<ReceiptPage, Nope> {
    let frame = Frame::for_page(&app, Some(&open.actor), format!("{} 回执", open.case.number));
    let frame = frame.back(open.href(), "返回案件").here(open.section());
    let handed_in = handed_in::by_side(&open.case, &open.sight);
    let mut of_that_number = handed_in.iter();
    let found = of_that_number.find(|it| it.code().as_deref() == Some(&code));
    let page = found.and_then(|it| ReceiptPage::of(&open, frame, it, app.demo()));
    page.ok_or(Nope::NotFound)
}

impl ReceiptPage {
    /// `None`: of what came with the application, whose receipt speaks of it.
    pub fn of(open: &OpenCase, frame: Frame, it: &HandedIn<'_>, demo: bool) -> Option<Self> {
        let document = receipt(&open.case, it)?;
        Some(Self {
            frame,
            title: it.title.clone(),
            number: document.number.clone().unwrap_or_default(),
            at: moment(it.entry.at),
            case: open.href(),
            paper: Paper {
                document,
                look: Look::Receipt,
                demo,
                within: false,
            },
        })
    }
}
