//! The wording of the regulation, read once from `text.txt`, which holds the notice as it was issued (its punctuation
//! in full-width form). So the words stand in one place, and a lawyer can compare that file with the original.

use std::sync::LazyLock;

use super::Article;
use crate::domain::chinese::numeral;

const TEXT: &str = include_str!("text.txt");

/// The whole regulation and the notice that issued it.
#[derive(Debug)]
pub struct Regulation {
    /// 中国（四川）自由贸易试验区容错纠错工作办法.
    pub title: &'static str,
    /// The number of the notice that issued it: 川自贸领〔2024〕2号.
    pub notice: &'static str,
    /// The notice itself: addressees, sentence, issuer, date.
    pub preamble: Vec<&'static str>,
    /// Its articles, 1 to 15.
    pub articles: Vec<ArticleText>,
}

/// An article (条) with its wording.
#[derive(Debug)]
pub struct ArticleText {
    /// Which one.
    pub article: Article,
    /// Its paragraphs (款), one or more.
    pub paragraphs: Vec<Paragraph>,
    whole: String,
}

/// A paragraph (款) of an article, with the items (项) it introduces.
#[derive(Debug)]
pub struct Paragraph {
    /// Its own place, where the article has several paragraphs: then it has an anchor of its own.
    pub place: Option<Article>,
    /// Its words.
    pub text: &'static str,
    /// Its items.
    pub items: Vec<Item>,
}

/// An item (项) of an article.
#[derive(Debug)]
pub struct Item {
    /// Which one.
    pub place: Article,
    /// Its number as printed: （一）.
    pub mark: String,
    /// Its words, without the number.
    pub text: &'static str,
    /// What a reader must know about the wording. Not part of the regulation.
    pub note: Option<&'static str>,
}

impl Item {
    /// The slip of the original in 第八条第四项: quoted as it is, and told to the reader.
    const SLIP: &'static str = "原文如此：“协调改革先行区”应为“协同改革先行区”。";
}

/// The regulation.
pub fn regulation() -> &'static Regulation {
    static REGULATION: LazyLock<Regulation> = LazyLock::new(Regulation::read);
    &REGULATION
}

impl Regulation {
    const TITLE: &'static str = "中国（四川）自由贸易试验区容错纠错工作办法";

    fn read() -> Self {
        let mut lines = TEXT.lines();
        let notice = lines.next().unwrap_or_default();
        let mut preamble = Vec::new();
        let mut articles: Vec<ArticleText> = Vec::new();
        for line in lines {
            let next = Article {
                article: articles.len() as u8 + 1,
                item: None,
            };
            if let Some(text) = line.strip_prefix(&format!("{next} ")) {
                articles.push(ArticleText {
                    article: next,
                    paragraphs: Vec::new(),
                    whole: String::new(),
                });
                articles
                    .last_mut()
                    .into_iter()
                    .for_each(|article| article.add(text));
            } else if let Some(article) = articles.last_mut() {
                article.add(line);
            } else {
                preamble.push(line);
            }
        }
        articles.iter_mut().for_each(ArticleText::finish);
        preamble.retain(|line| !Self::TITLE.contains(line));
        Self {
            title: Self::TITLE,
            notice,
            preamble,
            articles,
        }
    }

    /// The wording of a place, or nothing when there is no such place.
    pub fn text(&self, place: Article) -> Option<&str> {
        let article = self.articles.get(usize::from(place.article).checked_sub(1)?)?;
        if place.item.is_none() {
            return Some(&article.whole);
        }
        let items = article.paragraphs.iter().flat_map(|paragraph| &paragraph.items);
        let paragraphs = article
            .paragraphs
            .iter()
            .filter_map(|it| Some((it.place?, it.text)));
        items
            .map(|item| (item.place, item.text))
            .chain(paragraphs)
            .find_map(|(at, text)| (at == place).then_some(text))
    }
}

impl ArticleText {
    fn add(&mut self, line: &'static str) {
        if !self.whole.is_empty() {
            self.whole.push('\n');
        }
        self.whole.push_str(line);
        let items = self.paragraphs.last_mut().map(|paragraph| &mut paragraph.items);
        if let Some(items) = items {
            let n = items.len() as u8 + 1;
            let mark = format!("（{}）", numeral(n));
            if let Some(text) = line.strip_prefix(&mark) {
                let place = Article {
                    item: Some(n),
                    ..self.article
                };
                let note = (place == Article::A8_4).then_some(Item::SLIP);
                items.push(Item {
                    place,
                    mark,
                    text,
                    note,
                });
                return;
            }
        }
        self.paragraphs.push(Paragraph {
            place: None,
            text: line,
            items: Vec::new(),
        });
    }

    /// Paragraphs have places of their own only when there are several.
    fn finish(&mut self) {
        if self.paragraphs.len() > 1 {
            for (paragraph, n) in self.paragraphs.iter_mut().zip(1..) {
                paragraph.place = Some(Article {
                    item: Some(n),
                    ..self.article
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 办法共十五条_项和款各有其数() {
        let parts: Vec<usize> = regulation()
            .articles
            .iter()
            .map(|it| match it.paragraphs.as_slice() {
                [only] => only.items.len(),
                several => several.len(),
            })
            .collect();
        assert_eq!(parts, [0, 0, 0, 0, 4, 6, 7, 4, 2, 0, 0, 4, 0, 0, 0]);
    }

    #[test]
    fn 一字不落地读完通知和办法() {
        let it = regulation();
        assert_eq!(it.notice, "川自贸领〔2024〕2号");
        assert_eq!(it.preamble.len(), 4);
        assert_eq!(
            it.preamble[2..],
            ["中国（四川）自由贸易试验区推进工作领导小组", "2024年4月28日"]
        );
        let articles: usize = it.articles.iter().map(|it| it.whole.lines().count()).sum();
        assert_eq!(1 + it.preamble.len() + 2 + articles, TEXT.lines().count());
    }

    #[test]
    fn 第八条第四项照录原文的笔误并加说明() {
        let item = &regulation().articles[7].paragraphs[0].items[3];
        assert!(
            item.text
                .starts_with("异议处理。自贸试验区、协调改革先行区相关单位或者个人不认可认定结果的")
        );
        assert!(item.note.is_some());
        assert_eq!(TEXT.matches("协调改革先行区").count(), 1);
    }

    #[test]
    fn 每一处引用都有原文() {
        assert!(Article::A8_1.text().contains("应当在5个工作日内启动容错程序"));
        assert!(
            Article::A8_2
                .text()
                .contains("调查核实一般于启动容错程序后15个工作日内完成")
        );
        assert!(Article::A9_1.text().starts_with("管理机构做出书面认定后"));
        assert!(
            Article::A9_2
                .text()
                .ends_with("不在追责问责决定前作出结论性认定和开展反馈、通报工作。")
        );
        assert!(
            Article::A12_3
                .text()
                .starts_with("在作出容错认定时，应当同时提出纠错要求")
        );
        assert_eq!(
            Article::A13.text(),
            "自贸试验区各片区、协同改革先行区管理机构可以依据本办法制定实施细则。"
        );
        assert_eq!(Article::A6.text().lines().count(), 7);
        assert_eq!(
            Article {
                article: 6,
                item: Some(7)
            }
            .text(),
            ""
        );
    }
}
