//! What the decision of an objection begins with (practice): what the objector says and what was determined, side by side. What
//! the addressee finds itself is left open.

use super::Raised;

/// The investigation (调查核实情况): both sides, and room for the addressee's own. `reasons` are those of the determination.
pub fn investigation(it: &Raised, reasons: Option<&str>, open: impl Fn(&str) -> String) -> String {
    let mut paragraphs = vec![format!("异议事项：{}\n异议理由：{}", it.contested, it.grounds)];
    if !it.new_facts.trim().is_empty() {
        paragraphs.push(format!("新的事实：{}", it.new_facts.trim()));
    }
    paragraphs.extend(reasons.map(|it| format!("原认定的事实和理由：{}", it.trim())));
    paragraphs.push(format!(
        "本机关调查核实：{}",
        open("调查核实的方式、过程和查明的事实")
    ));
    paragraphs.join("\n")
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
    fn 异议处理决定从双方的说法写起_自己查明的留待填写() {
        let mut sample = SampleCase::determined(1, 0);
        let id = sample.objects(1, SUPERIOR);
        let raised = sample.case.objection(id).expect("it was just raised");
        let open = |what: &str| format!("<{what}>");
        let text = investigation(raised, Some("认定的理由\n"), open);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0], format!("异议事项：{}", raised.contested));
        assert_eq!(lines[1], format!("异议理由：{}", raised.grounds));
        let [.., determined, own] = &lines[..] else {
            panic!("{text}")
        };
        assert_eq!(*determined, "原认定的事实和理由：认定的理由");
        assert_eq!(*own, "本机关调查核实：<调查核实的方式、过程和查明的事实>");
        let reasons = reasons(raised, open);
        assert!(reasons.contains(&format!("“{}”", raised.contested)) && reasons.ends_with('>'));
    }
}
