//! The calendars that are compiled in, put together from the notices that stand beside this file.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::WorkCalendar;
use super::notice::{self, BadRow};

impl WorkCalendar {
    /// The codes of all calendars that are compiled in.
    pub const CODES: &[&str] = &["national", "liangshan"];

    /// The national calendar.
    pub fn national() -> &'static Self {
        static NATIONAL: LazyLock<WorkCalendar> = LazyLock::new(|| WorkCalendar::compiled("全国", None));
        &NATIONAL
    }

    /// The calendar of 凉山彝族自治州: the national one under the prefecture's own notices.
    pub fn liangshan() -> &'static Self {
        static LIANGSHAN: LazyLock<WorkCalendar> =
            LazyLock::new(|| WorkCalendar::compiled("凉山州", Some(include_str!("liangshan.csv"))));
        &LIANGSHAN
    }

    /// The calendar with this code.
    pub fn by_name(code: &str) -> Option<&'static Self> {
        match code {
            "national" => Some(Self::national()),
            "liangshan" => Some(Self::liangshan()),
            _ => None,
        }
    }

    fn compiled(name: &'static str, overlay: Option<&str>) -> Self {
        let (national, statutory) = (include_str!("national.csv"), include_str!("statutory.csv"));
        Self::read(name, national, statutory, overlay)
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
            known: BTreeSet::new(),
        };
        for row in notice::read(national)? {
            calendar.known.insert(row.year);
            if let Some(notice) = &row.notice {
                calendar.notices.entry(row.year).or_insert_with(|| notice.clone());
            }
            calendar.rows.insert(row.date, row);
        }
        for row in notice::read(statutory)? {
            if !calendar.known.contains(&row.year) {
                calendar.rows.insert(row.date, row);
            }
        }
        for row in notice::read(overlay.unwrap_or_default())? {
            calendar.rows.insert(row.date, row);
        }
        Ok(calendar)
    }
}
