//! Reads a form field by field and collects what is wrong, each with a sentence that says what to do. Text comes out
//! trimmed and with plain line ends; every length has its limit.

use std::str::FromStr;

use time::Date;

use super::{Typed, Wrong, day};
use crate::domain::blank::{Written, shown, trimmed, written};
use crate::domain::refusal::Refusal;

/// The longest text of one field, in characters.
pub const TEXT_CHARS_MAX: usize = 20_000;
/// The longest one-line text: a name, a number, a place.
pub const LINE_CHARS_MAX: usize = 200;
/// The most boxes one can tick under one name.
pub const CHOICES_MAX: usize = 200;

/// Where a text that was brought in leaves something open, to be filled in before it is sent: 【待填写：…】.
pub const BLANK: &str = "【待填写";

pub struct Reading<'a> {
    typed: &'a Typed,
    wrong: Wrong,
}

impl<'a> Reading<'a> {
    pub fn new(typed: &'a Typed) -> Self {
        Self {
            typed,
            wrong: Wrong::default(),
        }
    }

    /// A text that may be missing.
    pub fn optional(&mut self, name: &str) -> String {
        self.within(name, TEXT_CHARS_MAX)
    }

    /// A text that must be there.
    pub fn required(&mut self, name: &str, msg: &str) -> String {
        self.at_least(name, 1, msg)
    }

    /// A text that must say something.
    pub fn text(&mut self, name: &str, msg: &str) -> Option<Written> {
        Written::try_from(self.required(name, msg)).ok()
    }

    /// A text of so many characters at least; those that show nothing do not count.
    pub fn at_least(&mut self, name: &str, chars: usize, msg: &str) -> String {
        let text = self.optional(name);
        match shown(&text) {
            0 => self.wrong(name, msg),
            written if written < chars => {
                self.wrong(name, format!("{msg}。至少 {chars} 个字，现在 {written} 个"))
            }
            _ => {}
        }
        text
    }

    /// A text of so many characters at most that must say something; what it leaves open is for whoever it is brought in for.
    pub fn bounded(&mut self, name: &str, most: usize, msg: &str) -> Option<Written> {
        let text = self.short_enough(name, most);
        let said = Written::try_from(text).ok();
        if said.is_none() {
            self.wrong(name, msg);
        }
        said
    }

    /// The same in one line.
    pub fn bounded_line(&mut self, name: &str, most: usize, msg: &str) -> Option<Written> {
        let said = self.bounded(name, most, msg)?;
        Written::try_from(said.replace('\n', " ")).ok()
    }

    /// One line that may be missing.
    pub fn optional_line(&mut self, name: &str) -> String {
        self.within(name, LINE_CHARS_MAX).replace('\n', " ")
    }

    /// One line that must be there.
    pub fn line(&mut self, name: &str, msg: &str) -> String {
        let line = self.optional_line(name);
        if line.is_empty() {
            self.wrong(name, msg);
        }
        line
    }

    /// One line that must say something.
    pub fn written_line(&mut self, name: &str, msg: &str) -> Option<Written> {
        Written::try_from(self.line(name, msg)).ok()
    }

    /// A day that must be there.
    pub fn date(&mut self, name: &str, msg: &str) -> Option<Date> {
        if !written(self.typed.text(name)) {
            self.wrong(name, msg);
            return None;
        }
        self.optional_date(name)
    }

    /// A day that may be missing; what cannot be a day is wrong all the same.
    pub fn optional_date(&mut self, name: &str) -> Option<Date> {
        let text = trimmed(self.typed.text(name));
        let read = day::read(text);
        if read.is_none() && !text.is_empty() {
            self.wrong(name, "写明真实的日期，例如 2026-01-05，年份在 2000 至 2100 之间");
        }
        read
    }

    /// One answer out of several, read by its code: `reading.choice("kind", "选择…", Kind::from_code)`.
    pub fn choice<T>(&mut self, name: &str, msg: &str, from_code: impl Fn(&str) -> Option<T>) -> Option<T> {
        let chosen = from_code(self.typed.text(name));
        if chosen.is_none() {
            self.wrong(name, msg);
        }
        chosen
    }

    /// One answer out of several, or none.
    pub fn optional_choice<T>(&mut self, name: &str, from_code: impl Fn(&str) -> Option<T>) -> Option<T> {
        match self.typed.text(name) {
            "" => None,
            _ => self.choice(name, "从列出的选项中选择", from_code),
        }
    }

    /// Any answers out of several, so many at least; each counts once.
    pub fn choices<T: PartialEq>(
        &mut self,
        name: &str,
        least: usize,
        msg: &str,
        from_code: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let mut chosen: Vec<T> = Vec::new();
        for code in self.typed.all(name).into_iter().take(CHOICES_MAX) {
            match from_code(code) {
                Some(one) if !chosen.contains(&one) => chosen.push(one),
                Some(_) => {}
                None => self.wrong(name, "从列出的选项中选择"),
            }
        }
        if chosen.len() < least {
            self.wrong(name, msg);
        }
        chosen
    }

    /// Something that reads itself from text: an id, a number.
    pub fn parsed<T: FromStr>(&mut self, name: &str, msg: &str) -> Option<T> {
        self.choice(name, msg, |text| text.trim().parse().ok())
    }

    /// Whether a box of its own is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.typed.has(name, "yes")
    }

    /// A field is wrong for a reason of the form's own. The first thing said of a field stands.
    pub fn wrong(&mut self, name: &str, msg: impl Into<String>) {
        self.wrong.add(name, msg);
    }

    /// What the law says of a field's answer.
    pub fn lawful(&mut self, name: &str, answer: Result<(), Refusal>) {
        if let Err(refusal) = answer {
            self.wrong.refuse(name, &refusal);
        }
    }

    /// The value, if nothing is wrong.
    ///
    /// # Errors
    /// What is wrong with the fields.
    pub fn done<T>(self, value: T) -> Result<T, Wrong> {
        if self.wrong.is_empty() {
            Ok(value)
        } else {
            Err(self.wrong)
        }
    }

    /// The value put together from answers that are there when nothing is wrong:
    /// `reading.made(|| Some(Suspension { reason, until: until? }))`.
    ///
    /// # Errors
    /// What is wrong with the fields.
    ///
    /// # Panics
    /// Where the value is not there although nothing was wrong: an answer that must be there was read as optional.
    pub fn made<T>(self, make: impl FnOnce() -> Option<T>) -> Result<T, Wrong> {
        if self.wrong.is_empty() {
            Ok(make().expect("every answer is there, or the reading has said what is wrong"))
        } else {
            Err(self.wrong)
        }
    }

    fn within(&mut self, name: &str, most: usize) -> String {
        let text = self.short_enough(name, most);
        if text.contains(BLANK) {
            self.wrong(name, "还有标着“待填写”的地方，请写完或者删去");
        }
        text
    }

    fn short_enough(&mut self, name: &str, most: usize) -> String {
        let text = plain(self.typed.text(name));
        let chars = text.chars().count();
        if chars > most {
            self.wrong(name, format!("最多 {most} 个字，请删去 {} 个字", chars - most));
        }
        text
    }
}

fn plain(text: &str) -> String {
    trimmed(&text.replace("\r\n", "\n").replace('\r', "\n")).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_out_trimmed_and_with_plain_line_ends() {
        let typed = Typed::from([("reason", "  一\r\n二\r三 \n"), ("place", "成都\n高新区")]);
        let mut reading = Reading::new(&typed);
        assert_eq!(reading.required("reason", "写明原因"), "一\n二\n三");
        assert_eq!(reading.line("place", "写明地点"), "成都 高新区");
        assert_eq!(reading.done(()), Ok(()));
    }

    #[test]
    fn everything_wrong_is_said_once_in_the_order_of_reading() {
        let long = "长".repeat(LINE_CHARS_MAX + 3);
        let typed = Typed::from([
            ("short", "太短"),
            ("long", &long),
            ("day", "2026-02-30"),
            ("kind", "b"),
        ]);
        let mut reading = Reading::new(&typed);
        let only_a = |code: &str| (code == "a").then_some('a');
        reading.at_least("short", 20, "写明经过");
        reading.line("long", "写明");
        reading.date("day", "写明日期");
        reading.date("missing", "写明日期");
        let kind = reading.choice("kind", "选择一种", only_a);
        let wrong = reading.made(|| kind).expect_err("nothing is right here");
        let names: Vec<_> = wrong.rows().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["short", "long", "day", "missing", "kind"]);
        assert_eq!(wrong.at("long"), Some("最多 200 个字，请删去 3 个字"));
        assert_eq!(wrong.at("missing"), Some("写明日期"));
        assert_eq!(wrong.at("short"), Some("写明经过。至少 20 个字，现在 2 个"));
    }

    #[test]
    fn what_shows_nothing_is_nothing_written() {
        let (blank, padded) = (
            "\u{200B}\u{3000}".repeat(20),
            format!("理{}由", "\u{2060}".repeat(30)),
        );
        let typed = Typed::from([
            ("reason", blank.as_str()),
            ("place", &blank),
            ("day", &blank),
            ("padded", &padded),
        ]);
        let mut reading = Reading::new(&typed);
        reading.at_least("reason", 20, "至少写 20 个字");
        reading.line("place", "写明地点");
        reading.date("day", "写明日期");
        reading.at_least("padded", 3, "至少写 3 个字");
        let wrong = reading.done(()).expect_err("nothing is written");
        let names: Vec<_> = wrong.rows().iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["reason", "place", "day", "padded"]);
        assert_eq!(wrong.at("reason"), Some("至少写 20 个字"));
    }

    #[test]
    fn boxes_count_once_each_and_only_those_that_were_offered() {
        let typed = Typed::from([("box", "1"), ("box", "1"), ("box", "2"), ("odd", "x")]);
        let mut reading = Reading::new(&typed);
        let number = |code: &str| code.parse::<u8>().ok();
        assert_eq!(reading.choices("box", 1, "至少选一项", number), [1, 2]);
        assert!(reading.choices("odd", 0, "", number).is_empty());
        assert!(reading.done(()).expect_err("x is no number").at("odd").is_some());
    }
}
