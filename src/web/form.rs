//! How a form is read and shown again: what was typed, what is wrong with it, what can be chosen.

/// A form as it came in: the pairs in their order.
#[derive(Debug, Clone, Default)]
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

/// What was seen, and the one-time id of a sending.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// The case's version.
    pub version: i64,
    /// The one-time id.
    pub once: uuid::Uuid,
}
