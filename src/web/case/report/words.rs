//! The fields of a report in people's words: what each is called and what was answered, for a page that shows two texts side by
//! side.

use crate::domain::assessment::Part;
use crate::domain::case::Case;
use crate::domain::regulation::{Circumstance, Condition, Factor};

/// What a field is called.
pub fn label(name: &str) -> String {
    let ways: Vec<_> = name.split('-').collect();
    let known = match ways[..] {
        ["facts"] => "查明的事实",
        ["remedies"] => "采取补救措施的情况",
        ["distinctions"] => "“三个区分开来”的分析",
        ["other"] => "其他情况",
        ["apart"] => "各当事人情况不同，分别填写",
        ["s", _] => "意见采纳情况",
        ["a", _, "holder"] => "干部管理权限",
        ["a", _, "organ"] => "有干部管理权限的机关",
        ["a", _, "basis"] => "干部管理权限的依据",
        ["c", _, "none"] => "以上情形都不符合",
        ["w", factor] | ["v", _, factor] => Factor::from_code(factor).map_or("", Factor::short),
        ["f", _, condition, what] => return finding(condition, what).to_owned(),
        ["c", _, circumstance, what] => {
            let name = Circumstance::from_code(circumstance).map_or("", Circumstance::short);
            return format!("{name}{}", if what == "fits" { "" } else { "：理由" });
        }
        _ => "",
    };
    known.to_owned()
}

fn finding(condition: &str, what: &str) -> &'static str {
    let parts = Condition::from_code(condition).map_or(&[][..], Part::of);
    match what {
        "met" => "结论",
        "reason" => "事实和理由",
        "evidence" => "依据的证据",
        part => parts
            .iter()
            .find(|it| it.code() == part)
            .map_or("", |it| it.text()),
    }
}

/// What was answered under a name.
pub fn answer(case: &Case, name: &str, values: &[&str]) -> String {
    let exhibit = |id: &str| exhibit(case, id).unwrap_or_else(|| id.to_owned());
    let word = |value: &&str| match *value {
        "yes" => "是".to_owned(),
        "no" => "否".to_owned(),
        "body" if name.ends_with("-holder") => "本机关".to_owned(),
        "organ" if name.ends_with("-holder") => "其他机关".to_owned(),
        id if name.ends_with("-evidence") => exhibit(id),
        text => text.to_owned(),
    };
    values.iter().map(word).collect::<Vec<_>>().join("、")
}

fn exhibit(case: &Case, id: &str) -> Option<String> {
    let no = case.evidence_no(id.parse().ok()?)?;
    Some(format!("证据 {no}《{}》", case.evidence[no - 1].name))
}
