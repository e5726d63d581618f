//! A document as HTML: the red-headed paper of an authority (GB/T 9704) or a plain ruled form (申请书, 收件回执).
//! A fragment without head or frame, so that the issued page, the approver's preview and later an archive package
//! show the very same paper.

use askama::Template;

use crate::domain::document::{Block, Document};

/// The look of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Red head, number, red line, place of the seal: what an authority issues.
    Official,
    /// Black and ruled: what is filed, signed or stamped by who files it.
    Form,
    /// The same, stamped by who received it.
    Receipt,
}

impl Look {
    /// The class of the page that bears it: margins and page numbers are those of the look.
    pub fn page_class(self) -> &'static str {
        match self {
            Look::Official => "rc-page--paper",
            Look::Form | Look::Receipt => "rc-page--form",
        }
    }
}

/// A document on paper, ready to be put into a page with `{{ paper|safe }}`.
#[derive(Debug, Clone, Template)]
#[template(path = "document/paper.html")]
pub struct Paper {
    /// What it says.
    pub document: Document,
    /// How it looks.
    pub look: Look,
    /// Of a demo: every page says 演示.
    pub demo: bool,
    /// Shown within a page that has a heading of its own.
    pub within: bool,
}

impl Paper {
    /// With more characters than these the head is set smaller, so that the name of the body stays on one line.
    const LONG_NAME: usize = 14;
    const LONGER_NAME: usize = 20;

    /// The level of its title among the headings of the page.
    fn level(&self) -> u8 {
        if self.within { 3 } else { 1 }
    }

    fn is_form(&self) -> bool {
        self.look != Look::Official
    }

    fn head_class(&self) -> &'static str {
        match self.document.issuer.chars().count() {
            length if length > Self::LONGER_NAME => " rc-paper__org--longer",
            length if length > Self::LONG_NAME => " rc-paper__org--long",
            _ => "",
        }
    }

    /// A form shows no place for a seal where a person signs.
    fn seal_words(&self) -> &'static str {
        match self.look {
            Look::Official => "印章位",
            Look::Form => "（签名或者盖章）",
            Look::Receipt => "（收件章）",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::Signature;

    fn a_document() -> Document {
        Document {
            issuer: "成都高新技术产业开发区管理委员会".into(),
            number: None,
            title: "容错认定书".into(),
            to: Some("成都高新区<甲>中心".into()),
            blocks: vec![
                Block::Heading("一、事实".into()),
                Block::Item("（一）一项".into()),
            ],
            signature: Signature {
                name: "管委会".into(),
                date: String::new(),
            },
            copies: None,
        }
    }

    #[test]
    fn what_people_wrote_is_text_and_never_markup() {
        let paper = Paper {
            document: a_document(),
            look: Look::Official,
            demo: false,
            within: false,
        };
        let html = paper.render().expect("a template of plain data");
        assert!(html.contains("成都高新区&#60;甲&#62;中心："), "{html}");
        assert!(html.contains("文号待编"));
        assert!(!html.contains("演示"));
    }

    #[test]
    fn a_demo_document_says_so() {
        let paper = Paper {
            document: a_document(),
            look: Look::Form,
            demo: true,
            within: true,
        };
        assert!(paper.render().expect("a template of plain data").contains("演示"));
    }
}
