//! What the law has against the fields of a form, said beside each: all of it at once, before the step is taken under the lock.

use crate::domain::act::TakenBy;
use crate::domain::step::{Asked, LegalStep};
use crate::web::case::open::OpenCase;
use crate::web::form::Wrong;

/// The step, where the law has nothing against its single fields; what stands against the whole is asked under the lock.
///
/// # Errors
/// What to do, field by field.
pub fn lawful<S: LegalStep>(open: &OpenCase, step: S) -> Result<S, Wrong> {
    let checks = open.at_this_moment(|now| {
        let (case, taken_by) = (&open.case, TakenBy::One(&open.actor));
        step.checks(Asked { case, taken_by, now })
    });
    let mut wrong = Wrong::default();
    for (field, refusal) in checks.iter().filter_map(|it| Some((it.field?, it.against()?))) {
        wrong.refuse(field, refusal);
    }
    if wrong.is_empty() { Ok(step) } else { Err(wrong) }
}
