//! A line of 程序核对 (`m::checks`): what must hold, and whether it does by a sign and a word, never colour alone.

use crate::domain::check::{Check, Held};
use crate::domain::regulation::Article;

/// A question of procedure with its answer, as a page shows it.
pub struct CheckLine {
    /// Its class in the stylesheet.
    pub class: &'static str,
    pub sign: &'static str,
    /// The sign in a word.
    pub word: &'static str,
    pub what: String,
    /// `None`: 内部管理.
    pub article: Option<Article>,
    /// What stands against the act.
    pub why: Option<String>,
}

impl From<Check> for CheckLine {
    fn from(check: Check) -> Self {
        let (class, sign, word) = match check.held {
            Held::Yes => ("rc-yes", "✓", "符合"),
            Held::Noted => ("rc-late", "▲", "注意"),
            Held::No(_) => ("rc-no", "✗", "不符合"),
        };
        Self {
            class,
            sign,
            word,
            article: check.basis.article(),
            why: check.against().map(ToString::to_string),
            what: check.what,
        }
    }
}
