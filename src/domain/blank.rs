//! What counts as written: a text that shows something. Spaces of every kind, format characters and fillers show nothing,
//! and thirty of them are no reason.

/// The text without what shows nothing at its ends.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(shows_nothing)
}

/// Whether anything of the text shows.
pub fn written(text: &str) -> bool {
    !trimmed(text).is_empty()
}

/// How many characters show.
pub fn shown(text: &str) -> usize {
    text.chars().filter(|it| !shows_nothing(*it)).count()
}

/// White space, Unicode's format characters (Cf), and letters and marks that are drawn as nothing.
pub fn shows_nothing(c: char) -> bool {
    c.is_whitespace() || c.is_control() || formats(c) || fills(c)
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
