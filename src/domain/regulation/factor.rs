//! 第八条第三项: the six factors that the preliminary opinion weighs together (综合考虑). They never override a finding.
//! The regulation names each and says no more.

use crate::domain::coded::coded;

coded! {
    /// One of the six factors.
    Factor {
        /// 动机态度: motive and attitude.
        Motive = "motive", "动机态度";
        /// 客观条件: the circumstances outside.
        Conditions = "conditions", "客观条件";
        /// 程序方法: procedure and method.
        Method = "method", "程序方法";
        /// 性质程度: nature and degree.
        Gravity = "gravity", "性质程度";
        /// 后果影响: consequences and effect.
        Consequences = "consequences", "后果影响";
        /// 挽回损失: what was made good.
        Recovery = "recovery", "挽回损失";
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::regulation::Article;

    #[test]
    fn 六个因素都写在第八条第三项() {
        assert_eq!(Factor::ALL.len(), 6);
        let mut places = Factor::ALL
            .iter()
            .map(|it| Article::A8_3.text().find(it.short()).expect("named in the text"));
        assert!(places.by_ref().is_sorted());
    }
}
