//! The ways out of 待启动 (A8.1): 启动, 不予启动, 撤回.

use super::*;
use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::deadline::DeadlineKind;
use crate::domain::document::DocumentKind;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::status::Status;

#[test]
fn 启动指定两名以上经办人_留下可以审批认定的负责人() {
    let [a, b, c, chief, deputy] = [
        s::officer_a(),
        s::officer_b(),
        s::officer_c(),
        s::chief(),
        s::deputy(),
    ];
    let sample = SampleCase::filed(1);
    let asks = |officers: &[Actor]| {
        sample
            .asks(&steps::initiate(officers), TakenBy::One(&s::officer_a()))
            .map(|_| ())
    };
    assert_eq!(asks(&[a.clone(), b.clone()]), Ok(()));
    assert_eq!(asks(&[a.clone(), b.clone(), c.clone(), deputy.clone()]), Ok(()));
    assert_eq!(asks(&[]), Err(Refusal::TooFewOfficers { count: 0 }));
    assert_eq!(
        asks(&[a.clone(), a.clone()]),
        Err(Refusal::TooFewOfficers { count: 1 })
    );
    assert_eq!(
        asks(&[a.clone(), s::superiors()[0].clone()]),
        Err(Refusal::NotStaff)
    );
    assert_eq!(asks(&[a.clone(), s::applicant()]), Err(Refusal::NotStaff));
    assert_eq!(
        asks(&[a.clone(), chief]),
        Err(Refusal::NoApproverLeft),
        "the deputy may not approve it"
    );
}

#[test]
fn 审批启动的人不能指定自己() {
    let sample = SampleCase::filed(1);
    let (drafter, deputy) = (s::officer_a(), s::deputy());
    let step = steps::initiate(&[drafter.clone(), deputy.clone()]);
    for (approver, expected) in [(&deputy, Err(Refusal::NamesOneself)), (&s::chief(), Ok(()))] {
        let taken_by = TakenBy::Two {
            drafters: &[drafter.user],
            approver,
        };
        assert_eq!(
            sample.asks(&step, taken_by).map(|_| ()),
            expected,
            "{}",
            approver.name
        );
    }
}

#[test]
fn 启动_不予启动_撤回() {
    #[rustfmt::skip]
    let table = [
        (Status::Verifying, DocumentKind::InitiationNotice, 2),
        (Status::Declined,  DocumentKind::DeclineNotice,    1),
        (Status::Withdrawn, DocumentKind::DeclineNotice,    0),
    ];
    for (status, kind, notices) in table {
        let mut sample = SampleCase::filed(2);
        match status {
            Status::Verifying => drop(sample.does(&steps::initiate(&[s::officer_a(), s::officer_b()]))),
            Status::Declined => drop(sample.does(&steps::decline())),
            _ => drop(
                sample
                    .takes(&steps::withdraw(), &s::applicant())
                    .expect("it is the filer's"),
            ),
        }
        assert_eq!(sample.case.status, status);
        assert_eq!(
            sample.case.documents.iter().filter(|it| it.kind == kind).count(),
            notices
        );
        let mut running = sample
            .case
            .deadlines
            .iter()
            .filter(|it| it.running())
            .map(|it| it.kind);
        let verification = (status == Status::Verifying).then_some(DeadlineKind::Verification);
        assert_eq!(running.next(), verification);
    }
}

#[test]
fn 只有申请人可以撤回_启动以后不能() {
    let sample = SampleCase::filed(1);
    for other in [s::officer_a(), s::chief(), s::individual()] {
        let answer = sample.asks(&steps::withdraw(), TakenBy::One(&other));
        assert!(matches!(answer, Err(Refusal::NotYours { .. })), "{}", other.name);
    }
    let late = SampleCase::initiated(1).asks(&steps::withdraw(), TakenBy::One(&s::applicant()));
    assert!(matches!(late, Err(Refusal::NotInThisStatus { .. })));
}
