//! The regulation's text (办法全文), with an anchor for every article and item that a reference can link to.

use askama::Template;
use askama_web::WebTemplate;

use crate::domain::regulation::{Regulation, regulation};
use crate::web::frame::Frame;
use crate::web::samples::{self, Sample};

/// The regulation to be read.
#[derive(Template, WebTemplate)]
#[template(path = "law.html")]
pub struct LawPage {
    pub frame: Frame,
    pub law: &'static Regulation,
}

impl LawPage {
    pub fn new(frame: Frame) -> LawPage {
        LawPage {
            frame,
            law: regulation(),
        }
    }
}

pub async fn show(frame: Frame) -> LawPage {
    LawPage::new(frame.titled("办法全文"))
}

/// The whole text.
pub fn samples() -> Vec<Sample> {
    vec![Sample::of("law", &LawPage::new(samples::frame("办法全文")))]
}
