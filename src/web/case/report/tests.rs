//! 核实报告: the draft read right and wrong, task by task, and what follows from it so far.

use super::super::sample::{names, typed};
use super::read::report as read;
use super::standing::Standing;
use super::task::Task;
use super::*;
use crate::domain::assessment::{Duty, Part};
use crate::domain::case::Authority;
use crate::domain::samples::{SampleCase, steps};
use crate::web::application::TaskState;

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
        pairs.push((authority_field(party, "holder"), "body".into()));
        pairs.push((authority_field(party, "basis"), "任免通知".into()));
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
            ("c-1-none", "yes"),
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
            "c-1-none",
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
    let beside =
        read(&case(), &typed(&right(), &seventh)).expect_err("the seventh is for what the others leave");
    assert_eq!(names(&beside), ["c-1-other-fits"]);
    let alone = [
        &seventh[..],
        &[("c-1-no_precedent-fits", ""), ("c-1-no_precedent-reason", "")],
    ]
    .concat();
    let report = read(&case(), &typed(&right(), &alone)).expect("a full form");
    let told = &report.parties[0].fits[0].seventh;
    assert_eq!(told.as_ref().map(|it| it.others.as_str()), Some("没有列入试点"));
    let unticked = [("c-1-other-others", "没有列入试点")];
    let wrong = read(&case(), &typed(&right(), &unticked)).expect_err("tick or take away");
    assert_eq!(names(&wrong), ["c-1-other-fits"]);
}

#[test]
fn who_holds_the_authority_is_found_with_its_basis() {
    let elsewhere = [("a-2-holder", "organ"), ("a-2-organ", "某市委组织部")];
    let report = read(&case(), &typed(&right(), &elsewhere)).expect("a full form");
    assert_eq!(report.parties[0].authority, Authority::Body);
    assert_eq!(
        report.parties[1].authority,
        Authority::Organ("某市委组织部".into())
    );
    assert_eq!(report.parties[1].authority_basis, "任免通知");
    for (change, wrong) in [
        (("a-2-holder", ""), "a-2-holder"),
        (("a-2-holder", "organ"), "a-2-organ"),
        (("a-2-organ", "某市委组织部"), "a-2-organ"),
        (("a-2-basis", " "), "a-2-basis"),
    ] {
        let faults = read(&case(), &typed(&right(), &[change])).expect_err("it is not found");
        assert_eq!(names(&faults), [wrong]);
    }
    // The page begins with what the applicant wrote, which is not done by that.
    let task = Task::Statement(1);
    let begun = super::fields::begun_with(task, &case(), &Typed::default());
    assert!(begun.has("a-1-holder", "body") && !begun.any("a-1-basis"));
    assert_eq!(task.state(&case(), &Typed::default()), TaskState::Untouched);
}

#[test]
fn that_no_circumstance_fits_is_said_and_not_left_out() {
    let none = [("c-1-no_precedent-fits", ""), ("c-1-no_precedent-reason", "")];
    let wrong = read(&case(), &typed(&right(), &none)).expect_err("nothing is said");
    assert_eq!(names(&wrong), ["c-1-none"]);
    let said = [none[0], none[1], ("c-1-none", "yes")];
    let report = read(&case(), &typed(&right(), &said)).expect("a full draft");
    assert!(report.parties[0].fits.is_empty());
    assert_eq!(report.parties[0].duty(), Duty::CannotTolerate);
}

#[test]
fn the_factors_are_weighed_party_by_party_where_that_is_said() {
    let case = case();
    let apart = typed(&right(), &[("apart", "yes")]);
    let wrong = read(&case, &apart).expect_err("nothing is written of either");
    let asked = Factor::ALL.len() * 2;
    assert_eq!(wrong.rows().len(), asked, "{wrong:?}");
    assert_eq!(Task::Factors(2).state(&case, &apart), TaskState::Untouched);
    let mut full = apart.clone();
    for party in case.taking_part() {
        let own = |it: &Factor| (own_factor_field(party, *it), format!("{}的情况", party.name));
        full.0.extend(Factor::ALL.iter().map(own));
    }
    let report = read(&case, &full).expect("a full draft");
    assert!(report.factors.is_empty());
    assert_eq!(report.parties[1].factors[5].1, "当事人2的情况");
    let again = read(&case, &ReportForm::typed(&report, &case));
    assert_eq!(again, Ok(report));
    let alone = SampleCase::heard(1).case;
    assert!(
        !super::apart(&alone, &apart),
        "of one party there is nothing to tell apart"
    );
}

#[test]
fn each_page_holds_its_own_fields_and_all_of_them_together_hold_every_one() {
    let case = case();
    let report = steps::report(&case, |party| party == case.parties[0].id);
    let typed = ReportForm::typed(&report, &case);
    for (name, _) in &typed.0 {
        let pages = Task::all(&case, &typed);
        let pages: Vec<_> = pages
            .iter()
            .filter(|it| it.of(&typed).has(name, typed.text(name)))
            .collect();
        assert_eq!(pages.len(), 1, "{name}: {pages:?}");
        assert!(!words::label(name).is_empty(), "{name}");
    }
    for task in Task::all(&case, &typed) {
        assert_eq!(Task::at(&task.path(), &case), Some(task));
        assert_eq!(task.state(&case, &typed), TaskState::Done, "{task:?}");
        assert_eq!(
            task.state(&case, &Typed::default()),
            TaskState::Untouched,
            "{task:?}"
        );
        let mut other = Typed::default();
        task.put(&mut other, &task.of(&typed));
        assert_eq!(task.mark(&other), task.mark(&typed));
        assert_ne!(task.mark(&other), task.mark(&Typed::default()));
    }
    for path in [
        "",
        "parties/3/statement",
        "parties/1/conditions/7",
        "parties/x/opinion",
        "facts/1",
    ] {
        assert_eq!(Task::at(path, &case), None, "{path}");
    }
    assert_eq!(Task::Facts.next(&case, &typed), None);
    assert_eq!(Task::Opinion.next(&case, &Typed::default()), Some(Task::Facts));
}

/// What the page says of a party is what the report will say of it, and until all is answered nothing more than is certain.
#[test]
fn where_a_party_stands_is_what_the_determination_will_say() {
    let case = case();
    for unmet in [None, Some(Condition::LawAbiding), Some(Condition::SelfCorrecting)] {
        for fits in [true, false] {
            let mut report = steps::report_lacking(&case, |_| unmet);
            if !fits {
                report.parties[0].fits.clear();
            }
            let typed = ReportForm::typed(&report, &case);
            let standing = Standing::of_all(&case, &typed);
            for (standing, about) in standing.iter().zip(&report.parties) {
                assert_eq!(standing.duty, Some(about.duty()), "{unmet:?} {fits}");
            }
        }
    }
    let first = |typed: &Typed| {
        let party = case.taking_part().next().expect("there are two");
        Standing::of(&case, party, typed, None)
    };
    assert_eq!(first(&Typed::default()).duty, None);
    let one = Typed::from([("f-1-public_spirit-met", "no")]);
    assert_eq!(
        first(&one).duty,
        Some(Duty::CannotTolerate),
        "the rest can change nothing"
    );
    assert_eq!(first(&one).why, "不具备：出于公心");
    let half = typed(&right(), &[("f-1-self_correcting-corrected", "")]);
    assert_eq!(first(&half).why, "未填：知错就改");
}
