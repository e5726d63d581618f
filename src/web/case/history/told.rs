//! What a fact says in the history: whom or what it is about, and what somebody reading on wants to know of it.

use time::Date;

use crate::domain::case::Case;
use crate::domain::dates::short_day;
use crate::domain::fact::Fact;
use crate::domain::ids::{CorrectionId, ObjectionId, PartyId};
use crate::domain::notice::Notice;

/// Whom or what a fact is about, as it stands behind the step's name.
pub fn about(fact: &Fact, case: &Case) -> Option<String> {
    match fact {
        Fact::Linked { party, .. } | Fact::Determined { party, .. } => name(case, *party),
        Fact::Heard { hearing, .. } => name(case, hearing.party),
        Fact::EvidenceTaken { id, evidence, .. } => {
            let no = case.evidence.iter().find(|it| it.id == *id).map(|it| it.no);
            Some(no.map_or_else(
                || evidence.name.clone(),
                |no| format!("证据 {no} {}", evidence.name),
            ))
        }
        Fact::Served { service, .. } => case
            .document(service.document)
            .map(|it| it.kind.short().to_owned()),
        Fact::Objected { objection, .. } => name(case, objection.party),
        Fact::ObjectionDecided { decision, .. } => objector(case, decision.objection),
        Fact::Clarified { clarification } => name(case, clarification.party),
        Fact::ClarificationWaived { waiver } => name(case, waiver.party),
        Fact::CorrectionReported { report } => demanded(case, report.correction),
        Fact::CorrectionJudged { verdict } => demanded(case, verdict.correction),
        _ => None,
    }
}

/// What else the facts of one event say, a line each.
pub fn lines(facts: &[Fact], case: &Case, today: Date) -> Vec<String> {
    facts.iter().filter_map(|fact| line(fact, case, today)).collect()
}

/// A line of what a fact says about who does what, and how far the case is; the rest of them say `answered`.
fn line(fact: &Fact, case: &Case, today: Date) -> Option<String> {
    let day = |on: Date| short_day(on, today);
    Some(match fact {
        Fact::Reasoned { reason } if !reason.is_empty() => reason.clone(),
        Fact::Assigned { officers } => {
            let names: Vec<_> = officers.iter().map(|it| case.staff_name(*it)).collect();
            format!("指定经办人：{}", names.join("、"))
        }
        Fact::Replaced { out, by, reason } => {
            let (out, by) = (case.staff_name(*out), case.staff_name(*by));
            format!("{out}换为{by}：{reason}")
        }
        Fact::Linked { party, .. } => format!("{}可以查看自己在本案中的文书和进度", name(case, *party)?),
        Fact::Heard { hearing, .. } => format!("{}，{}", hearing.kind.short(), day(hearing.held_on)),
        Fact::Determined {
            party,
            outcome,
            lenience,
            ..
        } => {
            let form = lenience.map_or_else(String::new, |form| format!("，{}", form.short()));
            format!("{}：{}{form}", name(case, *party)?, outcome.short())
        }
        Fact::CorrectionRequired { correction } => {
            let who = case.responsible_name(&correction.responsible);
            format!(
                "纠错要求：{}（{who}，{}前）",
                correction.what,
                day(correction.due)
            )
        }
        other => return answered(other, case, today),
    })
}

/// What came of a determination.
fn answered(fact: &Fact, case: &Case, today: Date) -> Option<String> {
    let day = |on: Date| short_day(on, today);
    Some(match fact {
        Fact::Served { service, on } => {
            let it = case.document(service.document)?;
            let to = case.addressee_of(it);
            format!("{}，{to}，{}，{}", it.number, service.means.short(), day(*on))
        }
        Fact::Notified {
            notice: Notice::Units { units, text, on },
        } => format!("{units}，{}：{text}", day(*on)),
        Fact::Notified {
            notice: Notice::Nobody { why },
        } => format!("没有需要通报的单位：{why}"),
        Fact::Objected { id, objection, .. } => {
            let made = case.objections.iter().find(|it| it.id == *id);
            let to = made.map_or("", |it| it.addressee_name.as_str());
            format!("向{to}提出，针对：{}", objection.contested)
        }
        Fact::ObjectionDecided { decision, .. } => decision.result.short().to_owned(),
        Fact::CorrectionReported { report } => format!("完成日期：{}", day(report.done_on)),
        Fact::CorrectionJudged { verdict } if verdict.verified => format!("验收通过：{}", verdict.remark),
        Fact::CorrectionJudged { verdict } => format!("退回继续整改：{}", verdict.remark),
        Fact::Clarified { clarification: it } => {
            format!(
                "{}，{}，{}，{}",
                it.by,
                it.form.short(),
                it.audience,
                day(it.made_on)
            )
        }
        _ => return None,
    })
}

fn name(case: &Case, party: PartyId) -> Option<String> {
    case.party(party).map(|it| it.name.clone())
}

fn objector(case: &Case, id: ObjectionId) -> Option<String> {
    let objection = case.objections.iter().find(|it| it.id == id)?;
    name(case, objection.party)
}

fn demanded(case: &Case, id: CorrectionId) -> Option<String> {
    case.correction(id).ok().map(|it| it.what.clone())
}
