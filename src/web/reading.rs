//! Reads a form: takes the fields one by one, collects what is wrong with each in Chinese, and gives the value only when
//! nothing is.

use time::macros::format_description;
use time::{Date, Month};

use super::form::{Typed, Wrong};

/// How many characters one field may have.
pub const FIELD_CHARS_MAX: usize = 20_000;
/// How many characters a one-line field may have.
pub const LINE_CHARS_MAX: usize = 200;

/// A form being read.
pub struct Reading<'a> {
    typed: &'a Typed,
    wrong: Wrong,
}

impl<'a> Reading<'a> {
    /// Begins to read.
    pub fn new(typed: &'a Typed) -> Self {
        Self {
            typed,
            wrong: Wrong::default(),
        }
    }

    /// What was typed.
    pub fn typed(&self) -> &'a Typed {
        self.typed
    }

    /// Says what is wrong with a field.
    pub fn wrong(&mut self, name: &str, text: impl Into<String>) {
        self.wrong.add(name, text);
    }

    /// A text that may be empty, trimmed, with plain line ends.
    pub fn optional(&mut self, name: &str) -> String {
        let text = self.typed.text(name).replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim();
        if text.chars().count() > FIELD_CHARS_MAX {
            self.wrong(name, format!("最多 {FIELD_CHARS_MAX} 个字"));
        } else if text.chars().any(|it| it.is_control() && it != '\n' && it != '\t') {
            self.wrong(name, "有不能识别的控制字符，请删除后重新输入");
        }
        text.to_owned()
    }

    /// A text that must be there; `ask` says what to do.
    pub fn required(&mut self, name: &str, ask: &str) -> String {
        let text = self.optional(name);
        if text.is_empty() {
            self.wrong(name, ask);
        }
        text
    }

    /// A one-line text that must be there.
    pub fn line(&mut self, name: &str, ask: &str) -> String {
        let text = self.required(name, ask);
        if text.chars().count() > LINE_CHARS_MAX || text.contains('\n') {
            self.wrong(name, format!("写成一行，最多 {LINE_CHARS_MAX} 个字"));
        }
        text
    }

    /// A text of at least so many characters.
    pub fn at_least(&mut self, name: &str, chars: usize, ask: &str) -> String {
        let text = self.required(name, ask);
        if !text.is_empty() && text.chars().count() < chars {
            self.wrong(name, format!("{ask}，至少 {chars} 个字"));
        }
        text
    }

    /// A day; also as 2026年1月5日 or 2026/1/5.
    pub fn date(&mut self, name: &str, ask: &str) -> Date {
        let text = self.typed.text(name).trim();
        match parse_date(text) {
            Some(date) => date,
            None => {
                self.wrong(
                    name,
                    if text.is_empty() {
                        ask.to_owned()
                    } else {
                        format!("{ask}，例如 2026-01-05")
                    },
                );
                Date::MIN
            }
        }
    }

    /// One of several; `None` when nothing or nothing known was chosen, which is then said.
    pub fn choice<T>(&mut self, name: &str, known: impl Fn(&str) -> Option<T>, ask: &str) -> Option<T> {
        let chosen = known(self.typed.text(name));
        if chosen.is_none() {
            self.wrong(name, ask);
        }
        chosen
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.typed.has(name, "yes")
    }

    /// The value, when nothing is wrong.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn done<T>(self, value: T) -> Result<T, Wrong> {
        if self.wrong.is_empty() {
            Ok(value)
        } else {
            Err(self.wrong)
        }
    }

    /// The value, when nothing is wrong and it is there.
    ///
    /// # Errors
    /// What is wrong, field by field.
    pub fn given<T>(self, value: Option<T>) -> Result<T, Wrong> {
        match value {
            Some(value) if self.wrong.is_empty() => Ok(value),
            _ => Err(self.wrong),
        }
    }
}

/// A day as people type it, between 2000 and 2100.
pub fn parse_date(text: &str) -> Option<Date> {
    let iso = format_description!("[year]-[month]-[day]");
    let date = Date::parse(text, iso).ok().or_else(|| {
        let numbers: Vec<_> = text
            .split(['年', '月', '日', '/', '.', '-'])
            .filter(|it| !it.is_empty())
            .collect();
        let [year, month, day] = numbers.as_slice() else {
            return None;
        };
        let month = Month::try_from(month.trim().parse::<u8>().ok()?).ok()?;
        Date::from_calendar_date(year.trim().parse().ok()?, month, day.trim().parse().ok()?).ok()
    });
    date.filter(|date| (2000..2100).contains(&date.year()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn days_are_read_as_people_type_them() {
        for text in ["2026-01-05", "2026年1月5日", "2026/1/5", "2026.1.5"] {
            assert_eq!(parse_date(text), Some(date!(2026 - 01 - 05)), "{text}");
        }
        for text in ["", "2026-13-01", "1926-01-05", "明天", "2026-02-30"] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
