//! The slow counter that the tests trust: it looks each day up in the text of the notices, with none of the
//! calendar's own code, and walks day by day.

use proptest::prelude::*;
use time::{Date, Duration, macros::date};

use super::{CalendarName, WorkCalendar};

/// Notices as plain text, the later ones overriding.
pub(crate) struct Naive {
    national: &'static str,
    overlay: &'static str,
}

/// Each calendar beside its naive twin.
pub(crate) fn both() -> [(&'static WorkCalendar, Naive); 2] {
    let national = include_str!("national.csv");
    let overlay = include_str!("liangshan.csv");
    [
        (
            WorkCalendar::national(),
            Naive {
                national,
                overlay: "",
            },
        ),
        (
            WorkCalendar::of(CalendarName::Liangshan),
            Naive { national, overlay },
        ),
    ]
}

/// Every day of 2018–2026.
pub(crate) fn days() -> impl Iterator<Item = Date> {
    std::iter::successors(Some(date!(2018 - 01 - 01)), |day| day.next_day())
        .take_while(|day| *day <= date!(2026 - 12 - 31))
}

/// A day early enough that what is counted from it stays within the notices' years.
pub(crate) fn any_day() -> impl Strategy<Value = Date> {
    (0..3000_i64).prop_map(|n| date!(2018 - 01 - 01) + Duration::days(n))
}

impl Naive {
    /// `makeup or (Monday–Friday and not holiday)`.
    pub(crate) fn is_working(&self, day: Date) -> bool {
        let says = |csv: &str| {
            let line = csv.lines().rfind(|line| line.starts_with(&day.to_string()))?;
            Some(line.contains("makeup_workday"))
        };
        let weekday = day.weekday().number_from_monday() <= 5;
        says(self.overlay)
            .or_else(|| says(self.national))
            .unwrap_or(weekday)
    }

    /// The n-th working day after `from` outside the stops.
    pub(crate) fn count(&self, from: Date, n: u16, stops: &[(Date, Date)]) -> Date {
        let mut day = from;
        let mut left = n;
        while left > 0 {
            day += Duration::days(1);
            let stopped = stops.iter().any(|&(first, last)| first <= day && day <= last);
            if !stopped && self.is_working(day) {
                left -= 1;
            }
        }
        day
    }
}
