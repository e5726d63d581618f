//! A list of cases as a sheet for a spreadsheet program: days are days, numbers are numbers, and the head stays in sight. A row
//! is written out as it comes and is not kept, so a sheet of any length takes the memory of one row, and its packed bytes.

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};
use time::Date;

use crate::domain::actor::Actor;
use crate::domain::dates::shanghai_day;
use crate::store::lists::CaseRow;
use crate::web::case_rows;

/// No sheet is longer; its last row says so.
pub const SHEET_ROWS_MAX: i64 = 100_000;

/// The columns, and how wide they are.
const COLUMNS: [(&str, f64); 13] = [
    ("案号", 24.0),
    ("事项", 44.0),
    ("当事人", 36.0),
    ("管理机构", 18.0),
    ("收件日期", 12.0),
    ("环节", 8.0),
    ("状态", 12.0),
    ("认定结果", 20.0),
    ("经办人", 18.0),
    ("轮次", 6.0),
    ("待办事项", 30.0),
    ("期限届满", 12.0),
    ("期限工作日数", 14.0),
];

/// A sheet under way.
pub struct CaseSheet {
    workbook: Workbook,
    rows: u32,
    day: Format,
}

impl CaseSheet {
    /// With its head.
    ///
    /// # Errors
    /// There is no place for its rows on the disk.
    pub fn new() -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        let head = Format::new().set_bold().set_align(FormatAlign::Center);
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name("案件")?.set_freeze_panes(1, 0)?;
        for (column, (name, width)) in (0..).zip(COLUMNS) {
            sheet.set_column_width(column, width)?;
            sheet.write_string_with_format(0, column, name, &head)?;
        }
        Ok(Self {
            workbook,
            rows: 0,
            day: Format::new().set_num_format("yyyy-mm-dd"),
        })
    }

    /// Adds a case, as this person reads it. A text that begins like a formula is a text all the same.
    ///
    /// # Errors
    /// The disk is full.
    pub fn add(&mut self, row: &CaseRow, reader: &Actor) -> Result<(), XlsxError> {
        self.rows += 1;
        let (no, day) = (self.rows, &self.day);
        let sheet = self.workbook.worksheet_from_index(0)?;
        let outcomes = case_rows::outcomes(row, reader).join("、");
        let todo = case_rows::todo(row, reader);
        let texts = [
            (0, row.number.as_str()),
            (1, &row.title),
            (2, &row.party_names),
            (3, &row.body_name),
        ];
        for (column, text) in texts {
            sheet.write_string(no, column, text)?;
        }
        sheet.write_datetime_with_format(no, 4, date(shanghai_day(row.received_at))?, day)?;
        let texts = [
            (5, row.status.stage().name()),
            (6, row.status.name()),
            (7, &outcomes),
            (8, &row.officer_names),
        ];
        for (column, text) in texts {
            sheet.write_string(no, column, text)?;
        }
        sheet.write_number(no, 9, row.round)?;
        sheet.write_string(no, 10, todo)?;
        if let Some(due) = row.due_on {
            sheet.write_datetime_with_format(no, 11, date(due)?, day)?;
        }
        if let Some(days) = row.due_days {
            sheet.write_number(no, 12, days)?;
        }
        Ok(())
    }

    /// How many cases it has.
    pub fn rows(&self) -> i64 {
        self.rows.into()
    }

    /// The file.
    ///
    /// # Errors
    /// Its rows cannot be read back from the disk.
    pub fn packed(mut self) -> Result<Vec<u8>, XlsxError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        if i64::from(self.rows) >= SHEET_ROWS_MAX {
            let more = format!("只导出前 {SHEET_ROWS_MAX} 件。其余的请缩小筛选范围以后再导出。");
            sheet.write_string(self.rows + 1, 0, more)?;
        }
        let last = u16::try_from(COLUMNS.len() - 1).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, self.rows, last)?;
        self.workbook.save_to_buffer()
    }
}

fn date(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(u16::MAX);
    ExcelDateTime::from_ymd(year, day.month().into(), day.day())
}
