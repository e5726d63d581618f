//! 送达 (A9.1): when service is complete, and who serves.

use super::*;
use crate::domain::act::TakenBy;
use crate::domain::deadline::Cause;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::step::Step;
use time::Duration;

#[test]
fn 每名当事人的认定书都送达_反馈才算完成() {
    let mut sample = SampleCase::determined(2, 1);
    let runs = |sample: &SampleCase| {
        sample
            .case
            .deadlines
            .iter()
            .any(|it| it.kind == DeadlineKind::Feedback && it.running())
    };
    for determined in sample.case.determinations.clone() {
        assert!(runs(&sample));
        let service = Step::Serve(steps::service(determined.document, sample.today()));
        sample
            .takes(&service, &s::officer_a())
            .expect("it is handed over");
        let again = sample.takes(&service, &s::officer_a());
        assert!(matches!(again, Err(Refusal::AlreadyServed { .. })));
    }
    assert!(!runs(&sample));
    assert_eq!(fed_back(&sample.case).next(), None);
}

#[test]
fn 反馈完成于最后一份认定书送达之日_不论何时登记() {
    let mut sample = SampleCase::determined(2, 1);
    let issued = sample.today();
    let [first, second] = [0, 1].map(|no| sample.case.determinations[no].document);
    sample.later(9 * 24);
    for (document, days) in [(first, 3), (second, 1)] {
        let service = Step::Serve(steps::service(document, issued + Duration::days(days)));
        sample
            .takes(&service, &s::officer_a())
            .expect("it was handed over");
    }
    let feedback = sample
        .case
        .deadlines
        .iter()
        .find(|it| it.kind == DeadlineKind::Feedback);
    let causes = &feedback.expect("it began with the determination").causes;
    let on = issued + Duration::days(3);
    assert_eq!(causes.last(), Some(&Cause::Met { on }));
}

#[test]
fn 异议处理结果反馈于送达之日() {
    let mut sample = SampleCase::determined(1, 0);
    let objection = sample.objects(1, s::SUPERIOR);
    sample.upheld(objection);
    let (decided, decision) = (sample.today(), unserved_decisions(&sample.case).next());
    let service = steps::service(decision.expect("it was decided").id, decided);
    sample.later(9 * 24);
    let ruling = sample.takes(&Step::Serve(service), &s::superiors()[0]);
    let ruling = ruling.expect("it was handed over");
    assert_eq!(ruling.clocks.len(), 1, "that of the determination runs on");
    assert_eq!(ruling.clocks[0].cause, Cause::Met { on: decided });
}

#[test]
fn 送达须有回证_日期在印发和今天之间() {
    let sample = SampleCase::determined(1, 1);
    let asks = |change: &dyn Fn(&mut Service)| {
        let mut service = steps::service(sample.case.determinations[0].document, sample.today());
        change(&mut service);
        sample
            .asks(&Step::Serve(service), TakenBy::One(&s::officer_a()))
            .map(|_| ())
    };
    assert_eq!(asks(&|_| ()), Ok(()));
    let missing = |answer| matches!(answer, Err(Refusal::Missing { .. }));
    assert!(missing(asks(&|it| it.proof = None)));
    assert!(missing(asks(&|it| it.served_on = None)));
    assert!(missing(asks(&|it| it.recipient.clear())));
    for day in [
        sample.today() - Duration::days(1),
        sample.today() + Duration::days(1),
    ] {
        let answer = asks(&|it| it.served_on = Some(day));
        let said = answer.expect_err("an impossible day").to_string();
        assert!(said.contains("不可能：送达日期在印发之日（"), "{said}");
    }
}

#[test]
fn 电子送达须当事人同意并且有账号() {
    for (electronic, account, may) in [(true, true, true), (false, true, false), (true, false, false)] {
        let mut sample = SampleCase::determined(1, 1);
        let party = &mut sample.case.parties[0];
        (party.electronic, party.unit) = (electronic, account.then_some(s::UNIT));
        let mut service = steps::service(sample.case.determinations[0].document, sample.today());
        (service.means, service.served_on, service.proof) = (Means::Electronic, None, None);
        let answer = sample.asks(&Step::Serve(service), TakenBy::One(&s::officer_a()));
        assert_eq!(answer.is_ok(), may, "{electronic} {account}");
    }
}

#[test]
fn 收件回执当场交付_不再送达() {
    let sample = SampleCase::initiated(1);
    let receipt = sample
        .case
        .documents
        .iter()
        .find(|it| it.kind == DocumentKind::Receipt)
        .expect("it was filed");
    let service = Step::Serve(steps::service(receipt.id, sample.today()));
    let answer = sample.asks(&service, TakenBy::One(&s::officer_a())).map(|_| ());
    assert_eq!(answer, Err(Refusal::NotAddressed));
}

#[test]
fn 发给申请人的文书_申请时同意电子送达的才能电子送达() {
    for agreed in [true, false] {
        let mut sample = SampleCase::filed(1);
        sample.case.filer.electronic = agreed;
        sample.does(&steps::decline());
        let notice = sample
            .case
            .documents
            .iter()
            .find(|it| it.kind == DocumentKind::DeclineNotice);
        let notice = notice.expect("it is told").id;
        let mut service = steps::service(notice, sample.today());
        (service.means, service.served_on, service.proof) = (Means::Electronic, None, None);
        let answer = sample.asks(&Step::Serve(service), TakenBy::One(&s::officer_a()));
        assert_eq!(answer.is_ok(), agreed);
    }
}
