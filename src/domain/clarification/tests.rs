//! 澄清说明 (A11): who is owed one, and what it has to say.

use super::*;
use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::deadline::Cause;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::step::Step;
use time::Duration;

#[test]
fn 只对免除责任的当事人作澄清说明_作一次() {
    let mut sample = SampleCase::determined(2, 1);
    let (first, second) = (sample.party(1), sample.party(2));
    let ask = |sample: &SampleCase, party| {
        sample
            .asks(
                &steps::clarification(party, sample.today()),
                TakenBy::One(&s::officer_a()),
            )
            .map(|_| ())
    };
    assert_eq!(
        ask(&sample, second),
        Err(Refusal::NothingToClarify {
            party: "当事人2".into()
        })
    );
    sample.does(&steps::clarification(first, sample.today()));
    assert_eq!(
        ask(&sample, first),
        Err(Refusal::AlreadyClarified {
            party: "甲单位".into()
        })
    );
    assert_eq!(owed(&sample.case).count(), 0);
    assert!(
        sample
            .case
            .deadlines
            .iter()
            .all(|it| it.kind != DeadlineKind::Clarification || !it.running())
    );
}

#[test]
fn 澄清之日在认定和今天之间_期限完成于当日() {
    let mut sample = SampleCase::determined(1, 1);
    sample.served();
    let (party, determined) = (sample.party(1), sample.today());
    sample.later(20 * 24);
    let asks = |step: &dyn Fn(Date) -> Step, by: &Actor, days: i64| {
        let step = step(determined + Duration::days(days));
        let ruling = sample.asks(&step, TakenBy::One(by))?;
        Ok(ruling.clocks.into_iter().map(|it| it.cause).collect::<Vec<_>>())
    };
    let clarify = |on| steps::clarification(party, on);
    let waive = |on| steps::waiver(party, on, None);
    for days in [-1, 0, 3, 20, 21] {
        let on = determined + Duration::days(days);
        let expected = match days {
            0..=20 => Ok(vec![Cause::Met { on }]),
            _ => Err(true),
        };
        let impossible = |it: Refusal| matches!(it, Refusal::ImpossibleDay { .. });
        let clarified = asks(&clarify, &s::officer_a(), days).map_err(impossible);
        assert_eq!(clarified, expected, "{days}");
        let waived = asks(&waive, &s::applicant(), days).map_err(impossible);
        assert_eq!(waived, expected, "{days}");
    }
}

#[test]
fn 从轻减轻不是免除责任() {
    let mut sample = SampleCase::determined(1, 1);
    for (lenience, owes) in [
        (Some(Lenience::Waived), true),
        (Some(Lenience::Exempt), true),
        (Some(Lenience::Lighter), false),
        (Some(Lenience::Mitigated), false),
        (None, false),
    ] {
        sample.case.determinations[0].lenience = lenience;
        assert_eq!(owed(&sample.case).count(), usize::from(owes), "{lenience:?}");
    }
}

#[test]
fn 当事人自己书面表示不需要_没有账号的由经办人附扫描件录入() {
    let mut sample = SampleCase::determined(2, 2);
    sample.served();
    let wish = |no: usize, file| steps::waiver(sample.party(no), sample.today(), file);
    let ask = |step: &Step, by: &Actor| sample.asks(step, TakenBy::One(by)).map(|_| ());
    let not_yours = |party: &str| Err(Refusal::NotYourParty { party: party.into() });
    assert_eq!(ask(&wish(1, None), &s::applicant()), Ok(()));
    assert_eq!(
        ask(&wish(1, Some(steps::FILE)), &s::officer_a()),
        not_yours("甲单位")
    );
    assert_eq!(
        ask(&wish(2, Some(steps::FILE)), &s::applicant()),
        not_yours("当事人2")
    );
    assert!(matches!(
        ask(&wish(2, None), &s::officer_a()),
        Err(Refusal::Missing { .. })
    ));
    let scanned = wish(2, Some(steps::FILE));
    sample
        .takes(&scanned, &s::officer_a())
        .expect("the scan is there");
    assert_eq!(unclarified(&sample.case).map(|it| it.no).collect::<Vec<_>>(), [1]);
}
