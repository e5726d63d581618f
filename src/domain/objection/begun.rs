//! What the decision of an objection begins with (practice): what was determined, and what is contested. The letter says by itself
//! what the objector brings forward; what the addressee finds is left open.

use super::Raised;

/// The investigation (调查核实情况): what was determined, and room for the addressee's own. `reasons` are those of the
/// determination.
pub fn investigation(reasons: Option<&str>, open: impl Fn(&str) -> String) -> String {
    let determined = reasons.map(|it| format!("原认定的事实和理由：{}", it.trim()));
    let own = format!("本机关调查核实：{}", open("调查核实的方式、过程和查明的事实"));
    determined.into_iter().chain([own]).collect::<Vec<_>>().join("\n")
}

/// The reasons: the contested point, which is left to be answered.
pub fn reasons(it: &Raised, open: impl Fn(&str) -> String) -> String {
    format!("关于“{}”：{}", it.contested, open("对这一争点的答复和依据"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::{SUPERIOR, SampleCase};

    #[test]
    fn 异议处理决定从原认定写起_自己查明的留待填写() {
        let mut sample = SampleCase::determined(1, 0);
        let id = sample.objects(1, SUPERIOR);
        let raised = sample.case.objection(id).expect("it was just raised");
        let open = |what: &str| format!("<{what}>");
        let text = investigation(Some("认定的理由\n"), open);
        let lines: Vec<_> = text.lines().collect();
        let own = "本机关调查核实：<调查核实的方式、过程和查明的事实>";
        assert_eq!(lines, ["原认定的事实和理由：认定的理由", own]);
        assert_eq!(investigation(None, open), own);
        let reasons = reasons(raised, open);
        assert!(reasons.contains(&format!("“{}”", raised.contested)) && reasons.ends_with('>'));
    }
}
