//! What one press puts into a field: a quotation from the file (引用), or a phrase that the body keeps (插入常用语). The script does it
//! at once; without it the press sends the form, which comes back with everything typed and the text in its field.

use crate::web::form::Typed;

/// What the press is sent under.
pub const QUOTE: &str = "quote";

/// What one press does.
pub struct Quote {
    /// The field that it goes into.
    pub field: String,
    pub text: String,
    /// The box that is ticked with it, by name and value.
    pub tick: Option<(String, String)>,
    /// Whether the script puts it where the cursor stands; else it comes behind what is written.
    pub at_cursor: bool,
}

impl Quote {
    pub fn into_field(field: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            text: text.into(),
            tick: None,
            at_cursor: false,
        }
    }

    /// Whether it was done before.
    pub fn done(&self, typed: &Typed) -> bool {
        let stands = typed.text(&self.field).replace("\r\n", "\n");
        stands.contains(self.text.as_str())
    }

    /// Puts it where it belongs, behind what stands there.
    pub fn put(&self, typed: &mut Typed) {
        let before = typed.text(&self.field).trim_end().to_owned();
        let text = match before.is_empty() {
            true => self.text.clone(),
            false => format!("{before}\n{}", self.text),
        };
        typed.set(&self.field, text);
        if let Some((name, value)) = self.tick.as_ref().filter(|(name, value)| !typed.has(name, value)) {
            typed.0.push((name.clone(), value.clone()));
        }
    }
}
