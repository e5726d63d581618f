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
