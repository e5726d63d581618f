//! The traffic light of a deadline, and the chip that shows it: green, yellow with a third left, red on the last day
//! and after. A chip always has words, never colour alone.

use std::fmt;

use time::Date;

use super::{Deadline, State};
use crate::domain::calendar::{Reckoning, WorkCalendar};

/// How a deadline stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Light {
    /// More than a third is left.
    Calm {
        /// Working days left behind today.
        left: u16,
    },
    /// A third or less is left.
    Soon {
        /// Working days left behind today.
        left: u16,
    },
    /// It ends today at 24:00.
    Today,
    /// It is over.
    Late {
        /// Working days since; none when only a weekend or a holiday has passed.
        by: u32,
    },
    /// Nothing counts for now.
    Stopped {
        /// Working days that will be left when it goes on.
        left: u16,
    },
    /// Done.
    Met {
        /// How many working days late; `None` when in time.
        late_by: Option<u32>,
    },
    /// Fallen away.
    Cancelled,
}

/// How a chip looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChipKind {
    /// Green: there is time.
    Calm,
    /// Yellow: within the last third.
    Soon,
    /// Red: due today or overdue.
    Late,
    /// Grey, two bars: stopped (停止计算), or waiting for others.
    Stopped,
    /// White, a tick: met in time, or a target that is over.
    Met,
}

/// A deadline in a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// How it looks.
    pub kind: ChipKind,
    /// What it says: 剩余 9 个工作日.
    pub text: String,
    /// Whether the due date is only estimated (暂估).
    pub provisional: bool,
    /// Whether it is an internal target (内部办理时限) and not the law's.
    pub internal: bool,
}

impl Light {
    /// How a chip of this light looks.
    pub const fn chip(self) -> ChipKind {
        match self {
            Self::Calm { .. } => ChipKind::Calm,
            Self::Soon { .. } => ChipKind::Soon,
            Self::Today | Self::Late { .. } => ChipKind::Late,
            Self::Stopped { .. } | Self::Cancelled => ChipKind::Stopped,
            Self::Met { .. } => ChipKind::Met,
        }
    }
}

impl Light {
    /// How a running period of so many working days stands today: yellow with a third left or less, red on its last day
    /// and after. The one place that says so, for a deadline's own fold and for the few columns that lists keep.
    /// `left` working days lie between today and the due date, `late` behind it.
    pub fn running(due: Date, today: Date, days: u16, left: u16, late: u32) -> Self {
        match left.saturating_mul(3) <= days {
            _ if today > due => Self::Late { by: late },
            _ if today == due => Self::Today,
            true => Self::Soon { left },
            false => Self::Calm { left },
        }
    }

    /// In words; what is no legal limit says that it is an internal target.
    pub fn words(self, legal: bool) -> String {
        if legal {
            self.to_string()
        } else {
            format!("内部办理时限{self}")
        }
    }
}

impl fmt::Display for Light {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Calm { left } | Self::Soon { left } => write!(f, "剩余 {left} 个工作日"),
            Self::Today => f.write_str("今天届满"),
            Self::Late { by: 0 } => f.write_str("已逾期"),
            Self::Late { by } => write!(f, "逾期 {by} 个工作日"),
            Self::Stopped { .. } => f.write_str("停止计算"),
            Self::Met { late_by: None } => f.write_str("按期完成"),
            Self::Met { late_by: Some(0) } => f.write_str("逾期完成"),
            Self::Met { late_by: Some(by) } => write!(f, "逾期 {by} 个工作日完成"),
            Self::Cancelled => f.write_str("不再计算"),
        }
    }
}

impl Deadline {
    /// How it stands today.
    pub fn light(&self, today: Date, calendar: &WorkCalendar) -> Light {
        self.light_of(self.reckoning(calendar).as_ref(), today, calendar)
    }

    fn light_of(&self, reckoning: Option<&Reckoning>, today: Date, calendar: &WorkCalendar) -> Light {
        let due = reckoning.and_then(|it| it.due);
        let left = reckoning.and_then(|it| self.left(it, today)).unwrap_or(0);
        match (self.state(), due) {
            (State::Cancelled(_), _) => Light::Cancelled,
            (State::Met(on), Some(due)) if on > due => Light::Met {
                late_by: Some(self.late_by(due, on, calendar)),
            },
            (State::Met(_), _) => Light::Met { late_by: None },
            (State::Stopped(_), _) => Light::Stopped { left },
            (State::Running, Some(due)) => {
                let late = self.late_by(due, today, calendar);
                Light::running(due, today, self.days(), left, late)
            }
            (State::Running, None) => Light::Calm { left },
        }
    }

    /// How it is shown today.
    pub fn chip(&self, today: Date, calendar: &WorkCalendar) -> Chip {
        let reckoning = self.reckoning(calendar);
        let light = self.light_of(reckoning.as_ref(), today, calendar);
        let internal = !self.kind().legal();
        let text = light.words(self.kind().legal());
        let open = !self.state().is_over();
        let provisional = open && reckoning.is_some_and(|it| it.due.is_some() && it.provisional);
        Chip {
            kind: light.chip(),
            text,
            provisional,
            internal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::deadline::{Cause, DeadlineKind};
    use time::macros::date;

    fn shown(it: &Deadline, today: Date) -> (ChipKind, String) {
        let chip = it.chip(today, WorkCalendar::national());
        (chip.kind, chip.text)
    }

    #[test]
    fn 剩余三分之一转黄_最后一天和逾期转红() {
        let it = Deadline::start(DeadlineKind::Verification, date!(2026 - 11 - 02)); // due on 11-23
        for (today, kind, text) in [
            (date!(2026 - 11 - 02), ChipKind::Calm, "剩余 15 个工作日"),
            (date!(2026 - 11 - 13), ChipKind::Calm, "剩余 6 个工作日"),
            (date!(2026 - 11 - 14), ChipKind::Calm, "剩余 6 个工作日"), // a Saturday
            (date!(2026 - 11 - 16), ChipKind::Soon, "剩余 5 个工作日"),
            (date!(2026 - 11 - 22), ChipKind::Soon, "剩余 1 个工作日"),
            (date!(2026 - 11 - 23), ChipKind::Late, "今天届满"),
            (date!(2026 - 11 - 24), ChipKind::Late, "逾期 1 个工作日"),
            (date!(2026 - 11 - 29), ChipKind::Late, "逾期 4 个工作日"), // a Sunday
        ] {
            assert_eq!(shown(&it, today), (kind, text.to_owned()), "{today}");
        }
    }

    #[test]
    fn 周五届满_周六已逾期但还没有一个工作日() {
        let it = Deadline::start(DeadlineKind::Initiation, date!(2026 - 11 - 13)); // due on Friday 11-20
        assert_eq!(
            shown(&it, date!(2026 - 11 - 21)),
            (ChipKind::Late, "已逾期".to_owned())
        );
        let mut met = it.clone();
        met.apply(Cause::Met {
            on: date!(2026 - 11 - 21),
        });
        assert_eq!(
            shown(&met, date!(2026 - 12 - 01)),
            (ChipKind::Met, "逾期完成".to_owned())
        );
    }

    #[test]
    fn 按期和逾期完成() {
        for (on, text) in [
            (date!(2026 - 11 - 24), "按期完成"),
            (date!(2026 - 11 - 30), "按期完成"),
            (date!(2026 - 12 - 02), "逾期 2 个工作日完成"),
        ] {
            let mut it = Deadline::start(DeadlineKind::Initiation, date!(2026 - 11 - 23)); // due on 11-30
            it.apply(Cause::Met { on });
            assert_eq!(
                shown(&it, date!(2027 - 03 - 01)),
                (ChipKind::Met, text.to_owned())
            );
        }
    }

    #[test]
    fn 逾期后停止的日子不计入逾期() {
        let mut it = Deadline::start(DeadlineKind::Initiation, date!(2026 - 11 - 02)); // due on 11-09
        it.apply(Cause::Stopped {
            on: date!(2026 - 11 - 11),
            why: "移送".to_owned(),
        });
        assert_eq!(
            shown(&it, date!(2026 - 11 - 20)),
            (ChipKind::Stopped, "停止计算".to_owned())
        );
        it.apply(Cause::Resumed {
            on: date!(2026 - 11 - 20),
        });
        assert_eq!(
            shown(&it, date!(2026 - 11 - 23)),
            (ChipKind::Late, "逾期 2 个工作日".to_owned())
        );
    }

    #[test]
    fn 内部办理时限与法定期限说法不同() {
        let it = Deadline::start(DeadlineKind::Objection, date!(2026 - 11 - 17));
        let chip = it.chip(date!(2026 - 11 - 23), WorkCalendar::national());
        assert!(chip.internal && !chip.provisional);
        assert_eq!(chip.text, "内部办理时限剩余 11 个工作日");
    }

    #[test]
    fn 跨年的届满日标明暂估() {
        let mut it = Deadline::start(DeadlineKind::Verification, date!(2026 - 12 - 11));
        let national = WorkCalendar::national();
        assert!(it.chip(date!(2026 - 12 - 14), national).provisional);
        it.apply(Cause::Met {
            on: date!(2026 - 12 - 20),
        });
        assert!(
            !it.chip(date!(2026 - 12 - 21), national).provisional,
            "what is done is no estimate"
        );
    }
}
