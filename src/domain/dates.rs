//! Days and times as the law and the interface know them: a day is a day in Shanghai, and is written in Chinese.

use time::{Date, Duration, OffsetDateTime, UtcOffset, Weekday, macros::offset};

/// Asia/Shanghai: one offset, on every day since 1991.
pub const SHANGHAI: UtcOffset = offset!(+8);

/// The instant on a clock in Shanghai.
pub fn shanghai(at: OffsetDateTime) -> OffsetDateTime {
    at.to_offset(SHANGHAI)
}

/// The day an instant falls on in Shanghai: the day that counts before the law.
pub fn shanghai_day(at: OffsetDateTime) -> Date {
    shanghai(at).date()
}

/// The Sunday on which the week of that day ends.
pub fn week_ends(day: Date) -> Date {
    day + Duration::days(7 - i64::from(day.weekday().number_from_monday()))
}

/// 周一.
pub const fn weekday(date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => "周一",
        Weekday::Tuesday => "周二",
        Weekday::Wednesday => "周三",
        Weekday::Thursday => "周四",
        Weekday::Friday => "周五",
        Weekday::Saturday => "周六",
        Weekday::Sunday => "周日",
    }
}

/// 2026年11月23日, as in documents.
pub fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), u8::from(date.month()), date.day())
}

/// 2026年11月23日（周一）.
pub fn full_day(date: Date) -> String {
    format!("{}（{}）", day(date), weekday(date))
}

/// 11月23日（周一）, and with its year when that is not the year of `today`.
pub fn short_day(date: Date, today: Date) -> String {
    format!("{}（{}）", near_day(date, today), weekday(date))
}

/// 11月23日, and with its year when that is not the year of `today`.
pub fn near_day(date: Date, today: Date) -> String {
    match date.year() == today.year() {
        true => format!("{}月{}日", u8::from(date.month()), date.day()),
        false => day(date),
    }
}

/// 09:41, on a clock in Shanghai.
pub fn time_of_day(at: OffsetDateTime) -> String {
    let at = shanghai(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// 2026年11月23日 09:41, on a clock in Shanghai.
pub fn moment(at: OffsetDateTime) -> String {
    format!("{} {}", day(shanghai_day(at)), time_of_day(at))
}

/// 11月23日 09:41, and with its year when that is not the year of `today`.
pub fn short_moment(at: OffsetDateTime, today: Date) -> String {
    format!("{} {}", near_day(shanghai_day(at), today), time_of_day(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn 日期和时间的写法() {
        let today = date!(2026 - 11 - 24);
        assert_eq!(full_day(date!(2026 - 11 - 23)), "2026年11月23日（周一）");
        assert_eq!(short_day(date!(2026 - 03 - 01), today), "3月1日（周日）");
        assert_eq!(short_day(date!(2027 - 01 - 04), today), "2027年1月4日（周一）");
        let at = datetime!(2026-11-23 01:41:59 UTC);
        assert_eq!(time_of_day(at), "09:41");
        assert_eq!(moment(at), "2026年11月23日 09:41");
        assert_eq!(short_moment(at, today), "11月23日 09:41");
    }

    #[test]
    fn 以上海的零点为一天的开始() {
        assert_eq!(
            shanghai_day(datetime!(2026-11-23 15:59:59 UTC)),
            date!(2026 - 11 - 23)
        );
        assert_eq!(
            shanghai_day(datetime!(2026-11-23 16:00:00 UTC)),
            date!(2026 - 11 - 24)
        );
    }
}
