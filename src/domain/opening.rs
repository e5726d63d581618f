//! 调阅 (practice): the Office and a superior body see the cases below as rows of the ledger; who needs to read one in full says
//! why, for some days. What is said is recorded and shown to the case's body.

use time::Date;

use crate::domain::blank::Written;
use crate::domain::calendar::WorkCalendar;
use crate::domain::coded::coded;

coded! {
    /// What a case is opened for (调阅事由).
    Ground {
        /// 督办逾期事项
        Overdue = "overdue", "督办逾期事项";
        /// 答复解释请示 (A14)
        Interpretation = "interpretation", "答复解释请示";
        /// 核查来信来访
        Complaint = "complaint", "核查来信来访";
        /// 其他
        Other = "other", "其他";
    }
}

/// For how many working days a reason may count.
pub const DAYS: [u16; 4] = [1, 3, 5, 10];

/// The last day on which a reason given today counts; `None`: it cannot count for so many days.
pub fn until(days: u16, today: Date, calendar: &WorkCalendar) -> Option<Date> {
    let days = Some(days).filter(|it| DAYS.contains(it))?;
    calendar.nth_working_day(today, days)
}

/// A reason to read a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    pub ground: Ground,
    /// What is to be learned.
    pub reason: Written,
    /// The last day on which it counts.
    pub until: Date,
}
