//! Samples of the page of an act.

use time::Duration;
use time::macros::datetime;
use uuid::Uuid;

use super::super::open::OpenCase;
use super::super::sample::ready_for;
use super::super::samples::crowd;
use super::page::page;
use super::sheet::sheet;
use crate::domain::act::{Act, ActState};
use crate::domain::actor::Actor;
use crate::domain::blank::Written;
use crate::domain::case::Case;
use crate::domain::ids::ActId;
use crate::domain::procedure::{Kind, PROCEDURE};
use crate::domain::samples::{self as s, steps};
use crate::domain::step::Step;
use crate::store::acts::{ActMove, ActRecord};
use crate::web::form::{Typed, Wrong};
use crate::web::samples::{self, Sample};

/// Every kind of act before its approver, with a wrong answer; one that came back, before its drafter; and one that much
/// stands against.
pub fn samples() -> Vec<Sample> {
    let acts = PROCEDURE.iter().filter(|row| row.who.needs_approval());
    let mut all = vec![];
    for kind in acts.map(|row| row.kind) {
        let (mut open, steps) = ready_for(kind);
        crowd(&mut open.case);
        let drafter = open.actor.clone();
        for (no, step) in steps.iter().enumerate() {
            open.actor = drafter.clone();
            all.extend(before_its_approver(&mut open, no, step));
        }
    }
    let (mut undone, _) = ready_for(Kind::Serve);
    crowd(&mut undone.case);
    all.extend(before_its_approver(&mut undone, 1, &steps::close()));
    all
}

fn before_its_approver(open: &mut OpenCase, no: usize, step: &Step) -> Vec<Sample> {
    let moves = [
        act_move(ActState::Waiting, "", Some(first_draft(step))),
        act_move(ActState::Returned, "请补充证据编号。", None),
        act_move(ActState::Waiting, "", Some(step.clone())),
    ];
    let drafter = open.actor.clone();
    let kind = step.kind();
    let shown = |open: &OpenCase, what: &str, moves: &[ActMove], wrong| {
        let record = record(&open.case, &drafter, step, moves);
        let page = page(samples::frame(""), open, &record, moves, Typed::default(), wrong);
        Sample::of(format!("act {} {no} {what}", kind.code()), &page)
    };
    let mut all = vec![];
    if kind == Kind::Initiate {
        all.push(shown(open, "returned", &moves[..2], Wrong::default()));
        all.push(shown(open, "draft", &[], Wrong::default()));
    }
    open.actor = approver_beside(&drafter);
    if kind == Kind::Determine {
        let record = record(&open.case, &drafter, step, &moves);
        let page = sheet(samples::frame(""), open, &record, &moves);
        all.extend(page.map(|page| Sample::of(format!("act {} {no} sheet", kind.code()), &page)));
    }
    let wrong = Wrong::field("verdict", "选择同意或者退回");
    all.push(shown(open, "approval", &moves, wrong));
    all
}

/// What the step of an act may have been before it was returned.
fn first_draft(step: &Step) -> Step {
    let mut first = step.clone();
    let short = || Written::own("有需要");
    match &mut first {
        Step::Initiate(it) => it.officers.truncate(1),
        Step::Decline(it) => it.reason = short(),
        Step::Link(it) => it.electronic = true,
        Step::Report(it) => it.parties[0].findings[4].reason = "有据，见证据".into(),
        Step::Suspend(it) => it.reason = short(),
        Step::Resume(it) => it.reason = short(),
        Step::Extend(it) => it.days = 10,
        Step::Refer(it) => it.proposal.clear(),
        Step::RecordReturn(it) => it.said = short(),
        Step::Determine(it) => it.parties[0].corrections[0].due += Duration::days(60),
        Step::DecideObjection(it) => it.reasons = "异议不能成立".into(),
        Step::VerifyCorrection(it) => it.remark = short(),
        Step::Clarify(it) => it.audience = "本单位".into(),
        Step::Close(_)
        | Step::Withdraw(_)
        | Step::Replace(_)
        | Step::Assign(_)
        | Step::TakeEvidence(_)
        | Step::Hear(_)
        | Step::Serve(_)
        | Step::Notify(_)
        | Step::Object(_)
        | Step::ReportCorrection(_)
        | Step::WithdrawObjection(_)
        | Step::WaiveClarification(_) => {}
    }
    first
}

/// Who approves what that officer drafts.
fn approver_beside(officer: &Actor) -> Actor {
    let there = officer.body.as_ref().map(|it| it.id);
    let mut all = s::everybody().into_iter();
    let approver = all.find(|it| it.approves_determinations && there.is_some_and(|body| it.works_for(body)));
    approver.expect("each body of the samples has somebody who approves")
}

/// An act that says this and went that way, drafted by that person.
fn record(case: &Case, drafter: &Actor, step: &Step, moves: &[ActMove]) -> ActRecord {
    let state = moves.last().and_then(|it| it.state).unwrap_or(ActState::Draft);
    ActRecord {
        act: Act {
            id: ActId(Uuid::from_u128(95)),
            kind: step.kind(),
            subject: step.subject(),
            state,
            drafted_by: drafter.user,
            drafters: vec![drafter.user],
            drafter_name: drafter.name.clone(),
            submitted_after: case.seq,
        },
        case: case.id,
        body: case.body.id,
        typed: vec![],
        step: Some(step.clone()).filter(|_| state != ActState::Draft),
        submitted_at: None,
        submissions: 1,
        revision: 1,
        saved_at: datetime!(2026-11-23 01:12 UTC),
    }
}

/// What became of it once.
fn act_move(state: ActState, note: &str, step: Option<Step>) -> ActMove {
    ActMove {
        at: datetime!(2026-11-23 01:12 UTC),
        name: "罗一鸣".into(),
        state: Some(state),
        note: note.into(),
        step: step.map(sqlx::types::Json),
    }
}
