//! Random walks: cases of one to four parties led through random steps by random people, most of them sensible, many of
//! them illegal, some approved long after they were drafted. Whatever the law lets pass must keep its promises, and
//! from wherever a walk ends, honest people must be able to bring the case to its end.

mod dice;
mod finish;
mod promises;
mod proposal;
mod right;

use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};
use uuid::Uuid;

use crate::domain::act::{self, Act, ActState, TakenBy};
use crate::domain::actor::Actor;
use crate::domain::ids::ActId;
use crate::domain::samples::SampleCase;
use crate::domain::status::Status;
use crate::domain::step::Step;
use dice::Dice;

/// How many walks at least, and how long the longest is.
const WALKS: u32 = 10_000;
const STEPS_MAX: usize = 60;

/// A draft that waits, with its drafter.
type Draft = (Step, Actor);

fn config() -> Config {
    let failures = FileFailurePersistence::Direct("src/domain/walk/regressions.txt");
    Config {
        cases: WALKS,
        failure_persistence: Some(Box::new(failures)),
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn 任意次序任意人员办理_规则始终成立_案件总能办结(
        begin in any::<u64>(),
        moves in prop::collection::vec(any::<u64>(), 0..STEPS_MAX),
    ) {
        let mut sample = proposal::filed(&mut Dice::new(begin));
        let mut drafts = vec![];
        for seed in moves {
            walk(&mut sample, &mut drafts, &mut Dice::new(seed));
        }
        let mut dice = Dice::new(begin ^ 1);
        if dice.one_in(4) {
            finish::objects(&mut sample, &mut dice);
        }
        finish::finishes(&mut sample, &mut dice);
    }
}

/// Whether the case moved on from what waits, as the program has it lapse with the step that does so.
fn lapsed(sample: &SampleCase, (step, drafter): &Draft) -> bool {
    let waits = Act {
        id: ActId(Uuid::nil()),
        kind: step.kind(),
        subject: step.subject(),
        state: ActState::Waiting,
        drafted_by: drafter.user,
        drafters: vec![drafter.user],
        drafter_name: String::new(),
        submitted_after: 0,
    };
    act::left_behind(&waits, &sample.case).is_some()
}

/// One move: the right step, or anybody's: a step by one person, a draft, or the approval of an earlier draft.
fn walk(sample: &mut SampleCase, drafts: &mut Vec<Draft>, dice: &mut Dice) {
    drafts.retain(|draft| !lapsed(sample, draft));
    sample.later(dice.below(30) as i64);
    let seldom = if sample.case.status == Status::Objected {
        5
    } else {
        2
    };
    if sample.case.status.open() && dice.one_in(seldom) {
        return finish::leads_on(sample, dice);
    }
    let before = sample.case.clone();
    if !drafts.is_empty() && dice.one_in(3) {
        let (step, drafter) = drafts.swap_remove(dice.below(drafts.len()));
        let approver = proposal::approver(&before, &step, &drafter, dice);
        promises::checked(sample, &step, &drafter, &approver);
        if let Ok(ruling) = sample.approves(&step, &drafter, &approver) {
            let taken_by = TakenBy::Two {
                drafters: &[drafter.user],
                approver: &approver,
            };
            promises::kept(&before, &sample.case, &step, taken_by, &ruling, sample.today());
        }
        return;
    }
    let step = proposal::step(sample, dice);
    let actor = proposal::actor(&before, &step, dice);
    right::what_is_offered_can_be_done(sample, &actor);
    if step.kind().row().who.needs_approval() {
        if sample.asks(&step, TakenBy::One(&actor)).is_ok() {
            promises::offered(sample, &before, &step, &actor);
            drafts.push((step, actor));
        }
    } else if let Ok(ruling) = sample.takes(&step, &actor) {
        promises::offered(sample, &before, &step, &actor);
        promises::kept(
            &before,
            &sample.case,
            &step,
            TakenBy::One(&actor),
            &ruling,
            sample.today(),
        );
    }
}
