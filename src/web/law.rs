//! The regulation's text (办法全文), with an anchor for every article and item that a reference can link to.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::HeaderMap;

use crate::domain::regulation::{Regulation, regulation};
use crate::platform::App;
use crate::web::error::Nope;
use crate::web::frame::Frame;
use crate::web::session;

/// The regulation to be read.
#[derive(Template, WebTemplate)]
#[template(path = "law.html")]
pub struct LawPage {
    /// The frame.
    pub frame: Frame,
    /// Its text.
    pub law: &'static Regulation,
}

impl LawPage {
    /// The page.
    pub fn new(frame: Frame) -> LawPage {
        LawPage {
            frame,
            law: regulation(),
        }
    }
}

/// The regulation, for everybody.
pub async fn show(State(app): State<App>, headers: HeaderMap) -> Result<LawPage, Nope> {
    let actor = session::who(&app, &headers).await?;
    Ok(LawPage::new(
        Frame::for_page(&app, actor.as_ref(), "办法").here("/law"),
    ))
}
