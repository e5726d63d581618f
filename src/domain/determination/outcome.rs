//! What a determination comes to (A9.1): the outcome, which is computed (R1), and the form of lenience, which is chosen.

use crate::domain::coded::coded;
use crate::domain::regulation::Article;

coded! {
    /// What R1 led to.
    Outcome {
        /// 予以容错
        Tolerated = "tolerated", "予以容错";
        /// 不予容错
        NotTolerated = "not_tolerated", "不予容错";
    }
}

coded! {
    /// The form of lenience (处理方式, A9.1).
    Lenience {
        /// 不予追责问责
        Waived = "waived", "不予追责问责";
        /// 免予追责问责
        Exempt = "exempt", "免予追责问责";
        /// 从轻追责问责
        Lighter = "lighter", "从轻追责问责";
        /// 减轻追责问责
        Mitigated = "mitigated", "减轻追责问责";
    }
}

impl Lenience {
    /// A2, A11: whether the responsibility is lifted (免除责任), which demands a clarification.
    pub fn lifts_responsibility(self) -> bool {
        matches!(self, Self::Waived | Self::Exempt)
    }

    /// What it means for the party later on, in the words of the regulation (A11): of an error whose responsibility was
    /// lifted no ill is thought; of one treated more lightly the rules for that speak.
    pub fn effects(self) -> &'static str {
        let text = Article::A11.text();
        let lighter = text
            .find("对予以容错从轻")
            .expect("A11 speaks of both, the lighter treatment last: a test holds it");
        let (lifted, lighter) = text.split_at(lighter);
        if self.lifts_responsibility() {
            lifted
        } else {
            lighter
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 第十一条对免除责任和从轻减轻分别规定() {
        for form in [Lenience::Waived, Lenience::Exempt] {
            assert!(
                form.effects().contains("不作负面评价") && !form.effects().contains("从轻"),
                "{form}"
            );
        }
        for form in [Lenience::Lighter, Lenience::Mitigated] {
            assert!(form.effects().starts_with("对予以容错从轻"), "{form}");
            assert!(form.effects().contains("按照相关规定办理"), "{form}");
        }
    }
}
