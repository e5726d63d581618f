//! A report as its approver reads it: what was found, of each party its findings, and what was weighed.

use super::super::content::{Row, Section, duty, yes};
use super::super::findings::{self, FindingRow};
use crate::domain::assessment::{Finding, Fit, Seventh};
use crate::domain::case::{Case, Party};
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
        factors.push(Row::new("其他情况", it.other.clone()));
    }
    if !factors.is_empty() {
        sections.push(Section::of("初步意见：综合考虑", factors));
    }
    sections
}

fn weighed(factors: &[(Factor, String)]) -> Vec<Row> {
    let factors = factors.iter();
    let row = |(factor, text): &(Factor, String)| Row::new(factor.short(), text.clone());
    factors.map(row).collect()
}

/// What was found about each party, and what follows from it.
pub fn findings(it: &VerificationReport, case: &Case) -> Vec<FindingRow> {
    let row = |it: &PartyReport| findings::row(case, it.party, &it.findings, &it.fits, "");
    it.parties.iter().filter_map(row).collect()
}

fn about_party(it: &PartyReport, case: &Case) -> Section {
    let party = case.party(it.party);
    let mut rows: Vec<_> = it
        .findings
        .iter()
        .map(|it| finding_row(it, party, case))
        .collect();
    rows.extend(it.fits.iter().map(|fit| Row::new("符合的情形", fit_text(fit))));
    if it.fits.is_empty() {
        rows.push(Row::new("符合的情形", "没有".to_owned()));
    }
    rows.push(Row::new("意见采纳情况", it.statement_taken_up.clone()));
    rows.push(Row::new("干部管理权限", authority_text(it)));
    rows.extend(weighed(&it.factors));
    rows.push(Row::new("初步意见", duty(it.duty()).to_owned()));
    Section::of(party.map_or("", |party| party.name.as_str()), rows).comes_to("初步意见")
}

/// Who was found to hold 干部管理权限, and on what that rests.
pub fn authority_text(it: &PartyReport) -> String {
    let holder = it.authority.holder("本机关");
    format!("经核实，在{holder}。依据：{}", it.authority_basis)
}

fn finding_row(it: &Finding, party: Option<&Party>, case: &Case) -> Row {
    Row {
        ids: party
            .map(|party| findings::anchor(party, it.condition))
            .into_iter()
            .collect(),
        ..Row::new(it.condition.short(), finding_text(it, case))
    }
}

fn finding_text(it: &Finding, case: &Case) -> String {
    let parts: Vec<_> = it
        .parts
        .iter()
        .map(|(part, holds)| format!("{}{}", yes(*holds, "✓ ", "✗ "), part.text()))
        .collect();
    let exhibits: Vec<_> = it.evidence.iter().filter_map(|id| exhibit(*id, case)).collect();
    let mut text = format!("{}{}", yes(it.met, "✓ 具备。", "✗ 不具备。"), it.reason);
    if !exhibits.is_empty() {
        text = format!("{text}（{}）", exhibits.join("、"));
    }
    if !parts.is_empty() {
        text = format!("{text}\n{}", parts.join("；"));
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
