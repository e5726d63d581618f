//! Who may take, draft and approve a step.

use crate::domain::access::{Sight, may, sight, to_serve};
use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::case::Case;
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::step::Step;

#[test]
fn 起草和审批须是两个人_审批人不是经办人_也不是别的机关的人() {
    let mut sample = SampleCase::initiated(1);
    let officers = sample.case.officers.clone();
    let party = sample.party(1);
    sample
        .takes(
            &Step::Hear(steps::hearing(party, &officers, sample.today())),
            &s::officer_a(),
        )
        .expect("two officers hear");
    let evidence = steps::evidence(None, sample.today());
    sample
        .takes(&evidence, &s::officer_a())
        .expect("it is being verified");
    let report = Step::Report(steps::report(&sample.case, |_| true));
    let row = report.kind().row();
    let asks = |drafter: &Actor, approver: &Actor| {
        sample
            .asks(
                &report,
                TakenBy::Two {
                    drafters: &[drafter.user],
                    approver,
                },
            )
            .map(|_| ())
    };
    let not_yours = || Refusal::NotYours {
        step: "审批",
        who: "本机关负责人",
    };
    assert_eq!(asks(&s::officer_a(), &s::chief()), Ok(()));
    assert_eq!(asks(&s::officer_a(), &s::deputy()), Ok(()));
    assert_eq!(asks(&s::chief(), &s::chief()), Err(Refusal::OwnDraft));
    assert_eq!(asks(&s::officer_a(), &s::officer_c()), Err(not_yours()));
    assert_eq!(asks(&s::officer_a(), &s::superiors()[1]), Err(not_yours()));
    assert_eq!(
        asks(&s::officer_a(), &s::applicant()),
        Err(Refusal::PartyToTheCase)
    );
    let both = Actor {
        approver: true,
        ..s::officer_b()
    };
    assert_eq!(asks(&s::officer_a(), &both), Err(Refusal::OfficerOfTheCase));
    for (drafter, refusal) in [
        (s::officer_c(), Refusal::NotAssigned),
        (s::superiors()[0].clone(), Refusal::NotAssigned),
        (s::stranger(), Refusal::NotAssigned),
        (s::applicant(), Refusal::PartyToTheCase),
    ] {
        assert_eq!(
            may(&sample.case, row, None, TakenBy::One(&drafter)),
            Err(refusal),
            "{}",
            drafter.name
        );
    }
}

#[test]
fn 审批认定是单独的权限() {
    let sample = SampleCase::reported(1, 1);
    let determination = Step::Determine(steps::determination(&sample.case, sample.today()));
    let asks = |approver: &Actor| {
        sample
            .asks(
                &determination,
                TakenBy::Two {
                    drafters: &[s::officer_a().user],
                    approver,
                },
            )
            .map(|_| ())
    };
    assert_eq!(asks(&s::deputy()), Err(Refusal::MayNotApproveDeterminations));
    assert_eq!(asks(&s::chief()), Ok(()));
}

#[test]
fn 异议由受理机关未参加过原案的人办理() {
    let mut sample = SampleCase::determined(1, 0);
    let objection = sample.objects(1, s::SUPERIOR);
    let [officer, approver] = s::superiors();
    let row = Kind::DecideObjection.row();
    let asks = |case: &Case, taken_by: TakenBy<'_>| may(case, row, Some(objection.0), taken_by);
    assert_eq!(asks(&sample.case, TakenBy::One(&officer)), Ok(()));
    let two = TakenBy::Two {
        drafters: &[officer.user],
        approver: &approver,
    };
    assert_eq!(asks(&sample.case, two), Ok(()));
    let alone = Actor {
        approver: true,
        ..officer.clone()
    };
    let own = TakenBy::Two {
        drafters: &[officer.user],
        approver: &alone,
    };
    assert_eq!(asks(&sample.case, own), Err(Refusal::OwnDraft));
    for other in [
        s::officer_a(),
        s::office()[0].clone(),
        s::applicant(),
        approver.clone(),
    ] {
        let refused = asks(&sample.case, TakenBy::One(&other));
        assert!(matches!(refused, Err(Refusal::NotYours { .. })), "{}", other.name);
    }
    sample.case.acted.push(officer.user);
    assert_eq!(
        asks(&sample.case, TakenBy::One(&officer)),
        Err(Refusal::TookPartBefore)
    );
}

#[test]
fn 异议处理决定书由受理机关的经办人送达_办结以后也是() {
    for mut sample in [SampleCase::determined(1, 0), SampleCase::closed(1, 1)] {
        let objection = sample.objects(1, s::SUPERIOR);
        sample.upheld(objection);
        let decision = sample.case.documents.iter().find(|it| it.issuer == s::SUPERIOR);
        let serves = Step::Serve(steps::service(
            decision.expect("it is written").id,
            sample.today(),
        ));
        let asks = |by: &Actor| sample.asks(&serves, TakenBy::One(by)).map(|_| ());
        let offered = |by: &Actor| sample.offers(by).iter().any(|it| it.row.kind == Kind::Serve);
        let [officer, approver] = s::superiors();
        for other in [
            s::officer_a(),
            s::chief(),
            approver,
            s::office()[0].clone(),
            s::stranger(),
        ] {
            assert!(
                matches!(asks(&other), Err(Refusal::NotYours { .. })),
                "{}",
                other.name
            );
        }
        assert_eq!(asks(&s::applicant()), Err(Refusal::PartyToTheCase));
        assert_eq!(asks(&officer), Ok(()));
        assert!(offered(&officer) && !offered(&s::stranger()));
        assert_eq!(
            to_serve(&officer, &sample.case).count(),
            1,
            "its own decision alone"
        );
    }
}

#[test]
fn 工作人员成为当事人或者申请人_立即失去内部视角和办案资格() {
    let sample = SampleCase::initiated(2);
    for staff in [s::officer_a(), s::chief()] {
        let mut as_party = sample.case.clone();
        as_party.parties[1].user = Some(staff.user);
        let mut as_filer = sample.case.clone();
        as_filer.filer.user = staff.user;
        for case in [as_party, as_filer] {
            assert!(matches!(sight(&staff, &case), Sight::Party { .. }));
            let report = Kind::Report.row();
            assert_eq!(
                may(&case, report, None, TakenBy::One(&staff)),
                Err(Refusal::PartyToTheCase)
            );
            let two = TakenBy::Two {
                drafters: &[s::officer_b().user],
                approver: &staff,
            };
            assert_eq!(may(&case, report, None, two), Err(Refusal::PartyToTheCase));
        }
    }
}

#[test]
fn 不是当事人的申请人_可以提交证据_不能代人陈述() {
    let mut filing = steps::filing(1);
    filing.parties[0].own = false;
    let mut sample = SampleCase::by(&s::applicant(), &filing, s::body()).expect("it is complete");
    sample.does(&steps::initiate(&[s::officer_a(), s::officer_b()]));
    let offered: Vec<_> = sample
        .offers(&s::applicant())
        .iter()
        .map(|it| it.row.kind)
        .collect();
    assert_eq!(offered, [Kind::TakeEvidence]);
    let statement = Step::Hear(steps::hearing(
        sample.party(1),
        &sample.case.officers,
        sample.today(),
    ));
    let refused = sample.asks(&statement, TakenBy::One(&s::applicant()));
    assert!(matches!(refused, Err(Refusal::NotYourParty { .. })));
}
