//! The regulation's text (办法全文), with an index, and an anchor for every article and item that a reference can link to.

use askama::Template;
use askama_web::WebTemplate;
use axum::http::HeaderMap;

use crate::domain::regulation::{Article, Regulation, regulation};
use crate::web::frame::Frame;
use crate::web::samples::{self, Sample};
use crate::web::visitor::came_from;

/// What each article is about: the text gives them no titles, so these are ours.
const SUBJECTS: [&str; 15] = [
    "目的和依据",
    "容错纠错的含义",
    "适用范围",
    "统筹落实",
    "基本原则",
    "容错的六项条件",
    "应当容错的七种情形",
    "程序：启动、核实、认定、异议",
    "书面认定、反馈和移送",
    "容错的方式",
    "澄清和结果运用",
    "纠错",
    "实施细则",
    "解释",
    "施行",
];

/// The regulation to be read.
#[derive(Template, WebTemplate)]
#[template(path = "law.html")]
pub struct LawPage {
    frame: Frame,
    law: &'static Regulation,
    index: Vec<(Article, &'static str)>,
}

impl LawPage {
    fn new(frame: Frame) -> LawPage {
        let law = regulation();
        let articles = law.articles.iter().map(|it| it.article);
        LawPage {
            frame,
            law,
            index: articles.zip(SUBJECTS).collect(),
        }
    }
}

pub async fn show(headers: HeaderMap, frame: Frame) -> LawPage {
    LawPage::new(frame.titled("办法全文").back_to(came_from(&headers, "/law")))
}

/// The whole text.
pub fn samples() -> Vec<Sample> {
    vec![Sample::of("law", &LawPage::new(samples::frame("办法全文")))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_has_its_subject() {
        assert_eq!(regulation().articles.len(), SUBJECTS.len());
    }
}
