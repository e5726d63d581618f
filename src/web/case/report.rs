//! 核实报告 (A8.2) with 初步意见 (A8.3): one page, one approval. The drafter answers what A6 and A7 ask; whether a condition
//! with parts is met, and whether to tolerate (R1), is reckoned from the answers and asked of nobody.

use axum::response::Response;

use super::content::Section;
use super::findings::FindingRow;
use super::form::{ActForm, Fields, FormState, StepForm};
use super::open::OpenCase;
use crate::domain::assessment::{Finding, Fit, Part, Seventh, met_by_parts};
use crate::domain::case::{Case, Party};
use crate::domain::evidence::EvidenceTaken;
use crate::domain::ids::{EvidenceId, FileId};
use crate::domain::procedure::Kind;
use crate::domain::recorded::Recorded;
use crate::domain::regulation::{Circumstance, Condition, Factor};
use crate::domain::report::{PartyReport, VerificationReport};
use crate::web::error::Nope;
use crate::web::form::{Reading, Typed, Wrong, yes_or_no_of};

mod page;
mod sections;
mod write;

/// 提交核实报告和初步意见
pub struct ReportForm;

impl Fields for ReportForm {
    type Step = VerificationReport;

    fn read(open: &OpenCase, typed: &Typed, _: Option<FileId>) -> Result<VerificationReport, Wrong> {
        read(&open.case, typed)
    }
}

impl StepForm for ReportForm {
    const KIND: Kind = Kind::Report;

    const PATH: &'static str = "report";

    fn page(open: &OpenCase, state: FormState) -> Result<Response, Nope> {
        Ok(page::shown(&open.case, state))
    }
}

impl ActForm for ReportForm {
    fn typed(it: &VerificationReport, case: &Case) -> Typed {
        write::reporting(case, it)
    }

    fn sections(it: &VerificationReport, case: &Case) -> Vec<Section> {
        sections::sections(it, case)
    }

    fn findings(it: &VerificationReport, case: &Case) -> Vec<FindingRow> {
        sections::findings(it, case)
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
fn citable<'a>(case: &'a Case, party: &Party) -> impl Iterator<Item = &'a Recorded<EvidenceTaken>> {
    let id = party.id;
    let notes = case.evidence.iter();
    notes.filter(move |it| it.party.is_none_or(|about| about == id))
}

fn evidence_of(case: &Case, id: &str) -> Option<EvidenceId> {
    let id = id.parse().ok()?;
    case.evidence.iter().find(|it| it.id == id).map(|it| it.id)
}

#[cfg(test)]
mod tests;
