//! A report read out of its draft: whole, or what is wrong on one page of it.

use super::task::Task;
use super::{
    OTHERS, PRINCIPLES, apart, authority_field, factor_field, finding_field, fit_field, none_field,
    own_factor_field, statement_field,
};
use crate::domain::assessment::{Finding, Fit, Part, Seventh, met_by_parts, seventh_beside_another};
use crate::domain::case::{Authority, Case, Party};
use crate::domain::evidence::EvidenceTaken;
use crate::domain::ids::EvidenceId;
use crate::domain::recorded::Recorded;
use crate::domain::regulation::{Circumstance, Condition, Factor};
use crate::domain::report::{PartyReport, VerificationReport};
use crate::web::form::{Reading, Typed, Wrong, yes_or_no_of};

/// The whole report.
///
/// # Errors
/// What is wrong, field by field.
pub fn report(case: &Case, typed: &Typed) -> Result<VerificationReport, Wrong> {
    let mut form = Reading::new(typed);
    let (facts, remedies) = facts(&mut form);
    let parties: Vec<_> = case.taking_part().map(|it| about(&mut form, case, it)).collect();
    let distinctions = distinctions(&mut form);
    let (factors, other) = opinion(&mut form, apart(case, typed));
    let own = case.taking_part().map(|it| match apart(case, typed) {
        true => own_factors(&mut form, it),
        false => vec![],
    });
    let parties = parties.into_iter().zip(own);
    let parties = parties
        .map(|(about, factors)| PartyReport { factors, ..about })
        .collect();
    form.done(VerificationReport {
        facts,
        distinctions,
        remedies,
        parties,
        factors,
        other,
    })
}

/// What is wrong on the page of a task.
pub fn wrong(task: Task, case: &Case, typed: &Typed) -> Wrong {
    let mut form = Reading::new(typed);
    match (task, task.party(case)) {
        (Task::Facts, _) => drop(facts(&mut form)),
        (Task::Distinctions, _) => drop(distinctions(&mut form)),
        (Task::Opinion, _) => drop(opinion(&mut form, apart(case, typed))),
        (Task::Finding(_, condition), Some(party)) => drop(finding(&mut form, case, party, condition)),
        (Task::Fits(_), Some(party)) => drop(fits(&mut form, party)),
        (Task::Statement(_), Some(party)) => {
            drop(statement(&mut form, party));
            drop(authority(&mut form, party));
        }
        (Task::Factors(_), Some(party)) => drop(own_factors(&mut form, party)),
        (Task::Finding(..) | Task::Fits(_) | Task::Statement(_) | Task::Factors(_), None) => {}
    }
    form.done(()).err().unwrap_or_default()
}

fn facts(form: &mut Reading) -> (String, String) {
    let facts = form.required("facts", "写明查明的事实");
    let remedies = form.required("remedies", "写明采取补救措施的情况，没有采取的写明原因");
    (facts, remedies)
}

fn distinctions(form: &mut Reading) -> String {
    form.required("distinctions", "写明“三个区分开来”的分析")
}

fn opinion(form: &mut Reading, apart: bool) -> (Vec<(Factor, String)>, String) {
    let factors = match apart {
        true => vec![],
        false => factors(form, factor_field, ""),
    };
    (factors, form.optional("other"))
}

fn own_factors(form: &mut Reading, party: &Party) -> Vec<(Factor, String)> {
    factors(form, |it| own_factor_field(party, it), &party.name)
}

fn factors(form: &mut Reading, field: impl Fn(Factor) -> String, whose: &str) -> Vec<(Factor, String)> {
    let all = Factor::ALL.iter().map(|it| {
        let msg = format!("写明{whose}“{it}”的考虑");
        (*it, form.required(&field(*it), &msg))
    });
    all.collect()
}

fn about(form: &mut Reading, case: &Case, party: &Party) -> PartyReport {
    let findings = Condition::ALL
        .iter()
        .map(|it| finding(form, case, party, *it))
        .collect();
    let (fits, statement_taken_up) = (fits(form, party), statement(form, party));
    let (authority, authority_basis) = authority(form, party);
    PartyReport {
        party: party.id,
        findings,
        fits,
        statement_taken_up,
        authority,
        authority_basis,
        factors: vec![],
    }
}

/// Who holds the authority over a party, and by which paper.
fn authority(form: &mut Reading, party: &Party) -> (Authority, String) {
    let field = |what: &str| authority_field(party, what);
    let (name, organ) = (&party.name, form.optional_line(&field("organ")));
    let msg = format!("选择{name}的干部管理权限在哪个机关");
    let holder = form.choice(&field("holder"), &msg, |code| match code {
        "body" => Some(Authority::Body),
        "organ" => Some(Authority::Organ(organ.clone())),
        _ => None,
    });
    match (&holder, organ.is_empty()) {
        (Some(Authority::Organ(_)), true) => form.wrong(&field("organ"), "写明有干部管理权限的机关"),
        (Some(Authority::Body), false) => {
            form.wrong(
                &field("organ"),
                "在其他机关的才写机关名称，请删去或者改选“其他机关”",
            );
        }
        (Some(Authority::Organ(_)), false) | (Some(Authority::Body), true) | (None, _) => {}
    }
    let basis = form.required(&field("basis"), &format!("写明{name}的干部管理权限的依据"));
    (holder.unwrap_or(Authority::Body), basis)
}

fn statement(form: &mut Reading, party: &Party) -> String {
    let msg = format!("写明{}的意见是否采纳和理由", party.name);
    form.required(&statement_field(party), &msg)
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

fn fits(form: &mut Reading, party: &Party) -> Vec<Fit> {
    let all = Circumstance::ALL.iter();
    let fits: Vec<_> = all.filter_map(|it| fit(form, party, *it)).collect();
    let none = none_field(party);
    match (fits.is_empty(), form.ticked(&none)) {
        (true, false) => {
            let name = &party.name;
            form.wrong(
                &none,
                format!("勾选{name}符合的情形；都不符合的，勾选“以上情形都不符合”"),
            );
        }
        (false, true) => form.wrong(&none, "已经勾选了符合的情形，请取消其中一边"),
        (true, true) | (false, false) => {}
    }
    if seventh_beside_another(fits.iter().map(|it| it.circumstance)) {
        let seventh = fit_field(party, Circumstance::Other, "fits");
        form.wrong(&seventh, "第七项只用于第一项至第六项以外的情形，请取消其中一边");
    }
    fits
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
pub fn citable<'a>(case: &'a Case, party: &Party) -> impl Iterator<Item = &'a Recorded<EvidenceTaken>> {
    let id = party.id;
    let notes = case.evidence.iter();
    notes.filter(move |it| it.party.is_none_or(|about| about == id))
}

fn evidence_of(case: &Case, id: &str) -> Option<EvidenceId> {
    let id = id.parse().ok()?;
    case.evidence.iter().find(|it| it.id == id).map(|it| it.id)
}
