//! What can happen to a deadline, as it is stored, and where in its life that leaves it.

use serde::{Deserialize, Serialize};
use time::Date;

/// What can happen to a deadline. Stored as JSON, days as `2026-12-01`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum Cause {
    /// It began with an event on this day, which does not count.
    Started {
        /// The day of the event.
        on: Date,
        /// How many working days it has: a body's own rules may give fewer than the law, never more (第十三条).
        days: u16,
    },
    /// It stopped: from this day on nothing counts.
    Stopped {
        /// The first day that does not count.
        on: Date,
        /// Why, in a word: 中止.
        why: String,
    },
    /// It goes on with the day after this one, with as many days left as when it stopped.
    Resumed {
        /// The last day that does not count.
        on: Date,
    },
    /// It was given more days.
    Extended {
        /// How many working days more.
        days: u16,
    },
    /// A notice came, and the days were counted anew by it.
    Recomputed {
        /// The calendar and its notice.
        calendar: String,
    },
    /// What was to be done was done.
    Met {
        /// The day it was done.
        on: Date,
    },
    /// There is nothing left to be done.
    Cancelled {
        /// The day it fell away.
        on: Date,
    },
}

impl Cause {
    /// The day on which it happened, where it has one of its own beside the event's.
    pub fn on(&self) -> Option<Date> {
        match self {
            Self::Started { on, .. }
            | Self::Stopped { on, .. }
            | Self::Resumed { on }
            | Self::Met { on }
            | Self::Cancelled { on } => Some(*on),
            Self::Extended { .. } | Self::Recomputed { .. } => None,
        }
    }

    /// Whether nothing comes after it.
    pub fn ends(&self) -> bool {
        matches!(self, Self::Met { .. } | Self::Cancelled { .. })
    }
}

/// Where a deadline is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Its days are counted.
    Running,
    /// Nothing counts since this day.
    Stopped(Date),
    /// Done on this day.
    Met(Date),
    /// Fallen away on this day.
    Cancelled(Date),
}

impl State {
    /// Whether it is over for good: nothing that comes after changes it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Met(_) | Self::Cancelled(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn 事件以_json_保存_日期写作年月日() {
        let started = Cause::Started {
            on: date!(2026 - 12 - 01),
            days: 5,
        };
        let json = serde_json::json!({"cause": "started", "on": "2026-12-01", "days": 5});
        assert_eq!(serde_json::to_value(&started).unwrap(), json);
        assert_eq!(serde_json::from_value::<Cause>(json).unwrap(), started);
    }
}
