//! A report turned back into the fields it was read from.

use super::{
    APART, OTHERS, PRINCIPLES, authority_field, factor_field, finding_field, fit_field, none_field,
    own_factor_field, statement_field,
};
use crate::domain::assessment::{Finding, Part};
use crate::domain::case::{Authority, Case, Party};
use crate::domain::report::{PartyReport, VerificationReport};
use crate::web::form::{Typed, yes_or_no};

pub fn reporting(case: &Case, it: &VerificationReport) -> Typed {
    let mut typed = Typed::default()
        .with("facts", &it.facts)
        .with("remedies", &it.remedies)
        .with("distinctions", &it.distinctions)
        .with("other", &it.other);
    for (factor, weight) in &it.factors {
        typed = typed.with(&factor_field(*factor), weight);
    }
    let parties = it.parties.iter();
    let parties: Vec<_> = parties
        .filter_map(|it| Some((it, case.party(it.party)?)))
        .collect();
    if it.parties.iter().any(|it| !it.factors.is_empty()) {
        typed = typed.with(APART, "yes");
        for (about, party) in &parties {
            for (factor, weight) in it.factors_of(about) {
                typed = typed.with(&own_factor_field(party, *factor), weight);
            }
        }
    }
    parties.into_iter().fold(typed, about)
}

fn about(mut typed: Typed, (it, party): (&PartyReport, &Party)) -> Typed {
    for finding in &it.findings {
        typed = found(typed, party, finding);
    }
    for fit in &it.fits {
        typed = typed
            .with(&fit_field(party, fit.circumstance, "fits"), "yes")
            .with(&fit_field(party, fit.circumstance, "reason"), &fit.reason);
        if let Some(seventh) = &fit.seventh {
            typed = typed
                .with(
                    &fit_field(party, fit.circumstance, PRINCIPLES),
                    &seventh.principles,
                )
                .with(&fit_field(party, fit.circumstance, OTHERS), &seventh.others);
        }
    }
    if it.fits.is_empty() {
        typed = typed.with(&none_field(party), "yes");
    }
    typed.0.extend(authority(party, &it.authority));
    typed
        .with(&authority_field(party, "basis"), &it.authority_basis)
        .with(&statement_field(party), &it.statement_taken_up)
}

/// Who holds the authority over a party.
pub fn authority(party: &Party, it: &Authority) -> Vec<(String, String)> {
    let field = |what: &str| authority_field(party, what);
    match it {
        Authority::Body => vec![(field("holder"), "body".into())],
        Authority::Organ(organ) => vec![(field("holder"), "organ".into()), (field("organ"), organ.clone())],
    }
}

fn found(mut typed: Typed, party: &Party, it: &Finding) -> Typed {
    let field = |what: &str| finding_field(party, it.condition, what);
    if Part::of(it.condition).is_empty() {
        typed = typed.with(&field("met"), yes_or_no(it.met));
    }
    for (part, holds) in &it.parts {
        typed = typed.with(&field(part.code()), yes_or_no(*holds));
    }
    for exhibit in &it.evidence {
        typed = typed.with(&field("evidence"), exhibit.to_string());
    }
    typed.with(&field("reason"), &it.reason)
}
