//! A deadline (期限) of a case.

use uuid::Uuid;

use crate::domain::deadline::{Cause, Deadline, DeadlineKind, State};
use crate::domain::ids::DeadlineId;

/// A deadline with the events its present value follows from (R6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Its id.
    pub id: DeadlineId,
    /// Which period.
    pub kind: DeadlineKind,
    /// The objection, party or document it is about, where there can be several.
    pub subject: Option<Uuid>,
    /// In which round it began.
    pub round: i16,
    /// What happened to it, in order.
    pub causes: Vec<Cause>,
}

impl Clock {
    /// Its Chinese name: a decision is fed back as a determination is, but has its own clock beside that.
    pub fn name(&self) -> &'static str {
        match (self.kind, self.subject) {
            (DeadlineKind::Feedback, Some(_)) => "异议处理结果反馈",
            (kind, _) => kind.name(),
        }
    }

    /// Its present value, which follows from what happened to it (R6); `None` where it never began.
    pub fn deadline(&self) -> Option<Deadline> {
        Deadline::from_events(self.kind, self.causes.iter().cloned())
    }

    /// Whether it binds the body; what an objection starts binds its addressee (A8.4).
    pub fn of_the_body(&self) -> bool {
        match self.kind {
            DeadlineKind::Objection => false,
            DeadlineKind::Feedback => self.subject.is_none(),
            DeadlineKind::Initiation
            | DeadlineKind::Verification
            | DeadlineKind::Determination
            | DeadlineKind::Clarification => true,
        }
    }

    /// Whether it is of that kind and about that; `None`: about the whole case.
    pub fn is(&self, kind: DeadlineKind, subject: Option<Uuid>) -> bool {
        (self.kind, self.subject) == (kind, subject)
    }

    /// Whether it stands still.
    pub fn stopped(&self) -> bool {
        let state = self.deadline().map(|it| it.state());
        matches!(state, Some(State::Stopped(_)))
    }

    /// Whether it still runs or stands still, that is: was neither met nor cancelled.
    pub fn running(&self) -> bool {
        !self.causes.iter().any(Cause::ends)
    }
}
