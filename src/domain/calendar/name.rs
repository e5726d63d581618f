//! Which calendars there are.

use crate::domain::coded::coded;

coded! {
    /// Whose notices a calendar of working days follows.
    CalendarName {
        /// 全国: the State Council's alone.
        National = "national", "全国";
        /// 凉山彝族自治州: under the prefecture's own.
        Liangshan = "liangshan", "凉山州";
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro that makes the enum derives the same for all"
)]
impl Default for CalendarName {
    fn default() -> Self {
        Self::National
    }
}
