//! 收件回执: what the applicant keeps in hand after filing: number, time, what happens next, and the issued document.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;

use crate::documents::html::{Look, Paper};
use crate::domain::calendar::WorkCalendar;
use crate::domain::dates::{full_day, moment, shanghai_day};
use crate::domain::deadline::DeadlineKind;
use crate::domain::document::DocumentKind;
use crate::domain::regulation::Article;
use crate::platform::App;
use crate::store::documents;
use crate::web::case::open::OpenCase;
use crate::web::error::Nope;
use crate::web::frame::Frame;

#[derive(Template, WebTemplate)]
#[template(path = "application/receipt.html")]
pub struct ReceiptPage {
    frame: Frame,
    number: String,
    received: String,
    body: String,
    due: String,
    provisional: bool,
    case: String,
    mine: bool,
    paper: Paper,
}

impl ReceiptPage {
    fn basis(&self) -> Article {
        Article::A8_1
    }

    fn days(&self) -> u16 {
        DeadlineKind::Initiation.days()
    }
}

/// Shows it to the filer, and to those who see the case from inside.
pub async fn show(State(app): State<App>, open: OpenCase) -> Result<ReceiptPage, Nope> {
    let case = &open.case;
    let is_receipt = |it: &&crate::domain::case::Issued| it.kind == DocumentKind::Receipt;
    let issued = case.documents.iter().find(is_receipt).ok_or(Nope::NotFound)?;
    if !open.sight.reads(issued) {
        return Err(Nope::NotFound);
    }
    let document = documents::read(&mut *app.pool.acquire().await?, case.id, issued.id).await?;
    let document = document.ok_or(Nope::NotFound)?.document;
    let calendar: &WorkCalendar = open.calendar();
    let due = calendar.nth_working_day(shanghai_day(case.received_at), DeadlineKind::Initiation.days());
    let here = if open.actor.staff() { "/cases" } else { "/my" };
    Ok(ReceiptPage {
        frame: Frame::for_page(&app, Some(&open.actor), "收件回执")
            .back(open.href(), "查看案件")
            .here(here),
        number: case.number.clone(),
        received: moment(case.received_at),
        body: case.body.name.clone(),
        due: due.map_or_else(String::new, full_day),
        provisional: due.is_some_and(|due| calendar.provisional(due)),
        case: open.href(),
        mine: !open.sight.inside(),
        paper: Paper {
            document,
            look: Look::Receipt,
            demo: app.demo(),
            within: false,
        },
    })
}
