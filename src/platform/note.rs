//! A signed note (C2SP's signed-note): a text, an empty line, and a line for each signature. Whoever else signs it adds a line.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::keys::{PublicKey, SigningKey};

/// Before each signature.
const DASH: &str = "— ";

/// A text with the signatures below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<String>,
}

impl Note {
    /// Of a text that ends its last line, not signed yet.
    pub fn new(text: String) -> Self {
        let signatures = vec![];
        Self { text, signatures }
    }

    /// `None` where it is no signed note.
    pub fn read(note: &str) -> Option<Self> {
        let end = note.rfind("\n\n")? + 1;
        let (text, below) = note.split_at(end);
        let lines = below.strip_prefix('\n')?.strip_suffix('\n')?.split('\n');
        let signatures: Vec<_> = lines.map(str::to_owned).collect();
        let signed = signatures.iter().all(|it| it.starts_with(DASH));
        let shown = !text.chars().any(|it| it.is_control() && it != '\n');
        (signed && shown).then(|| Self {
            text: text.to_owned(),
            signatures,
        })
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Adds a signature.
    pub fn sign(&mut self, key: &SigningKey) {
        let made = [&key.public().hash()[..], &key.sign(self.text.as_bytes())].concat();
        let (name, made) = (key.public().name(), STANDARD.encode(made));
        self.signatures.push(format!("{DASH}{name} {made}"));
    }

    /// Whether a key signed it. Signatures of others are nobody's concern; one that names this key must be right.
    pub fn signed_by(&self, key: &PublicKey) -> bool {
        let hash = key.hash();
        let mut named = self.signatures.iter().filter_map(|line| {
            let (name, made) = line.strip_prefix(DASH)?.split_once(' ')?;
            let made = STANDARD.decode(made).ok()?;
            (name == key.name() && made.starts_with(&hash)).then_some(made)
        });
        let right = |made: Vec<u8>| key.signed(self.text.as_bytes(), &made[hash.len()..]);
        named.next().is_some_and(right) && named.all(right)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_checked_that_others_signed() {
        // From Go's documents of signed-note.
        let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\
            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        let note = Note::read(text).expect("a note");
        assert_eq!(note.to_string(), text);
        let peter = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        let peter: PublicKey = peter.parse().expect("a key");
        assert!(note.signed_by(&peter));
        let other = Note::read(&text.replace("answer", "reason")).expect("a note");
        assert!(!other.signed_by(&peter));
    }

    #[test]
    fn who_signs_too_adds_a_line() {
        let (one, two) = (
            SigningKey::new("one").expect("a key"),
            SigningKey::new("two").expect("a key"),
        );
        let mut note = Note::new("a\nb\n".into());
        note.sign(&one);
        assert!(note.signed_by(one.public()) && !note.signed_by(two.public()));
        let mut again = Note::read(&note.to_string()).expect("a note");
        again.sign(&two);
        assert!(again.signed_by(one.public()) && again.signed_by(two.public()));
        assert!(again.to_string().starts_with(&note.to_string()));
    }

    #[test]
    fn what_is_no_note_is_not_read() {
        for text in ["", "a\n", "a\n\n", "a\n\nb\n", "a\n\n— b c", "a\tb\n\n— b c\n"] {
            assert_eq!(Note::read(text), None, "{text:?}");
        }
    }
}
