//! The calendars that are compiled in, put together from the notices that stand beside this file.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::notice::{self, BadRow};
use super::{CalendarName, WorkCalendar};

impl WorkCalendar {
    /// The calendar of that name.
    pub fn of(name: CalendarName) -> &'static Self {
        static NATIONAL: LazyLock<WorkCalendar> =
            LazyLock::new(|| WorkCalendar::compiled(CalendarName::National, None));
        static LIANGSHAN: LazyLock<WorkCalendar> = LazyLock::new(|| {
            WorkCalendar::compiled(CalendarName::Liangshan, Some(include_str!("liangshan.csv")))
        });
        match name {
            CalendarName::National => &NATIONAL,
            CalendarName::Liangshan => &LIANGSHAN,
        }
    }

    /// The national calendar.
    pub fn national() -> &'static Self {
        Self::of(CalendarName::National)
    }

    fn compiled(name: CalendarName, overlay: Option<&str>) -> Self {
        let (national, statutory) = (include_str!("national.csv"), include_str!("statutory.csv"));
        Self::read(name.short(), national, statutory, overlay)
            .expect("the files are compiled in, and the tests read every row of them")
    }

    /// Puts a calendar together: the national notices, the statutory festivals of years without one, a place's own notices.
    /// Within each, what was issued later overrides.
    pub(super) fn read(
        name: &'static str,
        national: &str,
        statutory: &str,
        overlay: Option<&str>,
    ) -> Result<Self, BadRow> {
        let mut calendar = Self {
            name,
            rows: HashMap::new(),
            notices: HashMap::new(),
            known: BTreeMap::new(),
        };
        for row in notice::read(national)? {
            calendar.known.entry(row.year).or_insert(row.issued);
            if let Some(notice) = &row.notice {
                calendar.notices.entry(row.year).or_insert_with(|| notice.clone());
            }
            calendar.rows.insert(row.date, row);
        }
        for row in notice::read(statutory)? {
            if !calendar.known.contains_key(&row.year) {
                calendar.rows.insert(row.date, row);
            }
        }
        for row in notice::read(overlay.unwrap_or_default())? {
            calendar.rows.insert(row.date, row);
        }
        Ok(calendar)
    }
}
