//! Who may investigate a case, and who takes whose place.

use super::*;
use crate::domain::act::Hands;
use crate::domain::samples::{self as s, Stage, steps};
use crate::domain::step::Step;

#[test]
fn 当事人和申请人不能是经办人() {
    let mut stage = Stage::filed(2);
    let (a, b) = (s::officer_a(), s::officer_b());
    stage.case.parties[1].user = Some(b.user);
    assert_eq!(
        may_investigate(&stage.case, &[a.user, b.user]),
        Err(Refusal::NotStaff)
    );
    stage.case.parties[1].user = None;
    stage.case.filer.user = b.user;
    assert_eq!(
        may_investigate(&stage.case, &[a.user, b.user]),
        Err(Refusal::NotStaff)
    );
}

#[test]
fn 负责人更换经办人() {
    let mut stage = Stage::initiated(1);
    let [a, b, c] = [s::officer_a().user, s::officer_b().user, s::officer_c().user];
    let asks = |stage: &Stage, out, by| {
        stage
            .asks(&steps::replace(out, by), Hands::One(&s::chief()))
            .map(|_| ())
    };
    assert_eq!(asks(&stage, c, a), Err(Refusal::NotAnOfficerHere));
    assert_eq!(asks(&stage, a, b), Err(Refusal::AlreadyAnOfficer));
    assert_eq!(asks(&stage, a, s::applicant().user), Err(Refusal::NotStaff));
    assert_eq!(asks(&stage, a, s::chief().user), Err(Refusal::NamesOneself));
    let by_deputy = stage.asks(&steps::replace(a, s::chief().user), Hands::One(&s::deputy()));
    assert_eq!(by_deputy.map(|_| ()), Err(Refusal::NoApproverLeft));
    let by_officer = stage.asks(&steps::replace(a, c), Hands::One(&s::officer_b()));
    assert!(matches!(by_officer, Err(Refusal::NotYours { .. })));
    stage
        .takes(&steps::replace(a, c), &s::chief())
        .expect("丙 is free");
    assert_eq!(stage.case.officers, [b, c]);
    assert!(
        stage.case.investigated(a) && stage.case.acted_in(a),
        "who left took part all the same"
    );
}

#[test]
fn 办结以后也可以更换经办人_由接替的人代为录入异议() {
    let mut stage = Stage::closed(2, 1);
    let (gone, new) = (s::officer_a(), s::officer_c());
    stage
        .takes(&steps::replace(gone.user, new.user), &s::chief())
        .expect("丙 is free");
    let objects = Step::Object(steps::objection(stage.party(2), s::SUPERIOR));
    let refused = stage.asks(&objects, Hands::One(&gone)).map(|_| ());
    assert_eq!(refused, Err(Refusal::NotAssigned));
    stage.takes(&objects, &new).expect("it is the new officer's");
    for (stage, status) in [(Stage::filed(1), "待启动"), (declined(), "不予启动")] {
        let answer = stage.asks(&steps::replace(gone.user, new.user), Hands::One(&s::chief()));
        let nobody = Refusal::NotInThisStatus {
            step: "更换经办人",
            status,
            basis: Basis::Practice,
        };
        assert_eq!(answer.map(|_| ()), Err(nobody), "nobody is assigned");
    }
}

fn declined() -> Stage {
    let mut stage = Stage::filed(1);
    stage.does(&steps::decline());
    stage
}

#[test]
fn 更换时可以选的人_不含选的人自己() {
    let stage = Stage::initiated(1);
    let names = |by: &Actor| -> Vec<_> { replacements(&stage.case, by).map(|it| it.user).collect() };
    let [c, chief, deputy] = [s::officer_c(), s::chief(), s::deputy()];
    let others = || {
        stage
            .case
            .staff
            .iter()
            .map(|it| it.user)
            .filter(|it| !stage.case.officers.contains(it))
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
fn second_round() -> Stage {
    let mut stage = Stage::determined(1, 1);
    stage.served();
    let objection = stage.objects(1, s::SUPERIOR);
    stage.set_aside(objection);
    stage
}

#[test]
fn 重新核实由负责人指定没有参加过的人() {
    let mut stage = second_round();
    let [d, e] = s::newcomers().map(|it| it.user);
    let [a, c] = [s::officer_a().user, s::officer_c().user];
    let asks = |stage: &Stage, officers: &[UserId], by: &Actor| {
        let step = steps::assign(officers.iter().copied());
        stage.asks(&step, Hands::One(by)).map(drop)
    };
    assert_eq!(asks(&stage, &[c, d], &s::chief()), Ok(()));
    let part = Err(Refusal::TookPartInEarlierRound);
    assert_eq!(asks(&stage, &[a, d], &s::chief()), part);
    let few = Err(Refusal::TooFewOfficers { count: 1 });
    assert_eq!(asks(&stage, &[d, d], &s::chief()), few);
    let outside = s::superiors()[0].user;
    assert_eq!(asks(&stage, &[d, outside], &s::chief()), Err(Refusal::NotStaff));
    assert!(matches!(
        asks(&stage, &[d, e], &s::officer_c()),
        Err(Refusal::NotYours { .. })
    ));
    let deputy = s::deputy();
    assert_eq!(
        asks(&stage, &[d, deputy.user], &deputy),
        Err(Refusal::NamesOneself)
    );
    let told = stage.assigned().documents;
    assert_eq!(told.len(), 1, "the party is told who verifies");
    assert_eq!(asks(&stage, &[d, e], &s::chief()), Err(Refusal::RoundHasOfficers));
}

#[test]
fn 指定以前谁也不是经办人_以前的经办人不再办理() {
    let mut stage = second_round();
    let hears = |stage: &Stage, by: &Actor| {
        let hearing = steps::hearing(stage.party(1), &[by.user], stage.today());
        stage.asks(&Step::Hear(hearing), Hands::One(by)).map(drop)
    };
    for by in [s::officer_a(), s::officer_c()] {
        assert_eq!(hears(&stage, &by), Err(Refusal::NotAssigned));
    }
    let replace = stage.available(Kind::Replace, None, &s::chief());
    assert!(matches!(replace, Err(Unavailable::Settled(_))));
    stage.assigned();
    assert_eq!(hears(&stage, &s::officer_a()), Err(Refusal::NotAssigned));
    let [d, _] = s::newcomers();
    let back = stage.asks(
        &steps::replace(d.user, s::officer_a().user),
        Hands::One(&s::chief()),
    );
    assert_eq!(back.map(drop), Err(Refusal::TookPartInEarlierRound));
}

#[test]
fn 没有足够的人可以指定_说明理由() {
    let mut stage = second_round();
    let [d, e] = s::newcomers().map(|it| it.user);
    let keeps = [d, s::chief().user];
    stage.case.staff.retain(|it| keeps.contains(&it.user));
    let answer = |stage: &Stage| stage.available(Kind::Assign, None, &s::chief());
    assert_eq!(answer(&stage), Err(Unavailable::NotNow(Refusal::NobodyNew)));
    stage.case.staff = s::staff();
    let keeps = [d, e, s::deputy().user];
    stage.case.staff.retain(|it| keeps.contains(&it.user));
    assert_eq!(
        stage.available(Kind::Assign, None, &s::deputy()),
        Err(Unavailable::NotNow(Refusal::NoApproverLeft)),
        "the determination"
    );
}

#[test]
fn 当过经办人的_换下来以后也不能审批() {
    let mut stage = Stage::initiated(1);
    let (a, c, deputy) = (s::officer_a().user, s::officer_c().user, s::deputy());
    stage
        .takes(&steps::replace(a, deputy.user), &s::chief())
        .expect("the chief is left");
    stage
        .takes(&steps::replace(deputy.user, c), &s::chief())
        .expect("丙 is free");
    let step = steps::extend(1);
    let hands = Hands::Two {
        drafter: c,
        approver: &deputy,
    };
    assert_eq!(stage.asks(&step, hands).map(drop), Err(Refusal::OfficerOfTheCase));
}
