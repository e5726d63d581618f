//! A clock moved (R6): what happened to a deadline, with the day it leads to.

use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use super::{Cause, DeadlineKind};
use crate::domain::case::{Case, Clock};
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::ids::DeadlineId;
use crate::domain::recorded::Entry;

/// A deadline started, stopped, was met …
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockMoved {
    pub deadline: DeadlineId,
    pub kind: DeadlineKind,
    /// The objection, party or document it is about, where there can be several.
    pub subject: Option<Uuid>,
    pub cause: Cause,
    /// The last day as the calendar of that moment has it; `None` while it is stopped.
    pub due: Option<Date>,
    /// Whether that calendar reckons without the notice of the year (暂估).
    pub provisional: bool,
}

impl LegalFact for ClockMoved {
    const MOVES_VERSION: bool = true;

    fn fold(self, case: &mut Case, _: Entry) {
        match case.deadlines.iter_mut().find(|it| it.id == self.deadline) {
            Some(clock) => clock.causes.push(self.cause),
            None => case.deadlines.push(Clock {
                id: self.deadline,
                kind: self.kind,
                subject: self.subject,
                // The event that begins a round says so before it moves a clock.
                round: case.round,
                causes: vec![self.cause],
            }),
        }
    }

    names_no_file! {}

    fn said(&self, _: &Case, _: Date) -> Said {
        Said::nothing()
    }
}
