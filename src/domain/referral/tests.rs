//! A case goes whole to the organ that decides, and comes back from it; nothing is concluded meanwhile, and no party reads what was
//! proposed.

use time::Duration;

use super::*;
use crate::domain::access::{Sight, sight};
use crate::domain::act::TakenBy;
use crate::domain::case::{Authority, Clock};
use crate::domain::deadline::{DeadlineKind, State};
use crate::domain::document::DocumentKind;
use crate::domain::filing::Pursuit;
use crate::domain::owed;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::step::Step;

const HOURS_PER_DAY: i64 = 24;

fn target(case: &Case) -> &Clock {
    let mut clocks = case.deadlines.iter();
    clocks
        .find(|it| it.kind == DeadlineKind::Determination)
        .expect("it started with the report")
}

fn left(sample: &SampleCase) -> Option<u16> {
    let clock = target(&sample.case).deadline()?;
    clock.remaining(sample.today(), sample.case.calendar())
}

fn asks(sample: &SampleCase, step: &Step) -> Result<(), Refusal> {
    let officer = s::officer_a();
    sample.asks(step, TakenBy::One(&officer)).map(drop)
}

fn returns(sample: &mut SampleCase, ground: ReturnGround) {
    sample.letter_came();
    let today = sample.today();
    sample.does(&steps::record_return(&sample.case, ground, today));
}

#[test]
fn 移送以后期限停止_印发移送函_建议函_并告知每名当事人_退回以后剩余的工作日不变() {
    let mut sample = SampleCase::for_an_organ(2);
    sample.later(3 * HOURS_PER_DAY);
    let ruling = sample.does(&steps::refer(s::ORGAN, sample.today()));
    let issued = ruling
        .documents
        .iter()
        .map(|it| (it.kind, it.party.is_some(), it.document.to.clone()));
    let (party, organ) = (
        |no: usize| Some(sample.case.parties[no].name.clone()),
        Some(s::ORGAN.into()),
    );
    assert_eq!(
        issued.collect::<Vec<_>>(),
        [
            (DocumentKind::ReferralNotice, true, party(0)),
            (DocumentKind::ReferralNotice, true, party(1)),
            (DocumentKind::ReferralLetter, false, organ.clone()),
            (DocumentKind::TolerationProposal, false, organ),
        ]
    );
    assert_eq!(sample.case.status, Status::Referred);
    let clock = target(&sample.case).deadline().expect("it stands still");
    assert_eq!(clock.state(), State::Stopped(sample.today()));
    let before = left(&sample);
    sample.later(40 * HOURS_PER_DAY);
    returns(&mut sample, ReturnGround::LeftToUs);
    assert_eq!((sample.case.status, left(&sample)), (Status::Determining, before));
    let told = sample
        .case
        .documents
        .iter()
        .filter(|it| it.kind == DocumentKind::ReturnNotice);
    assert_eq!(told.count(), 2);
}

#[test]
fn 移送期间不认定_不通报_不澄清_不办结_拒绝写明第九条第二款() {
    let sample = SampleCase::referred(1);
    let today = sample.today();
    for step in [
        Step::Determine(steps::determination(&sample.case, today)),
        steps::notice(),
        steps::clarification(sample.party(1), today),
        steps::close(),
    ] {
        let refused = asks(&sample, &step).expect_err("the organ decides");
        assert_eq!(refused.basis(), Basis::Law(Article::A9_2), "{refused}");
        assert!(refused.to_string().contains(s::ORGAN), "{refused}");
    }
}

#[test]
fn 其他轮次的认定书_移送期间不送达_退回以后可以送达() {
    let mut sample = SampleCase::determined(2, 1);
    let objection = sample.objects(2, s::SUPERIOR);
    sample.set_aside(objection);
    sample.assigned();
    sample.feeds_back();
    let waits = sample.case.determinations[0].document;
    for it in sample.case.documents.clone() {
        if it.kind == DocumentKind::RoundNotice {
            sample.serves(it.id);
        }
    }
    let hearing = steps::hearing(sample.party(2), &sample.case.officers, sample.today());
    let officer = sample.officer();
    sample.takes(&Step::Hear(hearing), &officer).expect("two hear");
    // Found in the second round: the authority lies elsewhere.
    sample.case.parties[1].authority = Authority::Organ(s::ORGAN.into());
    sample.does(&Step::Report(steps::report(&sample.case, |_| true)));
    sample.does(&steps::refer(s::ORGAN, sample.today()));
    let serves = Step::Serve(steps::service(waits, sample.today()));
    let refused = sample.asks(&serves, TakenBy::One(&officer)).map(drop);
    assert!(
        matches!(refused, Err(Refusal::OrganDecides { .. })),
        "{refused:?}"
    );
    let running = sample
        .case
        .deadlines
        .iter()
        .filter(|it| it.running() && it.of_the_body());
    let running: Vec<_> = running.map(|it| (it.kind, it.stopped())).collect();
    let all = [
        DeadlineKind::Feedback,
        DeadlineKind::Clarification,
        DeadlineKind::Determination,
    ];
    assert!(
        running
            .iter()
            .all(|(kind, stopped)| *stopped && all.contains(kind)),
        "{running:?}"
    );
    assert_eq!(running.len(), 3);
    returns(&mut sample, ReturnGround::LeftToUs);
    let serves = Step::Serve(steps::service(waits, sample.today()));
    assert_eq!(sample.asks(&serves, TakenBy::One(&officer)).map(drop), Ok(()));
}

#[test]
fn 混合案件不能移送_已被立案的全案移送() {
    let mut sample = SampleCase::for_an_organ(2);
    let refer = steps::refer(s::ORGAN, sample.today());
    assert_eq!(asks(&sample, &refer), Ok(()));
    for (theirs, said) in [
        (Authority::Body, "本机关"),
        (Authority::Organ("别的机关".into()), "别的机关"),
    ] {
        sample.case.parties[1].authority = theirs;
        let refused = asks(&sample, &refer).expect_err("they do not belong together");
        let says = refused.to_string();
        assert!(says.contains(said) && says.contains("分案"), "{says}");
        let paper = owed::of(&sample.case).into_iter().find(|it| it.on_paper);
        assert!(paper.is_some_and(|it| it.todo.contains("分案")));
        let matter = &mut sample.case.accountability;
        matter.pursuit = Pursuit::Opened;
        let theirs = steps::refer(&sample.case.accountability.pursuer, sample.today());
        assert_eq!(asks(&sample, &theirs), Ok(()), "the whole matter is theirs");
        sample.case.accountability.pursuit = Pursuit::Enquiry;
    }
    let none = SampleCase::reported(2, 1);
    assert_eq!(asks(&none, &refer), Err(Refusal::NothingToRefer));
}

#[test]
fn 只移送其他机关_跟进日期晚于今天() {
    let sample = SampleCase::for_an_organ(1);
    let ours = steps::refer(&s::body().name, sample.today());
    assert!(matches!(asks(&sample, &ours), Err(Refusal::OrganIsOurs { .. })));
    let at_once = steps::refer(s::ORGAN, sample.today() - Duration::days(30));
    assert_eq!(asks(&sample, &at_once), Err(Refusal::FollowUpNotLater));
}

#[test]
fn 交由本机关的可以认定_退回补充的须再次移送() {
    for (ground, todo) in [
        (ReturnGround::LeftToUs, "起草容错认定".to_owned()),
        (ReturnGround::Incomplete, format!("移送{}", s::ORGAN)),
    ] {
        let mut sample = SampleCase::referred(2);
        let asked = owed::of(&sample.case);
        let asked = asked
            .iter()
            .find(|it| it.step == Kind::TakeEvidence)
            .expect("ask");
        let due = asked.due.expect("the day that was written");
        assert!(!due.legal() && asked.todo.contains(s::ORGAN), "{asked:?}");
        let early = steps::record_return(&sample.case, ground, sample.today());
        assert!(matches!(
            asks(&sample, &early),
            Err(Refusal::OrganLetterMissing { .. })
        ));
        sample.served();
        returns(&mut sample, ground);
        sample.served();
        let next = owed::of(&sample.case);
        assert_eq!(next.first().map(|it| it.todo.clone()), Some(todo));
        let determines = Step::Determine(steps::determination(&sample.case, sample.today()));
        let answer = asks(&sample, &determines);
        assert_eq!(answer.is_ok(), ground == ReturnGround::LeftToUs, "{answer:?}");
    }
}

#[test]
fn 当事人和申请人读不到移送函和建议函_移送期间也不能提交证据() {
    let sample = SampleCase::referred(2);
    let parties = sample.case.parties.iter().map(|it| it.id).collect();
    let everybody = Sight::Party { parties, filer: true };
    let for_the_organ = sample
        .case
        .documents
        .iter()
        .filter(|it| it.kind.is_for_an_organ());
    assert_eq!(for_the_organ.clone().count(), 2);
    for it in for_the_organ {
        assert!(!everybody.reads(it), "{}", it.kind);
        assert!(sight(&s::officer_a(), &sample.case).reads(it));
        assert_eq!(sample.case.recipient_of(it), s::ORGAN);
    }
    let evidence = steps::evidence(None, sample.today());
    let answer = sample.asks(&evidence, TakenBy::One(&s::applicant()));
    assert!(matches!(answer, Err(Refusal::NotYours { .. })));
}

#[test]
fn 只能移送给有权决定的机关() {
    let sample = SampleCase::for_an_organ(2);
    let to = |organ: &str| asks(&sample, &steps::refer(organ, sample.today()));
    let organ = s::ORGAN.to_owned();
    assert_eq!(to("某无关机关"), Err(Refusal::AnotherOrganDecides { organ }));
    assert_eq!(to(s::ORGAN), Ok(()));
}
