//! A report as its approver reads it: what was found, of each party its findings, and what was weighed.

use super::super::content::{Section, duty, yes};
use crate::domain::assessment::{Finding, Fit, Seventh};
use crate::domain::case::Case;
use crate::domain::ids::EvidenceId;
use crate::domain::regulation::Factor;
use crate::domain::report::{PartyReport, VerificationReport};

pub fn sections(it: &VerificationReport, case: &Case) -> Vec<Section> {
    let mut sections = vec![Section::new(
        "查明的情况",
        vec![
            ("查明的事实", it.facts.clone()),
            ("三个区分", it.distinctions.clone()),
            ("补救措施", it.remedies.clone()),
        ],
    )];
    sections.extend(it.parties.iter().map(|about| about_party(about, case)));
    let mut factors = weighed(&it.factors);
    if !it.other.trim().is_empty() {
        factors.push(("其他情况", it.other.clone()));
    }
    if !factors.is_empty() {
        sections.push(Section::new("初步意见：综合考虑", factors));
    }
    sections
}

fn weighed(factors: &[(Factor, String)]) -> Vec<(&'static str, String)> {
    let factors = factors.iter();
    factors
        .map(|(factor, text)| (factor.short(), text.clone()))
        .collect()
}

fn about_party(it: &PartyReport, case: &Case) -> Section {
    let mut rows: Vec<_> = it
        .findings
        .iter()
        .map(|finding| (finding.condition.short(), finding_text(finding, case)))
        .collect();
    rows.extend(it.fits.iter().map(|fit| ("符合的情形", fit_text(fit))));
    if it.fits.is_empty() {
        rows.push(("符合的情形", "没有".to_owned()));
    }
    rows.push(("意见采纳情况", it.statement_taken_up.clone()));
    rows.extend(weighed(&it.factors));
    rows.push(("初步意见", duty(it.duty()).to_owned()));
    let no = case.party(it.party).map_or(0, |party| party.no);
    let found = it.findings.iter().map(|found| found.condition.number());
    let ids = found
        .map(|condition| format!("finding-{no}-{condition}"))
        .collect();
    Section::new(case.party_name(it.party), rows).linked(ids)
}

fn finding_text(it: &Finding, case: &Case) -> String {
    let parts: Vec<_> = it
        .parts
        .iter()
        .map(|(part, holds)| format!("{}{}", yes(*holds, "✓ ", "✗ "), part.text()))
        .collect();
    let exhibits: Vec<_> = it.evidence.iter().filter_map(|id| exhibit(*id, case)).collect();
    let mut text = format!("{} {}", yes(it.met, "✓ 具备。", "✗ 不具备。"), it.reason);
    for more in [parts.join("；"), exhibits.join("、")] {
        if !more.is_empty() {
            text = format!("{text}\n{more}");
        }
    }
    text
}

fn fit_text(it: &Fit) -> String {
    let (article, name) = (it.circumstance.article(), it.circumstance.short());
    let text = format!("{article} {name}：{}", it.reason);
    match &it.seventh {
        Some(Seventh { principles, others }) => {
            format!("{text}\n怎样符合第五条的原则：{principles}\n为什么不属于第一项至第六项：{others}")
        }
        None => text,
    }
}

fn exhibit(id: EvidenceId, case: &Case) -> Option<String> {
    let no = case.evidence_no(id)?;
    Some(format!("证据 {no}《{}》", case.evidence[no - 1].name))
}
