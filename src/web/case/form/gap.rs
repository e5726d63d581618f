//! What is still open in a form whose documents are looked at: what stands for an answer that is missing, and how the place where
//! it will be said is marked. A mark goes through the law's own functions as a character that nobody types.

use askama::filters::{Html, escape};
use time::{Date, Duration};

use crate::domain::coded::Listed;
use crate::web::case::open::OpenCase;
use crate::web::form::BLANK;

/// What stands for an answer that is missing.
pub enum Gap {
    /// A text of this name: its mark stands where the text will.
    Text(&'static str),
    /// A day: its mark stands where two days differ.
    Day(&'static str),
    /// One of several answers, each with its values: its mark stands where the documents would differ.
    Choice(&'static str, Vec<Vec<String>>),
    /// Fields that no document says.
    Unsaid(&'static [&'static str]),
}

impl Gap {
    /// Some of the people of the body.
    pub fn people(name: &'static str, open: &OpenCase) -> Self {
        let nobody = [1, 2].map(|it| uuid::Uuid::from_u128(it).to_string());
        let staff = open.case.staff.iter().map(|it| it.user.to_string());
        Self::Choice(name, vec![nobody.into(), staff.collect()])
    }

    pub fn one_of(name: &'static str, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let each = values.into_iter().map(|it| vec![it.into()]);
        Self::Choice(name, each.collect())
    }

    /// What is asked of whoever fills the form in.
    pub fn asks(&self, answered: bool) -> String {
        let (verb, name) = match self {
            _ if answered => ("待改正", self.name()),
            Self::Choice(..) => ("待选择", self.name()),
            Self::Text(_) | Self::Day(_) | Self::Unsaid(_) => ("待填写", self.name()),
        };
        format!("【{verb}：{name}】")
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Text(name) | Self::Day(name) | Self::Choice(name, _) => name,
            Self::Unsaid(_) => "",
        }
    }

    /// The answers that can be given, as values of the field. Two days of the next months stand for any.
    pub fn answers(self, today: Date) -> Vec<Vec<String>> {
        match self {
            Self::Day(_) => [40, 111]
                .map(|days| vec![(today + Duration::days(days)).to_string()])
                .into(),
            Self::Choice(_, answers) => answers,
            Self::Text(_) | Self::Unsaid(_) => vec![],
        }
    }
}

/// The codes of the list that a field of a step chooses from.
pub fn codes_of<S, T: Listed>(_: impl Fn(&S) -> &T) -> Vec<String> {
    T::codes()
}

/// The marks of a form, each with what it says.
#[derive(Default)]
pub struct Marks(Vec<String>);

/// Marks are characters from here on: the last plane but one, for private use.
const FIRST: u32 = 0xF_0000;

impl Marks {
    pub fn new_mark(&mut self, says: impl Into<String>) -> char {
        self.0.push(says.into());
        let place = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        char::from_u32(FIRST.saturating_add(place)).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    /// What somebody left open in a text, to be filled in later, becomes a mark too.
    pub fn in_place_of_blanks(&mut self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, from)) = rest.split_once(BLANK) {
            let (says, after) = from.split_once('】').unwrap_or(("", from));
            out.push_str(before);
            out.push(self.new_mark(format!("{BLANK}{says}】")));
            rest = after;
        }
        out + rest
    }

    /// The page with what the marks say, each as a marked text.
    pub fn written_out(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        for c in html.chars() {
            match self.says(c) {
                Some(says) => {
                    out.push_str("<mark class=\"rc-gap-mark\">");
                    out.push_str(&says);
                    out.push_str("</mark>");
                }
                None => out.push(c),
            }
        }
        out
    }

    fn says(&self, c: char) -> Option<String> {
        let place = u32::from(c).checked_sub(FIRST + 1)?;
        let says = self.0.get(usize::try_from(place).ok()?)?;
        escape(says, Html).ok().map(|it| it.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_says_what_is_asked_and_a_blank_what_was_left_open() {
        let mut marks = Marks::default();
        let mark = marks.new_mark(Gap::Text("理由").asks(false));
        let text = marks.in_place_of_blanks("经查：【待填写：<经过>】。又：【待填写");
        let html = marks.written_out(&format!("<p>{mark}{text}</p>"));
        let says = ["【待填写：理由】", "【待填写：&#60;经过&#62;】", "【待填写】"];
        let marked = says.map(|it| format!("<mark class=\"rc-gap-mark\">{it}</mark>"));
        let [reason, course, open] = marked;
        assert_eq!(html, format!("<p>{reason}经查：{course}。又：{open}</p>"));
    }

    #[test]
    fn what_is_filled_in_wrongly_is_to_be_mended() {
        assert_eq!(Gap::Day("完成时限").asks(true), "【待改正：完成时限】");
        assert_eq!(Gap::one_of("处理结果", ["a"]).asks(false), "【待选择：处理结果】");
    }
}
