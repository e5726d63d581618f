//! A day as people write it: 2026-01-05 as the browser's own field sends it, and kindly also 2026/1/5, 2026.1.5 and
//! 2026年1月5日, in ordinary or full-width figures.

use std::ops::RangeInclusive;

use time::{Date, Month};

/// A year outside these is a slip of the finger.
pub const YEARS: RangeInclusive<i32> = 2000..=2100;

/// The day that is meant, if one is.
pub fn read(text: &str) -> Option<Date> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(plain).collect();
    let plain = plain.strip_suffix('-').unwrap_or(&plain);
    let mut numbers = plain.split('-');
    let year: i32 = number(numbers.next()?)?;
    let month: u8 = number(numbers.next()?)?;
    let day: u8 = number(numbers.next()?)?;
    if numbers.next().is_some() || !YEARS.contains(&year) {
        return None;
    }
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

fn plain(c: char) -> char {
    match c {
        '年' | '月' | '日' | '号' | '/' | '.' | '／' | '．' | '－' => '-',
        '０'..='９' => char::from(b'0' + (u32::from(c) - u32::from('０')) as u8),
        other => other,
    }
}

// No sign, no blank: what `parse` alone would let through.
fn number<T: std::str::FromStr>(digits: &str) -> Option<T> {
    let only_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    only_digits.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn a_day_is_understood_as_people_write_it() {
        for text in [
            "2026-01-05",
            "2026-1-5",
            "2026/1/5",
            "2026.01.05",
            "2026年1月5日",
            "2026 年 1 月 5 号",
            "２０２６年１月５日",
        ] {
            assert_eq!(read(text), Some(date!(2026 - 01 - 05)), "{text}");
        }
        for text in [
            "",
            "2026",
            "2026-1",
            "2026-02-30",
            "1926-01-05",
            "2101-01-01",
            "+2026-1-5",
            "2026-1-5-6",
            "明天",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
