//! Notices as rows: a day that is not what its day of the week would make it, and the notice that says so.
//! `date,kind,name,year,source_notice`, where the source is a number and a date of issue: `国办发明电〔2025〕7号 2025-11-04`.

use time::{Date, macros::format_description};

/// A row of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The day it speaks of.
    pub date: Date,
    /// What it makes of it.
    pub kind: Kind,
    /// The holiday it is for.
    pub name: String,
    /// The year the notice is for, which need not be the date's.
    pub year: i32,
    /// The number of the notice, where it is known.
    pub notice: Option<String>,
    /// When the notice was issued.
    pub issued: Option<Date>,
}

/// What a notice can make of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A holiday.
    Holiday,
    /// A make-up working day (调休上班).
    Makeup,
    /// A statutory festival of a year whose notice is still to come.
    Statutory,
}

/// A row that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("节假日安排第 {line} 行无法读取：{text}")]
pub struct BadRow {
    line: usize,
    text: String,
}

/// Reads the rows behind the heading, in the order in which they were issued: who applies them one after the other
/// lets later notices override.
pub(super) fn read(csv: &str) -> Result<Vec<Row>, BadRow> {
    let mut rows = csv
        .lines()
        .enumerate()
        .skip(1)
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(n, text)| {
            row(text).ok_or_else(|| BadRow {
                line: n + 1,
                text: text.to_owned(),
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_key(|row| row.issued);
    Ok(rows)
}

fn row(text: &str) -> Option<Row> {
    let mut fields = text.trim().split(',');
    let date = day(fields.next()?)?;
    let kind = match fields.next()? {
        "holiday" => Kind::Holiday,
        "makeup_workday" => Kind::Makeup,
        "statutory_only" => Kind::Statutory,
        _ => return None,
    };
    let name = fields.next()?.to_owned();
    let year = fields.next()?.parse().ok()?;
    let (notice, issued) = match fields.next()?.rsplit_once(' ') {
        Some((number, issued)) => (Some(number.to_owned()), Some(day(issued)?)),
        None => (None, None),
    };
    fields.next().is_none().then_some(Row {
        date,
        kind,
        name,
        year,
        notice,
        issued,
    })
}

fn day(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 读不懂的行指出是哪一行() {
        for bad in [
            "2026-02-30,holiday,春节,2026,",
            "2026-02-03,feast,春节,2026,",
            "2026-02-03,holiday",
            "x",
        ] {
            let error = read(&format!("date,kind,name,year,source_notice\n{bad}\n")).unwrap_err();
            assert_eq!(error.to_string(), format!("节假日安排第 2 行无法读取：{bad}"));
        }
        assert_eq!(read("").unwrap(), []);
    }
}
