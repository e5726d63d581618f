//! To come.

/// A stand-in.
#[derive(Debug, Clone, Copy)]
pub struct Article;

impl Article {
    /// A place.
    pub const A8_2: Self = Self;

    /// Its anchor.
    pub fn anchor(self) -> String {
        "a8-2".to_owned()
    }
}

impl std::fmt::Display for Article {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("第八条第二项")
    }
}
