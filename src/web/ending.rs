//! The page a request ends on when it cannot be answered: what happened, what to do, where to go on.

use askama::Template;
use askama_web::WebTemplate;

use crate::web::frame::Frame;

/// A page for 403, 404, 409, 413, 429, 500 and 503.
#[derive(Template, WebTemplate)]
#[template(path = "error.html")]
pub struct EndPage {
    /// The frame.
    pub frame: Frame,
    /// The status, for those who are asked on the telephone.
    pub status: u16,
    /// What happened, in a few words.
    pub title: String,
    /// What to do, a paragraph each.
    pub advice: Vec<String>,
    /// The number to quote; under it stands the cause in the log.
    pub number: Option<String>,
    /// Where to go on: address and words.
    pub links: Vec<(String, String)>,
}
