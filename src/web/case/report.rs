//! 核实报告 (A8.2) with 初步意见 (A8.3): one page, one approval. The drafter answers what A6 and A7 ask; whether a condition
//! with parts is met, and whether to tolerate (R1), is reckoned from the answers and asked of nobody.

use axum::response::Response;

use super::form::{Sheet, StepForm};
use super::open::OpenCase;
use crate::domain::assessment::{Finding, Fit, Part, Seventh, met_by_parts};
use crate::domain::case::{Case, EvidenceNote, Party};
use crate::domain::ids::{EvidenceId, FileId};
use crate::domain::procedure::Kind;
use crate::domain::regulation::{Circumstance, Condition, Factor};
use crate::domain::report::{PartyReport, VerificationReport};
use crate::domain::step::Step;
use crate::web::error::Nope;
use crate::web::form::{Reading, Typed, Wrong, yes_or_no_of};

mod page;
pub mod write;

/// 提交核实报告和初步意见
pub struct ReportForm;

impl StepForm for ReportForm {
    const KIND: Kind = Kind::Report;

    fn read(open: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<Step, Wrong> {
        read(&open.case, typed).map(Step::Report)
    }

    fn page(open: &OpenCase, sheet: Sheet) -> Result<Response, Nope> {
        Ok(page::shown(&open.case, sheet))
    }
}

/// The field about a condition: `f-1-diligent-reason`.
fn finding_field(party: &Party, condition: Condition, what: &str) -> String {
    format!("f-{}-{}-{what}", party.no, condition.code())
}

/// The field about a circumstance: `c-1-other-fits`.
fn fit_field(party: &Party, circumstance: Circumstance, what: &str) -> String {
    format!("c-{}-{}-{what}", party.no, circumstance.code())
}

/// What (七) asks besides the reason.
const PRINCIPLES: &str = "principles";
const OTHERS: &str = "others";

/// The field about what became of the party's statement.
fn statement_field(party: &Party) -> String {
    format!("s-{}", party.no)
}

/// The field about a factor.
fn factor_field(factor: Factor) -> String {
    format!("w-{}", factor.code())
}

fn read(case: &Case, typed: &Typed) -> Result<VerificationReport, Wrong> {
    let mut form = Reading::new(typed);
    let facts = form.required("facts", "写明查明的事实");
    let parties = case
        .taking_part()
        .map(|party| party_report(&mut form, case, party))
        .collect();
    let distinctions = form.required("distinctions", "写明“三个区分开来”的分析");
    let remedies = form.required("remedies", "写明采取补救措施的情况，没有采取的写明原因");
    let factors = Factor::ALL
        .iter()
        .map(|it| {
            (
                *it,
                form.required(&factor_field(*it), &format!("写明“{it}”的考虑")),
            )
        })
        .collect();
    let other = form.optional("other");
    form.done(VerificationReport {
        facts,
        distinctions,
        remedies,
        parties,
        factors,
        other,
    })
}

fn party_report(form: &mut Reading, case: &Case, party: &Party) -> PartyReport {
    let findings = Condition::ALL
        .iter()
        .map(|it| finding(form, case, party, *it))
        .collect();
    let fits = Circumstance::ALL
        .iter()
        .filter_map(|it| fit(form, party, *it))
        .collect();
    let statement_taken_up = form.required(
        &statement_field(party),
        &format!("写明{}的意见是否采纳和理由", party.name),
    );
    PartyReport {
        party: party.id,
        findings,
        fits,
        statement_taken_up,
    }
}

fn finding(form: &mut Reading, case: &Case, party: &Party, condition: Condition) -> Finding {
    let field = |what: &str| finding_field(party, condition, what);
    let name = &party.name;
    let asked = Part::of(condition);
    let parts: Vec<_> = asked
        .iter()
        .map(|part| {
            let msg = format!("判断{name}是否“{}”", part.text());
            (
                *part,
                form.choice(&field(part.code()), &msg, yes_or_no_of) == Some(true),
            )
        })
        .collect();
    let met = match asked {
        [] => {
            let msg = format!("选择{name}是否具备“{condition}”");
            form.choice(&field("met"), &msg, yes_or_no_of) == Some(true)
        }
        _ => met_by_parts(condition, &parts),
    };
    let reason = form.required(&field("reason"), &format!("写明{name}“{condition}”的事实和理由"));
    let msg = match citable(case, party).next() {
        Some(_) => {
            format!("为{name}“{condition}”的结论勾选至少一件证据；还没有的，保存草稿，回到案件收集证据")
        }
        None => "案卷里还没有可以引用的证据：保存草稿，回到案件，先收集证据".to_owned(),
    };
    let evidence = form.choices(&field("evidence"), 1, &msg, |id| evidence_of(case, id));
    Finding {
        condition,
        met,
        parts,
        reason,
        evidence,
    }
}

fn fit(form: &mut Reading, party: &Party, circumstance: Circumstance) -> Option<Fit> {
    let (tick, reason) = (
        fit_field(party, circumstance, "fits"),
        fit_field(party, circumstance, "reason"),
    );
    if !form.ticked(&tick) {
        let typed = [
            &reason,
            &fit_field(party, circumstance, PRINCIPLES),
            &fit_field(party, circumstance, OTHERS),
        ];
        if typed.into_iter().any(|it| !form.optional(it).is_empty()) {
            form.wrong(&tick, format!("勾选“{circumstance}”，或者删去写的理由"));
        }
        return None;
    }
    let msg = format!("写明{}为什么符合“{circumstance}”", party.name);
    let reason = form.required(&reason, &msg);
    let seventh = (circumstance == Circumstance::Other).then(|| Seventh {
        principles: form.required(
            &fit_field(party, circumstance, PRINCIPLES),
            "写明怎样符合第五条的各项原则",
        ),
        others: form.required(
            &fit_field(party, circumstance, OTHERS),
            "写明为什么不属于第一项至第六项",
        ),
    });
    Some(Fit {
        circumstance,
        reason,
        seventh,
    })
}

/// The evidence that speaks of a party: its own, and what is about all.
fn citable<'a>(case: &'a Case, party: &Party) -> impl Iterator<Item = &'a EvidenceNote> {
    let id = party.id;
    let notes = case.evidence.iter();
    notes.filter(move |it| it.party.is_none_or(|about| about == id))
}

fn evidence_of(case: &Case, id: &str) -> Option<EvidenceId> {
    let id = id.parse().ok()?;
    case.evidence.iter().find(|it| it.id == id).map(|it| it.id)
}

#[cfg(test)]
mod tests {
    use super::super::sample::{case, html, id, names, sheet, typed};
    use super::*;
    use crate::domain::assessment::Duty;

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
        for party in case().taking_part() {
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
                let evidence = id::<EvidenceId>(71).to_string();
                pairs.push((finding_field(party, condition, "evidence"), evidence));
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
        let note = id::<EvidenceId>(71);
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
        case.evidence[0].condition = Some(Condition::DueProcess);
        case.evidence[0].party = Some(case.parties[0].id);
        let none = Wrong::default();
        let html = |typed| {
            html(
                page::shown(&case, sheet(Kind::Report, typed, Wrong::default())),
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
            page::shown(&case, sheet(Kind::Report, Typed::default(), wrong.clone())),
            &wrong,
        )
        .await;
    }

    #[tokio::test]
    async fn an_empty_form_comes_back_with_a_word_at_every_field() {
        let wrong = read(&case(), &Typed::default()).expect_err("nothing is there");
        let sheet = sheet(Kind::Report, Typed::default(), wrong.clone());
        let html = html(page::shown(&case(), sheet), &wrong).await;
        assert!(html.contains("证据 1：会议纪要") && html.contains("把改革中因先行先试"));
    }
}
