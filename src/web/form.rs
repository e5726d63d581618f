//! How a form is read and shown again: what was typed, what is wrong with it, what can be chosen.

use crate::domain::refusal::Refusal;

/// A form as it came in: the pairs in their order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

    /// Sets the one value under this name.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(n, _)| n != name);
        self.0.push((name.to_owned(), value.into()));
    }

    /// Whether this choice was made.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.0.iter().any(|(n, v)| n == name && v == value)
    }
}

/// What is wrong with a form.
#[derive(Debug, Clone, Default)]
pub struct Wrong {
    /// Field by field, in the order of the page.
    pub fields: Vec<(String, String)>,
    /// What the law says against it.
    pub refusal: Option<String>,
}

impl Wrong {
    /// One thing wrong with one field.
    pub fn with(name: &str, text: impl Into<String>) -> Self {
        let mut wrong = Self::default();
        wrong.add(name, text);
        wrong
    }

    /// One thing more that is wrong.
    pub fn add(&mut self, name: &str, text: impl Into<String>) {
        self.fields.push((name.to_owned(), text.into()));
    }

    /// What is wrong with this field.
    pub fn at(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, text)| text.as_str())
    }

    /// Everything, for the summary on top.
    pub fn rows(&self) -> &[(String, String)] {
        &self.fields
    }

    /// Nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.refusal.is_none()
    }
}

impl From<Refusal> for Wrong {
    fn from(refusal: Refusal) -> Self {
        let basis = refusal.basis();
        Self {
            fields: vec![],
            refusal: Some(format!("{refusal}。（{basis}）")),
        }
    }
}

/// One of several answers.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub text: String,
    /// What helps to choose.
    pub hint: String,
}

impl Choice {
    /// An answer without a hint.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            text: text.into(),
            hint: String::new(),
        }
    }

    /// With what helps to choose.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
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
