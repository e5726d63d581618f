//! Who may investigate a case, and who takes whose place.

use super::*;
use crate::domain::act::TakenBy;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::step::Step;

#[test]
fn 当事人和申请人不能是经办人() {
    let mut sample = SampleCase::filed(2);
    let (a, b) = (s::officer_a(), s::officer_b());
    sample.case.parties[1].user = Some(b.user);
    assert_eq!(
        may_investigate(&sample.case, &[a.user, b.user]),
        Err(Refusal::NotStaff)
    );
    sample.case.parties[1].user = None;
    sample.case.filer.user = b.user;
    assert_eq!(
        may_investigate(&sample.case, &[a.user, b.user]),
        Err(Refusal::NotStaff)
    );
}

#[test]
fn 负责人更换经办人() {
    let mut sample = SampleCase::initiated(1);
    let [a, b, c] = [s::officer_a().user, s::officer_b().user, s::officer_c().user];
    let asks = |sample: &SampleCase, out, by| {
        sample
            .asks(&steps::replace(out, by), TakenBy::One(&s::chief()))
            .map(|_| ())
    };
    assert_eq!(asks(&sample, c, a), Err(Refusal::NotAnOfficerHere));
    assert_eq!(asks(&sample, a, b), Err(Refusal::AlreadyAnOfficer));
    assert_eq!(asks(&sample, a, s::applicant().user), Err(Refusal::NotStaff));
    assert_eq!(asks(&sample, a, s::chief().user), Err(Refusal::NamesOneself));
    let by_deputy = sample.asks(&steps::replace(a, s::chief().user), TakenBy::One(&s::deputy()));
    assert_eq!(by_deputy.map(|_| ()), Err(Refusal::NoApproverLeft));
    let by_officer = sample.asks(&steps::replace(a, c), TakenBy::One(&s::officer_b()));
    assert!(matches!(by_officer, Err(Refusal::NotYours { .. })));
    sample
        .takes(&steps::replace(a, c), &s::chief())
        .expect("丙 is free");
    assert_eq!(sample.case.officers, [b, c]);
    assert!(
        sample.case.investigated(a) && sample.case.acted_in(a),
        "who left took part all the same"
    );
}

#[test]
fn 办结以后也可以更换经办人_由接办人代为录入异议() {
    let mut sample = SampleCase::closed(2, 1);
    let (gone, new) = (s::officer_a(), s::officer_c());
    sample
        .takes(&steps::replace(gone.user, new.user), &s::chief())
        .expect("丙 is free");
    let objects = Step::Object(steps::objection(sample.party(2), s::SUPERIOR));
    let refused = sample.asks(&objects, TakenBy::One(&gone)).map(|_| ());
    assert_eq!(refused, Err(Refusal::NotAssigned));
    sample.takes(&objects, &new).expect("it is the new officer's");
    for (sample, status) in [(SampleCase::filed(1), "待启动"), (declined(), "不予启动")] {
        let answer = sample.asks(&steps::replace(gone.user, new.user), TakenBy::One(&s::chief()));
        let nobody = Refusal::NotInThisStatus {
            step: "更换经办人",
            status,
            basis: Basis::Practice,
        };
        assert_eq!(answer.map(|_| ()), Err(nobody), "nobody is assigned");
    }
}

fn declined() -> SampleCase {
    let mut sample = SampleCase::filed(1);
    sample.does(&steps::decline());
    sample
}

#[test]
fn 更换时可以选的人_不含选的人自己() {
    let sample = SampleCase::initiated(1);
    let names = |by: &Actor| -> Vec<_> { replacements(&sample.case, by).map(|it| it.user).collect() };
    let [c, chief, deputy] = [s::officer_c(), s::chief(), s::deputy()];
    let others = || {
        sample
            .case
            .staff
            .iter()
            .map(|it| it.user)
            .filter(|it| !sample.case.officers.contains(it))
    };
    let but = |left: &[&Actor]| -> Vec<_> {
        others()
            .filter(|it| left.iter().all(|actor| actor.user != *it))
            .collect()
    };
    assert_eq!(names(&chief), but(&[&chief]));
    assert!(but(&[&chief, &deputy]).contains(&c.user));
    assert_eq!(
        names(&deputy),
        but(&[&chief, &deputy]),
        "without the chief nobody could approve the determination"
    );
}

/// A round begun for the one party.
fn second_round() -> SampleCase {
    let mut sample = SampleCase::determined(1, 1);
    sample.served();
    let objection = sample.objects(1, s::SUPERIOR);
    sample.set_aside(objection);
    sample
}

#[test]
fn 重新核实由负责人指定没有参加过的人() {
    let mut sample = second_round();
    let [d, e] = s::newcomers().map(|it| it.user);
    let [a, c] = [s::officer_a().user, s::officer_c().user];
    let asks = |sample: &SampleCase, officers: &[UserId], by: &Actor| {
        let step = steps::assign(officers.iter().copied());
        sample.asks(&step, TakenBy::One(by)).map(drop)
    };
    assert_eq!(asks(&sample, &[c, d], &s::chief()), Ok(()));
    let part = Err(Refusal::TookPartInEarlierRound);
    assert_eq!(asks(&sample, &[a, d], &s::chief()), part);
    let few = Err(Refusal::TooFewOfficers { count: 1 });
    assert_eq!(asks(&sample, &[d, d], &s::chief()), few);
    let outside = s::superiors()[0].user;
    assert_eq!(asks(&sample, &[d, outside], &s::chief()), Err(Refusal::NotStaff));
    assert!(matches!(
        asks(&sample, &[d, e], &s::officer_c()),
        Err(Refusal::NotYours { .. })
    ));
    let deputy = s::deputy();
    assert_eq!(
        asks(&sample, &[d, deputy.user], &deputy),
        Err(Refusal::NamesOneself)
    );
    let told = sample.assigned().documents;
    assert_eq!(told.len(), 1, "the party is told who verifies");
    assert_eq!(
        asks(&sample, &[d, e], &s::chief()),
        Err(Refusal::RoundHasOfficers)
    );
}

#[test]
fn 指定以前谁也不是经办人_以前的经办人不再办理() {
    let mut sample = second_round();
    let hears = |sample: &SampleCase, by: &Actor| {
        let hearing = steps::hearing(sample.party(1), &[by.user], sample.today());
        sample.asks(&Step::Hear(hearing), TakenBy::One(by)).map(drop)
    };
    for by in [s::officer_a(), s::officer_c()] {
        assert_eq!(hears(&sample, &by), Err(Refusal::NotAssigned));
    }
    let replace = sample.available(Kind::Replace, None, &s::chief());
    assert_eq!(replace, Err(Unavailable::NotNow(Refusal::RoundWithoutOfficers)));
    sample.assigned();
    assert_eq!(hears(&sample, &s::officer_a()), Err(Refusal::NotAssigned));
    let [d, _] = s::newcomers();
    let back = sample.asks(
        &steps::replace(d.user, s::officer_a().user),
        TakenBy::One(&s::chief()),
    );
    assert_eq!(back.map(drop), Err(Refusal::TookPartInEarlierRound));
}

#[test]
fn 没有足够的人可以指定_说明理由() {
    let mut sample = second_round();
    let [d, e] = s::newcomers().map(|it| it.user);
    let keeps = [d, s::chief().user];
    sample.case.staff.retain(|it| keeps.contains(&it.user));
    let answer = |sample: &SampleCase| sample.available(Kind::Assign, None, &s::chief());
    assert_eq!(answer(&sample), Err(Unavailable::NotNow(Refusal::NobodyNew)));
    sample.case.staff = s::staff();
    let keeps = [d, s::deputy().user, s::chief().user];
    sample.case.staff.retain(|it| keeps.contains(&it.user));
    let deputy = sample.available(Kind::Assign, None, &s::deputy());
    assert_eq!(deputy, Err(Unavailable::NotNow(Refusal::AnotherAssigns)));
    sample.case.staff = s::staff();
    let keeps = [d, e, s::deputy().user];
    sample.case.staff.retain(|it| keeps.contains(&it.user));
    assert_eq!(
        sample.available(Kind::Assign, None, &s::deputy()),
        Err(Unavailable::NotNow(Refusal::NoApproverLeft)),
        "the determination"
    );
}

#[test]
fn 当过经办人的_换下来以后也不能审批() {
    let mut sample = SampleCase::initiated(1);
    let (a, c, deputy) = (s::officer_a().user, s::officer_c().user, s::deputy());
    sample
        .takes(&steps::replace(a, deputy.user), &s::chief())
        .expect("the chief is left");
    sample
        .takes(&steps::replace(deputy.user, c), &s::chief())
        .expect("丙 is free");
    let step = steps::extend(1);
    let taken_by = TakenBy::Two {
        drafters: &[c],
        approver: &deputy,
    };
    assert_eq!(
        sample.asks(&step, taken_by).map(drop),
        Err(Refusal::OfficerOfTheCase)
    );
}
