//! The tag of a state (`m::tag` in `macros.html`): its word, and the colour that helps to find it. The one place that chooses
//! a colour for a state, so that no two pages disagree.

use crate::domain::access::Sight;
use crate::domain::act::ActState;
use crate::domain::case::Case;
use crate::domain::determination::{Outcome, Verdict};
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
    /// Has no effect any more.
    Red,
}

impl Colour {
    /// Its class in the stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Grey => "govuk-tag--grey",
            Self::Blue => "govuk-tag--blue",
            Self::Green => "govuk-tag--green",
            Self::Yellow => "govuk-tag--yellow",
            Self::Red => "govuk-tag--red",
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
        coloured(text, Colour::Blue)
    }

    /// A case as this person knows it, with how it was determined.
    pub fn of_case(case: &Case, sight: &Sight) -> Self {
        let known = case.standing().filter(|it| sight.knows(case, it));
        let verdict = Verdict::of(known.map(|it| (it.outcome, it.lenience)));
        Self::determined(sight.status(case), verdict)
    }

    /// A case's status; of one that is determined also how, where that is known.
    pub fn determined(status: Status, verdict: Option<Verdict>) -> Self {
        use Verdict::{Lighter, NotTolerated, Partly, Tolerated};
        let Some(verdict) = verdict else {
            return Self::of(status);
        };
        let text = match (status, verdict) {
            (Status::Determined, Tolerated) => "已认定 · 予以容错",
            (Status::Determined, Lighter) => "已认定 · 从轻、减轻",
            (Status::Determined, Partly) => "已认定 · 部分容错",
            (Status::Determined, NotTolerated) => "已认定 · 不予容错",
            (Status::Closed, Tolerated) => "已办结 · 予以容错",
            (Status::Closed, Lighter) => "已办结 · 从轻、减轻",
            (Status::Closed, Partly) => "已办结 · 部分容错",
            (Status::Closed, NotTolerated) => "已办结 · 不予容错",
            (
                Status::Submitted
                | Status::Verifying
                | Status::Suspended
                | Status::Determining
                | Status::Referred
                | Status::Objected
                | Status::Declined
                | Status::Withdrawn,
                _,
            ) => return Self::of(status),
        };
        match verdict {
            Tolerated | Lighter | Partly => coloured(text, Colour::Green),
            NotTolerated => coloured(text, Colour::Grey),
        }
    }

    /// One party's determination that stands.
    pub fn standing(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Tolerated => coloured("有效 · 予以容错", Colour::Green),
            Outcome::NotTolerated => coloured("有效 · 不予容错", Colour::Grey),
        }
    }

    /// What an objection set aside.
    pub fn fallen() -> Self {
        coloured("已被撤销", Colour::Red)
    }

    /// What is for those inside alone.
    pub fn internal() -> Self {
        coloured("内部", Colour::Grey)
    }
}

fn coloured(text: &'static str, colour: Colour) -> Tag {
    Tag {
        text,
        colour: Some(colour),
    }
}

impl From<Status> for Tag {
    fn from(status: Status) -> Self {
        let colour = match status {
            Status::Submitted => Colour::Yellow,
            Status::Verifying
            | Status::Suspended
            | Status::Determining
            | Status::Referred
            | Status::Objected => Colour::Blue,
            Status::Determined | Status::Closed => Colour::Green,
            Status::Declined | Status::Withdrawn => Colour::Grey,
        };
        coloured(status.name(), colour)
    }
}

impl From<ActState> for Tag {
    fn from(state: ActState) -> Self {
        let colour = match state {
            ActState::Waiting | ActState::Returned => Colour::Yellow,
            ActState::Approved => Colour::Green,
            ActState::Draft | ActState::TakenBack | ActState::Lapsed => Colour::Grey,
        };
        coloured(state.short(), colour)
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
