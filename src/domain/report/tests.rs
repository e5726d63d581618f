//! R2 and the report: what it must say, and what is not passed over while it waits.

use super::*;
use uuid::Uuid;

use crate::domain::act::TakenBy;
use crate::domain::ids::ActId;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::step::Step;

/// The report waits for approval since the last event.
fn waits(sample: &mut SampleCase) {
    sample.case.acts = vec![Act {
        id: ActId(Uuid::from_u128(8)),
        kind: Kind::Report,
        subject: None,
        state: ActState::Waiting,
        drafted_by: s::officer_a().user,
        drafters: vec![s::officer_a().user],
        drafter_name: String::new(),
        submitted_after: sample.case.seq,
    }];
}

#[test]
fn 送审以后收到意见或者证据的不能批准_重新送审以后可以() {
    let hears = |sample: &SampleCase| Step::Hear(steps::hearing(sample.party(1), &[], sample.today()));
    let brings = |sample: &SampleCase| steps::evidence(None, sample.today());
    let table = [
        (vec![true], "意见"),
        (vec![false], "证据"),
        (vec![false, true], "意见和证据"),
    ];
    for (says, what) in table {
        let mut sample = SampleCase::heard(2);
        let report = Step::Report(steps::report(&sample.case, |_| true));
        waits(&mut sample);
        let drafters = [s::officer_a().user];
        let asks = |sample: &SampleCase| {
            let approver = &s::chief();
            let taken_by = TakenBy::Two {
                drafters: &drafters,
                approver,
            };
            sample.asks(&report, taken_by).map(drop)
        };
        let own = brings(&sample);
        sample
            .takes(&own, &s::officer_b())
            .expect("an officer gathers on");
        assert_eq!(asks(&sample), Ok(()), "what the body itself gathers");
        let version = sample.case.version;
        for it in says {
            let step = if it { hears(&sample) } else { brings(&sample) };
            sample
                .takes(&step, &s::applicant())
                .expect("it speaks for itself");
        }
        assert_eq!(sample.case.version, version, "no page is overtaken");
        let party = "甲单位".to_owned();
        assert_eq!(asks(&sample), Err(Refusal::SaidSince { party, what }));
        sample.case.acts[0].submitted_after = sample.case.seq;
        assert_eq!(asks(&sample), Ok(()), "it was submitted anew");
    }
}

/// Who filed without being a party brings something, too.
#[test]
fn 送审以后收到申请人的证据的不能批准() {
    let mut sample = SampleCase::heard(2);
    sample.case.filer = crate::domain::case::Filer {
        user: s::individual().user,
        unit: None,
        ..sample.case.filer.clone()
    };
    waits(&mut sample);
    assert_eq!(said_since(&sample.case), None);
    let brought = steps::evidence(None, sample.today());
    sample
        .takes(&brought, &s::individual())
        .expect("who filed brings evidence");
    let (party, what) = (sample.case.filer.name.clone(), "证据");
    assert_eq!(said_since(&sample.case), Some(Refusal::SaidSince { party, what }));
}

#[test]
fn 没有证据不能提交核实报告() {
    let mut sample = SampleCase::heard(1);
    let report = Step::Report(steps::report(&sample.case, |_| true));
    sample.case.evidence.clear();
    let answer = sample.asks(&report, TakenBy::One(&s::officer_a())).map(|_| ());
    assert_eq!(answer, Err(Refusal::NothingGathered));
}

#[test]
fn 六个方面可以逐人综合考虑_每名当事人都须写全() {
    let sample = SampleCase::heard(2);
    let mut report = steps::report(&sample.case, |_| true);
    let asks = |report: &VerificationReport| {
        let step = Step::Report(report.clone());
        sample.asks(&step, TakenBy::One(&s::officer_a())).map(drop)
    };
    let missing = Err(Refusal::Missing {
        what: "六个方面的综合考虑",
        basis: Basis::Law(Article::A8_3),
    });
    let common = std::mem::take(&mut report.factors);
    assert_eq!(asks(&report), missing, "of nobody");
    report.parties[0].factors.clone_from(&common);
    assert_eq!(asks(&report), missing, "of one alone");
    report.parties[1].factors = common;
    assert_eq!(asks(&report), Ok(()));
    report.parties[1].factors.pop();
    assert_eq!(asks(&report), missing, "five of six");
}

#[test]
fn 结论引用本案的证据_至少一件() {
    let sample = SampleCase::heard(2);
    let own = sample.case.evidence[0].id;
    let cites = |evidence: &[EvidenceId]| {
        let mut report = steps::report(&sample.case, |_| true);
        report.parties[1].findings[4].evidence = evidence.to_vec();
        let step = Step::Report(report);
        sample.asks(&step, TakenBy::One(&s::officer_a())).map(|_| ())
    };
    let elsewhere = EvidenceId(Uuid::from_u128(6));
    assert_eq!(cites(&[own]), Ok(()));
    let bare = cites(&[]).expect_err("it rests on nothing");
    let unevidenced = Refusal::Unevidenced {
        party: "当事人2".into(),
        condition: "程序正当",
    };
    assert_eq!(bare, unevidenced);
    assert_eq!(bare.basis().to_string(), "第八条第二项");
    for stray in [&[elsewhere][..], &[own, elsewhere]] {
        let refused = cites(stray).expect_err("it lies in another file");
        let expected = Refusal::EvidenceElsewhere {
            party: "当事人2".into(),
            condition: "程序正当",
        };
        assert_eq!(refused, expected);
        assert_eq!(refused.basis().to_string(), "第八条第二项");
    }
}
