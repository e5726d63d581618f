//! A determination as its approver reads it: of each party what was determined, and the deliberation.

use super::super::content::{Section, duty};
use crate::domain::case::Case;
use crate::domain::correction::Responsible;
use crate::domain::dates::day;
use crate::domain::determination::{Deliberation, Determination, PartyDetermination};

pub fn sections(it: &Determination, case: &Case) -> Vec<Section> {
    let parties = it.parties.iter().map(|it| about(it, case));
    parties
        .chain(it.deliberation.as_ref().map(deliberation))
        .collect()
}

fn about(it: &PartyDetermination, case: &Case) -> Section {
    let assessment = case.assessment_of(it.party);
    let mut rows = vec![
        ("认定", assessment.map_or("", |it| duty(it.duty())).to_owned()),
        (
            "处理方式",
            it.lenience.map_or("—", |form| form.short()).to_owned(),
        ),
        (
            "依据的条款和幅度",
            it.provision.clone().unwrap_or_else(|| "—".into()),
        ),
        ("事实和理由", it.reasons.clone()),
    ];
    for demand in &it.corrections {
        let who = match &demand.responsible {
            Responsible::Party(party) => case.party(*party).map_or("", |party| party.name.as_str()),
            Responsible::Unit(name) => name,
            Responsible::Body => "本机关",
        };
        rows.push((
            "纠错要求",
            format!("{}（{who}，{}前）", demand.what, day(demand.due)),
        ));
    }
    Section::new(case.party(it.party).map_or("", |party| party.name.as_str()), rows)
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
