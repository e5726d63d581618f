//! Whose turn it is (轮到谁办) and what is to be done next: an act under way, or the first thing that is owed. Lists show it, so it
//! is kept beside the case and renewed with every step.

use crate::domain::case::Case;
use crate::domain::owed::{self, Turn};
use crate::domain::procedure::Desk;
use crate::domain::task::{self, Pile};

mod told;

pub use told::{Told, told};

/// What is to be done next, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// Whose turn.
    pub turn: Turn,
    /// What, as a verb and its object.
    pub todo: String,
}

/// What is to be done next on a case: what waits for an approver of the body, then what came back, then what is owed first.
pub fn next(case: &Case) -> Next {
    let of_the_body = case
        .acts
        .iter()
        .filter(|act| act.kind.row().who.desk != Desk::Addressee);
    let acts: Vec<_> = of_the_body.filter_map(|it| task::under_way(case, it)).collect();
    let on_pile = |pile| acts.iter().find(|it| it.pile == pile);
    match (on_pile(Pile::Approver), on_pile(Pile::Returned)) {
        (Some(waits), _) => on(Turn::Approver, waits.todo.clone()),
        (None, Some(back)) => on(Turn::Officer, back.todo.clone()),
        (None, None) => {
            let first = owed::of(case).into_iter().next();
            first.map_or_else(|| on(Turn::Nobody, "已了结".into()), |it| on(it.by, it.todo))
        }
    }
}

fn on(turn: Turn, todo: String) -> Next {
    Next { turn, todo }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::{Act, ActState};
    use crate::domain::ids::ActId;
    use crate::domain::procedure::Kind;
    use crate::domain::samples::{self as s, SampleCase, steps};
    use uuid::Uuid;

    fn says(case: &Case) -> (Turn, String) {
        let Next { turn, todo } = next(case);
        (turn, todo)
    }

    #[test]
    fn 一件案件从头到尾轮到谁() {
        let turn =
            |sample: &SampleCase, turn, todo: &str| assert_eq!(says(&sample.case), (turn, todo.into()));
        turn(&SampleCase::filed(2), Turn::Officer, "作出是否启动的决定");
        let mut initiated = SampleCase::initiated(2);
        turn(&initiated, Turn::Officer, "送达启动容错程序通知书：甲单位");
        initiated.served();
        turn(&initiated, Turn::Officer, "听取甲单位的意见");
        let mut heard = SampleCase::heard(2);
        turn(&heard, Turn::Officer, "起草核实报告和初步意见");
        heard.case.evidence.clear();
        turn(&heard, Turn::Officer, "收集证据");
        turn(&SampleCase::reported(2, 1), Turn::Officer, "起草容错认定");
        let mut sample = SampleCase::determined(2, 1);
        turn(&sample, Turn::Officer, "送达容错认定书：甲单位");
        let objection = sample.objects(1, s::SUPERIOR);
        turn(&sample, Turn::Officer, "送达容错认定书：当事人2");
        sample.served();
        turn(&sample, Turn::Officer, "通报相关单位");
        sample
            .takes(&steps::notice(), &s::officer_a())
            .expect("nobody is concerned");
        turn(&sample, Turn::Officer, "为甲单位作澄清说明");
        sample.does(&steps::clarification(sample.party(1), sample.today()));
        turn(&sample, Turn::Addressee, "等待异议处理决定");
        sample.upheld(objection);
        turn(&sample, Turn::Addressee, "等受理机关向甲单位送达异议处理决定书");
        sample.feeds_back();
        turn(&sample, Turn::Party, "等甲单位报告整改情况");
        let correction = sample.case.corrections[0].id;
        sample
            .takes(&steps::correction_report(correction), &s::applicant())
            .expect("it is owed");
        turn(&sample, Turn::Officer, "验收整改情况");
        sample.does(&steps::verdict(correction, true));
        turn(&sample, Turn::Officer, "办结案件");
        sample.does(&steps::close());
        turn(&sample, Turn::Nobody, "已了结");
        let mut objection = steps::objection(sample.party(2), s::SUPERIOR);
        objection.new_facts = "新的事实".into();
        let objects = crate::domain::step::Step::Object(objection);
        sample
            .takes(&objects, &s::officer_a())
            .expect("there is no time limit");
        sample.upheld(sample.case.objections[1].id);
        turn(&sample, Turn::Addressee, "等受理机关向当事人2送达异议处理决定书");
        sample.feeds_back();
        turn(&sample, Turn::Nobody, "已了结");
    }

    #[test]
    fn 重新核实先由负责人指定经办人() {
        let mut sample = SampleCase::determined(1, 1);
        sample.served();
        let objection = sample.objects(1, s::SUPERIOR);
        sample.set_aside(objection);
        assert_eq!(says(&sample.case), (Turn::Approver, "指定第 2 轮经办人".into()));
        sample.assigned();
        let waits = "等受理机关向甲单位送达异议处理决定书";
        assert_eq!(says(&sample.case), (Turn::Addressee, waits.into()));
        sample.feeds_back();
        let told = "送达重新核实通知书：甲单位";
        assert_eq!(says(&sample.case), (Turn::Officer, told.into()));
        sample.served();
        assert_eq!(says(&sample.case), (Turn::Officer, "听取甲单位的意见".into()));
    }

    #[test]
    fn 等待审批的轮到负责人_退回的轮到经办人() {
        let mut case = SampleCase::filed(1).case;
        case.acts = vec![Act {
            id: ActId(Uuid::from_u128(8)),
            kind: Kind::Initiate,
            subject: None,
            state: ActState::Waiting,
            drafted_by: s::officer_a().user,
            drafters: vec![s::officer_a().user],
            drafter_name: String::new(),
            submitted_after: 0,
        }];
        assert_eq!(says(&case), (Turn::Approver, "审批：启动容错程序".into()));
        case.acts[0].state = ActState::Returned;
        assert_eq!(
            says(&case),
            (Turn::Officer, "修改后重新送审：启动容错程序".into())
        );
        case.acts[0].state = ActState::Draft;
        assert_eq!(says(&case), (Turn::Officer, "作出是否启动的决定".into()));
    }
}
