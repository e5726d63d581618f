//! The tag of a state (`m::tag` in `macros.html`): its word, and the colour that helps to find it. The one place that chooses
//! a colour for a state, so that no two pages disagree.

use crate::domain::act::ActState;
use crate::domain::status::Status;
use crate::web::application::TaskState;

/// A state as a page shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// The word, which says it all.
    pub text: &'static str,
    /// `None`: plain words, for what needs nobody's attention.
    pub colour: Option<Colour>,
}

/// One of GOV.UK Frontend's colours for tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    /// Ended without a decision, or not begun to be read by others.
    Grey,
    /// Under way.
    Blue,
    /// Decided.
    Green,
    /// Waits for somebody.
    Yellow,
}

impl Colour {
    /// Its class in the stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Grey => "govuk-tag--grey",
            Self::Blue => "govuk-tag--blue",
            Self::Green => "govuk-tag--green",
            Self::Yellow => "govuk-tag--yellow",
        }
    }
}

impl Tag {
    /// The tag of a case's status, an act's state or a task's.
    pub fn of(state: impl Into<Self>) -> Self {
        state.into()
    }

    /// A mark that is no state.
    pub fn plain(text: &'static str) -> Self {
        Self {
            text,
            colour: Some(Colour::Blue),
        }
    }
}

impl From<Status> for Tag {
    fn from(status: Status) -> Self {
        let colour = match status {
            Status::Submitted => Colour::Yellow,
            Status::Verifying | Status::Suspended | Status::Determining | Status::Objected => Colour::Blue,
            Status::Determined | Status::Closed => Colour::Green,
            Status::Declined | Status::Withdrawn => Colour::Grey,
        };
        Self {
            text: status.name(),
            colour: Some(colour),
        }
    }
}

impl From<ActState> for Tag {
    fn from(state: ActState) -> Self {
        let colour = match state {
            ActState::Waiting | ActState::Returned => Colour::Yellow,
            ActState::Approved => Colour::Green,
            ActState::Draft | ActState::TakenBack | ActState::Lapsed => Colour::Grey,
        };
        Self {
            text: state.short(),
            colour: Some(colour),
        }
    }
}

impl From<TaskState> for Tag {
    fn from(state: TaskState) -> Self {
        let colour = match state {
            TaskState::Untouched => Some(Colour::Blue),
            TaskState::Begun => Some(Colour::Yellow),
            TaskState::Done => None,
        };
        Self {
            text: state.name(),
            colour,
        }
    }
}
