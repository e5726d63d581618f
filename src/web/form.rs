//! How a form is read and shown again: what was typed, what is wrong with it, what can be chosen.
//! A form is kept as the pairs it came in as, so the very same text can be shown again, kept in a draft, or carried over
//! a lost race or an ended session; what it means is read from it by `Reading`.

use axum::Json;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::OffsetDateTime;

pub use crate::casework::Stamp;
use crate::domain::dates::time_of_day;
use crate::domain::refusal::Refusal;
use crate::platform::random::new_id;
pub use day::read as read_day;

mod day;
mod reading;

pub use reading::{BLANK, Reading};

/// A form as it came in: the pairs in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// The first value under this name, or nothing.
    pub fn text(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(n, _)| n == name)
            .map_or("", |(_, value)| value)
    }

    /// Every value under this name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.0
            .iter()
            .filter(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// What was answered under this name; an empty field answers nothing.
    pub fn told(&self, name: &str) -> Vec<String> {
        let values = self
            .all(name)
            .into_iter()
            .map(|it| it.replace("\r\n", "\n").trim().to_owned());
        values.filter(|it| !it.is_empty()).collect()
    }

    /// Whether anything was answered under one of these names, a blank between them.
    pub fn any(&self, names: &str) -> bool {
        names.split(' ').any(|name| !self.told(name).is_empty())
    }

    /// Whether this choice was made.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(n, v)| n == name && v == value)
    }

    /// Puts one value under this name, in the place of whatever stood there.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.clear(name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// With one value more under this name; nothing typed is no value.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.0.push((name.to_owned(), value));
        }
        self
    }

    /// Takes away whatever stands under this name.
    pub fn clear(&mut self, name: &str) {
        self.0.retain(|(n, _)| n != name);
    }

    /// The texts a person wrote, to be read again; ids, dates and codes are sent along, but tell nothing.
    pub fn texts(&self) -> Vec<&str> {
        let written = |text: &&str| !text.is_ascii() || text.trim().contains(char::is_whitespace);
        let named = |(name, value): &'_ (String, String)| name != "kept_file_name" && !value.is_empty();
        let values = self.0.iter().filter(|it| named(it));
        values.map(|(_, value)| value.as_str()).filter(written).collect()
    }

    /// Takes the stamp out, which is no answer of the person's. A form without one has seen no version of anything:
    /// where a version counts it is overtaken, never obeyed.
    pub fn take_stamp(&mut self, at: OffsetDateTime) -> Stamp {
        let stamp = Stamp {
            version: self.text("version").parse().unwrap_or(-1),
            once: self.text("once").parse().unwrap_or_else(|_| new_id(at)),
        };
        self.clear("version");
        self.clear("once");
        stamp
    }

    /// Puts the stamp back, for a form that is sent on as it is.
    pub fn put_stamp(&mut self, stamp: Stamp) {
        self.set("version", stamp.version.to_string());
        self.set("once", stamp.once.to_string());
    }
}

impl<const N: usize> From<[(&str, &str); N]> for Typed {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Self(
            pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
        )
    }
}

/// The stamp of a form that is shown at this instant, of a case (or whatever else has versions) in this version.
pub fn stamp(version: i32, at: OffsetDateTime) -> Stamp {
    Stamp {
        version,
        once: new_id(at),
    }
}

/// How many rows of a kind are shown is sent along under a name that begins so, and is no answer.
pub const ROWS: &str = "rows-";

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wrong {
    /// Field by field, in the order of the page.
    pub fields: Vec<(String, String)>,
    /// What the law says against it.
    pub refusal: Option<String>,
    /// What somebody else saved meanwhile, where it is not what was typed.
    pub kept: Vec<(String, Vec<String>)>,
}

impl Wrong {
    pub fn field(name: &str, text: impl Into<String>) -> Self {
        let mut wrong = Self::default();
        wrong.add(name, text);
        wrong
    }

    /// Nothing is wrong with the fields, but it cannot be done.
    pub fn refused(why: impl Into<String>) -> Self {
        Self {
            refusal: Some(why.into()),
            ..Self::default()
        }
    }

    /// What the law has against a field, as what to do: what is missing is asked for.
    pub fn refuse(&mut self, name: &str, refusal: &Refusal) {
        let Refusal::Missing { what, .. } = refusal else {
            return self.add(name, refusal.to_string());
        };
        let verb = if name == "file" { "上传" } else { "写明" };
        self.add(name, format!("{verb}{what}"));
    }

    /// A field is wrong too. The first thing said of a field stands.
    pub fn add(&mut self, name: &str, text: impl Into<String>) {
        if self.at(name).is_none() {
            self.fields.push((name.to_owned(), text.into()));
        }
    }

    /// What is wrong with a field, whatever was said of it before.
    pub fn say(&mut self, name: &str, text: impl Into<String>) {
        match self.fields.iter_mut().find(|(n, _)| n == name) {
            Some((_, said)) => *said = text.into(),
            None => self.add(name, text),
        }
    }

    pub fn at(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, text)| text.as_str())
    }

    /// Whether one of these, a blank between them, is wrong or was saved otherwise by somebody else: it is shown, whatever is chosen.
    pub fn any(&self, names: &str) -> bool {
        names
            .split(' ')
            .any(|name| self.at(name).is_some() || self.kept(name).is_some())
    }

    /// What somebody else saved meanwhile in a field, where it is not what was typed.
    pub fn kept(&self, name: &str) -> Option<&[String]> {
        let mut kept = self.kept.iter();
        kept.find(|(n, _)| n == name).map(|(_, values)| values.as_slice())
    }

    /// Whether that was this choice.
    pub fn kept_has(&self, name: &str, value: &str) -> bool {
        self.kept(name)
            .is_some_and(|kept| kept.iter().any(|it| it == value))
    }

    /// Everything, for the summary on top.
    pub fn rows(&self) -> &[(String, String)] {
        &self.fields
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.refusal.is_none()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub text: String,
    /// What helps to choose.
    pub hint: String,
    /// What is told beside it, and is no part of its name.
    pub note: String,
    /// Which of the fields beside it are filled in when it is chosen (`asked` of the macros): `a`, `b`; a blank between them.
    pub asks: &'static str,
}

impl Choice {
    /// A choice that needs no explanation.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            text: text.into(),
            hint: String::new(),
            note: String::new(),
            asks: "",
        }
    }
}

impl Choice {
    /// With what helps to choose.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// With something told beside it.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// With fields that are filled in when it is chosen.
    pub fn asks(mut self, which: &'static str) -> Self {
        self.asks = which;
        self
    }
}

impl From<Refusal> for Wrong {
    fn from(refusal: Refusal) -> Self {
        Self::refused(format!("{refusal}。（{}）", refusal.basis()))
    }
}

/// The answer to a form that the script saved by itself: what it has seen then, and when that was saved.
pub fn saved_itself(field: &str, seen: impl Serialize, at: OffsetDateTime) -> Response {
    Json(json!({ field: seen, "saved": time_of_day(at) })).into_response()
}

/// The answer to a question of yes or no, as a form sends it.
pub fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// What was answered to it.
pub fn yes_or_no_of(answer: &str) -> Option<bool> {
    match answer {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Every value of a list that has codes and names, as answers.
macro_rules! choices {
    ($list:ty) => {
        <$list>::ALL
            .iter()
            .map(|it| $crate::web::form::Choice::new(it.code(), it.short()))
            .collect::<Vec<_>>()
    };
}

pub(crate) use choices;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stamp_is_taken_out_and_what_was_typed_stays_in_its_order() {
        let at = OffsetDateTime::UNIX_EPOCH;
        let mut typed = Typed::from([
            ("version", "7"),
            ("b", "2"),
            ("once", "x"),
            ("a", "1"),
            ("b", "3"),
        ]);
        assert_eq!(typed.take_stamp(at).version, 7);
        assert_eq!(typed, Typed::from([("b", "2"), ("a", "1"), ("b", "3")]));
        assert_eq!(
            typed.take_stamp(at).version,
            -1,
            "no version seen is never the present one"
        );
        let json = serde_json::to_string(&typed).expect("pairs of text are JSON");
        assert_eq!(json, r#"[["b","2"],["a","1"],["b","3"]]"#);
        typed.set("b", "4");
        assert_eq!(typed.all("b"), ["4"]);
    }
}
