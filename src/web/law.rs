//! The regulation's text (办法全文), with an anchor for every article and item that a reference can link to.

use askama::Template;
use askama_web::WebTemplate;

use crate::web::frame::Frame;

/// The regulation to be read.
#[derive(Template, WebTemplate)]
#[template(path = "law.html")]
pub struct LawPage {
    /// The frame.
    pub frame: Frame,
    /// Its fifteen articles.
    pub articles: Vec<LawArticle>,
}

/// One article, as it is read.
pub struct LawArticle {
    /// 第八条.
    pub number: String,
    /// a8.
    pub anchor: String,
    /// Its paragraphs and items, in order.
    pub paragraphs: Vec<LawParagraph>,
}

/// A paragraph or an item (项).
pub struct LawParagraph {
    /// a8-1 for an item.
    pub anchor: Option<String>,
    /// Its text.
    pub text: String,
}
