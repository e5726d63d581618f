//! Which days are working days (工作日). They come from the State Council's yearly notices, a place's own notices lie
//! over them, and a year whose notice is still to come is estimated (暂估) and says so.
//!
//! Three traps: a notice's year is not the date's year (2018-12-31 stands in the notice for 2019); a later notice
//! overrides an earlier one in mid-period (2020-02-01); a place may turn a national working day into its own holiday
//! (凉山州, 2023-10-07).

mod compiled;
mod name;
mod notice;
mod reckoning;
mod stop;

#[cfg(test)]
pub(crate) mod naive;

use std::collections::{BTreeMap, HashMap};

use time::{Date, Weekday};

pub use name::CalendarName;
use notice::{Kind, Row};
pub use reckoning::{DayCount, ReckonedDay, Reckoning, Unreckonable};
pub use stop::Stop;

/// A calendar of working days: the national notices, and perhaps a place's own over them.
#[derive(Debug)]
pub struct WorkCalendar {
    name: &'static str,
    rows: HashMap<Date, Row>,
    /// The first notice for each year: it rules the days that it does not name, too.
    notices: HashMap<i32, String>,
    /// The years whose notice is here, with the day on which it was issued.
    known: BTreeMap<i32, Option<Date>>,
}

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind<'a> {
    /// Monday to Friday, and no holiday.
    Workday,
    /// Saturday or Sunday, and nothing else.
    Weekend,
    /// A holiday (法定节假日), on whatever day of the week.
    Holiday(&'a str),
    /// A make-up working day (调休上班) on a weekend, for this holiday.
    Makeup(&'a str),
}

impl WorkCalendar {
    /// Its Chinese name: 全国.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What this day is.
    pub fn day(&self, date: Date) -> DayKind<'_> {
        match self.rows.get(&date) {
            Some(Row {
                kind: Kind::Makeup,
                name,
                ..
            }) => DayKind::Makeup(name),
            Some(Row {
                kind: Kind::Holiday | Kind::Statutory,
                name,
                ..
            }) => DayKind::Holiday(name),
            None if matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) => DayKind::Weekend,
            None => DayKind::Workday,
        }
    }

    /// Whether people work on this day: `makeup or (Monday–Friday and not holiday)`.
    pub fn is_working(&self, date: Date) -> bool {
        matches!(self.day(date), DayKind::Workday | DayKind::Makeup(_))
    }

    /// Whether this day is only estimated (暂估): the notice for its year is not here.
    pub fn provisional(&self, date: Date) -> bool {
        !self.known.contains_key(&date.year())
    }

    /// When the notice for a year was issued; `None` where it is not here, or does not say.
    pub fn noticed_on(&self, year: i32) -> Option<Date> {
        *self.known.get(&year)?
    }

    /// The number of the notice this day follows: of the one that names it, else of the first one for its year.
    pub fn source(&self, date: Date) -> Option<&str> {
        match self.rows.get(&date) {
            Some(row) => row.notice.as_deref(),
            None => self.notices.get(&date.year()).map(String::as_str),
        }
    }

    /// The n-th working day after `from`. The day of the event does not count (开始的当日不计入).
    /// `None` for what makes no sense: no day at all, or more than [`Reckoning::MOST_DAYS`].
    ///
    /// ```
    /// use rongcuo::domain::calendar::WorkCalendar;
    /// use time::macros::date;
    ///
    /// let calendar = WorkCalendar::national();
    /// // An application received on Monday: five working days (第八条第一项) end on the Monday after.
    /// assert_eq!(calendar.nth_working_day(date!(2026 - 11 - 23), 5), Some(date!(2026 - 11 - 30)));
    /// // The weekend before the National Day holiday is worked, the holiday is not.
    /// assert_eq!(calendar.nth_working_day(date!(2026 - 09 - 29), 2), Some(date!(2026 - 10 - 08)));
    /// ```
    pub fn nth_working_day(&self, from: Date, n: u16) -> Option<Date> {
        self.reckoning(from, n, &[]).ok()?.due
    }

    /// How many working days lie behind `from`, up to and with `to`; none when `to` is not later.
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        let mut count = 0;
        let mut day = from;
        while let Some(next) = day.next_day().filter(|&next| next <= to) {
            count += u32::from(self.is_working(next));
            day = next;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;

    #[test]
    fn 二〇一八至二〇二六年每一天都与通知一致() {
        for (calendar, naive) in naive::both() {
            for day in naive::days() {
                assert_eq!(
                    calendar.is_working(day),
                    naive.is_working(day),
                    "{} {day}",
                    calendar.name()
                );
                assert!(!calendar.provisional(day), "{day}");
            }
        }
    }

    #[test]
    fn 通知的年份不是日期的年份() {
        let calendar = WorkCalendar::national();
        assert_eq!(calendar.day(date!(2018 - 12 - 31)), DayKind::Holiday("元旦"));
        assert_eq!(calendar.day(date!(2018 - 12 - 29)), DayKind::Makeup("元旦"));
        assert_eq!(
            calendar.source(date!(2018 - 12 - 31)),
            Some("国办发明电〔2018〕15号")
        );
        assert_eq!(
            calendar.source(date!(2018 - 12 - 28)),
            Some("国办发明电〔2017〕12号")
        );
    }

    #[test]
    fn 后发的通知改变先发的通知() {
        let calendar = WorkCalendar::national();
        assert_eq!(calendar.day(date!(2020 - 02 - 01)), DayKind::Holiday("春节"));
        assert_eq!(
            calendar.source(date!(2020 - 02 - 01)),
            Some("国办发明电〔2020〕1号")
        );
        let twice = "date,kind,name,year,source_notice\n\
                     2020-02-01,holiday,春节,2020,后 2020-01-26\n2020-02-01,makeup_workday,春节,2020,先 2019-11-21\n";
        let calendar = WorkCalendar::read("全国", twice, "", None).unwrap();
        assert_eq!(
            calendar.source(date!(2020 - 02 - 01)),
            Some("后"),
            "whichever row stands first"
        );
    }

    #[test]
    fn 自治州的安排盖过全国的安排() {
        let day = date!(2023 - 10 - 07);
        assert_eq!(
            WorkCalendar::national().day(day),
            DayKind::Makeup("中秋节、国庆节")
        );
        assert_eq!(
            WorkCalendar::of(CalendarName::Liangshan).day(day),
            DayKind::Holiday("州庆")
        );
        assert_eq!(
            WorkCalendar::of(CalendarName::Liangshan).source(day),
            Some("凉府办函〔2022〕121号")
        );
        assert!(
            WorkCalendar::of(CalendarName::Liangshan).is_working(date!(2023 - 08 - 06)),
            "a Sunday made up"
        );
    }

    #[test]
    fn 没有通知的年份按周末和法定节日暂估() {
        let calendar = WorkCalendar::national();
        assert!(calendar.known.keys().copied().eq(2018..=2026));
        for (day, kind) in [
            (date!(2027 - 01 - 01), DayKind::Holiday("元旦")),
            (date!(2027 - 02 - 05), DayKind::Holiday("春节(除夕)")),
            (date!(2027 - 02 - 08), DayKind::Holiday("春节(初三)")),
            (date!(2027 - 02 - 09), DayKind::Workday),
            (date!(2027 - 05 - 01), DayKind::Holiday("劳动节")),
            (date!(2027 - 05 - 03), DayKind::Workday), // 劳动节 fell on a weekend: nothing is moved without a notice
            (date!(2027 - 10 - 04), DayKind::Workday),
        ] {
            assert_eq!(calendar.day(day), kind, "{day}");
            assert!(calendar.provisional(day));
            assert_eq!(calendar.source(day), None);
        }
        for (day, working) in [
            (date!(2017 - 10 - 02), true),
            (date!(2017 - 10 - 01), false),
            (date!(2028 - 01 - 03), true),
            (date!(2028 - 01 - 01), false),
        ] {
            assert_eq!(calendar.is_working(day), working, "{day}: weekends alone");
            assert!(calendar.provisional(day));
        }
    }

    #[test]
    fn 期间的开始当日不计入() {
        for (calendar, from, n, due) in [
            (
                CalendarName::National,
                date!(2026 - 11 - 23),
                5,
                date!(2026 - 11 - 30),
            ),
            (
                CalendarName::National,
                date!(2026 - 11 - 21),
                5,
                date!(2026 - 11 - 27),
            ), // a Saturday
            (
                CalendarName::National,
                date!(2026 - 09 - 22),
                15,
                date!(2026 - 10 - 20),
            ),
            (
                CalendarName::National,
                date!(2026 - 12 - 11),
                15,
                date!(2027 - 01 - 04),
            ),
            (
                CalendarName::National,
                date!(2018 - 12 - 28),
                1,
                date!(2018 - 12 - 29),
            ),
            (
                CalendarName::National,
                date!(2020 - 01 - 22),
                5,
                date!(2020 - 02 - 06),
            ),
            (
                CalendarName::National,
                date!(2023 - 09 - 28),
                1,
                date!(2023 - 10 - 07),
            ),
            (
                CalendarName::Liangshan,
                date!(2023 - 09 - 28),
                1,
                date!(2023 - 10 - 08),
            ),
        ] {
            let calendar = WorkCalendar::of(calendar);
            assert_eq!(calendar.nth_working_day(from, n), Some(due), "{from} + {n}");
            assert_eq!(calendar.working_days_between(from, due), u32::from(n));
        }
    }

    #[test]
    fn 没有意义的天数没有答案() {
        let calendar = WorkCalendar::national();
        assert_eq!(calendar.nth_working_day(date!(2026 - 11 - 23), 0), None);
        assert_eq!(calendar.nth_working_day(date!(2026 - 11 - 23), u16::MAX), None);
        assert_eq!(calendar.nth_working_day(Date::MAX, 1), None);
        assert_eq!(calendar.nth_working_day(Date::MIN, 1), Date::MIN.next_day());
        assert_eq!(calendar.working_days_between(Date::MAX, Date::MIN), 0);
    }

    proptest! {
        #[test]
        fn 第_n_个工作日等于逐日数出来的(from in naive::any_day(), n in 1..60_u16) {
            for (calendar, naive) in naive::both() {
                let due = naive.count(from, n, &[]);
                prop_assert_eq!(calendar.nth_working_day(from, n), Some(due));
                prop_assert_eq!(calendar.working_days_between(from, due), u32::from(n));
            }
        }
    }
}
