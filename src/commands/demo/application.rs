//! What an applicant writes about a matter: the application, complete.

use time::{Date, Duration};

use super::matters::Matter;
use super::roles::{Role, Who};
use crate::domain::actor::Actor;
use crate::domain::assessment::Part;
use crate::domain::case::PartyKind;
use crate::domain::filing::{
    Accountability, Applicant, CircumstanceClaimed, ConditionArgued, FiledFile, Filing, Matter as FiledMatter,
};
use crate::domain::ids::{BodyId, FileId};
use crate::domain::regulation::Condition;

/// The application. `signed` is its signed scan, `account` the written account of what happened.
pub fn filing(
    matter: &Matter,
    roles: &[Role],
    applicant: &Actor,
    body: BodyId,
    today: Date,
    [signed, account]: [FileId; 2],
) -> Filing {
    let applicant = applying(roles, applicant);
    let kind = applicant.kind;
    let parties = roles
        .iter()
        .map(|role| role.filed(&applicant.name, kind))
        .collect();
    let file = |file, name: &'static str, signed| FiledFile {
        file,
        name: name.into(),
        signed,
    };
    Filing {
        parties,
        applicant,
        matter: FiledMatter {
            title: matter.title.into(),
            story: matter.story.into(),
            consequences: matter.loss.into(),
        },
        accountability: Accountability {
            pursuer: matter.pursuer.into(),
            what: matter.accusation.into(),
            pursuit: matter.pursuit,
            since: today - Duration::days(18),
        },
        conditions: Condition::ALL.iter().map(|it| argued(matter, *it)).collect(),
        circumstances: vec![CircumstanceClaimed {
            circumstance: matter.circumstance,
            reason: matter.fits.into(),
        }],
        body,
        files: vec![
            file(signed, "容错申请书（签字盖章）", true),
            file(account, "情况说明", false),
        ],
    }
}

/// The applicant: a unit, an individual, or a unit's person as agent for the first party.
fn applying(roles: &[Role], actor: &Actor) -> Applicant {
    let itself = roles.iter().any(|role| matches!(role.who, Who::Own));
    let own_name = actor.unit_name.clone().unwrap_or_else(|| actor.name.clone());
    let own_kind = match actor.unit {
        Some(_) => PartyKind::Unit,
        None => PartyKind::Individual,
    };
    let first = roles
        .first()
        .filter(|_| !itself)
        .map(|role| role.filed("", own_kind));
    let (kind, name) = first.map_or((own_kind, own_name), |party| (party.kind, party.name));
    Applicant {
        kind,
        name,
        contact: actor.name.clone(),
        phone: "028-0000 0000".into(),
        agent: if itself { String::new() } else { actor.name.clone() },
        electronic: true,
    }
}

/// Why a condition is met, in the applicant's words.
fn argued(matter: &Matter, condition: Condition) -> ConditionArgued {
    let parts = match condition {
        Condition::DueProcess if matter.decision.contains("紧急情况") => vec![Part::EmergencyReported],
        Condition::DueProcess => vec![Part::Democratic],
        _ => Part::of(condition).to_vec(),
    };
    ConditionArgued {
        condition,
        parts,
        argument: argument(matter, condition),
    }
}

/// What there is to say about a condition in this matter.
pub fn argument(matter: &Matter, condition: Condition) -> String {
    match condition {
        Condition::LawAbiding => format!(
            "办理的依据是{}，没有违反党纪党规和法律法规的禁止性规定。",
            matter.rule
        ),
        Condition::Reforming => format!("目的是{}，属于改革创新中的先行先试。{}", matter.aim, matter.fits),
        Condition::Diligent => format!(
            "事前有方案，事中有台账，问题由本方自查或者配合核查发现，没有隐瞒，主观上没有故意。{}。",
            matter.remedy
        ),
        Condition::PublicSpirit => {
            "全程没有收取费用，没有与相关企业发生经济往来，没有为个人、他人或者单位谋取不正当利益。".into()
        }
        Condition::DueProcess => format!("{}。", matter.decision),
        Condition::SelfCorrecting => format!("{}。{}", matter.remedy, matter.loss),
    }
}
