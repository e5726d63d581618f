//! How days and times are written for people.
use time::{Date, OffsetDateTime, macros::offset};
/// The day in Shanghai.
pub fn shanghai_day(at: OffsetDateTime) -> Date { at.to_offset(offset!(+8)).date() }
/// 2026年11月23日
pub fn full_date(d: Date) -> String { format!("{}年{}月{}日", d.year(), u8::from(d.month()), d.day()) }
/// 09:41
pub fn clock(at: OffsetDateTime) -> String { let t = at.to_offset(offset!(+8)); format!("{:02}:{:02}", t.hour(), t.minute()) }
