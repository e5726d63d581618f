//! 当事人和六项条件: for each party what the report finds, each cell opening its finding; before the report what is claimed, and how
//! many exhibits bear on each condition.

use super::super::report_page::{self, anchor};
use crate::domain::assessment::{duty, met};
use crate::domain::case::{Case, Party, PartyAssessment};
use crate::domain::determination::Determined;
use crate::domain::evidence::EvidenceTaken;
use crate::domain::hearing::{self, HearingKind};
use crate::domain::ids::PartyId;
use crate::domain::recorded::Recorded;
use crate::domain::regulation::Condition;
use crate::domain::status::Stage;
use crate::web::case::open::OpenCase;

pub struct MatrixRow {
    pub name: String,
    /// Which round, once there is more than one, and whether what it led to fell.
    pub round: Option<String>,
    pub fell: bool,
    pub position: String,
    pub cells: Vec<Cell>,
    /// What the report comes to; before it whether the party was heard.
    pub result: (&'static str, String),
}

/// What is found on a condition, or claimed.
pub struct Cell {
    pub class: &'static str,
    pub sign: &'static str,
    pub text: String,
    /// Where it is said why.
    pub href: String,
}

/// A row for each party, and one more for each earlier round in which it took part.
pub fn rows(open: &OpenCase) -> Vec<MatrixRow> {
    let case = &open.case;
    let each = case.parties.iter().flat_map(|party| {
        let rounds = case.rounds.iter().rev();
        let of = rounds.filter(|it| it.parties.contains(&party.id));
        of.map(|it| row(open, party, it.round))
    });
    each.collect()
}

fn row(open: &OpenCase, party: &Party, round: i16) -> MatrixRow {
    let case = &open.case;
    let found = case
        .assessments
        .iter()
        .rfind(|it| it.party == party.id && it.entry.round == round);
    let cell = |condition: &Condition| match found {
        Some(found) => finding(open, party, found, *condition),
        None => claim(case, party, *condition),
    };
    let fell = fell(case, party, round);
    MatrixRow {
        name: party.name.clone(),
        round: (case.round > 1).then(|| match fell {
            true => format!("第 {round} 轮 · 认定已被撤销"),
            false => format!("第 {round} 轮"),
        }),
        fell,
        position: format!("{} · {}", party.kind.short(), party.position),
        cells: Condition::ALL.iter().map(cell).collect(),
        result: match found {
            Some(found) => report_page::result(duty(&found.findings, &found.fits)),
            None => how_heard(case, party, round),
        },
    }
}

fn finding(open: &OpenCase, party: &Party, found: &Recorded<PartyAssessment>, condition: Condition) -> Cell {
    let (class, sign, word) = report_page::sign(met(&found.findings, condition));
    let report = found
        .entry
        .act
        .map_or_else(String::new, |act| report_page::href(open, act));
    Cell {
        class,
        sign,
        text: word.to_owned(),
        href: format!("{report}#{}", anchor(found.entry.round, party.no, condition)),
    }
}

fn claim(case: &Case, party: &Party, condition: Condition) -> Cell {
    let about = |it: &&Recorded<EvidenceTaken>| {
        it.condition == Some(condition) && it.party.is_none_or(|id| id == party.id)
    };
    Cell {
        class: "rc-open",
        sign: "?",
        text: match case.evidence.iter().filter(about).count() {
            0 => "主张".to_owned(),
            count => format!("主张 · 证据 {count}"),
        },
        href: format!("#claim-{}", condition.number()),
    }
}

fn fell(case: &Case, party: &Party, round: i16) -> bool {
    let made = |it: &&Recorded<Determined>| it.party == party.id && it.entry.round == round;
    let made = case.determinations.iter().find(made);
    made.is_some_and(|it| case.set_aside(it.id))
}

fn how_heard(case: &Case, party: &Party, round: i16) -> (&'static str, String) {
    match heard(case, party.id, round) {
        Some(how) => ("rc-yes", format!("✓ {how}")),
        None if case.status.cut_short() => ("rc-open", "没有听取".into()),
        None if case.status.stage() == Stage::Initiation => ("rc-open", "启动后听取".into()),
        None => ("rc-no", "✗ 未听取".into()),
    }
}

/// How a party was heard in a round, in words.
pub fn heard(case: &Case, party: PartyId, round: i16) -> Option<&'static str> {
    Some(match hearing::how_heard(case, party, round)? {
        HearingKind::Statement => "已听取意见",
        HearingKind::Waiver => "已放弃陈述",
        HearingKind::Unreachable => "无法联系",
    })
}
