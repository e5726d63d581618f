//! The page of the report: for each party the six conditions with the law's text, the seven circumstances, and what it said.

use axum::response::Response;

use super::super::form::{FormState, form_page};
use super::{OTHERS, PRINCIPLES, citable, factor_field, finding_field, fit_field, statement_field};
use crate::domain::assessment::{Part, one_part_suffices};
use crate::domain::case::{Case, Party};
use crate::domain::chinese::numeral;
use crate::domain::regulation::{Article, Circumstance, Condition, Distinction, Factor};
use crate::web::form::{Choice, Typed};

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

struct CircumstanceFields {
    title: String,
    text: &'static str,
    fits: String,
    reason: String,
    label: String,
    seventh: Option<[String; 2]>,
}

pub fn shown(case: &Case, mut state: FormState) -> Response {
    if state.typed.0.is_empty() {
        state.typed = taken_for_it(case);
    }
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
        state,
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

/// The evidence that was taken for a condition and a party need not be ticked again.
fn taken_for_it(case: &Case) -> Typed {
    let of = |party| {
        let taken = citable(case, party).filter_map(|it| Some((it.condition?, it.id)));
        taken.map(|(condition, id)| (finding_field(party, condition, "evidence"), id.to_string()))
    };
    Typed(case.taking_part().flat_map(of).collect())
}

fn party_fields(case: &Case, party: &Party) -> PartyFields {
    let conditions = Condition::ALL.iter().map(|it| condition_fields(party, *it));
    let circumstances = Circumstance::ALL.iter().map(|it| circumstance_fields(party, *it));
    PartyFields {
        no: party.no,
        name: party.name.clone(),
        position: party.position.clone(),
        conditions: conditions.collect(),
        circumstances: circumstances.collect(),
        statement: statement_field(party),
        evidence: citable(case, party)
            .zip(1..)
            .map(|(it, no)| Choice::new(it.id.to_string(), format!("证据 {no}：{}", it.name)))
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
        rule: match one_part_suffices(condition) {
            true => "有一项为“是”的，即为具备。",
            false => "各项都为“是”的，才为具备。",
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
        seventh: (circumstance == Circumstance::Other)
            .then(|| [PRINCIPLES, OTHERS].map(|it| fit_field(party, circumstance, it))),
    }
}
