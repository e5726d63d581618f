//! The page a request ends on when it cannot be answered: what happened, what to do, where to go on.

use askama::Template;
use askama_web::WebTemplate;

use crate::web::frame::Frame;
use crate::web::samples::{self, Sample};

/// A page for 403, 404, 409, 413, 429, 500 and 503.
#[derive(Template, WebTemplate)]
#[template(path = "error.html")]
pub struct EndPage {
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

/// What is not there, with all that such a page can say.
pub fn samples() -> Vec<Sample> {
    let page = EndPage {
        frame: samples::frame("没有找到"),
        status: 404,
        title: "这里没有您要找的页面".into(),
        advice: vec!["地址可能写错了，或者这件案件不在您可以查看的范围内。".into()],
        number: Some("0193-7c2e".into()),
        links: vec![
            ("/".into(), "回到首页".into()),
            ("/help".into(), "使用帮助".into()),
        ],
    };
    vec![Sample::of("ending", &page)]
}
