//! A stop (停止计算): days that do not count, whatever they are. Both its ends belong to it.

use time::Date;

/// A span that does not count, its first and its last day included; without a last day it goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// The first day that does not count.
    pub first: Date,
    /// The last one.
    pub last: Option<Date>,
    /// Why, in a word: 中止.
    pub why: String,
}

impl Stop {
    /// Whether this day does not count because of it.
    pub fn covers(&self, date: Date) -> bool {
        self.first <= date && self.last.is_none_or(|last| date <= last)
    }
}
