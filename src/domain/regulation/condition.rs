//! 第六条: the six conditions. Tolerance needs all of them (全部条件).

use super::Article;
use crate::domain::coded::coded;

coded! {
    /// One of the six conditions (条件) of 第六条.
    Condition {
        /// （一）遵纪守法: within policy, discipline and law.
        LawAbiding = "law_abiding", "遵纪守法";
        /// （二）改革创新: an innovation of institutions.
        Reforming = "reforming", "改革创新";
        /// （三）勤勉尽责: no intent, *and* the duty was done.
        Diligent = "diligent", "勤勉尽责";
        /// （四）出于公心: no improper gain for anybody.
        PublicSpirit = "public_spirit", "出于公心";
        /// （五）程序正当: decided as it must be, *or* an emergency reported in time afterwards.
        DueProcess = "due_process", "程序正当";
        /// （六）知错就改: corrected in time, *and* no grave loss.
        SelfCorrecting = "self_correcting", "知错就改";
    }
}

impl Condition {
    /// Its place in the regulation.
    pub const fn article(self) -> Article {
        Article {
            item: Some(self.number()),
            ..Article::A6
        }
    }

    /// Its full wording, beginning with its name.
    pub fn text(self) -> &'static str {
        self.article().text()
    }

    /// What it demands: the wording behind the name.
    pub fn demand(self) -> &'static str {
        self.text().split_once('。').map_or("", |(_, demand)| demand)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 第六条的六项条件与原文一致() {
        assert_eq!(Condition::ALL.len(), 6);
        for &it in Condition::ALL {
            assert!(it.text().starts_with(&format!("{it}。")), "{it}");
            assert!(!it.demand().is_empty());
            assert_eq!(Condition::from_code(it.code()), Some(it));
            assert_eq!(serde_json::to_value(it).unwrap(), it.code());
            assert_eq!(serde_json::from_value::<Condition>(it.code().into()).unwrap(), it);
        }
        assert_eq!(
            Condition::PublicSpirit.demand(),
            "没有为个人、他人或单位谋取不正当利益。"
        );
        assert_eq!(Condition::DueProcess.article(), Article::A6_5);
    }
}
