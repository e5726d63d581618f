//! A form as a browser holds it: what every field has in it, read off the page, so that it can be sent as it was opened.

use super::browser::Page;

/// The fields of a form, name and value, as they would be sent.
pub type Filled = Vec<(String, String)>;

/// A form and what is wrong with how it is filled.
pub struct Opened {
    /// What would be sent.
    pub fields: Filled,
    /// Text fields that are empty.
    pub empty: Vec<String>,
}

impl Page {
    /// The form that is sent to this address.
    pub fn form(&self, action: &str) -> Opened {
        let from = format!("action=\"{action}\"");
        let at = self
            .text
            .find(&from)
            .unwrap_or_else(|| panic!("no form to {action} on the page, which says\n{}", self.main()));
        let form = self.text[at..].split("</form>").next().unwrap_or_default();
        let mut opened = Opened {
            fields: vec![],
            empty: vec![],
        };
        for tag in form.split('<').skip(1) {
            opened.take(tag);
        }
        opened
    }
}

impl Opened {
    fn take(&mut self, tag: &str) {
        let Some(name) = attribute(tag, "name").filter(|_| !tag.starts_with("button")) else {
            if let (true, Some((select, _))) = (
                tag.starts_with("option") && tag.contains(" selected"),
                self.fields.last(),
            ) {
                let select = select.clone();
                let value = attribute(tag, "value").unwrap_or_default();
                self.fields.pop();
                self.fields.push((select, value));
            }
            return;
        };
        let kind = attribute(tag, "type").unwrap_or_default();
        let chosen = tag.contains(" checked");
        match (tag.split([' ', '>']).next(), kind.as_str()) {
            (Some("textarea"), _) => {
                let text = tag.split_once('>').map_or("", |(_, text)| text);
                self.filled(name, plain(text.strip_prefix('\n').unwrap_or(text)));
            }
            (Some("select"), _) => self.fields.push((name, String::new())),
            (Some("input"), "radio" | "checkbox") if chosen => {
                self.fields
                    .push((name, attribute(tag, "value").unwrap_or_default()));
            }
            (Some("input"), "radio" | "checkbox" | "file") => {}
            (Some("input"), "hidden") => {
                self.fields
                    .push((name, attribute(tag, "value").unwrap_or_default()));
            }
            (Some("input"), _) => self.filled(name, attribute(tag, "value").unwrap_or_default()),
            _ => {}
        }
    }

    fn filled(&mut self, name: String, value: String) {
        if value.is_empty() {
            self.empty.push(name.clone());
        }
        self.fields.push((name, value));
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let head = tag.split('>').next().unwrap_or_default();
    let value = head.split_once(&format!(" {name}=\""))?.1.split('"').next()?;
    Some(plain(value))
}

/// Text as it is read; askama writes these five by number.
pub fn plain(text: &str) -> String {
    let signs = [
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
    ];
    signs
        .iter()
        .fold(text.to_owned(), |text, (code, sign)| text.replace(code, sign))
}
