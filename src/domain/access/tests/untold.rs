//! What a party is not told: what concerns another, and what has not been served yet.

use crate::domain::access::{Sight, sight};
use crate::domain::deadline::DeadlineKind;
use crate::domain::ids::ObjectionId;
use crate::domain::objection;
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::status::Status;
use crate::domain::step::Unavailable;

#[test]
fn 别的当事人提出异议_不告诉另一名当事人() {
    let mut sample = SampleCase::determined(2, 2);
    sample.served();
    let own = sight(&s::applicant(), &sample.case);
    sample.objects(2, s::SUPERIOR);
    assert_eq!(own.status(&sample.case), Status::Determined);
    assert_eq!(Sight::Body.status(&sample.case), Status::Objected);
    let objection = sample.objects(1, s::SUPERIOR);
    assert_eq!(own.status(&sample.case), Status::Objected);
    sample.upheld(objection);
    sample.upheld(sample.case.objections[0].id);
    assert_eq!(own.status(&sample.case), Status::Objected, "it does not know yet");
    sample.feeds_back();
    assert_eq!(own.status(&sample.case), Status::Determined);
}

#[test]
fn 内部办理时限_当事人一概看不见() {
    let mut sample = SampleCase::determined(1, 1);
    let own = sight(&s::applicant(), &sample.case);
    sample.served();
    sample.objects(1, s::SUPERIOR);
    let seen = |sight: &Sight| {
        let clocks = sample.case.deadlines.iter();
        let seen = clocks.filter(|it| sight.sees_clock(&sample.case, it));
        seen.map(|it| it.kind).collect::<Vec<_>>()
    };
    assert_eq!(seen(&own), [DeadlineKind::Initiation, DeadlineKind::Verification]);
    assert!(DeadlineKind::ALL.iter().all(|it| seen(&Sight::Body).contains(it)));
    assert!(seen(&Sight::Nothing).is_empty());
}

#[test]
fn 撤销别人的认定重新核实_不告诉另一名当事人_自己的送达以后才知道() {
    let mut sample = SampleCase::determined(2, 2);
    sample.served();
    let objection = sample.objects(1, s::SUPERIOR);
    let (own, other) = (
        sight(&s::applicant(), &sample.case),
        Sight::Party {
            parties: vec![sample.party(2)],
            filer: false,
        },
    );
    sample.set_aside(objection);
    let again = |sample: &SampleCase, sight: &Sight| {
        let mut clocks = sample.case.deadlines.iter();
        let again = clocks.find(|it| it.kind == DeadlineKind::Verification && it.round == 2);
        sight.sees_clock(&sample.case, again.expect("a fresh one"))
    };
    assert_eq!(own.status(&sample.case), Status::Objected, "it does not know yet");
    assert!(!again(&sample, &own) && !again(&sample, &other) && again(&sample, &Sight::Body));
    sample.feeds_back();
    assert_eq!(own.status(&sample.case), Status::Verifying);
    assert_eq!(other.status(&sample.case), Status::Determined);
    assert!(again(&sample, &own) && !again(&sample, &other));
}

#[test]
fn 办结以后别人的异议重新核实_已经办结的仍然是办结() {
    let mut sample = SampleCase::closed(2, 1);
    let other = Sight::Party {
        parties: vec![sample.party(1)],
        filer: false,
    };
    let objection = sample.objects(2, s::SUPERIOR);
    assert_eq!(other.status(&sample.case), Status::Closed);
    sample.set_aside(objection);
    assert_eq!(other.status(&sample.case), Status::Closed);
    sample.feeds_back();
    sample.assigned();
    sample.verified_again(2);
    assert_eq!(other.status(&sample.case), Status::Closed, "it was closed for it");
    sample.served();
    sample
        .takes(&steps::notice(), &sample.officer())
        .expect("nobody is concerned");
    sample.does(&steps::close());
    sample.objects(2, s::OFFICE);
    assert_eq!(other.status(&sample.case), Status::Closed);
}

#[test]
fn 不参加本轮的当事人_不能提交证据_也看不出案件在哪里() {
    let mut sample = SampleCase::determined(2, 2);
    sample.served();
    let objection = sample.objects(2, s::SUPERIOR);
    let asks = |sample: &SampleCase, kind: Kind, about| sample.available(kind, about, &s::applicant());
    let party = Some(sample.party(1).0);
    let unseen = |sample: &SampleCase| {
        [
            asks(sample, Kind::TakeEvidence, None),
            asks(sample, Kind::Hear, party),
        ]
    };
    let before = unseen(&sample);
    assert!(
        before.iter().all(|it| matches!(it, Err(Unavailable::NotNow(_)))),
        "{before:?}"
    );
    sample.set_aside(objection);
    assert_eq!(unseen(&sample), before, "as if nobody else had objected");
    let later = Refusal::NotHereNow { step: "提出异议" };
    assert_eq!(
        asks(&sample, Kind::Object, party),
        Err(Unavailable::NotNow(later))
    );
    let correction = Some(sample.case.corrections[0].id.0);
    assert_eq!(
        asks(&sample, Kind::ReportCorrection, correction),
        Ok(()),
        "what stands goes on"
    );
}

#[test]
fn 异议处理决定送达以前_撤销和维持看起来一样() {
    let decided = |decide: fn(&mut SampleCase, ObjectionId)| {
        let mut sample = SampleCase::determined(1, 1);
        sample.served();
        let objection = sample.objects(1, s::SUPERIOR);
        decide(&mut sample, objection);
        let offered = sample.offers(&s::applicant());
        let offered = offered
            .iter()
            .map(|it| (it.row.kind, it.open.len(), it.blocked.clone()));
        let offered: Vec<_> = offered.collect();
        let own = sight(&s::applicant(), &sample.case);
        let told = own.told(&sample.case);
        let clocks = told.deadlines.iter().filter(|it| own.sees_clock(&told, it));
        let clocks: Vec<_> = clocks.map(|it| (it.kind, it.causes.clone())).collect();
        let stands = told.standing().count() + told.demanded().count();
        (
            own.status(&told),
            own.round(&told),
            told.rounds.len(),
            stands,
            clocks,
            offered,
        )
    };
    let upheld = decided(|sample, it| drop(sample.upheld(it)));
    assert_eq!(upheld, decided(|sample, it| drop(sample.set_aside(it))));
    assert_eq!(upheld.0, Status::Objected);
    let offered: Vec<_> = upheld.5.iter().map(|it| it.0).collect();
    assert!(offered.contains(&Kind::ReportCorrection) && offered.contains(&Kind::WaiveClarification));
}

#[test]
fn 后一项异议没有送达_前一项已经送达的仍然是处理完的() {
    let mut sample = SampleCase::determined(1, 1);
    sample.served();
    let first = sample.objects(1, s::SUPERIOR);
    sample.set_aside(first);
    sample.feeds_back();
    sample.assigned();
    sample.verified_again(1);
    let second = sample.objects(1, s::OFFICE);
    sample.set_aside(second);
    let own = sight(&s::applicant(), &sample.case);
    let objections = sample.case.objections.iter();
    let pending: Vec<_> = objections
        .map(|it| objection::pending(&sample.case, it))
        .collect();
    assert_eq!(pending, [false, true]);
    assert_eq!(own.round(&sample.case), 2);
    let made = sample.case.determinations.iter();
    let told = own.told(&sample.case);
    let fallen: Vec<_> = made.map(|it| told.set_aside(it.id)).collect();
    assert_eq!(fallen, [true, false]);
}

#[test]
fn 撤销决定送达以前_当事人照旧报告整改和表示不需要澄清() {
    let fallen = || {
        let mut sample = SampleCase::determined(1, 1);
        sample.served();
        let objection = sample.objects(1, s::SUPERIOR);
        sample.set_aside(objection);
        sample
    };
    let steps = |sample: &SampleCase| {
        let correction = sample.case.corrections[0].id;
        let waiver = steps::waiver(sample.party(1), sample.today(), None);
        [steps::correction_report(correction), waiver]
    };
    let mut untold = fallen();
    for step in steps(&untold) {
        untold.takes(&step, &s::applicant()).expect("as before");
    }
    // Once the decision has reached it, it knows that nothing is owed any more.
    let mut told = fallen();
    told.feeds_back();
    for step in steps(&told) {
        assert!(told.takes(&step, &s::applicant()).is_err(), "{:?}", step.kind());
    }
}
