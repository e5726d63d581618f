//! What is offered can be done: where the law says that a step waits to be taken, and somebody takes it and writes everything
//! right, it does not refuse.

use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::procedure::steps_in;
use crate::domain::samples::SampleCase;
use crate::domain::samples::right::done_right;

/// Asks the law about everything that is open to this person now.
pub fn what_is_offered_can_be_done(sample: &SampleCase, actor: &Actor) {
    for row in steps_in(sample.case.status) {
        for about in row.kind.subjects(&sample.case) {
            if sample.available(row.kind, about, actor).is_err() {
                continue;
            }
            let Some(step) = done_right(sample, row.kind, about, actor) else {
                continue;
            };
            let answer = sample.asks(&step, TakenBy::One(actor)).map(drop);
            assert_eq!(answer, Ok(()), "{} was offered to {}", row.name, actor.name);
        }
    }
}
