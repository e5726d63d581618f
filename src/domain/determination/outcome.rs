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

coded! {
    /// What the determinations of a case come to, taken together.
    Verdict {
        Tolerated = "tolerated", "予以容错";
        /// All tolerated, at least one of them treated more lightly instead of let off (A9.1).
        Lighter = "lighter", "从轻、减轻";
        /// Some tolerated, some not.
        Partly = "partly", "部分容错";
        NotTolerated = "not_tolerated", "不予容错";
    }
}

impl Verdict {
    /// `None` where nothing is determined.
    pub fn of(each: impl IntoIterator<Item = (Outcome, Option<Lenience>)>) -> Option<Self> {
        let one = |(outcome, form): (Outcome, Option<Lenience>)| match (outcome, form) {
            (Outcome::NotTolerated, _) => Self::NotTolerated,
            (Outcome::Tolerated, Some(Lenience::Lighter | Lenience::Mitigated)) => Self::Lighter,
            (Outcome::Tolerated, Some(Lenience::Waived | Lenience::Exempt) | None) => Self::Tolerated,
        };
        each.into_iter().map(one).reduce(Self::with)
    }

    fn with(self, other: Self) -> Self {
        match (self, other) {
            _ if self == other => self,
            (Self::Tolerated | Self::Lighter, Self::Tolerated | Self::Lighter) => Self::Lighter,
            _ => Self::Partly,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 几名当事人的认定合在一起是一个词() {
        let (yes, no) = (Outcome::Tolerated, Outcome::NotTolerated);
        let (exempt, lighter) = ((yes, Some(Lenience::Exempt)), (yes, Some(Lenience::Lighter)));
        for (each, verdict) in [
            (vec![], None),
            (vec![exempt, exempt], Some(Verdict::Tolerated)),
            (vec![exempt, lighter], Some(Verdict::Lighter)),
            (vec![lighter, (no, None)], Some(Verdict::Partly)),
            (vec![(no, None), exempt, exempt], Some(Verdict::Partly)),
            (vec![(no, None)], Some(Verdict::NotTolerated)),
        ] {
            assert_eq!(Verdict::of(each.clone()), verdict, "{each:?}");
        }
    }

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
