//! A place in the regulation, and the difference between law and practice.
//! Nothing that is only practice (参照) may pass for law: hence [`Basis`].

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::text::regulation;
use crate::domain::chinese::numeral;

/// A place in the regulation: an article (条), or an item (项) or paragraph (款) of it.
/// Displayed as 第八条第一项, stored as `8.1`, linked to as `a8-1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Article {
    /// The number of the article, 1 to 15.
    pub article: u8,
    /// The number of the item, or of the paragraph where the article has paragraphs and no items.
    pub item: Option<u8>,
}

macro_rules! places {
    ($($name:ident = $article:literal $(. $item:literal)?, $doc:literal;)+) => {
        impl Article {
            $(
                #[doc = $doc]
                pub const $name: Self = Self { article: $article, item: places!(@item $($item)?) };
            )+
        }
    };
    (@item) => { None };
    (@item $item:literal) => { Some($item) };
}

places! {
    A1 = 1, "第一条: what it is for.";
    A2 = 2, "第二条: what tolerance and correction (容错纠错) mean.";
    A3 = 3, "第三条: whom it covers; proposals to organs elsewhere.";
    A4 = 4, "第四条: what the bodies build up: clarification, typical cases.";
    A5 = 5, "第五条: the principles.";
    A5_1 = 5 . 1, "第五条第一项: encourage reform.";
    A5_2 = 5 . 2, "第五条第二项: the three distinctions (三个区分开来).";
    A5_3 = 5 . 3, "第五条第三项: prevent, tolerate and correct alike.";
    A5_4 = 5 . 4, "第五条第四项: by law and discipline, objective and fair.";
    A6 = 6, "第六条: the six conditions, all of them.";
    A6_1 = 6 . 1, "第六条第一项 遵纪守法.";
    A6_2 = 6 . 2, "第六条第二项 改革创新.";
    A6_3 = 6 . 3, "第六条第三项 勤勉尽责.";
    A6_4 = 6 . 4, "第六条第四项 出于公心.";
    A6_5 = 6 . 5, "第六条第五项 程序正当.";
    A6_6 = 6 . 6, "第六条第六项 知错就改.";
    A7 = 7, "第七条: the seven circumstances, one of them.";
    A7_1 = 7 . 1, "第七条第一项: pilot tasks of reform.";
    A7_2 = 7 . 2, "第七条第二项: policy without clear limits.";
    A7_3 = 7 . 3, "第七条第三项: business environment without precedent.";
    A7_4 = 7 . 4, "第七条第四项: inclusive and prudent supervision.";
    A7_5 = 7 . 5, "第七条第五项: policy changed.";
    A7_6 = 7 . 6, "第七条第六项: urgent and difficult tasks.";
    A7_7 = 7 . 7, "第七条第七项: other explorations.";
    A8 = 8, "第八条: the procedure.";
    A8_1 = 8 . 1, "第八条第一项 启动: within 5 working days.";
    A8_2 = 8 . 2, "第八条第二项 核实: as a rule within 15 working days.";
    A8_3 = 8 . 3, "第八条第三项 认定: the preliminary opinion and its factors.";
    A8_4 = 8 . 4, "第八条第四项 异议处理.";
    A9 = 9, "第九条: feedback, lenience, referral.";
    A9_1 = 9 . 1, "第九条第一款: the written determination, feedback, notice, lenience.";
    A9_2 = 9 . 2, "第九条第二款: referral to an accountability organ.";
    A10 = 10, "第十条: within what discipline and law allow.";
    A11 = 11, "第十一条: clarification; no negative evaluation.";
    A12 = 12, "第十二条: correction.";
    A12_1 = 12 . 1, "第十二条第一项: early warnings.";
    A12_2 = 12 . 2, "第十二条第二项: remedy what has happened.";
    A12_3 = 12 . 3, "第十二条第三项: correction requirements with the determination.";
    A12_4 = 12 . 4, "第十二条第四项: repetition of what was not corrected.";
    A13 = 13, "第十三条: local rules.";
    A14 = 14, "第十四条: the Office interprets.";
    A15 = 15, "第十五条: in force from publication.";
}

impl Article {
    /// The article whose parts are paragraphs (款), not items (项).
    const IN_PARAGRAPHS: u8 = 9;

    /// The place on the page /law: `a8-1`.
    pub fn anchor(self) -> String {
        match self.item {
            None => format!("a{}", self.article),
            Some(item) => format!("a{}-{item}", self.article),
        }
    }

    /// The wording: of the item without its number, or of the whole article with its items, a line each.
    /// Empty for a place that the regulation does not have.
    pub fn text(self) -> &'static str {
        regulation().text(self).unwrap_or_default()
    }

    /// Reads what [`Article::code`] wrote; only places that the regulation has.
    pub fn from_code(code: &str) -> Option<Self> {
        let (article, item) = match code.split_once('.') {
            Some((article, item)) => (article, Some(item.parse().ok()?)),
            None => (code, None),
        };
        let place = Self {
            article: article.parse().ok()?,
            item,
        };
        regulation().text(place).map(|_| place)
    }

    /// How the place is stored: `8.1`.
    pub fn code(self) -> String {
        match self.item {
            None => self.article.to_string(),
            Some(item) => format!("{}.{item}", self.article),
        }
    }
}

impl fmt::Display for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "第{}条", numeral(self.article))?;
        match self.item {
            None => Ok(()),
            Some(n) if self.article == Self::IN_PARAGRAPHS => write!(f, "第{}款", numeral(n)),
            Some(n) => write!(f, "第{}项", numeral(n)),
        }
    }
}

impl Serialize for Article {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.code())
    }
}

impl<'de> Deserialize<'de> for Article {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::from_code(&code).ok_or_else(|| D::Error::custom(format!("the regulation has no place {code}")))
    }
}

/// What a rule of the program rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The regulation says so.
    Law(Article),
    /// The regulation is silent; neighbouring law or good order says so. Shown as 参照, never as the regulation.
    Practice,
}

impl Basis {
    /// The article, where there is one to link to.
    pub const fn article(self) -> Option<Article> {
        match self {
            Self::Law(article) => Some(article),
            Self::Practice => None,
        }
    }
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Law(article) => article.fmt(f),
            Self::Practice => f.write_str("参照"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 条款的写法_锚点和代码() {
        for (place, shown, anchor, code) in [
            (Article::A8_1, "第八条第一项", "a8-1", "8.1"),
            (Article::A9_1, "第九条第一款", "a9-1", "9.1"),
            (Article::A9_2, "第九条第二款", "a9-2", "9.2"),
            (Article::A12_3, "第十二条第三项", "a12-3", "12.3"),
            (Article::A13, "第十三条", "a13", "13"),
        ] {
            assert_eq!(place.to_string(), shown);
            assert_eq!(place.anchor(), anchor);
            assert_eq!(serde_json::to_value(place).unwrap(), code);
            assert_eq!(serde_json::from_value::<Article>(code.into()).unwrap(), place);
        }
    }

    #[test]
    fn 办法没有的条款读不进来() {
        for code in [
            "0", "16", "6.7", "7.8", "8.5", "9.3", "13.1", "", "8.", "a8", "8.1.1",
        ] {
            assert_eq!(Article::from_code(code), None, "{code}");
        }
    }

    #[test]
    fn 参照不是办法的规定() {
        assert_eq!(Basis::Practice.to_string(), "参照");
        assert_eq!(Basis::Law(Article::A8_2).to_string(), "第八条第二项");
    }
}
