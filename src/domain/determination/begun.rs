//! What a determination begins with (practice): what the approved report found about the party, for its drafter to check and amend.

use crate::domain::assessment::Finding;
use crate::domain::case::Case;
use crate::domain::document::determination::sentence;
use crate::domain::ids::EvidenceId;
use crate::domain::regulation::Condition;
use crate::domain::report::{PartyReport, VerificationReport};

/// Facts and reasons (认定的事实和理由) as the report has them: what happened, then each condition with its evidence, then the
/// circumstances.
pub fn reasons(case: &Case, report: &VerificationReport, about: &PartyReport) -> String {
    let found = |it: &Condition| about.findings.iter().find(|finding| finding.condition == *it);
    let conditions = Condition::ALL
        .iter()
        .filter_map(found)
        .map(|it| condition(case, it));
    let fits = about.fits.iter();
    let fits = fits.map(|it| format!("符合{}：{}", it.circumstance.article(), sentence(&it.reason)));
    let paragraphs = [sentence(&report.facts)]
        .into_iter()
        .chain(conditions)
        .chain(fits);
    paragraphs.collect::<Vec<_>>().join("\n")
}

fn condition(case: &Case, it: &Finding) -> String {
    let met = if it.met { "具备" } else { "不具备" };
    let reason = it.reason.trim().trim_end_matches('。');
    format!("{met}“{}”：{reason}{}。", it.condition, cited(case, &it.evidence))
}

/// The pieces of evidence by their numbers.
fn cited(case: &Case, evidence: &[EvidenceId]) -> String {
    let number = |id: &EvidenceId| case.evidence.iter().position(|it| it.id == *id);
    let numbers = evidence.iter().filter_map(number);
    let numbers: Vec<_> = numbers.map(|it| format!("证据{}", it + 1)).collect();
    match numbers.is_empty() {
        true => String::new(),
        false => format!("（{}）", numbers.join("、")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::samples::{SampleCase, steps};

    #[test]
    fn 认定从核实报告的事实_各项条件和情形写起() {
        let sample = SampleCase::heard(2);
        let report = steps::report(&sample.case, |party| party == sample.party(1));
        let text = reasons(&sample.case, &report, &report.parties[1]);
        let lines: Vec<_> = text.lines().collect();
        assert_eq!((lines.len(), lines[0]), (8, "查明。"));
        let reason = &report.parties[1].findings[5].reason;
        assert_eq!(lines[6], format!("不具备“知错就改”：{reason}（证据1）。"));
        assert!(lines[1].starts_with("具备“遵纪守法”："));
        assert!(lines[7].starts_with("符合第七条第"), "{}", lines[7]);
    }
}
