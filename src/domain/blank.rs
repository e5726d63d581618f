//! Which characters are written, which show nothing, and which no text may keep: the one list of each. Spaces of every kind,
//! format characters and fillers show nothing, and thirty of them are no reason.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// The text without what shows nothing at its ends.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(shows_nothing)
}

/// Whether anything of the text shows.
pub fn written(text: &str) -> bool {
    !trimmed(text).is_empty()
}

/// How many characters show. `shown` in `static/rongcuo.js` counts the same.
pub fn shown(text: &str) -> usize {
    text.chars().filter(|it| !shows_nothing(*it)).count()
}

/// White space, Unicode's format characters (Cf), and letters and marks that are drawn as nothing.
pub fn shows_nothing(c: char) -> bool {
    c.is_whitespace() || c.is_control() || formats(c) || fills(c)
}

/// Whether a text is kept without this character: Postgres, a log or a list would trip over it, and nobody types it. Control
/// characters except tab and line end, what is no character at all, and marks that turn the direction of writing, with which
/// a text shows something else than it says.
pub fn is_left_out(c: char) -> bool {
    let control = c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    control || turns_writing(c) || is_no_character(c)
}

/// Whether a name that holds this character could pass for another one: it breaks the line, turns the direction of writing,
/// or is a format character that shows nothing. Variants of a character are part of names.
pub fn hides_in_a_name(c: char) -> bool {
    c.is_control() || breaks_the_line(c) || turns_writing(c) || formats(c)
}

/// The separators of lines and paragraphs that are not the newline.
pub fn breaks_the_line(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

fn turns_writing(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Unicode's noncharacters, and the marks of interlinear annotations.
fn is_no_character(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}' | '\u{FFF9}'..='\u{FFFB}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// General category Cf, as of Unicode 16.
fn formats(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{600}'..='\u{605}'
            | '\u{61C}'
            | '\u{6DD}'
            | '\u{70F}'
            | '\u{890}'..='\u{891}'
            | '\u{8E2}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{110BD}'
            | '\u{110CD}'
            | '\u{13430}'..='\u{1343F}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0001}'
            | '\u{E0020}'..='\u{E007F}'
    )
}

/// The joiner, Hangul fillers, the blank Braille pattern and variation selectors.
fn fills(c: char) -> bool {
    matches!(
        c,
        '\u{34F}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FFA0}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

/// A text that says something, without what shows nothing at its ends. A form reads it once; whoever holds one need not ask again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Written(String);

/// Nothing of the text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a text that says nothing")]
pub struct NothingWritten;

impl TryFrom<String> for Written {
    type Error = NothingWritten;

    fn try_from(text: String) -> Result<Self, NothingWritten> {
        match trimmed(&text) {
            "" => Err(NothingWritten),
            said if said.len() == text.len() => Ok(Self(text)),
            said => Ok(Self(said.to_owned())),
        }
    }
}

impl Written {
    /// The program's own words.
    ///
    /// # Panics
    /// They say nothing.
    pub fn own(words: impl Into<String>) -> Self {
        Self::try_from(words.into()).expect("the program's own words say something")
    }
}

/// The program's own words, for samples and the demo.
impl From<&'static str> for Written {
    fn from(words: &'static str) -> Self {
        Self::own(words)
    }
}

impl From<&Written> for String {
    fn from(it: &Written) -> Self {
        it.0.clone()
    }
}

impl From<Written> for String {
    fn from(it: Written) -> Self {
        it.0
    }
}

impl Deref for Written {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 写了什么的文字_首尾看不见的去掉_什么也没写的不成立() {
        let said = Written::try_from("\u{3000} 理由\n".to_owned());
        assert_eq!(said.as_deref(), Ok("理由"));
        for nothing in ["", " \n", "\u{200b}\u{feff}"] {
            assert_eq!(Written::try_from(nothing.to_owned()), Err(NothingWritten));
            let kept = serde_json::from_value::<Written>(nothing.into());
            assert!(kept.is_err(), "{nothing:?}");
        }
    }

    #[test]
    fn 看不见的字符不算写了() {
        for c in [
            ' ', '\u{3000}', '\u{A0}', '\u{200B}', '\u{200E}', '\u{2060}', '\u{FEFF}', '\u{AD}', '\u{3164}',
            '\u{2800}', '\n', '\0',
        ] {
            let text = c.to_string().repeat(30);
            assert!(!written(&text), "{:x}", u32::from(c));
            assert_eq!(trimmed(&format!("{text}理由{text}")), "理由");
            assert_eq!(shown(&format!("理{text}由")), 2);
        }
        for text in ["无", "。", "1", "é", "𠮷"] {
            assert!(written(text), "{text}");
        }
    }

    #[test]
    fn 改变书写方向的和不成字符的不留下() {
        for c in [
            '\0',
            '\u{7}',
            '\u{7F}',
            '\u{61C}',
            '\u{202E}',
            '\u{2066}',
            '\u{FDD0}',
            '\u{FFFF}',
            '\u{1FFFE}',
        ] {
            assert!(is_left_out(c), "{:x}", u32::from(c));
        }
        for c in ['\n', '\r', '\t', '\u{3000}', '\u{200B}', '\u{FE0F}', '容', '😀'] {
            assert!(!is_left_out(c), "{:x}", u32::from(c));
        }
    }
}
