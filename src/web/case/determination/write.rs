//! A determination turned back into the fields it was read from.

use super::corrections::{BODY, UNIT, row_field};
use super::{DELIBERATION, field};
use crate::domain::case::{Case, Party};
use crate::domain::correction::Responsible;
use crate::domain::determination::{CorrectionDemand, Deliberation, Determination, PartyDetermination};
use crate::web::form::Typed;

pub fn determining(case: &Case, it: &Determination) -> Typed {
    let parties = it
        .parties
        .iter()
        .filter_map(|it| Some((it, case.party(it.party)?)));
    let typed = parties.fold(Typed::default(), about);
    it.deliberation.iter().fold(typed, deliberated)
}

fn about(mut typed: Typed, (it, party): (&PartyDetermination, &Party)) -> Typed {
    if let Some(lenience) = it.lenience {
        typed = typed.with(&field(party, "lenience"), lenience.code());
    }
    if let Some(provision) = &it.provision {
        typed = typed.with(&field(party, "provision"), provision);
    }
    typed = typed.with(&field(party, "reasons"), &it.reasons);
    for (demand, row) in it.corrections.iter().zip(1..) {
        typed = demanded(typed, demand, |what| row_field(party, row, what));
    }
    typed
}

fn demanded(typed: Typed, it: &CorrectionDemand, at: impl Fn(&str) -> String) -> Typed {
    let typed = typed
        .with(&at("what"), &it.what)
        .with(&at("due"), it.due.to_string());
    match &it.responsible {
        Responsible::Party(party) => typed.with(&at("who"), party.to_string()),
        Responsible::Unit(name) => typed.with(&at("who"), UNIT).with(&at("unit"), name),
        Responsible::Body => typed.with(&at("who"), BODY),
    }
}

fn deliberated(typed: Typed, it: &Deliberation) -> Typed {
    let held_on = it.held_on.to_string();
    let values = [
        &it.meeting,
        &held_on,
        &it.present,
        &it.absent,
        &it.recused,
        &it.views,
        &it.minutes,
    ];
    let fields = DELIBERATION.iter().zip(values);
    fields.fold(typed.with("deliberated", "yes"), |typed, (name, value)| {
        typed.with(name, value)
    })
}
