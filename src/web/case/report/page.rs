//! The page of the report: for each party the six conditions with the law's text, the seven circumstances, and what it said.

use axum::response::Response;

use super::super::form::{Sheet, form_page};
use super::{factor_field, finding_field, fit_field, statement_field};
use crate::domain::assessment::Part;
use crate::domain::case::{Case, Party};
use crate::domain::chinese::numeral;
use crate::domain::regulation::{Article, Circumstance, Condition, Distinction, Factor};
use crate::web::form::Choice;

form_page! {
    /// 核实报告和初步意见
    ReportPage = "case/report.html" {
        parties: Vec<PartyFields>,
        distinctions: Vec<&'static str>,
        factors: Vec<(String, &'static str)>,
        met: Vec<Choice>,
        holds: Vec<Choice>,
        law: Law,
    }
}

/// The places that the page links to.
struct Law {
    principles: Article,
    distinctions: Article,
    conditions: Article,
    circumstances: Article,
    verification: Article,
    opinion: Article,
    remedies: Article,
}

/// The fields about one party.
struct PartyFields {
    no: i16,
    name: String,
    position: String,
    conditions: Vec<ConditionFields>,
    circumstances: Vec<CircumstanceFields>,
    statement: String,
    evidence: Vec<Choice>,
}

/// The fields about one condition; `met` is asked only where it has no parts.
struct ConditionFields {
    title: String,
    demand: &'static str,
    article: Article,
    parts: Vec<(String, &'static str)>,
    rule: &'static str,
    met: String,
    reason: String,
    evidence: String,
}

/// The fields about one circumstance.
struct CircumstanceFields {
    title: String,
    text: &'static str,
    fits: String,
    reason: String,
    label: String,
    hint: &'static str,
}

/// The page, filled in as far as the sheet goes.
pub fn shown(case: &Case, sheet: Sheet) -> Response {
    let law = Law {
        principles: Article::A5,
        distinctions: Article::A5_2,
        conditions: Article::A6,
        circumstances: Article::A7,
        verification: Article::A8_2,
        opinion: Article::A8_3,
        remedies: Article::A12_2,
    };
    ReportPage::of(
        sheet,
        case.taking_part().map(|it| party_fields(case, it)).collect(),
        Distinction::ALL.iter().map(|it| it.text()).collect(),
        Factor::ALL
            .iter()
            .map(|it| (factor_field(*it), it.short()))
            .collect(),
        vec![Choice::new("yes", "具备"), Choice::new("no", "不具备")],
        vec![Choice::new("yes", "是"), Choice::new("no", "否")],
        law,
    )
}

fn party_fields(case: &Case, party: &Party) -> PartyFields {
    let conditions = Condition::ALL.iter().map(|it| condition_fields(party, *it));
    let circumstances = Circumstance::ALL.iter().map(|it| circumstance_fields(party, *it));
    let concerns = case
        .evidence
        .iter()
        .filter(|it| it.party.is_none_or(|about| about == party.id));
    PartyFields {
        no: party.no,
        name: party.name.clone(),
        position: party.position.clone(),
        conditions: conditions.collect(),
        circumstances: circumstances.collect(),
        statement: statement_field(party),
        evidence: concerns
            .map(|it| Choice::new(it.id.to_string(), format!("证据 {}：{}", it.no, it.name)))
            .collect(),
    }
}

fn condition_fields(party: &Party, condition: Condition) -> ConditionFields {
    let field = |what: &str| finding_field(party, condition, what);
    ConditionFields {
        title: format!("（{}）{condition}", numeral(condition.number())),
        demand: condition.demand(),
        article: condition.article(),
        parts: Part::of(condition)
            .iter()
            .map(|it| (field(it.code()), it.text()))
            .collect(),
        rule: match condition {
            Condition::DueProcess => "两项有一项为“是”的，即为具备。",
            _ => "两项都为“是”的，才为具备。",
        },
        met: field("met"),
        reason: field("reason"),
        evidence: field("evidence"),
    }
}

fn circumstance_fields(party: &Party, circumstance: Circumstance) -> CircumstanceFields {
    let number = numeral(circumstance.number());
    CircumstanceFields {
        title: format!("（{number}）{circumstance}"),
        text: circumstance.text(),
        fits: fit_field(party, circumstance, "fits"),
        reason: fit_field(party, circumstance, "reason"),
        label: format!("符合第{number}项的理由"),
        hint: match circumstance {
            Circumstance::Other => "写明为什么不属于第一至六项，以及怎样符合第五条的各项原则",
            _ => "没有勾选的不写",
        },
    }
}
