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
        stage.case.took_part.contains(&a),
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
    assert_eq!(names(&chief), [c.user, deputy.user]);
    assert_eq!(
        names(&deputy),
        [c.user],
        "without the chief nobody could approve the determination"
    );
}
