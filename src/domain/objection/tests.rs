//! 异议 (A8.4): who objects to what, whereto, and what a decision leads to.

use super::*;
use crate::domain::act::{Act, ActState, TakenBy, left_behind};
use crate::domain::actor::Actor;
use crate::domain::deadline::Cause;
use crate::domain::ids::ActId;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::status::Status;
use crate::domain::step::Step;

fn asks(sample: &SampleCase, objection: &Objection, by: &Actor) -> Result<(), Refusal> {
    sample
        .asks(&Step::Object(objection.clone()), TakenBy::One(by))
        .map(|_| ())
}

#[test]
fn 向上级管理机构或者工作办公室提出_工作办公室自己的认定没有途径() {
    let mut sample = SampleCase::determined(1, 0);
    sample.served();
    let to = |addressee| steps::objection(sample.party(1), addressee);
    let (superior, office, own) = (to(s::SUPERIOR), to(s::OFFICE), to(s::BODY));
    assert_eq!(asks(&sample, &superior, &s::applicant()), Ok(()));
    assert_eq!(asks(&sample, &office, &s::applicant()), Ok(()));
    assert_eq!(asks(&sample, &own, &s::applicant()), Err(Refusal::WrongAddressee));
    sample.case.body.superior = None;
    assert_eq!(
        asks(&sample, &superior, &s::applicant()),
        Err(Refusal::WrongAddressee)
    );
    sample.case.body.office = None;
    assert_eq!(asks(&sample, &office, &s::applicant()), Err(Refusal::NoRoute));
}

#[test]
fn 同一认定同时只有一项异议_维持以后须有新的事实() {
    let mut sample = SampleCase::determined(1, 0);
    let objection = sample.objects(1, s::SUPERIOR);
    let (mut again, elsewhere) = (
        steps::objection(sample.party(1), s::SUPERIOR),
        steps::objection(sample.party(1), s::OFFICE),
    );
    let pending = Err(Refusal::ObjectionPending {
        party: "甲单位".into(),
    });
    assert_eq!(asks(&sample, &again, &s::applicant()), pending);
    assert_eq!(asks(&sample, &elsewhere, &s::applicant()), pending);
    sample.upheld(objection);
    assert_eq!(
        asks(&sample, &elsewhere, &s::applicant()),
        pending,
        "it does not know yet"
    );
    sample.feeds_back();
    assert_eq!(
        asks(&sample, &again, &s::applicant()),
        Err(Refusal::DecidedBefore)
    );
    assert_eq!(asks(&sample, &elsewhere, &s::applicant()), Ok(()));
    again.new_facts = "新的事实".into();
    assert_eq!(asks(&sample, &again, &s::applicant()), Ok(()));
}

#[test]
fn 没有账号的由经办人附扫描件录入_有账号的只能自己提出() {
    let mut sample = SampleCase::determined(2, 0);
    let mut other = steps::objection(sample.party(2), s::SUPERIOR);
    assert!(matches!(
        asks(&sample, &other, &s::officer_a()),
        Err(Refusal::Unserved { .. })
    ));
    sample.served();
    assert_eq!(asks(&sample, &other, &s::officer_a()), Ok(()));
    assert_eq!(asks(&sample, &other, &s::officer_c()), Err(Refusal::NotAssigned));
    let not_yours = |party: &str| Err(Refusal::NotYourParty { party: party.into() });
    assert_eq!(asks(&sample, &other, &s::applicant()), not_yours("当事人2"));
    other.file = None;
    assert!(matches!(
        asks(&sample, &other, &s::officer_a()),
        Err(Refusal::Missing { .. })
    ));
    let own = steps::objection(sample.party(1), s::SUPERIOR);
    assert_eq!(asks(&sample, &own, &s::officer_a()), not_yours("甲单位"));
}

#[test]
fn 身为当事人的工作人员不能替其他当事人提出异议() {
    let mut sample = SampleCase::determined(3, 0);
    sample.served();
    sample.case.parties[1].user = Some(s::officer_c().user);
    let own = steps::objection(sample.party(2), s::SUPERIOR);
    assert_eq!(asks(&sample, &own, &s::officer_c()), Ok(()));
    let other = steps::objection(sample.party(3), s::SUPERIOR);
    let refused = Err(Refusal::NotYourParty {
        party: "当事人3".into(),
    });
    assert_eq!(asks(&sample, &other, &s::officer_c()), refused);
}

#[test]
fn 两项异议_最后一项处理完才回到原来的状态() {
    for (sample, status) in [
        (SampleCase::determined(2, 0), Status::Determined),
        (SampleCase::closed(2, 1), Status::Closed),
    ] {
        let mut sample = sample;
        sample.served();
        for _ in 0..2 {
            let mut new = steps::objection(sample.party(1), s::SUPERIOR);
            new.new_facts = "新的事实".into();
            sample
                .takes(&Step::Object(new), &s::applicant())
                .expect("it may object");
            let first = sample.case.objections[sample.case.objections.len() - 1].id;
            let mut new = steps::objection(sample.party(2), s::SUPERIOR);
            new.new_facts = "新的事实".into();
            sample
                .takes(&Step::Object(new), &s::officer_a())
                .expect("it may object");
            let second = sample.case.objections[sample.case.objections.len() - 1].id;
            assert_eq!(sample.upheld(second).to, None);
            assert_eq!(sample.case.status, Status::Objected);
            assert_eq!(sample.upheld(first).to, Some(status));
            assert_eq!(sample.case.status, status);
            sample.feeds_back();
            let runs = |it: &&crate::domain::case::Clock| it.kind == DeadlineKind::Objection && it.running();
            assert_eq!(sample.case.deadlines.iter().filter(runs).count(), 0);
        }
    }
}

/// Three parties, of which the first two are tolerated, served, with both of them objecting at once: to the superior and to the
/// Office.
fn two_object() -> (SampleCase, ObjectionId, ObjectionId) {
    let mut sample = SampleCase::determined(3, 2);
    sample.served();
    let first = sample.objects(1, s::SUPERIOR);
    let second = sample.objects(2, s::OFFICE);
    (sample, first, second)
}

#[test]
fn 撤销一名当事人的认定_另一项异议处理完以后才重新核实_只有这名当事人参加() {
    let (mut sample, first, second) = two_object();
    let fell = sample
        .case
        .determination_of(sample.party(1))
        .expect("it stands")
        .id;
    assert_eq!(sample.set_aside(first).to, None, "the other is open");
    assert_eq!((sample.case.status, sample.case.round), (Status::Objected, 1));
    assert!(sample.case.determination_of(sample.party(1)).is_none());
    let runs = |sample: &SampleCase, kind, party: usize| {
        let about = Some(sample.party(party).0);
        let mut clocks = sample.case.deadlines.iter();
        clocks.any(|it| it.kind == kind && it.subject == about && it.running())
    };
    assert!(!runs(&sample, DeadlineKind::Clarification, 1), "it fell with it");
    assert!(runs(&sample, DeadlineKind::Clarification, 2));
    assert_eq!(sample.upheld(second).to, Some(Status::Verifying));
    assert_eq!((sample.case.round, sample.case.officers.len()), (2, 0));
    let part: Vec<_> = sample.case.taking_part().map(|it| it.id).collect();
    assert_eq!(part, [sample.party(1)]);
    let standing: Vec<_> = sample.case.standing().map(|it| it.party).collect();
    assert_eq!(standing, [sample.party(2), sample.party(3)]);
    assert!(sample.case.set_aside(fell), "it stays readable as what it was");
    assert_eq!(sample.case.verified_from(), Some(sample.today()));
    let clock = crate::domain::verification::verification(&sample.case).expect("a fresh one");
    let started = Cause::Started {
        on: sample.today(),
        days: 15,
    };
    assert_eq!((&clock.causes[..], clock.round), (&[started][..], 2));
}

#[test]
fn 撤销以后_其纠错要求不再执行_其他当事人的照常() {
    let (mut sample, first, second) = two_object();
    sample.set_aside(first);
    sample.upheld(second);
    sample.assigned();
    sample.feeds_back();
    sample.served();
    let of = |sample: &SampleCase, no: usize| {
        let party = sample.party(no);
        let about = |it: &&crate::domain::correction::Correction| {
            sample.case.determination(it.determination).map(|it| it.party) == Some(party)
        };
        sample
            .case
            .corrections
            .iter()
            .find(about)
            .expect("it was tolerated")
            .id
    };
    let reports = |sample: &SampleCase, no, by: &Actor| {
        let step = steps::correction_report(of(sample, no));
        sample.asks(&step, TakenBy::One(by)).map(drop)
    };
    let fell = Err(Refusal::DeterminationFell {
        party: "甲单位".into(),
    });
    assert_eq!(reports(&sample, 1, &s::applicant()), fell);
    assert_eq!(reports(&sample, 2, &sample.officer()), Ok(()));
    let nothing = Refusal::NothingToClarify {
        party: "甲单位".into(),
    };
    let clarifies = steps::clarification(sample.party(1), sample.today());
    let answer = sample.asks(&clarifies, TakenBy::One(&sample.officer())).map(drop);
    assert_eq!(answer, Err(nothing));
    sample.does(&steps::clarification(sample.party(2), sample.today()));
}

#[test]
fn 第二轮也要听取意见_提交报告_另行认定_规则与第一轮相同() {
    let (mut sample, first, second) = two_object();
    sample.upheld(second);
    sample.set_aside(first);
    sample.assigned();
    let report = |sample: &SampleCase| Step::Report(steps::report(&sample.case, |_| false));
    let asks =
        |sample: &SampleCase, step: &Step| sample.asks(step, TakenBy::One(&sample.officer())).map(drop);
    let unheard = Err(Refusal::Unheard {
        party: "甲单位".into(),
    });
    assert_eq!(
        asks(&sample, &report(&sample)),
        unheard,
        "R2: heard in this round"
    );
    let hears = Step::Hear(steps::hearing(
        sample.party(1),
        &sample.case.officers,
        sample.today(),
    ));
    let untold = Err(Refusal::DecisionUnserved {
        party: "甲单位".into(),
    });
    assert_eq!(asks(&sample, &hears), untold, "it does not know why yet");
    sample.feeds_back();
    let mut early = steps::hearing(sample.party(1), &sample.case.officers, sample.today());
    early.held_on = steps::LONG_AGO;
    let early = asks(&sample, &Step::Hear(early));
    assert!(matches!(early, Err(Refusal::ImpossibleDay { .. })));
    let hearing = steps::hearing(sample.party(1), &sample.case.officers, sample.today());
    sample
        .takes(&Step::Hear(hearing), &sample.officer())
        .expect("two of them hear");
    let stranger = steps::hearing(sample.party(2), &sample.case.officers, sample.today());
    assert!(matches!(
        asks(&sample, &Step::Hear(stranger)),
        Err(Refusal::NotTakingPart { .. })
    ));
    sample.does(&report(&sample));
    let tolerates = {
        let mut it = steps::determination(&sample.case, sample.today());
        it.parties[0].lenience = Some(crate::domain::determination::Lenience::Exempt);
        it.parties[0].provision = Some("某条例第一条".into());
        it
    };
    assert!(matches!(
        asks(&sample, &Step::Determine(tolerates)),
        Err(Refusal::CannotTolerate { .. })
    ));
    let determination = steps::determination(&sample.case, sample.today());
    assert_eq!(determination.parties.len(), 1);
    sample.does(&Step::Determine(determination));
    assert_eq!(sample.case.status, Status::Determined);
    let made: Vec<_> = sample
        .case
        .standing()
        .map(|it| (it.party, it.entry.round))
        .collect();
    let [one, two, three] = [1, 2, 3].map(|no| sample.party(no));
    assert_eq!(made, [(one, 2), (two, 1), (three, 1)]);
}

#[test]
fn 办结以后撤销_重新核实以后再办结() {
    let mut sample = SampleCase::closed(2, 1);
    let objection = sample.objects(1, s::SUPERIOR);
    assert_eq!(sample.set_aside(objection).to, Some(Status::Verifying));
    sample.feeds_back();
    sample.assigned();
    sample.verified_again(1);
    let close = |sample: &SampleCase| {
        sample
            .asks(&steps::close(), TakenBy::One(&sample.officer()))
            .map(drop)
    };
    assert!(matches!(close(&sample), Err(Refusal::Unserved { .. })));
    sample.served();
    assert_eq!(
        close(&sample),
        Err(Refusal::NotNotified),
        "of what this round found"
    );
    sample
        .takes(&steps::notice(), &sample.officer())
        .expect("nobody is concerned");
    sample.does(&steps::close());
    assert!(sample.case.deadlines.iter().all(|it| !it.running()));
}

/// Its objector withdraws it; the second and third party through an officer.
fn withdraws(sample: &mut SampleCase, objection: ObjectionId, by: &Actor) -> Result<(), Refusal> {
    let step = steps::withdraw_objection(objection);
    sample.takes(&step, by).map(drop)
}

#[test]
fn 撤回异议_案件回到异议之前_没有新的事实也可以重新提出() {
    for (mut sample, status) in [
        (SampleCase::determined(1, 0), Status::Determined),
        (SampleCase::closed(1, 0), Status::Closed),
    ] {
        sample.served();
        let objection = sample.objects(1, s::SUPERIOR);
        assert_eq!(owed(&sample.case).count(), 1);
        withdraws(&mut sample, objection, &s::applicant()).expect("it is its own");
        assert_eq!(sample.case.status, status);
        assert_eq!(owed(&sample.case).count(), 0);
        let mut clocks = sample.case.deadlines.iter();
        assert!(!clocks.any(|it| it.kind == DeadlineKind::Objection && it.running()));
        let again = steps::objection(sample.party(1), s::SUPERIOR);
        assert_eq!(asks(&sample, &again, &s::applicant()), Ok(()));
        let over = sample.available(Kind::WithdrawObjection, Some(objection.0), &s::applicant());
        assert!(over.is_err(), "it is withdrawn");
    }
}

#[test]
fn 异议只能由提出的人撤回_没有账号的由经办人附扫描件录入() {
    let (mut sample, first, second) = two_object();
    for (objection, by, may) in [
        (first, s::officer_a(), false),
        (first, s::individual(), false),
        (first, s::decider_at(s::SUPERIOR), false),
        (second, s::applicant(), false),
        (second, s::officer_c(), false),
        (second, s::officer_a(), true),
        (first, s::applicant(), true),
    ] {
        let answer = withdraws(&mut sample, objection, &by);
        assert_eq!(answer.is_ok(), may, "{}: {answer:?}", by.name);
    }
    assert_eq!(sample.case.status, Status::Determined);
}

#[test]
fn 另一项已经撤销的_最后一项撤回时重新核实() {
    let (mut sample, first, second) = two_object();
    sample.set_aside(first);
    assert_eq!(sample.case.status, Status::Objected);
    withdraws(&mut sample, second, &s::officer_a()).expect("it waits");
    assert_eq!((sample.case.status, sample.case.round), (Status::Verifying, 2));
    let again: Vec<_> = sample.case.taking_part().map(|it| it.id).collect();
    assert_eq!(again, [sample.party(1)]);
}

#[test]
fn 异议撤回以后_正在起草的处理决定失效() {
    let (mut sample, first, second) = two_object();
    let act = |objection: ObjectionId| Act {
        id: ActId(uuid::Uuid::from_u128(8)),
        kind: Kind::DecideObjection,
        subject: Some(objection.0),
        state: ActState::Waiting,
        drafted_by: s::decider_at(s::SUPERIOR).user,
        drafters: vec![],
        drafter_name: String::new(),
        submitted_after: 0,
    };
    let left = |sample: &SampleCase, it| left_behind(&act(it), &sample.case).is_some();
    assert!(!left(&sample, first) && !left(&sample, second));
    withdraws(&mut sample, first, &s::applicant()).expect("it waits");
    assert!(left(&sample, first) && !left(&sample, second));
}
