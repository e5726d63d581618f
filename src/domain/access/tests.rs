//! Who may see and do what, by table.

use super::*;
use crate::domain::event::KeptFile;
use crate::domain::fact::FileOf;
use crate::domain::ids::FileId;
use crate::domain::procedure::Kind;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::step::{Step, Unavailable};

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
                    drafter: drafter.user,
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
                    drafter: s::officer_a().user,
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
        drafter: officer.user,
        approver: &approver,
    };
    assert_eq!(asks(&sample.case, two), Ok(()));
    let alone = Actor {
        approver: true,
        ..officer.clone()
    };
    let own = TakenBy::Two {
        drafter: officer.user,
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
fn 谁看得见案件() {
    let mut sample = SampleCase::filed(2);
    assert_eq!(
        sight(&s::officer_c(), &sample.case),
        Sight::Body,
        "nobody is assigned yet"
    );
    sample.does(&steps::initiate(&[s::officer_a(), s::officer_b()]));
    let case = &sample.case;
    let own = Sight::Party {
        parties: vec![sample.party(1)],
        filer: true,
    };
    assert_eq!(sight(&s::applicant(), case), own);
    for inside in [s::officer_a(), s::officer_b(), s::chief(), s::deputy()] {
        assert_eq!(sight(&inside, case), Sight::Body, "{}", inside.name);
    }
    for nobody in [
        s::officer_c(),
        s::superiors()[1].clone(),
        s::office()[1].clone(),
        s::individual(),
    ] {
        assert_eq!(sight(&nobody, case), Sight::Nothing, "{}", nobody.name);
    }
}

#[test]
fn 受理异议的机关看得见案件_查看留痕() {
    let mut sample = SampleCase::determined(1, 0);
    let objection = sample.objects(1, s::SUPERIOR);
    let seen = sight(&s::superiors()[0], &sample.case);
    assert_eq!(seen, Sight::Addressee(vec![objection]));
    assert!(seen.recorded() && seen.inside());
    assert_eq!(
        sight(&s::office()[0], &sample.case),
        Sight::Nothing,
        "it was not addressed"
    );
}

#[test]
fn 异议的附件只给当事人_办理机关和所受理的机关看() {
    let mut sample = SampleCase::determined(2, 0);
    let (to_superior, to_office) = (sample.objects(1, s::SUPERIOR), sample.objects(2, s::OFFICE));
    let [own, other] = [sample.party(1), sample.party(2)];
    let file = FileId(Uuid::from_u128(9));
    let reads = |by: &Actor, party: PartyId, objection| {
        let kept = CaseFile {
            file: KeptFile {
                id: file,
                sha256: String::new(),
                size: 1,
                media_type: "application/pdf".into(),
                name: "附件.pdf".into(),
                uploaded_by: s::officer_a().user,
                uploaded_at: sample.at,
            },
            of: FileOf {
                id: file,
                party: Some(party),
                objection,
            },
            by: s::officer_a().user,
        };
        sight(by, &sample.case).reads_file(&kept, &sample.case)
    };
    for (by, of_own, of_other) in [
        (s::applicant(), true, false),
        (s::officer_a(), true, true),
        (s::superiors()[0].clone(), true, false),
        (s::office()[0].clone(), false, true),
        (s::stranger(), false, false),
    ] {
        assert_eq!(reads(&by, own, Some(to_superior)), of_own, "{}", by.name);
        assert_eq!(reads(&by, other, Some(to_office)), of_other, "{}", by.name);
        let unknown = ObjectionId(Uuid::from_u128(99));
        assert!(!reads(&by, own, Some(unknown)), "{}", by.name);
    }
    assert!(
        reads(&s::office()[0], own, None),
        "what is no objection's, all inside read"
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
fn 当事人只看得见送达自己的文书() {
    let mut sample = SampleCase::determined(2, 2);
    let seen = sight(&s::applicant(), &sample.case);
    let read = |sample: &SampleCase| -> Vec<_> {
        let documents = sample.case.documents.iter();
        documents.filter(|it| seen.reads(it)).map(|it| it.party).collect()
    };
    let [own, other] = [sample.party(1), sample.party(2)];
    let before = "the receipt needs no service, the notice of initiation was served";
    assert_eq!(read(&sample), [None, Some(own)], "{before}");
    assert!(!seen.knows_outcome(&sample.case, own));
    sample.served();
    assert!(read(&sample).contains(&Some(own)) && !read(&sample).contains(&Some(other)));
    assert!(seen.knows_outcome(&sample.case, own) && !seen.knows_outcome(&sample.case, other));
    assert!(seen.covers(sample.party(1)) && !seen.covers(sample.party(2)) && !seen.inside());
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
                drafter: s::officer_b().user,
                approver: &staff,
            };
            assert_eq!(may(&case, report, None, two), Err(Refusal::PartyToTheCase));
        }
    }
}

#[test]
fn 申请人看得见自己一方提交的_看不见机关收集的和当事人提交的() {
    let mut sample = SampleCase::initiated(2);
    let colleague = Actor {
        user: s::stranger().user,
        ..s::applicant()
    };
    let mut people = sample.case.people.iter_mut();
    people
        .find(|it| it.user == colleague.user)
        .expect("a sample")
        .unit = colleague.unit;
    let sight = |filer, parties: &[usize]| Sight::Party {
        parties: parties.iter().map(|no| sample.party(*no)).collect(),
        filer,
    };
    let from = |party: Option<usize>, by: &Actor| (party.map(|no| sample.party(no)), by.user);
    #[rustfmt::skip]
    let table = [
        //                                     the filer, party 2, inside, nobody
        (from(None, &s::applicant()),          [true,     false,   true,   false]),
        (from(None, &colleague),               [true,     false,   true,   false]),
        (from(None, &s::officer_a()),          [false,    false,   true,   false]),
        (from(Some(2), &s::individual()),      [false,    true,    true,   false]),
        (from(Some(2), &s::applicant()),       [false,    true,    true,   false]),
    ];
    for (by, seen) in table {
        let sights = [sight(true, &[]), sight(false, &[2]), Sight::Body, Sight::Nothing];
        let sees: Vec<_> = sights
            .iter()
            .map(|it| it.sees_from(by.0, by.1, &sample.case))
            .collect();
        assert_eq!(sees, seen, "{by:?}");
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

#[test]
fn 别的当事人提出异议_不告诉另一名当事人() {
    let mut sample = SampleCase::determined(2, 2);
    sample.served();
    let own = sight(&s::applicant(), &sample.case);
    sample.objects(2, s::SUPERIOR);
    assert_eq!(own.status(&sample.case), Status::Determined);
    assert_eq!(Sight::Body.status(&sample.case), Status::Objected);
    let objection = sample.objects(1, s::SUPERIOR);
    assert_eq!(own.status(&sample.case), Status::Objected);
    sample.upheld(objection);
    sample.upheld(sample.case.objections[0].id);
    assert_eq!(own.status(&sample.case), Status::Objected, "it does not know yet");
    sample.feeds_back();
    assert_eq!(own.status(&sample.case), Status::Determined);
}

#[test]
fn 澄清的期限_认定送达以后当事人才看得见() {
    let mut sample = SampleCase::determined(1, 1);
    let own = sight(&s::applicant(), &sample.case);
    let seen = |sample: &SampleCase| {
        let clocks = sample.case.deadlines.iter();
        clocks
            .filter(|it| it.kind == DeadlineKind::Clarification)
            .any(|it| own.sees_clock(&sample.case, it))
    };
    assert!(!seen(&sample), "it would tell how it was determined");
    sample.served();
    assert!(seen(&sample));
}

#[test]
fn 撤销别人的认定重新核实_不告诉另一名当事人_自己的送达以后才知道() {
    let mut sample = SampleCase::determined(2, 2);
    sample.served();
    let objection = sample.objects(1, s::SUPERIOR);
    let (own, other) = (
        sight(&s::applicant(), &sample.case),
        Sight::Party {
            parties: vec![sample.party(2)],
            filer: false,
        },
    );
    sample.set_aside(objection);
    let again = |sample: &SampleCase, sight: &Sight| {
        let mut clocks = sample.case.deadlines.iter();
        let again = clocks.find(|it| it.kind == DeadlineKind::Verification && it.round == 2);
        sight.sees_clock(&sample.case, again.expect("a fresh one"))
    };
    assert_eq!(own.status(&sample.case), Status::Objected, "it does not know yet");
    assert!(!again(&sample, &own) && !again(&sample, &other) && again(&sample, &Sight::Body));
    sample.feeds_back();
    assert_eq!(own.status(&sample.case), Status::Verifying);
    assert_eq!(other.status(&sample.case), Status::Determined);
    assert!(again(&sample, &own) && !again(&sample, &other));
}

#[test]
fn 办结以后别人的异议重新核实_已经办结的仍然是办结() {
    let mut sample = SampleCase::closed(2, 1);
    let other = Sight::Party {
        parties: vec![sample.party(1)],
        filer: false,
    };
    let objection = sample.objects(2, s::SUPERIOR);
    assert_eq!(other.status(&sample.case), Status::Closed);
    sample.set_aside(objection);
    assert_eq!(other.status(&sample.case), Status::Closed);
    sample.feeds_back();
    sample.assigned();
    verified_again(&mut sample, 2);
    assert_eq!(other.status(&sample.case), Status::Closed, "it was closed for it");
    sample.served();
    sample
        .takes(&steps::notice(), &sample.officer())
        .expect("nobody is concerned");
    sample.does(&steps::close());
    sample.objects(2, s::OFFICE);
    assert_eq!(other.status(&sample.case), Status::Closed);
}

/// The party of the round is heard, reported on and not tolerated.
fn verified_again(sample: &mut SampleCase, no: usize) {
    sample.served();
    let hearing = steps::hearing(sample.party(no), &sample.case.officers, sample.today());
    sample
        .takes(&Step::Hear(hearing), &sample.officer())
        .expect("two of them hear");
    sample.does(&Step::Report(steps::report(&sample.case, |_| false)));
    let determination = steps::determination(&sample.case, sample.today());
    sample.does(&Step::Determine(determination));
}

#[test]
fn 不参加本轮的当事人_不能提交证据_也看不出案件在哪里() {
    let mut sample = SampleCase::determined(2, 2);
    sample.served();
    let objection = sample.objects(2, s::SUPERIOR);
    let asks = |sample: &SampleCase, kind: Kind, about| sample.available(kind, about, &s::applicant());
    sample.set_aside(objection);
    let party = Some(sample.party(1).0);
    for (kind, about) in [(Kind::TakeEvidence, None), (Kind::Hear, party)] {
        let answer = asks(&sample, kind, about);
        assert!(
            matches!(answer, Err(Unavailable::NotThere(_))),
            "{kind:?}: {answer:?}"
        );
    }
    let later = Refusal::NotHereNow { step: "提出异议" };
    assert_eq!(
        asks(&sample, Kind::Object, party),
        Err(Unavailable::NotNow(later))
    );
    let correction = Some(sample.case.corrections[0].id.0);
    assert_eq!(
        asks(&sample, Kind::ReportCorrection, correction),
        Ok(()),
        "what stands goes on"
    );
}

#[test]
fn 异议处理决定送达以前_撤销和维持看起来一样() {
    let decided = |decide: fn(&mut SampleCase, ObjectionId)| {
        let mut sample = SampleCase::determined(1, 1);
        sample.served();
        let objection = sample.objects(1, s::SUPERIOR);
        decide(&mut sample, objection);
        let offered = sample.offers(&s::applicant());
        let offered = offered
            .iter()
            .map(|it| (it.row.kind, it.open.len(), it.blocked.clone()));
        let offered: Vec<_> = offered.collect();
        let own = sight(&s::applicant(), &sample.case);
        let told = own.told(&sample.case);
        let clocks = told.deadlines.iter().filter(|it| own.sees_clock(&told, it));
        let clocks: Vec<_> = clocks.map(|it| (it.kind, it.causes.clone())).collect();
        let stands = told.standing().count() + told.demanded().count();
        (
            own.status(&told),
            own.round(&told),
            told.rounds.len(),
            stands,
            clocks,
            offered,
        )
    };
    let upheld = decided(|sample, it| drop(sample.upheld(it)));
    assert_eq!(upheld, decided(|sample, it| drop(sample.set_aside(it))));
    assert_eq!(upheld.0, Status::Objected);
    let offered: Vec<_> = upheld.5.iter().map(|it| it.0).collect();
    assert!(offered.contains(&Kind::ReportCorrection) && offered.contains(&Kind::WaiveClarification));
}

#[test]
fn 撤销决定送达以前_当事人照旧报告整改和表示不需要澄清() {
    let fallen = || {
        let mut sample = SampleCase::determined(1, 1);
        sample.served();
        let objection = sample.objects(1, s::SUPERIOR);
        sample.set_aside(objection);
        sample
    };
    let steps = |sample: &SampleCase| {
        let correction = sample.case.corrections[0].id;
        let waiver = steps::waiver(sample.party(1), sample.today(), None);
        [steps::correction_report(correction), waiver]
    };
    let mut untold = fallen();
    for step in steps(&untold) {
        untold.takes(&step, &s::applicant()).expect("as before");
    }
    // Once the decision has reached it, it knows that nothing is owed any more.
    let mut told = fallen();
    told.feeds_back();
    for step in steps(&told) {
        assert!(told.takes(&step, &s::applicant()).is_err(), "{:?}", step.kind());
    }
}

#[test]
fn 后一项异议没有送达_前一项已经送达的仍然是处理完的() {
    let mut sample = SampleCase::determined(1, 1);
    sample.served();
    let first = sample.objects(1, s::SUPERIOR);
    sample.set_aside(first);
    sample.feeds_back();
    sample.assigned();
    verified_again(&mut sample, 1);
    let second = sample.objects(1, s::OFFICE);
    sample.set_aside(second);
    let own = sight(&s::applicant(), &sample.case);
    let objections = sample.case.objections.iter();
    let pending: Vec<_> = objections
        .map(|it| objection::pending(&sample.case, it))
        .collect();
    assert_eq!(pending, [false, true]);
    assert_eq!(own.round(&sample.case), 2);
    let made = sample.case.determinations.iter();
    let told = own.told(&sample.case);
    let fallen: Vec<_> = made.map(|it| told.set_aside(it.id)).collect();
    assert_eq!(fallen, [true, false]);
}
