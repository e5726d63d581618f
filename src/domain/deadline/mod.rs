//! A deadline (期限) is never edited (R6): it starts, stops, resumes, is extended, recomputed, met or cancelled, each
//! an event with its cause, and its present value follows from those events alone.

mod cause;
mod kind;
mod light;
mod moved;

use time::Date;

use crate::domain::calendar::{Reckoning, Stop, WorkCalendar};

pub use cause::{Cause, State};
pub use kind::DeadlineKind;
pub use light::{Chip, ChipKind, Light};
pub use moved::ClockMoved;

/// A deadline: its kind, its events, and what they add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    kind: DeadlineKind,
    events: Vec<Cause>,
    started_on: Date,
    days: u16,
    stops: Vec<Stop>,
    state: State,
}

impl Deadline {
    /// Begins one with an event on this day, with the days its kind has.
    pub fn start(kind: DeadlineKind, on: Date) -> Self {
        Self::begun(kind, on, kind.days())
    }

    /// The sum of its events, in their order. The first one starts it, or there is no deadline.
    pub fn from_events(kind: DeadlineKind, events: impl IntoIterator<Item = Cause>) -> Option<Self> {
        let mut events = events.into_iter();
        let Some(Cause::Started { on, days }) = events.next() else {
            return None;
        };
        let mut deadline = Self::begun(kind, on, days);
        events.for_each(|cause| deadline.apply(cause));
        Some(deadline)
    }

    fn begun(kind: DeadlineKind, on: Date, days: u16) -> Self {
        let events = vec![Cause::Started { on, days }];
        let days = days.clamp(1, Reckoning::MOST_DAYS);
        Self {
            kind,
            events,
            started_on: on,
            days,
            stops: Vec::new(),
            state: State::Running,
        }
    }

    /// Adds what happened next. What makes no sense (resuming what runs, stopping what is over) is kept as an event
    /// and changes nothing.
    pub fn apply(&mut self, cause: Cause) {
        match (&cause, self.state) {
            (_, State::Met(_) | State::Cancelled(_)) => {}
            (Cause::Started { .. } | Cause::Recomputed { .. }, _) => {}
            (Cause::Stopped { on, why }, State::Running) => {
                self.stops.push(Stop {
                    first: *on,
                    last: None,
                    why: why.clone(),
                });
                self.state = State::Stopped(*on);
            }
            (Cause::Resumed { on }, State::Stopped(since)) => {
                if let Some(stop) = self.stops.last_mut() {
                    stop.last = Some(since.max(*on));
                }
                self.state = State::Running;
            }
            (Cause::Stopped { .. }, State::Stopped(_)) | (Cause::Resumed { .. }, State::Running) => {}
            (Cause::Extended { days }, _) => {
                self.days = self.days.saturating_add(*days).min(Reckoning::MOST_DAYS);
            }
            (Cause::Met { on }, _) => self.state = State::Met(*on),
            (Cause::Cancelled { on }, _) => self.state = State::Cancelled(*on),
        }
        self.events.push(cause);
    }

    /// Its kind.
    pub fn kind(&self) -> DeadlineKind {
        self.kind
    }

    /// All that happened to it.
    pub fn events(&self) -> &[Cause] {
        &self.events
    }

    /// The day of the event it began with, which does not count.
    pub fn started_on(&self) -> Date {
        self.started_on
    }

    /// How many working days it has, extensions included.
    pub fn days(&self) -> u16 {
        self.days
    }

    /// Where it is in its life.
    pub fn state(&self) -> State {
        self.state
    }

    /// Day by day, how its due date comes about. `None` only where a stop lasts longer than any calendar.
    pub fn reckoning(&self, calendar: &WorkCalendar) -> Option<Reckoning> {
        calendar.reckoning(self.started_on, self.days, &self.stops).ok()
    }

    /// The day at whose end (24:00) it is due; `None` while it is stopped.
    pub fn due(&self, calendar: &WorkCalendar) -> Option<Date> {
        self.reckoning(calendar)?.due
    }

    /// How many working days are left behind `today`; the same number all through a stop. `None` when it is over.
    pub fn remaining(&self, today: Date, calendar: &WorkCalendar) -> Option<u16> {
        self.left(&self.reckoning(calendar)?, today)
    }

    fn left(&self, reckoning: &Reckoning, today: Date) -> Option<u16> {
        match self.state {
            State::Running => Some(self.days - reckoning.counted_by(today)),
            State::Stopped(_) => Some(reckoning.left),
            State::Met(_) | State::Cancelled(_) => None,
        }
    }

    /// The working days behind `due`, up to and with `day`, that no stop covers: 逾期 n 个工作日.
    fn late_by(&self, due: Date, day: Date, calendar: &WorkCalendar) -> u32 {
        let mut by = 0;
        let mut next = due.next_day();
        while let Some(date) = next.filter(|&date| date <= day) {
            by += u32::from(calendar.is_working(date) && !self.stops.iter().any(|stop| stop.covers(date)));
            next = date.next_day();
        }
        by
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::naive;
    use proptest::prelude::*;
    use time::{Duration, macros::date};

    fn stopped(on: Date) -> Cause {
        Cause::Stopped {
            on,
            why: "中止".to_owned(),
        }
    }

    #[test]
    fn 没有起算就没有期限() {
        assert_eq!(Deadline::from_events(DeadlineKind::Initiation, []), None);
        let resumed = Cause::Resumed {
            on: date!(2026 - 11 - 23),
        };
        assert_eq!(Deadline::from_events(DeadlineKind::Initiation, [resumed]), None);
    }

    #[test]
    fn 中止期间剩余的工作日不变_恢复后继续计算() {
        let calendar = WorkCalendar::national();
        let mut it = Deadline::start(DeadlineKind::Verification, date!(2026 - 09 - 22));
        assert_eq!(it.due(calendar), Some(date!(2026 - 10 - 20)));
        let before = it.remaining(date!(2026 - 10 - 11), calendar);
        it.apply(stopped(date!(2026 - 10 - 12)));
        assert_eq!(it.due(calendar), None);
        assert_eq!(it.state(), State::Stopped(date!(2026 - 10 - 12)));
        for today in [
            date!(2026 - 10 - 12),
            date!(2026 - 10 - 14),
            date!(2026 - 12 - 31),
        ] {
            assert_eq!(it.remaining(today, calendar), before);
        }
        it.apply(Cause::Resumed {
            on: date!(2026 - 10 - 14),
        });
        assert_eq!(it.remaining(date!(2026 - 10 - 14), calendar), before);
        assert_eq!(it.due(calendar), Some(date!(2026 - 10 - 23)));
        it.apply(Cause::Extended { days: 10 });
        assert_eq!(it.due(calendar), Some(date!(2026 - 11 - 06)));
    }

    #[test]
    fn 已经完成的期限不再变动() {
        let calendar = WorkCalendar::national();
        let mut it = Deadline::start(DeadlineKind::Initiation, date!(2026 - 11 - 23));
        it.apply(Cause::Met {
            on: date!(2026 - 11 - 25),
        });
        let due = it.due(calendar);
        it.apply(Cause::Extended { days: 3 });
        it.apply(Cause::Cancelled {
            on: date!(2026 - 11 - 26),
        });
        it.apply(Cause::Recomputed {
            calendar: "全国".to_owned(),
        });
        assert_eq!(
            (it.state(), it.due(calendar)),
            (State::Met(date!(2026 - 11 - 25)), due)
        );
        assert_eq!(it.events().len(), 5, "but nothing is forgotten");
        assert_eq!(it.remaining(date!(2026 - 11 - 24), calendar), None);
    }

    proptest! {
        #[test]
        fn 期限由事件推出的届满日等于逐日数出来的(
            from in naive::any_day(),
            n in 1..20_u16,
            more in 0..11_u16,
            gaps in prop::collection::vec((1..10_i64, 0..10_i64), 0..4),
        ) {
            let mut events = vec![Cause::Started { on: from, days: n }];
            let mut spans = Vec::new();
            let mut day = from;
            for (after, long) in gaps {
                let first = day + Duration::days(after);
                day = first + Duration::days(long);
                spans.push((first, day));
                events.extend([stopped(first), Cause::Resumed { on: day }]);
            }
            events.push(Cause::Extended { days: more });
            let it = Deadline::from_events(DeadlineKind::Verification, events).expect("it starts");
            for (calendar, naive) in naive::both() {
                let due = naive.count(from, n + more, &spans);
                prop_assert_eq!(it.due(calendar), Some(due));
                prop_assert_eq!(it.remaining(due, calendar), Some(0));
                prop_assert_eq!(it.remaining(from, calendar), Some(n + more));
            }
        }

        #[test]
        fn 任何次序的事件都不会使期限失常(
            events in prop::collection::vec((0..7_u8, 0..400_i64, 0..u16::MAX), 0..20),
            today in 0..800_i64,
        ) {
            let day = |n| date!(2026 - 01 - 01) + Duration::days(n);
            let mut it = Deadline::start(DeadlineKind::Initiation, day(100));
            let count = events.len();
            for (which, on, days) in events {
                let on = day(on);
                it.apply(match which {
                    0 => Cause::Started { on, days },
                    1 => stopped(on),
                    2 => Cause::Resumed { on },
                    3 => Cause::Extended { days },
                    4 => Cause::Recomputed { calendar: "全国".to_owned() },
                    5 => Cause::Met { on },
                    _ => Cause::Cancelled { on },
                });
            }
            let calendar = WorkCalendar::national();
            it.chip(day(today), calendar);
            prop_assert_eq!(it.events().len(), count + 1);
            prop_assert_eq!(it.remaining(day(today), calendar).is_none(), it.state().is_over());
        }
    }
}
