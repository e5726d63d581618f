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
        let notice = notice.expect("it is told");
        assert_eq!(
            notice.served_on().is_some(),
            agreed,
            "it is served with the approval"
        );
        let service = Step::Serve(Service::electronic(notice.id));
        let answer = sample.asks(&service, TakenBy::One(&s::officer_a()));
        assert!(answer.is_err(), "nobody serves it so afterwards");
    }
}

#[test]
fn 同意电子送达的_批准时即送达_其余由经办人送达() {
    let mut sample = SampleCase::reported(2, 1);
    sample.case.parties[0].electronic = true;
    let before = sample.case.seq;
    sample.does(&Step::Determine(steps::determination(
        &sample.case,
        sample.today(),
    )));
    let made = sample.case.determinations.clone();
    let served = |sample: &SampleCase, no: usize| {
        let document = sample.case.document(made[no].document);
        document.and_then(|it| it.service.clone())
    };
    let first = served(&sample, 0).expect("it agreed");
    assert_eq!(
        (first.means, first.served_on),
        (Means::Electronic, sample.today())
    );
    assert_eq!(first.entry.by, s::chief().user, "who signs serves");
    assert_eq!(sample.case.seq, before + 2, "a service is an event of its own");
    assert_eq!(served(&sample, 1), None);
    let owed: Vec<_> = owed(&sample.case).into_iter().map(|it| it.todo).collect();
    assert_eq!(owed, ["送达容错认定书：当事人2"]);
    sample.served();
    assert_eq!(fed_back(&sample.case).next(), None);
}

#[test]
fn 全部当事人同意电子送达的_批准之日反馈完成() {
    let mut sample = SampleCase::reported(1, 1);
    sample.case.parties[0].electronic = true;
    sample.does(&Step::Determine(steps::determination(
        &sample.case,
        sample.today(),
    )));
    let mut clocks = sample.case.deadlines.iter();
    let feedback = clocks.find(|it| it.kind == DeadlineKind::Feedback);
    let causes = &feedback.expect("it began with the determination").causes;
    assert_eq!(causes.last(), Some(&Cause::Met { on: sample.today() }));
}

#[test]
fn 异议处理决定书_受理机关批准时即送达_重新核实通知书随后也是() {
    let mut sample = SampleCase::determined(1, 0);
    let objection = sample.objects(1, s::SUPERIOR);
    sample.case.parties[0].electronic = true;
    sample.set_aside(objection);
    assert_eq!(unserved_decisions(&sample.case).next(), None);
    sample.assigned();
    let mut issued = sample.case.documents.iter();
    let notice = issued.rfind(|it| it.kind == DocumentKind::RoundNotice);
    assert!(notice.is_some_and(|it| it.served_on().is_some()));
}
