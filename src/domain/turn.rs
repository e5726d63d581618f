//! Whose turn it is (轮到谁办) and what is to be done next: read off the table and off what blocks its next row, never
//! written by hand. Lists show it, so it is kept beside the case and renewed with every step.

use crate::domain::act::{Act, ActState};
use crate::domain::assignment;
use crate::domain::case::{Case, Clock, Issued};
use crate::domain::check::Check;
use crate::domain::closure;
use crate::domain::coded::coded;
use crate::domain::correction::{Correction, CorrectionState, Responsible};
use crate::domain::deadline::DeadlineKind;
use crate::domain::determination;
use crate::domain::objection;
use crate::domain::procedure::{Desk, Kind, Move, steps_in};
use crate::domain::refusal::Refusal;
use crate::domain::report;
use crate::domain::service;

use time::Date;

coded! {
    /// Whose turn it is.
    Turn {
        /// The officers draft, hear, serve.
        Officer = "officer", "等经办人";
        /// An act waits for an approver.
        Approver = "approver", "等审批";
        /// A party owes something.
        Party = "party", "等当事人";
        /// The addressee of an objection decides it, and feeds the decision back.
        Addressee = "addressee", "等异议处理";
        /// Nothing is owed.
        Nobody = "nobody", "已了结";
    }
}

/// What is to be done next, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// Whose turn.
    pub turn: Turn,
    /// What, as a verb and its object.
    pub todo: String,
}

/// What is to be done next on a case. One thing outlives its closure: the decision of a later objection is fed back (A8.4).
pub fn next(case: &Case) -> Next {
    let of_the_body = |act: &&Act| act.kind.row().who.desk != Desk::Addressee;
    let in_state = |state| {
        case.acts
            .iter()
            .filter(of_the_body)
            .find(|act| act.state == state)
    };
    if let Some(act) = in_state(ActState::Waiting) {
        return on(Turn::Approver, format!("审批：{}", act.kind.name()));
    }
    if assignment::waits_for_officers(case).is_ok() {
        return on(Turn::Approver, format!("指定第 {} 轮经办人", case.round));
    }
    if let Some(act) = in_state(ActState::Returned) {
        return on(Turn::Officer, format!("修改后重新送审：{}", act.kind.name()));
    }
    if let Some(it) = service::to_serve_by(case, case.body.id).next() {
        return on(Turn::Officer, serving(case, it));
    }
    let leads_on = |row: &&Move| row.changes_status() && row.who.needs_approval();
    match steps_in(case.status).find(leads_on) {
        Some(row) if row.who.desk == Desk::Addressee => {
            let own = owed(case).into_iter().find(|it| it.turn == Turn::Officer);
            own.unwrap_or_else(|| on(Turn::Addressee, "等待异议处理决定".into()))
        }
        Some(row) if row.kind == Kind::Close => owed(case)
            .into_iter()
            .next()
            .unwrap_or_else(|| on(Turn::Officer, drafting(row))),
        Some(row) if case.status.open() => match ready(row.kind, case) {
            Ok(()) => on(Turn::Officer, drafting(row)),
            Err(refusal) => remedy(&refusal, case),
        },
        _ => objection::fed_back(case).map_or_else(
            |refusal| remedy(&refusal, case),
            |()| on(Turn::Nobody, "已了结".into()),
        ),
    }
}

/// What is owed before a case closes: what the officers can do stands before what they wait for, and what falls due first
/// before the rest. An objection holds none of it up (A8.4).
fn owed(case: &Case) -> Vec<Next> {
    let asked = closure::checklist(case);
    let against = asked.iter().filter_map(Check::against);
    let mut owed: Vec<_> = against
        .map(|refusal| (remedy(refusal, case), due(refusal, case)))
        .collect();
    owed.sort_by_key(|(next, due)| (next.turn != Turn::Officer, due.unwrap_or(Date::MAX)));
    owed.into_iter().map(|(next, _)| next).collect()
}

/// When what the refusal speaks of falls due. The notice belongs to the feedback (A9.1) and is due with it, even when the
/// services have already ended its clock.
fn due(refusal: &Refusal, case: &Case) -> Option<Date> {
    let first = |kind, owed: fn(&Clock) -> bool| {
        let clocks = case.deadlines.iter().filter(|it| it.kind == kind && owed(it));
        clocks.filter_map(|it| it.deadline()?.due(case.calendar())).min()
    };
    match refusal {
        Refusal::Unserved { .. } | Refusal::NotNotified => {
            first(DeadlineKind::Feedback, |it| it.subject.is_none())
        }
        Refusal::Unclarified { .. } => first(DeadlineKind::Clarification, Clock::running),
        Refusal::CorrectionOpen { .. } => {
            let open = |it: &&Correction| it.state != CorrectionState::Verified;
            case.demanded().filter(open).map(|it| it.due).min()
        }
        _ => None,
    }
}

/// What stands against the next step of the body before anything is written.
fn ready(kind: Kind, case: &Case) -> Result<(), Refusal> {
    match kind {
        Kind::Report => report::ready(case),
        Kind::Determine => determination::ready(case),
        _ => Ok(()),
    }
}

fn on(turn: Turn, todo: String) -> Next {
    Next { turn, todo }
}

fn drafting(row: &Move) -> String {
    match row.kind {
        Kind::Initiate => "作出是否启动的决定".into(),
        Kind::Report => "起草核实报告和初步意见".into(),
        Kind::Determine => "起草容错认定".into(),
        _ => row.name.into(),
    }
}

/// The service of a document, and to whom.
pub fn serving(case: &Case, it: &Issued) -> String {
    format!("送达{}：{}", it.kind.short(), case.recipient_of(it))
}

/// What would lift the refusal.
fn remedy(refusal: &Refusal, case: &Case) -> Next {
    match refusal {
        Refusal::Unheard { party } => on(Turn::Officer, format!("听取{party}的意见")),
        Refusal::NothingGathered => on(Turn::Officer, "收集证据".into()),
        Refusal::DecisionUnserved { party } => {
            on(Turn::Addressee, format!("等受理机关向{party}送达异议处理决定书"))
        }
        Refusal::NotNotified => on(Turn::Officer, "通报相关单位".into()),
        Refusal::Unclarified { party } => on(Turn::Officer, format!("为{party}作澄清说明")),
        Refusal::CorrectionOpen { .. } => correction(case),
        Refusal::AuthorityElsewhere { organ, .. } | Refusal::OrganSeized { organ, .. } => {
            on(Turn::Officer, format!("在线下移送{organ}"))
        }
        Refusal::ObjectionOpen => on(Turn::Addressee, "等待异议处理决定".into()),
        other => on(Turn::Officer, other.to_string()),
    }
}

fn correction(case: &Case) -> Next {
    let reported = case.demanded().any(|it| it.state == CorrectionState::Reported);
    if reported {
        return on(Turn::Officer, "验收整改情况".into());
    }
    let owed = case.demanded().find(|it| it.state.owed());
    let by_itself = owed.and_then(|it| match &it.responsible {
        Responsible::Party(party) => case.party(*party).filter(|party| party.has_account()),
        Responsible::Unit(_) | Responsible::Body => None,
    });
    match by_itself {
        Some(party) => on(Turn::Party, format!("等{}报告整改情况", party.name)),
        None => on(Turn::Officer, "报告整改情况".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ActId;
    use crate::domain::samples::{self as s, Stage, steps};
    use uuid::Uuid;

    fn says(case: &Case) -> (Turn, String) {
        let Next { turn, todo } = next(case);
        (turn, todo)
    }

    #[test]
    fn 一件案件从头到尾轮到谁() {
        let turn = |stage: &Stage, turn, todo: &str| assert_eq!(says(&stage.case), (turn, todo.into()));
        turn(&Stage::filed(2), Turn::Officer, "作出是否启动的决定");
        let mut initiated = Stage::initiated(2);
        turn(&initiated, Turn::Officer, "送达启动容错程序通知书：甲单位");
        initiated.served();
        turn(&initiated, Turn::Officer, "听取甲单位的意见");
        let mut heard = Stage::heard(2);
        turn(&heard, Turn::Officer, "起草核实报告和初步意见");
        heard.case.evidence.clear();
        turn(&heard, Turn::Officer, "收集证据");
        turn(&Stage::reported(2, 1), Turn::Officer, "起草容错认定");
        let mut stage = Stage::determined(2, 1);
        turn(&stage, Turn::Officer, "送达容错认定书：甲单位");
        let objection = stage.objects(1, s::SUPERIOR);
        turn(&stage, Turn::Officer, "送达容错认定书：当事人2");
        stage.served();
        turn(&stage, Turn::Officer, "通报相关单位");
        stage
            .takes(&steps::notice(), &s::officer_a())
            .expect("nobody is concerned");
        turn(&stage, Turn::Officer, "为甲单位作澄清说明");
        stage.does(&steps::clarification(stage.party(1), stage.today()));
        turn(&stage, Turn::Addressee, "等待异议处理决定");
        stage.upheld(objection);
        turn(&stage, Turn::Party, "等甲单位报告整改情况");
        let correction = stage.case.corrections[0].id;
        stage
            .takes(&steps::correction_report(correction), &s::applicant())
            .expect("it is owed");
        turn(&stage, Turn::Officer, "验收整改情况");
        stage.does(&steps::verdict(correction, true));
        turn(&stage, Turn::Addressee, "等受理机关向甲单位送达异议处理决定书");
        stage.feeds_back();
        turn(&stage, Turn::Officer, "办结案件");
        stage.does(&steps::close());
        turn(&stage, Turn::Nobody, "已了结");
        let mut objection = steps::objection(stage.party(2), s::SUPERIOR);
        objection.new_facts = "新的事实".into();
        let objects = crate::domain::step::Step::Object(objection);
        stage
            .takes(&objects, &s::officer_a())
            .expect("there is no time limit");
        stage.upheld(stage.case.objections[1].id);
        turn(&stage, Turn::Addressee, "等受理机关向当事人2送达异议处理决定书");
        stage.feeds_back();
        turn(&stage, Turn::Nobody, "已了结");
    }

    #[test]
    fn 等待审批的轮到负责人_退回的轮到经办人() {
        let mut case = Stage::filed(1).case;
        case.acts = vec![Act {
            id: ActId(Uuid::from_u128(8)),
            kind: Kind::Initiate,
            subject: None,
            state: ActState::Waiting,
            drafted_by: s::officer_a().user,
            drafter_name: String::new(),
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
