//! Samples of the case page as staff read it: new, under verification, referred, determined for some, in a second round, closed, on paper, and
//! with the longest names.

use super::super::sample::open;
use super::super::samples::crowd;
use super::{InsidePage, facts, history, inside};
use crate::domain::actor::Actor;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::web::samples::{Sample, frame};

pub fn samples() -> Vec<Sample> {
    let mut on_paper = page(SampleCase::closed(2, 1), s::officer_a(), false);
    on_paper.head.on_paper = true;
    let mut again = SampleCase::determined(3, 2);
    again.served();
    let objection = again.objects(3, s::SUPERIOR);
    again.set_aside(objection);
    let pages = [
        ("new", page(SampleCase::filed(2), s::officer_a(), false)),
        ("verifying", page(SampleCase::heard(2), s::officer_a(), false)),
        ("referred", page(SampleCase::referred(2), s::officer_a(), false)),
        (
            "referred crowded",
            page(SampleCase::referred(2), s::chief(), true),
        ),
        (
            "determined",
            page(SampleCase::determined(3, 2), s::officer_a(), false),
        ),
        ("second round", page(again, s::chief(), false)),
        ("closed", page(SampleCase::closed(2, 1), s::chief(), false)),
        (
            "crowded",
            page(SampleCase::determined(3, 2), s::officer_a(), true),
        ),
        ("on paper", on_paper),
    ];
    let each = pages.into_iter();
    each.map(|(name, page)| Sample::of(format!("case {name}"), &page))
        .collect()
}

fn page(mut sample: SampleCase, reader: Actor, crowded: bool) -> InsidePage {
    if crowded {
        crowd(&mut sample.case);
    }
    let open = open(sample, reader, None);
    let filing = steps::filing(open.case.parties.len());
    let all: Vec<_> = open.case.history.iter().rev().cloned().collect();
    InsidePage {
        history: history::stages(&all, &open),
        ..inside(&open, frame("案件"), facts::facts(&open, &filing))
    }
}
