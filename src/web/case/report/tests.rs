//! 核实报告: the form read right and wrong, and as it is shown.

use super::super::sample::{form_state, html, names, typed};
use super::*;
use crate::domain::assessment::Duty;
use crate::domain::samples::SampleCase;

/// Both parties are heard, and there is one piece of evidence.
fn case() -> Case {
    SampleCase::heard(2).case
}

/// Everything met, circumstance (三) fits, for both parties.
fn right() -> Vec<(String, String)> {
    let mut pairs = vec![
        ("facts", "经过"),
        ("distinctions", "无意"),
        ("remedies", "已追回"),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .collect::<Vec<_>>();
    let case = case();
    let evidence = case.evidence[0].id.to_string();
    for party in case.taking_part() {
        for condition in Condition::ALL.iter().copied() {
            let parts = Part::of(condition).iter().map(|it| it.code());
            let asked: Vec<_> = if Part::of(condition).is_empty() {
                vec!["met"]
            } else {
                parts.collect()
            };
            pairs.extend(
                asked
                    .iter()
                    .map(|it| (finding_field(party, condition, it), "yes".to_owned())),
            );
            pairs.push((finding_field(party, condition, "reason"), "有据".into()));
            pairs.push((finding_field(party, condition, "evidence"), evidence.clone()));
        }
        let fits = Circumstance::NoPrecedent;
        pairs.push((fit_field(party, fits, "fits"), "yes".into()));
        pairs.push((fit_field(party, fits, "reason"), "没有先例".into()));
        pairs.push((statement_field(party), "采纳".into()));
    }
    pairs.extend(Factor::ALL.iter().map(|it| (factor_field(*it), "考虑".into())));
    pairs
}

#[test]
fn a_full_form_is_a_report_that_the_rules_can_weigh() {
    let note = case().evidence[0].id;
    let report = read(&case(), &typed(&right(), &[])).expect("nothing is wrong");
    assert_eq!(report.parties.len(), 2);
    assert!(report.parties.iter().all(|it| it.duty() == Duty::MustTolerate));
    assert_eq!(report.parties[1].findings[0].evidence, [note]);
    assert_eq!(report.factors.len(), 6);
}

#[test]
fn whether_a_condition_with_parts_is_met_is_reckoned() {
    for (part, met) in [
        ("f-1-due_process-democratic", true),
        ("f-1-diligent-no_intent", false),
        ("f-1-self_correcting-corrected", false),
    ] {
        let report = read(&case(), &typed(&right(), &[(part, "no")])).expect("a full form");
        let all = report.parties[0].findings.iter().all(|it| it.met);
        assert_eq!(all, met, "{part}");
    }
}

#[test]
fn what_is_missing_is_said_at_its_field_in_the_order_of_the_page() {
    let typed = typed(
        &right(),
        &[
            ("facts", ""),
            ("f-1-reforming-met", ""),
            ("f-1-diligent-duty_done", "perhaps"),
            ("f-2-public_spirit-reason", ""),
            ("f-2-diligent-evidence", ""),
            ("f-2-due_process-evidence", "of another case"),
            ("c-2-no_precedent-fits", ""),
            ("c-2-other-fits", "yes"),
            ("s-2", ""),
            ("w-recovery", ""),
        ],
    );
    let wrong = read(&case(), &typed).expect_err("much is missing");
    assert_eq!(
        names(&wrong),
        [
            "facts",
            "f-1-reforming-met",
            "f-1-diligent-duty_done",
            "f-2-diligent-evidence",
            "f-2-public_spirit-reason",
            "f-2-due_process-evidence",
            "c-2-no_precedent-fits",
            "c-2-other-reason",
            "c-2-other-principles",
            "c-2-other-others",
            "s-2",
            "w-recovery",
        ]
    );
    assert!(
        wrong
            .at("c-2-other-principles")
            .is_some_and(|it| it.contains("第五条"))
    );
}

#[test]
fn the_seventh_circumstance_is_told_with_principles_and_why_no_other_fits() {
    let seventh = [
        ("c-1-other-fits", "yes"),
        ("c-1-other-reason", "确属先行先试"),
        ("c-1-other-principles", "坚持实事求是"),
        ("c-1-other-others", "没有列入试点"),
    ];
    let report = read(&case(), &typed(&right(), &seventh)).expect("a full form");
    let told = &report.parties[0].fits[1].seventh;
    assert_eq!(told.as_ref().map(|it| it.others.as_str()), Some("没有列入试点"));
    assert_eq!(report.parties[0].fits[0].seventh, None);
    let unticked = [("c-1-other-others", "没有列入试点")];
    let wrong = read(&case(), &typed(&right(), &unticked)).expect_err("tick or take away");
    assert_eq!(names(&wrong), ["c-1-other-fits"]);
}

#[tokio::test]
async fn a_fresh_form_has_the_evidence_ticked_that_was_taken_for_a_condition_and_party() {
    let mut case = case();
    case.evidence[0].it.evidence.party = Some(case.parties[0].id);
    let none = Wrong::default();
    let html = |typed| {
        html(
            page::shown(&case, form_state(&case, Kind::Report, typed, Wrong::default())),
            &none,
        )
    };
    let ticked = |html: &str, name: &str| {
        let input = html
            .split("<input")
            .find(|it| it.contains(&format!("name=\"{name}\"")));
        input.is_some_and(|it| it.split('>').next().is_some_and(|it| it.contains("checked")))
    };
    let fresh = html(Typed::default()).await;
    assert!(ticked(&fresh, "f-1-due_process-evidence"));
    assert!(!ticked(&fresh, "f-1-diligent-evidence"));
    assert!(
        !fresh.contains("name=\"f-2-due_process-evidence\""),
        "it speaks of another"
    );
    let draft = html(Typed::from([("facts", "经过")])).await;
    assert!(
        !ticked(&draft, "f-1-due_process-evidence"),
        "what was unticked stays so"
    );
}

#[tokio::test]
async fn without_evidence_every_condition_says_what_to_do_first() {
    let mut case = case();
    case.evidence.clear();
    let mut pairs = right();
    pairs.retain(|(name, _)| !name.ends_with("-evidence"));
    let wrong = read(&case, &Typed(pairs)).expect_err("findings rest on evidence");
    assert!(
        wrong
            .rows()
            .iter()
            .any(|(name, says)| name == "f-1-law_abiding-evidence" && says.contains("先收集证据"))
    );
    html(
        page::shown(
            &case,
            form_state(&case, Kind::Report, Typed::default(), wrong.clone()),
        ),
        &wrong,
    )
    .await;
}

#[tokio::test]
async fn an_empty_form_comes_back_with_a_word_at_every_field() {
    let case = case();
    let wrong = read(&case, &Typed::default()).expect_err("nothing is there");
    let state = form_state(&case, Kind::Report, Typed::default(), wrong.clone());
    let html = html(page::shown(&case, state), &wrong).await;
    assert!(html.contains("证据 1：会议纪要") && html.contains("把改革中因先行先试"));
}
