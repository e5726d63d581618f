//! 第五条第二项: the three distinctions (三个区分开来) that a report must draw.

use super::Article;
use crate::domain::coded::coded;

coded! {
    /// One of the three distinctions.
    Distinction {
        /// A fault of those who go first, not a knowing breach.
        NotKnowing = "not_knowing", "先行先试的失误，不是明知故犯";
        /// An experiment that nobody had limited, not one that had been forbidden.
        NotForbidden = "not_forbidden", "探索性试验的失误，不是有令不止";
        /// An unintended fault for the sake of development, not for gain.
        NotForGain = "not_for_gain", "推动发展的过失，不是谋取私利";
    }
}

impl Distinction {
    /// Its wording.
    pub fn text(self) -> &'static str {
        let (_, distinctions) = Article::A5_2.text().split_once('。').unwrap_or_default();
        distinctions
            .trim_end_matches('。')
            .split('；')
            .nth(usize::from(self.number()) - 1)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 三个区分开来与原文一致() {
        for (&it, word) in Distinction::ALL.iter().zip(["明知故犯", "明令禁止", "谋取私利"]) {
            assert!(
                it.text().starts_with('把') && it.text().ends_with("区分开来"),
                "{it}"
            );
            assert!(it.text().contains(word), "{it}");
        }
    }
}
