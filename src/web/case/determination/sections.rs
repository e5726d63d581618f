//! A determination as its approver reads it: of each party what was determined, and the deliberation.

use super::super::content::{Section, duty};
use super::super::findings::{self, FindingRow};
use crate::domain::case::Case;
use crate::domain::correction::Responsible;
use crate::domain::dates::day;
use crate::domain::determination::{Deliberation, Determination, PartyDetermination};
use crate::domain::ids::PartyId;

pub fn sections(it: &Determination, case: &Case) -> Vec<Section> {
    let parties = it.parties.iter().map(|it| about(it, case));
    parties
        .chain(it.deliberation.as_ref().map(deliberation))
        .collect()
}

/// What the approved report finds about each party, and what is determined from it.
pub fn findings(it: &Determination, case: &Case) -> Vec<FindingRow> {
    let row = |it: &PartyDetermination| {
        let found = case.assessment_of(it.party)?;
        let row = findings::row(
            case,
            it.party,
            &found.findings,
            &found.fits,
            &report(it.party, case),
        )?;
        let lenience = it.lenience.map(|form| form.short());
        Some(FindingRow { lenience, ..row })
    };
    it.parties.iter().filter_map(row).collect()
}

/// The page of the report that was approved about a party.
fn report(party: PartyId, case: &Case) -> String {
    let round = case.round_of(party);
    let mut found = case.assessments.iter().rev();
    let found = found.find(|it| it.party == party && it.entry.round == round);
    let act = found.and_then(|it| it.entry.act);
    act.map_or_else(String::new, |act| format!("/cases/{}/acts/{act}", case.id))
}

fn outcome(it: &PartyDetermination, case: &Case) -> String {
    let duty = case.assessment_of(it.party).map_or("", |it| duty(it.duty()));
    match it.lenience {
        Some(form) => format!("{duty}，{}", form.short()),
        None => duty.to_owned(),
    }
}

fn about(it: &PartyDetermination, case: &Case) -> Section {
    let mut rows = vec![("认定", outcome(it, case))];
    rows.extend(it.provision.clone().map(|it| ("依据的条款和幅度", it)));
    rows.push(("事实和理由", it.reasons.clone()));
    for demand in &it.corrections {
        let who = match &demand.responsible {
            Responsible::Party(party) => case.party(*party).map_or("", |party| party.name.as_str()),
            Responsible::Unit(name) => name,
            Responsible::Body => "本机关",
        };
        rows.push((
            "纠错要求",
            format!("{}（{who}，不晚于{}）", demand.what, day(demand.due)),
        ));
    }
    Section::new(case.party_name(it.party), rows).comes_to("认定")
}

fn deliberation(it: &Deliberation) -> Section {
    Section::new(
        "集体研究",
        vec![
            ("会议", format!("{}，{}", it.meeting, day(it.held_on))),
            ("出席", it.present.clone()),
            ("缺席", it.absent.clone()),
            ("回避", it.recused.clone()),
            ("每人意见", it.views.clone()),
            ("纪要", it.minutes.clone()),
        ],
    )
}
