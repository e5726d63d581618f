//! What a page says to who reads it: its text without tags, and its links by their words.

use super::browser::Page;
use super::form::plain;

/// A link of a page.
#[derive(Debug)]
pub struct Link {
    /// What is to be read on it.
    pub words: String,
    /// Where it leads.
    pub href: String,
}

impl Page {
    /// The text of `<main>`, a line for each line that a reader sees; of the whole answer where there is none.
    pub fn main(&self) -> String {
        let from = self.text.find("<main").unwrap_or(0);
        let main = self.text[from..].split("</main>").next().unwrap_or_default();
        let text = words(main);
        let lines = text.lines().map(str::trim).filter(|it| !it.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// All links, in their order.
    pub fn links(&self) -> Vec<Link> {
        let link = |tag: &str| {
            let (head, rest) = tag.split_once('>')?;
            let (_, href) = head.split_once("href=\"")?;
            let inside = rest.split("</a>").next().unwrap_or_default();
            Some(Link {
                words: words(inside).trim().to_owned(),
                href: plain(href.split('"').next().unwrap_or_default()),
            })
        };
        self.text.split("<a ").skip(1).filter_map(link).collect()
    }

    /// Where the first link leads on which these words are to be read.
    #[track_caller]
    pub fn link(&self, text: &str) -> String {
        let links = self.links();
        match links.iter().find(|it| it.words.contains(text)) {
            Some(link) => link.href.clone(),
            None => panic!(
                "no link says {text}; there are\n{}",
                links
                    .iter()
                    .map(|it| it.words.as_str())
                    .collect::<Vec<_>>()
                    .join("\n")
            ),
        }
    }
}

/// A piece of HTML without its tags; what stands in lines, cells or items of its own is a line of its own.
fn words(html: &str) -> String {
    let inline = ["a", "b", "mark", "span", "strong", "small", "del", "ins", "em"];
    let mut text = String::new();
    let mut pieces = html.split('<');
    text.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let (tag, rest) = piece.split_once('>').unwrap_or((piece, ""));
        let name = tag.trim_start_matches('/').split([' ', '/']).next();
        if !name.is_some_and(|it| inline.contains(&it)) {
            text.push('\n');
        }
        text.push_str(rest);
    }
    plain(&text)
}

#[test]
fn a_page_is_read_without_its_tags() {
    let page = Page {
        status: axum::http::StatusCode::OK,
        headers: axum::http::HeaderMap::new(),
        bytes: axum::body::Bytes::new(),
        text: "<nav><a href=\"/x\">导航</a></nav><main id=\"main\"><h1>甲 &#38; <b>乙</b></h1>\
               <p>一<br>二</p><a class=\"c\" href=\"/y?a=1&#38;b=2\">丙<span>丁</span></a></main><p>页脚</p>"
            .into(),
    };
    assert_eq!(page.main(), "甲 & 乙\n一\n二\n丙丁");
    assert_eq!(page.link("丙丁"), "/y?a=1&b=2");
    assert_eq!(page.link("导航"), "/x");
}
