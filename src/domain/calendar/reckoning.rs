//! The reckoning (怎么算的): a period counted day by day, so that everybody can check the date on their fingers.
//! This is the only place that counts; a due date is the last line of its reckoning.

use time::{Date, Duration};

use super::{DayKind, Stop, WorkCalendar};

/// A period counted day by day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoning {
    /// The day of the event, which does not count.
    pub from: Date,
    /// How many working days the period has.
    pub working_days: u16,
    /// The day at whose end (24:00) it is over; `None` while it is stopped before that.
    pub due: Option<Date>,
    /// What is left of it where it is stopped: the days not yet counted.
    pub left: u16,
    /// Whether any day behind `from` is only estimated (暂估).
    pub provisional: bool,
    /// The days, from `from` to the due date, or to the first day of a stop that goes on.
    pub days: Vec<ReckonedDay>,
}

/// A day in a reckoning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReckonedDay {
    /// The day.
    pub date: Date,
    /// How it counts.
    pub count: DayCount,
    /// Whether it is only estimated (暂估).
    pub provisional: bool,
}

/// How a day counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayCount {
    /// The day of the event: not counted.
    Start,
    /// A working day, the n-th.
    Counted(u16),
    /// A make-up working day, the n-th, for this holiday.
    Makeup(u16, String),
    /// A weekend.
    Weekend,
    /// This holiday.
    Holiday(String),
    /// Stopped, and why.
    Stopped(String),
}

impl DayCount {
    /// The number of the day, where it counts.
    pub const fn number(&self) -> Option<u16> {
        match self {
            Self::Counted(n) | Self::Makeup(n, _) => Some(*n),
            _ => None,
        }
    }
}

/// Why there is no reckoning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreckonable {
    /// No working days at all, or too many.
    #[error("工作日数须在 1 至 {} 之间", Reckoning::MOST_DAYS)]
    Days,
    /// A stop that ends before it begins.
    #[error("停止计算的末日 {last} 早于首日 {first}")]
    Backwards {
        /// Its first day.
        first: Date,
        /// Its last day.
        last: Date,
    },
    /// It would take more than [`Reckoning::LONGEST`] or leave the calendar.
    #[error("期间超过 {} 天，不再计算", Reckoning::LONGEST.whole_days())]
    TooLong,
}

impl Reckoning {
    /// The most working days a period may have: two years of them. The regulation knows 5 and 15.
    pub const MOST_DAYS: u16 = 500;
    /// The longest time a period may take with all that does not count.
    pub const LONGEST: Duration = Duration::days(366 * 20);

    /// How many days were counted up to and with this one.
    pub fn counted_by(&self, date: Date) -> u16 {
        self.days
            .iter()
            .take_while(|day| day.date <= date)
            .filter_map(|day| day.count.number())
            .last()
            .unwrap_or(0)
    }
}

impl WorkCalendar {
    /// Counts `working_days` from the day after `from`, leaving out what does not count.
    pub fn reckoning(
        &self,
        from: Date,
        working_days: u16,
        stops: &[Stop],
    ) -> Result<Reckoning, Unreckonable> {
        if !(1..=Reckoning::MOST_DAYS).contains(&working_days) {
            return Err(Unreckonable::Days);
        }
        for stop in stops {
            if let Some(last) = stop.last.filter(|&last| last < stop.first) {
                return Err(Unreckonable::Backwards {
                    first: stop.first,
                    last,
                });
            }
        }
        let latest = from.saturating_add(Reckoning::LONGEST);
        let start = ReckonedDay {
            date: from,
            count: DayCount::Start,
            provisional: self.provisional(from),
        };
        let mut it = Reckoning {
            from,
            working_days,
            due: None,
            left: working_days,
            provisional: false,
            days: vec![start],
        };
        let mut date = from;
        while it.left > 0 {
            date = date
                .next_day()
                .filter(|&next| next <= latest)
                .ok_or(Unreckonable::TooLong)?;
            let stop = stops.iter().find(|stop| stop.covers(date));
            let count = self.count(date, stop, working_days - it.left + 1);
            it.left -= u16::from(count.number().is_some());
            let provisional = self.provisional(date);
            it.provisional |= provisional;
            it.days.push(ReckonedDay {
                date,
                count,
                provisional,
            });
            if stop.is_some_and(|stop| stop.last.is_none()) {
                return Ok(it);
            }
        }
        Ok(Reckoning {
            due: Some(date),
            ..it
        })
    }

    fn count(&self, date: Date, stop: Option<&Stop>, n: u16) -> DayCount {
        match (stop, self.day(date)) {
            (Some(stop), _) => DayCount::Stopped(stop.why.clone()),
            (None, DayKind::Workday) => DayCount::Counted(n),
            (None, DayKind::Makeup(name)) => DayCount::Makeup(n, name.to_owned()),
            (None, DayKind::Weekend) => DayCount::Weekend,
            (None, DayKind::Holiday(name)) => DayCount::Holiday(name.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::naive;
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;

    fn stop(first: Date, last: Date) -> Stop {
        Stop {
            first,
            last: Some(last),
            why: "中止".to_owned(),
        }
    }

    #[test]
    fn 每一天都说明计与不计() {
        let stops = [stop(date!(2026 - 10 - 09), date!(2026 - 10 - 12))];
        let it = WorkCalendar::national()
            .reckoning(date!(2026 - 09 - 29), 4, &stops)
            .unwrap();
        let counts: Vec<_> = it
            .days
            .iter()
            .map(|day| (day.date.day(), day.count.clone()))
            .collect();
        let holiday = |day| (day, DayCount::Holiday("国庆节".to_owned()));
        let stopped = |day| (day, DayCount::Stopped("中止".to_owned()));
        let mut expected = vec![(29, DayCount::Start), (30, DayCount::Counted(1))];
        expected.extend((1..=7).map(holiday));
        expected.push((8, DayCount::Counted(2)));
        expected.extend((9..=12).map(stopped));
        expected.extend([(13, DayCount::Counted(3)), (14, DayCount::Counted(4))]);
        assert_eq!(counts, expected);
        assert_eq!(
            (it.due, it.left, it.provisional),
            (Some(date!(2026 - 10 - 14)), 0, false)
        );
    }

    #[test]
    fn 调休上班的周末计入() {
        let it = WorkCalendar::national()
            .reckoning(date!(2026 - 10 - 09), 1, &[])
            .unwrap();
        assert_eq!(it.days[1].count, DayCount::Makeup(1, "国庆节".to_owned()));
        assert_eq!(it.due, Some(date!(2026 - 10 - 10)));
    }

    #[test]
    fn 跨入没有通知的年份即为暂估() {
        let calendar = WorkCalendar::national();
        let it = calendar.reckoning(date!(2026 - 12 - 11), 15, &[]).unwrap();
        assert!(it.provisional);
        assert_eq!(it.due, Some(date!(2027 - 01 - 04)));
        assert!(
            !calendar
                .reckoning(date!(2026 - 12 - 11), 14, &[])
                .unwrap()
                .provisional,
            "ends on 12-31"
        );
    }

    #[test]
    fn 没有恢复的停止使期限没有届满日() {
        let open = Stop {
            first: date!(2026 - 11 - 26),
            last: None,
            why: "中止".to_owned(),
        };
        let it = WorkCalendar::national()
            .reckoning(date!(2026 - 11 - 23), 5, &[open])
            .unwrap();
        assert_eq!((it.due, it.left, it.days.len()), (None, 3, 4));
    }

    #[test]
    fn 没有意义的期间不算() {
        let calendar = WorkCalendar::national();
        let from = date!(2026 - 11 - 23);
        assert_eq!(calendar.reckoning(from, 0, &[]), Err(Unreckonable::Days));
        assert_eq!(calendar.reckoning(from, 501, &[]), Err(Unreckonable::Days));
        let backwards = [stop(date!(2026 - 12 - 03), date!(2026 - 12 - 01))];
        assert!(matches!(
            calendar.reckoning(from, 5, &backwards),
            Err(Unreckonable::Backwards { .. })
        ));
        let for_ever = [stop(from, Date::MAX)];
        assert_eq!(calendar.reckoning(from, 5, &for_ever), Err(Unreckonable::TooLong));
        assert_eq!(calendar.reckoning(Date::MAX, 5, &[]), Err(Unreckonable::TooLong));
    }

    proptest! {
        #[test]
        fn 停止的日子逐日都不计(
            from in naive::any_day(),
            n in 1..40_u16,
            spans in prop::collection::vec((0..60_i64, 0..12_i64), 0..4),
        ) {
            let spans: Vec<(Date, Date)> = spans
                .into_iter()
                .map(|(after, long)| (from + Duration::days(after), from + Duration::days(after + long)))
                .collect();
            let stops: Vec<Stop> = spans.iter().map(|&(first, last)| stop(first, last)).collect();
            for (calendar, naive) in naive::both() {
                let it = calendar.reckoning(from, n, &stops).unwrap();
                let due = naive.count(from, n, &spans);
                prop_assert_eq!(it.due, Some(due));
                prop_assert_eq!(it.days.iter().filter_map(|day| day.count.number()).collect::<Vec<_>>(), (1..=n).collect::<Vec<_>>());
                prop_assert!(it.days.windows(2).all(|two| two[0].date.next_day() == Some(two[1].date)));
                prop_assert_eq!(it.counted_by(due), n);
            }
        }
    }
}
