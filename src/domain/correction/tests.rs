//! 纠错 (A12.3): who reports, who verifies, and when.

use super::*;
use crate::domain::act::TakenBy;
use crate::domain::regulation::Basis;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::step::Step;

#[test]
fn 责任人报告_机关验收_不合格的退回再报() {
    let mut sample = SampleCase::determined(1, 1);
    sample.served();
    let id = sample.case.corrections[0].id;
    let state = |sample: &SampleCase| sample.case.corrections[0].state;
    let early = sample.asks(&steps::verdict(id, true), TakenBy::One(&s::officer_a()));
    assert!(
        matches!(early, Err(Refusal::CorrectionNotThere { .. })),
        "nothing was reported"
    );
    for verified in [false, true] {
        sample
            .takes(&steps::correction_report(id), &s::applicant())
            .expect("it is owed");
        assert_eq!(state(&sample), CorrectionState::Reported);
        sample.does(&steps::verdict(id, verified));
    }
    assert_eq!(state(&sample), CorrectionState::Verified);
    let late = sample.takes(&steps::correction_report(id), &s::applicant());
    assert!(matches!(late, Err(Refusal::CorrectionNotThere { .. })));
}

#[test]
fn 谁报告整改() {
    let mut sample = SampleCase::determined(2, 2);
    sample.served();
    let (own, other) = (
        Responsible::Party(sample.party(1)),
        Responsible::Party(sample.party(2)),
    );
    #[rustfmt::skip]
    let table = [
        //                                         the unit, an officer, another officer
        (own,                                      [true,    false,      false]),
        (other,                                    [false,   true,       false]),
        (Responsible::Unit("乙单位".into()),       [false,   true,       false]),
        (Responsible::Body,                        [false,   true,       false]),
    ];
    for (responsible, may) in table {
        sample.case.corrections[0].required.it.demand.responsible = responsible.clone();
        let report = steps::correction_report(sample.case.corrections[0].id);
        for (by, may) in [s::applicant(), s::officer_a(), s::officer_c()].iter().zip(may) {
            assert_eq!(
                sample.asks(&report, TakenBy::One(by)).is_ok(),
                may,
                "{responsible:?} {}",
                by.name
            );
        }
    }
}

#[test]
fn 经办人代当事人录入整改报告的_须有当事人书面报告的扫描件() {
    let mut sample = SampleCase::determined(2, 2);
    sample.served();
    let (own, other) = (
        Responsible::Party(sample.party(1)),
        Responsible::Party(sample.party(2)),
    );
    let missing = Err(Refusal::Missing {
        what: "当事人书面整改报告的扫描件",
        basis: Basis::Practice,
    });
    let table = [
        (own, s::applicant(), Ok(())),
        (other, s::officer_a(), missing),
        (Responsible::Body, s::officer_a(), Ok(())),
    ];
    for (responsible, by, expected) in table {
        sample.case.corrections[0].required.it.demand.responsible = responsible.clone();
        let Step::ReportCorrection(mut report) = steps::correction_report(sample.case.corrections[0].id)
        else {
            panic!("it is a report");
        };
        report.file = None;
        let answer = sample.asks(&Step::ReportCorrection(report), TakenBy::One(&by));
        assert_eq!(answer.map(|_| ()), expected, "{responsible:?}");
    }
}

#[test]
fn 完成日期在收到申请和今天之间() {
    let mut sample = SampleCase::determined(1, 1);
    sample.served();
    let Step::ReportCorrection(mut report) = steps::correction_report(sample.case.corrections[0].id) else {
        panic!("it is a report");
    };
    for day in [sample.today() + time::Duration::days(1), steps::LONG_AGO] {
        report.done_on = day;
        let answer = sample.asks(
            &Step::ReportCorrection(report.clone()),
            TakenBy::One(&s::applicant()),
        );
        assert!(matches!(answer, Err(Refusal::ImpossibleDay { .. })), "{day}");
    }
}

/// However late the determination is served, what it demands of its party can still be met.
#[test]
fn 当事人的完成时限自送达起算_送达晚的顺延() {
    for (days_later, extended) in [(1, false), (40, true)] {
        let mut sample = SampleCase::determined(1, 1);
        let set = sample.case.corrections[0].due;
        let due = |sample: &SampleCase| sample.case.correction_due(&sample.case.corrections[0]);
        assert_eq!(due(&sample), None, "it has not reached the party");
        sample.later(days_later * 24);
        sample.served();
        let least = sample
            .case
            .calendar()
            .nth_working_day(sample.today(), DAYS_AT_LEAST);
        assert_eq!(due(&sample), if extended { least } else { Some(set) });
        let owed = owed(&sample.case).next().expect("a report is owed");
        assert_eq!(owed.due.map(|it| it.on), due(&sample), "the body's list");
        let own = owed_by(&sample.case, sample.party(1))
            .next()
            .expect("it is asked");
        assert_eq!(own.due.map(|it| it.on), due(&sample), "the party's page");
        assert!(due(&sample) > Some(sample.today()), "not late at once");
    }
}
