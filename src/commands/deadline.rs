//! `rongcuo deadline`: when a period ends and how that comes about, day by day. Needs no database.
//! The due date stands alone on the first line, so that a script can read it.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use time::{Date, macros::format_description};

use crate::domain::calendar::{CalendarName, DayCount, Reckoning, Stop, WorkCalendar};
use crate::domain::dates::weekday;

/// Say when a number of working days (工作日) after a day ends, and show the reckoning day by day.
#[derive(Debug, Clone, clap::Args)]
pub struct Deadline {
    /// The day of the event, which does not count: 2026-11-23
    #[arg(long, value_name = "DAY", allow_hyphen_values = true)]
    from: String,
    /// How many working days
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    working_days: String,
    /// Whose notices: national or liangshan
    #[arg(long, value_name = "NAME", default_value = "national")]
    calendar: String,
    /// Days that do not count, both ends included: 2026-12-01..2026-12-03. May be given again
    #[arg(long, value_name = "A..B", allow_hyphen_values = true)]
    stop: Vec<String>,
}

impl Deadline {
    /// Prints the reckoning; what cannot be understood is said on stderr, with exit code 2.
    pub fn run(self) -> ExitCode {
        let text = match self.reckoning() {
            Ok(reckoning) => written(&reckoning),
            Err(wrong) => {
                eprintln!("{wrong}");
                return ExitCode::from(2);
            }
        };
        match io::stdout().lock().write_all(text.as_bytes()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                eprintln!("无法输出：{error}");
                ExitCode::FAILURE
            }
            _ => ExitCode::SUCCESS,
        }
    }

    fn reckoning(&self) -> Result<Reckoning, String> {
        let from = day("--from", &self.from)?;
        let working_days = self.working_days.trim().parse().map_err(|_| {
            format!(
                "--working-days 应为 1 至 {} 的整数，不是“{}”",
                Reckoning::MOST_DAYS,
                self.working_days
            )
        })?;
        let calendar = WorkCalendar::of(calendar(&self.calendar)?);
        let stops = self
            .stop
            .iter()
            .map(|text| stop(text))
            .collect::<Result<Vec<_>, _>>()?;
        calendar
            .reckoning(from, working_days, &stops)
            .map_err(|wrong| wrong.to_string())
    }
}

fn day(option: &str, text: &str) -> Result<Date, String> {
    Date::parse(text.trim(), format_description!("[year]-[month]-[day]"))
        .map_err(|_| format!("{option} 应为确实存在的日期，写作 2026-11-23，不是“{text}”"))
}

fn calendar(code: &str) -> Result<CalendarName, String> {
    CalendarName::from_code(code).ok_or_else(|| {
        let known: Vec<_> = CalendarName::ALL.iter().map(|it| it.code()).collect();
        format!("没有名为“{code}”的日历，可用的有：{}", known.join("、"))
    })
}

fn stop(text: &str) -> Result<Stop, String> {
    let (first, last) = text
        .split_once("..")
        .ok_or_else(|| format!("--stop 应写作 2026-12-01..2026-12-03，不是“{text}”"))?;
    Ok(Stop {
        first: day("--stop", first)?,
        last: Some(day("--stop", last)?),
        why: "停止计算".to_owned(),
    })
}

/// The due date, with 暂估 behind it when a notice is missing; then a line for each day.
fn written(reckoning: &Reckoning) -> String {
    let mut text = String::new();
    if let Some(due) = reckoning.due {
        text.push_str(&due.to_string());
        text.push_str(if reckoning.provisional { " 暂估\n" } else { "\n" });
    }
    for it in &reckoning.days {
        let what = match &it.count {
            DayCount::Start => "起算事件日，不计入".to_owned(),
            DayCount::Counted(n) => format!("工作日，第 {n} 个"),
            DayCount::Makeup(n, name) => format!("{name}调休上班，第 {n} 个"),
            DayCount::Weekend => "周末，不计入".to_owned(),
            DayCount::Holiday(name) => format!("{name}放假，不计入"),
            DayCount::Stopped(why) => format!("{why}，不计入"),
        };
        let estimated = if it.provisional { " 暂估" } else { "" };
        text.push_str(&format!("{} {} {what}{estimated}\n", it.date, weekday(it.date)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Args, Command, FromArgMatches};

    fn asked(arguments: &str) -> Result<String, String> {
        let command = Deadline::augment_args(Command::new("deadline").no_binary_name(true));
        let matches = command
            .try_get_matches_from(arguments.split(' '))
            .map_err(|error| error.to_string())?;
        let deadline = Deadline::from_arg_matches(&matches).map_err(|error| error.to_string())?;
        deadline.reckoning().map(|it| written(&it))
    }

    #[test]
    fn 第一行只有届满日_其后逐日() {
        let text = asked("--from 2026-11-23 --working-days 5").unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 9);
        assert_eq!(
            lines[..3],
            [
                "2026-11-30",
                "2026-11-23 周一 起算事件日，不计入",
                "2026-11-24 周二 工作日，第 1 个"
            ]
        );
        assert_eq!(
            lines[6..],
            [
                "2026-11-28 周六 周末，不计入",
                "2026-11-29 周日 周末，不计入",
                "2026-11-30 周一 工作日，第 5 个"
            ]
        );
    }

    #[test]
    fn 暂估_地方日历和停止计算() {
        let first = |arguments| {
            asked(arguments)
                .unwrap()
                .lines()
                .next()
                .map(str::to_owned)
                .unwrap()
        };
        assert_eq!(first("--from 2026-12-11 --working-days 15"), "2027-01-04 暂估");
        assert_eq!(first("--from 2023-09-28 --working-days 1"), "2023-10-07");
        assert_eq!(
            first("--from 2023-09-28 --working-days 1 --calendar liangshan"),
            "2023-10-08"
        );
        assert_eq!(
            first("--from 2026-11-30 --working-days 5 --stop 2026-12-01..2026-12-03"),
            "2026-12-10"
        );
        let twice =
            "--from 2026-11-30 --working-days 5 --stop 2026-12-01..2026-12-03 --stop 2026-12-07..2026-12-07";
        assert_eq!(first(twice), "2026-12-11");
    }

    #[test]
    fn 看不懂的输入说明怎么改() {
        for (arguments, word) in [
            ("--from 2026-02-30 --working-days 5", "--from 应为确实存在的日期"),
            ("--from 明天 --working-days 5", "--from 应为确实存在的日期"),
            ("--from 2026-11-23 --working-days 0", "1 至 500"),
            ("--from 2026-11-23 --working-days -1", "1 至 500"),
            ("--from 2026-11-23 --working-days 99999999", "1 至 500"),
            (
                "--from 2026-11-23 --working-days 5 --calendar 成都",
                "national、liangshan",
            ),
            (
                "--from 2026-11-23 --working-days 5 --stop 2026-12-01",
                "2026-12-01..2026-12-03",
            ),
            (
                "--from 2026-11-23 --working-days 5 --stop 2026-12-03..2026-12-01",
                "早于",
            ),
            (
                "--from 2026-11-23 --working-days 5 --stop 2026-11-24..9999-12-01",
                "不再计算",
            ),
        ] {
            let wrong = asked(arguments).unwrap_err();
            assert!(wrong.contains(word), "{arguments}: {wrong}");
        }
    }
}
