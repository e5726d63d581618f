//! 异议 (A8.4): who objects to what, whereto, and what a decision leads to.

use super::*;
use crate::domain::act::Hands;
use crate::domain::actor::Actor;
use crate::domain::samples::{self as s, Stage, steps};
use crate::domain::step::Step;

fn asks(stage: &Stage, objection: &Objection, by: &Actor) -> Result<(), Refusal> {
    stage
        .asks(&Step::Object(objection.clone()), Hands::One(by))
        .map(|_| ())
}

#[test]
fn 向上级管理机构或者工作办公室提出_工作办公室自己的认定没有途径() {
    let mut stage = Stage::determined(1, 0);
    stage.served();
    let to = |addressee| steps::objection(stage.party(1), addressee);
    let (superior, office, own) = (to(s::SUPERIOR), to(s::OFFICE), to(s::BODY));
    assert_eq!(asks(&stage, &superior, &s::applicant()), Ok(()));
    assert_eq!(asks(&stage, &office, &s::applicant()), Ok(()));
    assert_eq!(asks(&stage, &own, &s::applicant()), Err(Refusal::WrongAddressee));
    stage.case.body.superior = None;
    assert_eq!(
        asks(&stage, &superior, &s::applicant()),
        Err(Refusal::WrongAddressee)
    );
    stage.case.body.office = None;
    assert_eq!(asks(&stage, &office, &s::applicant()), Err(Refusal::NoRoute));
}

#[test]
fn 同一认定同时只有一项异议_维持以后须有新的事实() {
    let mut stage = Stage::determined(1, 0);
    let objection = stage.objects(1, s::SUPERIOR);
    let (mut again, elsewhere) = (
        steps::objection(stage.party(1), s::SUPERIOR),
        steps::objection(stage.party(1), s::OFFICE),
    );
    let pending = Err(Refusal::ObjectionPending {
        party: "甲单位".into(),
    });
    assert_eq!(asks(&stage, &again, &s::applicant()), pending);
    assert_eq!(asks(&stage, &elsewhere, &s::applicant()), pending);
    stage.upheld(objection);
    assert_eq!(
        asks(&stage, &elsewhere, &s::applicant()),
        pending,
        "it does not know yet"
    );
    stage.feeds_back();
    assert_eq!(asks(&stage, &again, &s::applicant()), Err(Refusal::DecidedBefore));
    assert_eq!(asks(&stage, &elsewhere, &s::applicant()), Ok(()));
    again.new_facts = "新的事实".into();
    assert_eq!(asks(&stage, &again, &s::applicant()), Ok(()));
}

#[test]
fn 没有账户的由经办人附扫描件录入_有账户的只能自己提出() {
    let stage = Stage::determined(2, 0);
    let mut other = steps::objection(stage.party(2), s::SUPERIOR);
    assert_eq!(asks(&stage, &other, &s::officer_a()), Ok(()));
    assert_eq!(asks(&stage, &other, &s::officer_c()), Err(Refusal::NotAssigned));
    let not_yours = |party: &str| Err(Refusal::NotYourParty { party: party.into() });
    assert_eq!(asks(&stage, &other, &s::applicant()), not_yours("当事人2"));
    other.file = None;
    assert!(matches!(
        asks(&stage, &other, &s::officer_a()),
        Err(Refusal::Missing { .. })
    ));
    let own = steps::objection(stage.party(1), s::SUPERIOR);
    assert_eq!(asks(&stage, &own, &s::officer_a()), not_yours("甲单位"));
}

#[test]
fn 身为当事人的工作人员不能替其他当事人提出异议() {
    let mut stage = Stage::determined(3, 0);
    stage.served();
    stage.case.parties[1].user = Some(s::officer_c().user);
    let own = steps::objection(stage.party(2), s::SUPERIOR);
    assert_eq!(asks(&stage, &own, &s::officer_c()), Ok(()));
    let other = steps::objection(stage.party(3), s::SUPERIOR);
    let refused = Err(Refusal::NotYourParty {
        party: "当事人3".into(),
    });
    assert_eq!(asks(&stage, &other, &s::officer_c()), refused);
}

#[test]
fn 两项异议_最后一项处理完才回到原来的状态() {
    for (stage, status) in [
        (Stage::determined(2, 0), Status::Determined),
        (Stage::closed(2, 1), Status::Closed),
    ] {
        let mut stage = stage;
        stage.served();
        for _ in 0..2 {
            let mut new = steps::objection(stage.party(1), s::SUPERIOR);
            new.new_facts = "新的事实".into();
            stage
                .takes(&Step::Object(new), &s::applicant())
                .expect("it may object");
            let first = stage.case.objections[stage.case.objections.len() - 1].id;
            let mut new = steps::objection(stage.party(2), s::SUPERIOR);
            new.new_facts = "新的事实".into();
            stage
                .takes(&Step::Object(new), &s::officer_a())
                .expect("it may object");
            let second = stage.case.objections[stage.case.objections.len() - 1].id;
            assert_eq!(stage.upheld(second).to, None);
            assert_eq!(stage.case.status, Status::Objected);
            assert_eq!(stage.upheld(first).to, Some(status));
            assert_eq!(stage.case.status, status);
            stage.feeds_back();
            let runs = |it: &&crate::domain::case::Clock| it.kind == DeadlineKind::Objection && it.running();
            assert_eq!(stage.case.deadlines.iter().filter(runs).count(), 0);
        }
    }
}

/// Three parties, of which the first two are tolerated, served, with both of them objecting at once: to the superior and to the
/// Office.
fn two_object() -> (Stage, ObjectionId, ObjectionId) {
    let mut stage = Stage::determined(3, 2);
    stage.served();
    let first = stage.objects(1, s::SUPERIOR);
    let second = stage.objects(2, s::OFFICE);
    (stage, first, second)
}

#[test]
fn 撤销一名当事人的认定_另一项异议处理完以后才重新核实_只有这名当事人参加() {
    let (mut stage, first, second) = two_object();
    let fell = stage.case.determination_of(stage.party(1)).expect("it stands").id;
    assert_eq!(stage.set_aside(first).to, None, "the other is open");
    assert_eq!((stage.case.status, stage.case.round), (Status::Objected, 1));
    assert!(stage.case.determination_of(stage.party(1)).is_none());
    let runs = |stage: &Stage, kind, party: usize| {
        let about = Some(stage.party(party).0);
        let mut clocks = stage.case.deadlines.iter();
        clocks.any(|it| it.kind == kind && it.subject == about && it.running())
    };
    assert!(!runs(&stage, DeadlineKind::Clarification, 1), "it fell with it");
    assert!(runs(&stage, DeadlineKind::Clarification, 2));
    assert_eq!(stage.upheld(second).to, Some(Status::Verifying));
    assert_eq!((stage.case.round, stage.case.officers.len()), (2, 0));
    let part: Vec<_> = stage.case.taking_part().map(|it| it.id).collect();
    assert_eq!(part, [stage.party(1)]);
    let standing: Vec<_> = stage.case.standing().map(|it| it.party).collect();
    assert_eq!(standing, [stage.party(2), stage.party(3)]);
    assert!(stage.case.set_aside(fell), "it stays readable as what it was");
    assert_eq!(stage.case.verified_from(), Some(stage.today()));
    let clock = crate::domain::verification::verification(&stage.case).expect("a fresh one");
    let started = Cause::Started {
        on: stage.today(),
        days: 15,
    };
    assert_eq!((&clock.causes[..], clock.round), (&[started][..], 2));
}

#[test]
fn 撤销以后_其纠错要求不再执行_其他当事人的照常() {
    let (mut stage, first, second) = two_object();
    stage.set_aside(first);
    stage.upheld(second);
    stage.assigned();
    stage.served();
    let of = |stage: &Stage, no: usize| {
        let party = stage.party(no);
        let about = |it: &&crate::domain::correction::Correction| {
            stage.case.determination(it.determination).map(|it| it.party) == Some(party)
        };
        stage
            .case
            .corrections
            .iter()
            .find(about)
            .expect("it was tolerated")
            .id
    };
    let reports = |stage: &Stage, no, by: &Actor| {
        let step = steps::correction_report(of(stage, no));
        stage.asks(&step, Hands::One(by)).map(drop)
    };
    let fell = Err(Refusal::DeterminationFell {
        party: "甲单位".into(),
    });
    assert_eq!(reports(&stage, 1, &s::applicant()), fell);
    assert_eq!(reports(&stage, 2, &stage.officer()), Ok(()));
    let nothing = Refusal::NothingToClarify {
        party: "甲单位".into(),
    };
    let clarifies = steps::clarification(stage.party(1), stage.today());
    let answer = stage.asks(&clarifies, Hands::One(&stage.officer())).map(drop);
    assert_eq!(answer, Err(nothing));
    stage.does(&steps::clarification(stage.party(2), stage.today()));
}

#[test]
fn 第二轮也要听取意见_提交报告_另行认定_规则与第一轮相同() {
    let (mut stage, first, second) = two_object();
    stage.upheld(second);
    stage.set_aside(first);
    stage.assigned();
    let report = |stage: &Stage| Step::Report(steps::report(&stage.case, |_| false));
    let asks = |stage: &Stage, step: &Step| stage.asks(step, Hands::One(&stage.officer())).map(drop);
    let unheard = Err(Refusal::Unheard {
        party: "甲单位".into(),
    });
    assert_eq!(asks(&stage, &report(&stage)), unheard, "R2: heard in this round");
    let mut early = steps::hearing(stage.party(1), &stage.case.officers, stage.today());
    early.held_on = steps::LONG_AGO;
    assert_eq!(
        asks(&stage, &Step::Hear(early)),
        Err(Refusal::HeardOnImpossibleDay)
    );
    let hearing = steps::hearing(stage.party(1), &stage.case.officers, stage.today());
    stage
        .takes(&Step::Hear(hearing), &stage.officer())
        .expect("two of them hear");
    let stranger = steps::hearing(stage.party(2), &stage.case.officers, stage.today());
    assert!(matches!(
        asks(&stage, &Step::Hear(stranger)),
        Err(Refusal::NotTakingPart { .. })
    ));
    stage.does(&report(&stage));
    let tolerates = {
        let mut it = steps::determination(&stage.case, stage.today());
        it.parties[0].lenience = Some(crate::domain::determination::Lenience::Exempt);
        it.parties[0].provision = Some("某条例第一条".into());
        it
    };
    assert!(matches!(
        asks(&stage, &Step::Determine(tolerates)),
        Err(Refusal::CannotTolerate { .. })
    ));
    let determination = steps::determination(&stage.case, stage.today());
    assert_eq!(determination.parties.len(), 1);
    stage.does(&Step::Determine(determination));
    assert_eq!(stage.case.status, Status::Determined);
    let made: Vec<_> = stage
        .case
        .standing()
        .map(|it| (it.party, it.entry.round))
        .collect();
    let [one, two, three] = [1, 2, 3].map(|no| stage.party(no));
    assert_eq!(made, [(one, 2), (two, 1), (three, 1)]);
}

#[test]
fn 办结以后撤销_重新核实以后再办结() {
    let mut stage = Stage::closed(2, 1);
    let objection = stage.objects(1, s::SUPERIOR);
    assert_eq!(stage.set_aside(objection).to, Some(Status::Verifying));
    stage.feeds_back();
    stage.assigned();
    stage.served();
    let hearing = steps::hearing(stage.party(1), &stage.case.officers, stage.today());
    stage
        .takes(&Step::Hear(hearing), &stage.officer())
        .expect("two of them hear");
    stage.does(&Step::Report(steps::report(&stage.case, |_| false)));
    let determination = steps::determination(&stage.case, stage.today());
    stage.does(&Step::Determine(determination));
    let close = |stage: &Stage| {
        stage
            .asks(&steps::close(), Hands::One(&stage.officer()))
            .map(drop)
    };
    assert!(matches!(close(&stage), Err(Refusal::Unserved { .. })));
    stage.served();
    assert_eq!(
        close(&stage),
        Err(Refusal::NotNotified),
        "of what this round found"
    );
    stage
        .takes(&steps::notice(), &stage.officer())
        .expect("nobody is concerned");
    stage.does(&steps::close());
    assert!(stage.case.deadlines.iter().all(|it| !it.running()));
}
