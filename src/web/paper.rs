//! An issued document (文书) as a page that prints: the paper itself, and above it when it was issued and its digest.

use askama::Template;
use askama_web::WebTemplate;

use crate::documents::html::Paper;
use crate::web::frame::Frame;

/// A document on its page.
#[derive(Template, WebTemplate)]
#[template(path = "paper.html")]
pub struct PaperPage {
    pub frame: Frame,
    pub paper: Paper,
    /// 2026年11月23日印发, or why it is not issued yet.
    pub issued: String,
    /// The digest it was stored with; none for a draft.
    pub digest: Option<String>,
}
