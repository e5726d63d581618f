//! R1 (A6, A7): when the body must tolerate, and what a finding has to answer.

use super::*;
use crate::domain::samples::steps::{findings, fit};

#[test]
fn 第六条六项全部具备且第七条至少一项符合_才应当容错() {
    let one = [fit(Circumstance::PilotTask)];
    assert_eq!(duty(&findings(None), &one), Duty::MustTolerate);
    assert_eq!(duty(&findings(None), &[]), Duty::CannotTolerate);
    for unmet in Condition::ALL {
        assert_eq!(
            duty(&findings(Some(*unmet)), &one),
            Duty::CannotTolerate,
            "{unmet}"
        );
        let silent: Vec<_> = findings(None)
            .into_iter()
            .filter(|it| it.condition != *unmet)
            .collect();
        assert_eq!(
            duty(&silent, &one),
            Duty::CannotTolerate,
            "nothing found on {unmet}"
        );
    }
    for circumstance in Circumstance::ALL {
        assert_eq!(
            duty(&findings(None), &[fit(*circumstance)]),
            Duty::MustTolerate,
            "{circumstance}"
        );
    }
}

#[test]
fn 第三项和第六项须两者兼备_第五项有其一即可() {
    use Part::{Corrected, Democratic, DutyDone, EmergencyReported, LossReduced, NoGraveLoss, NoIntent};
    #[rustfmt::skip]
    let table = [
        //                                                       both, first, second, neither
        (Condition::Diligent,       [NoIntent, DutyDone],          [true, false, false, false]),
        (Condition::DueProcess,     [Democratic, EmergencyReported], [true, true, true, false]),
        (Condition::SelfCorrecting, [Corrected, NoGraveLoss],      [true, false, false, false]),
        (Condition::SelfCorrecting, [LossReduced, NoGraveLoss],    [true, false, false, false]),
    ];
    for (condition, [first, second], met) in table {
        for ((a, b), met) in [(true, true), (true, false), (false, true), (false, false)]
            .into_iter()
            .zip(met)
        {
            let holds = |part| (part != first || a) && (part != second || b);
            let parts: Vec<_> = Part::of(condition)
                .iter()
                .map(|part| (*part, holds(*part)))
                .collect();
            assert_eq!(met_by_parts(condition, &parts), met, "{condition} {a} {b}");
            for said in [true, false] {
                let mut all = findings(None);
                let about = all
                    .iter_mut()
                    .find(|it| it.condition == condition)
                    .expect("there is one on each");
                (about.parts, about.met) = (parts.clone(), said);
                let contradicts = complete("某", &all, &[]).is_err();
                assert_eq!(contradicts, said != met, "{condition} {a} {b} {said}");
            }
        }
    }
}

#[test]
fn 每项条件恰有一个结论_写明理由_回答其各项() {
    let changed = |change: fn(&mut Vec<Finding>)| {
        let mut all = findings(None);
        change(&mut all);
        complete("某", &all, &[])
    };
    let incomplete = Err(Refusal::FindingsIncomplete { party: "某".into() });
    assert_eq!(changed(|_| ()), Ok(()));
    assert_eq!(changed(|all| drop(all.pop())), incomplete);
    assert_eq!(changed(|all| all.push(all[0].clone())), incomplete);
    assert_eq!(changed(|all| all[0].reason = " ".into()), incomplete);
    assert_eq!(changed(|all| all[2].parts.truncate(1)), incomplete);
    assert_eq!(changed(|all| all[2].parts[1] = all[2].parts[0]), incomplete);
    assert_eq!(
        changed(|all| all[0].parts.push((Part::NoIntent, true))),
        incomplete
    );
}

#[test]
fn 第七项不能与第一项至第六项同时适用() {
    let other = || fit(Circumstance::Other);
    let asks = |fits: &[Fit]| complete("某", &findings(None), fits);
    assert_eq!(asks(&[other()]), Ok(()));
    let all = Circumstance::ALL.iter().copied();
    for circumstance in all.filter(|it| *it != Circumstance::Other) {
        for fits in [[other(), fit(circumstance)], [fit(circumstance), other()]] {
            let refused = asks(&fits).expect_err("it is for what the others leave");
            assert_eq!(refused, Refusal::SeventhBesideAnother { party: "某".into() });
            assert_eq!(refused.basis().to_string(), "第七条第七项");
        }
    }
    assert_eq!(
        asks(&[fit(Circumstance::PilotTask), fit(Circumstance::HardTask)]),
        Ok(())
    );
}

#[test]
fn 适用第七项须专门说明() {
    let asks = |fit: Fit| complete("某", &findings(None), &[fit]);
    let explained = |principles: &str, others: &str| Fit {
        seventh: Some(Seventh {
            principles: principles.into(),
            others: others.into(),
        }),
        ..fit(Circumstance::Other)
    };
    assert_eq!(asks(explained("坚持实事求是", "不属于试点任务")), Ok(()));
    let unexplained = |mut fit: Fit, reason: &str| {
        fit.reason = reason.into();
        asks(fit).expect_err("it is not explained")
    };
    for fit in [
        unexplained(explained("坚持实事求是", "不属于试点任务"), " "),
        unexplained(explained("坚持实事求是", "\u{200B}"), "有据"),
        unexplained(explained("", "不属于试点任务"), "有据"),
        unexplained(
            Fit {
                seventh: None,
                ..fit(Circumstance::Other)
            },
            "有据",
        ),
    ] {
        assert_eq!(fit, Refusal::SeventhUnexplained { party: "某".into() });
        assert_eq!(fit.basis().to_string(), "第七条第七项");
    }
    let misplaced = Fit {
        circumstance: Circumstance::PilotTask,
        ..explained("坚持实事求是", "不属于试点任务")
    };
    assert_eq!(
        asks(misplaced),
        Err(Refusal::FindingsIncomplete { party: "某".into() })
    );
}
