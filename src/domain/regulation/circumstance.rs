//! 第七条: the seven circumstances. With the conditions met, one of them is enough (情形之一), and then tolerance is a
//! duty (应当).

use super::Article;
use crate::domain::coded::coded;

coded! {
    /// One of the seven circumstances (情形) of 第七条.
    Circumstance {
        /// （一）: carrying out pilot tasks of reform.
        PilotTask = "pilot_task", "落实改革试点任务";
        /// （二）: exploring where law and policy say nothing clear.
        UnclearPolicy = "unclear_policy", "探索中政策界限不清晰";
        /// （三）: bettering the business environment without precedent.
        NoPrecedent = "no_precedent", "优化营商环境无先例可循";
        /// （四）: inclusive and prudent supervision of what is new.
        PrudentSupervision = "prudent_supervision", "对新业态包容审慎监管";
        /// （五）: the state's policy or the superior's decision changed.
        PolicyChange = "policy_change", "国家政策或者上级部署变化";
        /// （六）: urgent, difficult, dangerous tasks; force majeure.
        HardTask = "hard_task", "急难险重任务中担当作为";
        /// （七）: other explorations, within the principles and conditions.
        Other = "other", "其他探索试验和改革创新";
    }
}

impl Circumstance {
    /// Its place in the regulation.
    pub const fn article(self) -> Article {
        Article {
            item: Some(self.number()),
            ..Article::A7
        }
    }

    /// Its full wording.
    pub fn text(self) -> &'static str {
        self.article().text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 第七条的七种情形与原文一致() {
        let words = [
            "落实改革试点任务",
            "政策界限不清晰",
            "无先例可循",
            "包容审慎监管",
            "国家政策调整",
            "急难险重任务",
            "其他探索试验和改革创新",
        ];
        assert_eq!(Circumstance::ALL.len(), words.len());
        for (&it, word) in Circumstance::ALL.iter().zip(words) {
            assert!(it.text().contains(word), "{it}");
            assert_eq!(Circumstance::from_code(it.code()), Some(it));
        }
        assert_eq!(Circumstance::Other.article(), Article::A7_7);
        assert!((8..=14).contains(&Circumstance::NoPrecedent.short().chars().count()));
    }
}
