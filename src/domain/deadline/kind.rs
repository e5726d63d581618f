//! Which deadlines there are, how long they run, and what they rest on: two are the law's, the others are targets
//! of our own (内部办理时限) and look different wherever they are shown.

use crate::domain::coded::coded;
use crate::domain::regulation::{Article, Basis};

coded! {
    /// A kind of deadline (期限).
    DeadlineKind {
        /// 启动: from receipt to initiation.
        Initiation = "initiation", "启动";
        /// 核实: from initiation to the report.
        Verification = "verification", "核实";
        /// 认定: from the report to the written determination.
        Determination = "determination", "认定";
        /// 反馈: from a determination, or the decision of an objection, to its service.
        Feedback = "feedback", "反馈";
        /// 异议处理: from receipt of the objection to its decision.
        Objection = "objection", "异议处理";
        /// 澄清说明: from the determination to the clarification.
        Clarification = "clarification", "澄清说明";
    }
}

impl DeadlineKind {
    /// Its Chinese name.
    pub const fn name(self) -> &'static str {
        self.short()
    }

    /// How many working days (工作日) it has.
    pub const fn days(self) -> u16 {
        match self {
            Self::Initiation => 5,
            Self::Verification | Self::Objection => 15,
            Self::Determination | Self::Clarification => 10,
            Self::Feedback => 3,
        }
    }

    /// What that number rests on.
    pub const fn basis(self) -> Basis {
        match self {
            Self::Initiation => Basis::Law(Article::A8_1),
            Self::Verification => Basis::Law(Article::A8_2),
            Self::Determination | Self::Feedback | Self::Objection | Self::Clarification => Basis::Practice,
        }
    }

    /// The article that asks for what is to be done in time, be it only 及时.
    pub const fn article(self) -> Article {
        match self {
            Self::Initiation => Article::A8_1,
            Self::Verification => Article::A8_2,
            Self::Determination => Article::A8_3,
            Self::Feedback => Article::A9_1,
            Self::Objection => Article::A8_4,
            Self::Clarification => Article::A11,
        }
    }

    /// Whether the number is the law's own; otherwise it is an internal target (内部办理时限).
    pub const fn legal(self) -> bool {
        matches!(self.basis(), Basis::Law(_))
    }
}

const _: () = assert!(
    DeadlineKind::Initiation.days() == 5,
    "第八条第一项: 5 working days"
);
const _: () = assert!(
    DeadlineKind::Verification.days() == 15,
    "第八条第二项: 15 working days"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 只有启动和核实的期限是办法规定的() {
        let legal: Vec<_> = DeadlineKind::ALL.iter().filter(|kind| kind.legal()).collect();
        assert_eq!(legal, [&DeadlineKind::Initiation, &DeadlineKind::Verification]);
        for kind in legal {
            let words = format!("{}个工作日", kind.days());
            assert!(kind.article().text().contains(&words), "{kind}");
        }
    }
}
