//! The chip of a deadline (`macros.html`): never told by colour alone, each kind has its sign and its words. A list's row
//! makes one of the few columns that lists read.

use time::Date;

use crate::domain::calendar::{CalendarName, WorkCalendar};
use crate::domain::deadline::{ChipKind, DeadlineKind, Light};

/// A deadline in a few words: 剩余 9 个工作日.
#[derive(Debug, Clone)]
pub struct Chip {
    pub kind: ChipKind,
    /// The words; an internal target begins with 内部办理时限.
    pub text: String,
    /// The page that reckons it day by day.
    pub href: Option<String>,
    /// A year without its holiday notice: 暂估.
    pub provisional: bool,
}

impl Chip {
    /// Its class in the stylesheet, which adds the sign.
    pub fn class(&self) -> &'static str {
        match self.kind {
            ChipKind::Calm => "rc-chip--calm",
            ChipKind::Soon => "rc-chip--soon",
            ChipKind::Late => "rc-chip--late",
            ChipKind::Stopped => "rc-chip--stopped",
            ChipKind::Met => "rc-chip--met",
        }
    }
}

/// The deadline of a list's row: the few columns that lists read.
pub struct RowDue {
    pub on: Date,
    /// Whether a law or a determination sets the day; else it is a target of ours.
    pub legal: bool,
    /// Its working days in all.
    pub days: Option<i16>,
    /// Whether the year's notice is missing.
    pub provisional: bool,
    /// The calendar that the case's body reckons by.
    pub calendar: CalendarName,
}

/// The chip before a party: whose period it is stands in front, so that nobody takes a delay of the body for one of its own.
pub fn of_the_body(kind: DeadlineKind, chip: Chip) -> Chip {
    Chip {
        text: format!("机关{}{}", kind.name(), chip.text),
        ..chip
    }
}

/// The chip of a list's row.
pub fn row_chip(due: &RowDue, today: Date) -> Chip {
    let calendar = WorkCalendar::of(due.calendar);
    let late = calendar.working_days_between(due.on, today);
    let left = calendar
        .working_days_between(today, due.on)
        .try_into()
        .unwrap_or(u16::MAX);
    let days = due.days.and_then(|it| it.try_into().ok()).unwrap_or(0);
    shown(due, Light::running(due.on, today, days, left, late))
}

/// The chip of what was done on that day.
pub fn row_chip_done(due: &RowDue, done_on: Date) -> Chip {
    let late = WorkCalendar::of(due.calendar).working_days_between(due.on, done_on);
    let late_by = (done_on > due.on).then_some(late);
    shown(due, Light::Met { late_by })
}

fn shown(due: &RowDue, light: Light) -> Chip {
    Chip {
        kind: light.chip(),
        text: light.words(due.legal),
        href: None,
        provisional: due.provisional,
    }
}
