//! 认定 (A9.1): what follows from the findings, and what a determination has to carry.

use super::*;
use crate::domain::act::TakenBy;
use crate::domain::check::Held;
use crate::domain::fact::Fact;
use crate::domain::samples::{self as s, SampleCase, steps};
use crate::domain::step::Step;
use uuid::Uuid;

fn asks(sample: &SampleCase, change: impl Fn(&mut Determination)) -> Result<Ruling, Refusal> {
    let mut it = steps::determination(&sample.case, sample.today());
    change(&mut it);
    sample.asks(&Step::Determine(it), TakenBy::One(&s::officer_a()))
}

#[test]
fn 结论由六项条件和情形得出_起草人只选处理方式() {
    for tolerable in [1, 0] {
        let sample = SampleCase::reported(1, tolerable);
        for lenience in Lenience::ALL.iter().copied().map(Some).chain([None]) {
            let answer = asks(&sample, |it| {
                it.parties[0].lenience = lenience;
                it.parties[0].provision = lenience.map(|_| "某条例第一条".into());
            });
            let outcome = answer.map(|ruling| match &ruling.facts[0] {
                Fact::Determined(it) => it.outcome,
                _ => panic!("the determination comes first"),
            });
            let party = "甲单位".to_owned();
            let expected = match (tolerable, lenience) {
                (1, Some(_)) => Ok(Outcome::Tolerated),
                (1, None) => Err(Refusal::MustTolerate { party }),
                (_, None) => Ok(Outcome::NotTolerated),
                (_, Some(_)) => Err(Refusal::CannotTolerate {
                    party,
                    against: Article::A6,
                }),
            };
            assert_eq!(outcome, expected, "{tolerable} {lenience:?}");
        }
    }
}

#[test]
fn 处理方式须写明依据的条款和幅度_不选择的不写() {
    let sample = SampleCase::reported(2, 1);
    let asks = |no: usize, provision: Option<&str>| {
        asks(&sample, |it| it.parties[no].provision = provision.map(Into::into)).map(|_| ())
    };
    assert_eq!(asks(0, Some("某条例第一条，可以免予")), Ok(()));
    for silent in [None, Some(""), Some("\u{200B}\u{3000}")] {
        let refused = asks(0, silent).expect_err("A10 names no provision itself");
        let missing = Refusal::ProvisionMissing {
            party: "甲单位".into(),
        };
        assert_eq!(refused, missing);
        assert_eq!(refused.basis().to_string(), "第十条");
    }
    let for_nothing = Refusal::ProvisionForNothing {
        party: "当事人2".into(),
    };
    assert_eq!(asks(1, Some("某条例第一条")), Err(for_nothing));
}

#[test]
fn 予以容错的同时提出纠错要求_有责任人_有时限() {
    let sample = SampleCase::reported(1, 1);
    let refused = |change: fn(&mut PartyDetermination)| {
        asks(&sample, |it| change(&mut it.parties[0]))
            .map(|_| ())
            .expect_err("R4 stands against it")
    };
    let missing = refused(|it| it.corrections.clear());
    assert_eq!(
        missing,
        Refusal::CorrectionMissing {
            party: "甲单位".into()
        }
    );
    assert_eq!(missing.basis().to_string(), "第十二条第三项");
    assert_eq!(
        refused(|it| it.corrections[0].due = steps::LONG_AGO),
        Refusal::CorrectionDueInThePast
    );
    assert!(matches!(
        refused(|it| it.corrections[0].what.clear()),
        Refusal::Missing { .. }
    ));
    let nameless: fn(&mut PartyDetermination) = |it| {
        it.corrections[0].responsible = Responsible::Unit(" ".into());
    };
    assert!(matches!(refused(nameless), Refusal::Missing { .. }));
    let stranger: fn(&mut PartyDetermination) = |it| {
        it.corrections[0].responsible = Responsible::Party(PartyId(Uuid::from_u128(7)));
    };
    let another = Refusal::CorrectionOfAnother {
        party: "甲单位".into(),
    };
    assert_eq!(refused(stranger), another);
    let of_two = SampleCase::reported(2, 1);
    let second = of_two.party(2);
    for of_another in [Responsible::Party(second), Responsible::Unit(" 当事人2".into())] {
        let answer = asks(&of_two, |it| {
            it.parties[0].corrections[0].responsible = of_another.clone()
        });
        assert_eq!(answer.map(|_| ()), Err(another.clone()), "{of_another:?}");
    }
    let may_be = asks(&SampleCase::reported(1, 0), |_| ()).map(|ruling| ruling.facts.len());
    assert_eq!(may_be, Ok(1), "without tolerance it may go without");
}

#[test]
fn 纠错要求的完成时限不是工作日的_提示下一个工作日_不禁止() {
    use time::macros::date;
    let sample = SampleCase::reported(1, 1);
    for (due, said) in [
        (date!(2026 - 10 - 08), None),
        (date!(2026 - 10 - 04), Some("10月8日")),
        (date!(2027 - 01 - 01), Some("1月4日")),
    ] {
        let mut it = steps::determination(&sample.case, sample.today());
        it.parties[0].corrections[0].due = due;
        let step = Step::Determine(it);
        let checks = sample.checks(&step);
        let noted = checks
            .iter()
            .find(|it| it.what.contains("完成时限") && it.basis == Basis::Practice);
        let noted = noted.expect("it is asked");
        assert_eq!(noted.held == Held::Yes, said.is_none(), "{due}: {noted:?}");
        assert!(said.is_none_or(|it| noted.what.contains(it)), "{}", noted.what);
        assert!(sample.asks(&step, TakenBy::One(&s::officer_a())).is_ok());
    }
}

#[test]
fn 认定包括每名本轮当事人_跟随经批准的初步意见() {
    let mut sample = SampleCase::reported(2, 1);
    let incomplete = Err(Refusal::DeterminationIncomplete);
    assert_eq!(asks(&sample, |it| drop(it.parties.pop())).map(|_| ()), incomplete);
    assert_eq!(
        asks(&sample, |it| it.parties.push(it.parties[0].clone())).map(|_| ()),
        incomplete
    );
    assert_eq!(
        asks(&sample, |it| it.parties[1] = it.parties[0].clone()).map(|_| ()),
        incomplete
    );
    sample.case.opinions.clear();
    assert_eq!(asks(&sample, |_| ()).map(|_| ()), Err(Refusal::NoOpinion));
}

#[test]
fn 免除责任的开始计算澄清说明的期限() {
    let sample = SampleCase::reported(1, 1);
    for lenience in Lenience::ALL.iter().copied() {
        let ruling = asks(&sample, |it| it.parties[0].lenience = Some(lenience)).expect("R1 holds");
        let starts = ruling
            .clocks
            .iter()
            .any(|it| it.kind == DeadlineKind::Clarification);
        assert_eq!(
            starts,
            matches!(lenience, Lenience::Waived | Lenience::Exempt),
            "{lenience}"
        );
    }
}

#[test]
fn 集体研究中回避的人不能起草_也不能审批() {
    let mut sample = SampleCase::reported(1, 1);
    let mut it = steps::determination(&sample.case, sample.today());
    let (drafter, approver) = (s::officer_a(), s::chief());
    for (recused, who) in [
        ("无".to_owned(), None),
        (format!("{}甲", approver.name), Some(&approver)),
        (approver.name.clone(), Some(&approver)),
        (
            format!("某某、{}同志（系当事人近亲属）", approver.name),
            Some(&approver),
        ),
        (format!("某某 {}", approver.name), Some(&approver)),
        (format!("某某，{}", drafter.name), Some(&drafter)),
    ] {
        let text = || "无".to_owned();
        it.deliberation = Some(Deliberation {
            meeting: text(),
            held_on: steps::LONG_AGO,
            present: "主任、副主任".into(),
            absent: text(),
            recused: recused.clone(),
            views: text(),
            minutes: text(),
        });
        let step = Step::Determine(it.clone());
        let answer = sample.approves(&step, &drafter, &approver).map(drop);
        let refused = who.map(|it| Refusal::RecusedInDeliberation {
            name: it.name.clone(),
        });
        assert_eq!(answer.err(), refused, "{recused}");
        if who.is_none() {
            sample = SampleCase::reported(1, 1);
            it = steps::determination(&sample.case, sample.today());
        }
    }
    // However it is written. Who is named in another's name is refused, too: rather one too many.
    for list in [
        "李　明、王芳",
        "王芳和李明",
        "李明主任等",
        "副主任李明（主持）",
        "李明华",
    ] {
        assert!(deliberation::names(list, "李明"), "{list}");
    }
    assert!(!deliberation::names("李华、王明", "李明") && !deliberation::names("王芳", ""));
}

#[test]
fn 集体研究的记录须完整_出席两名以上() {
    let sample = SampleCase::reported(1, 1);
    let asks = |change: fn(&mut Deliberation)| {
        let text = || "无".to_owned();
        let mut record = Deliberation {
            meeting: text(),
            held_on: steps::LONG_AGO,
            present: "主任、副主任".into(),
            absent: text(),
            recused: text(),
            views: text(),
            minutes: text(),
        };
        change(&mut record);
        asks(&sample, |it| it.deliberation = Some(record.clone())).map(|_| ())
    };
    let incomplete = Err(Refusal::DeliberationIncomplete);
    assert_eq!(asks(|_| ()), Ok(()));
    assert_eq!(asks(|it| it.present = "主任".into()), incomplete);
    assert_eq!(asks(|it| it.recused.clear()), incomplete);
    assert_eq!(asks(|it| it.held_on += time::Duration::days(3650)), incomplete);
}
