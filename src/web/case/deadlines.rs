//! 期限计算说明: a deadline day by day, and the events its value follows from (R6).

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use time::{Date, Duration};

use super::open::OpenCase;
use super::progress;
use crate::domain::calendar::{DayCount, ReckonedDay};
use crate::domain::dates::{full_day, short_day};
use crate::domain::deadline::{Cause, State as ClockState};
use crate::domain::fact::Fact;
use crate::domain::ids::DeadlineId;
use crate::domain::regulation::Basis;
use crate::platform::App;
use crate::web::chip::Chip;
use crate::web::error::Nope;
use crate::web::frame::Frame;

/// The reckoning of one deadline.
#[derive(Template, WebTemplate)]
#[template(path = "case/reckoning.html")]
pub struct ReckoningPage {
    frame: Frame,
    number: String,
    title: String,
    name: &'static str,
    summary: String,
    basis: Basis,
    legal: bool,
    chip: Chip,
    months: Vec<Month>,
    causes: Vec<(String, String)>,
    calendar: &'static str,
}

struct Month {
    name: String,
    weeks: Vec<Vec<Option<Cell>>>,
}

struct Cell {
    day: u8,
    class: &'static str,
    note: String,
}

/// Shows how a deadline was reckoned.
///
/// # Errors
/// The case has no such deadline.
pub async fn show(State(app): State<App>, open: OpenCase) -> Result<ReckoningPage, Nope> {
    let id = open.subject.map(DeadlineId).ok_or(Nope::NotFound)?;
    let clock = open
        .case
        .deadlines
        .iter()
        .find(|it| it.id == id && open.sight.sees_clock(&open.case, it))
        .ok_or(Nope::NotFound)?;
    let deadline = clock.deadline().ok_or(Nope::NotFound)?;
    let reckoning = deadline.reckoning(open.calendar()).ok_or(Nope::NotFound)?;
    let due = reckoning.due.map_or_else(
        || {
            let left = reckoning.left;
            format!("停止计算中，恢复以后还有 {left} 个工作日")
        },
        |due| format!("{} 24:00 届满", full_day(due)),
    );
    Ok(ReckoningPage {
        frame: Frame::for_page(
            &app,
            Some(&open.actor),
            format!("{} 期限计算说明", open.case.number),
        )
        .back(open.href(), "返回案件")
        .here(open.section()),
        number: open.case.number.clone(),
        title: open.case.title.clone(),
        name: clock.name(),
        summary: format!(
            "起算之日 {}，不计入。满 {} 个工作日，{due}。",
            full_day(deadline.started_on()),
            deadline.days()
        ),
        basis: clock.kind.basis(),
        legal: clock.kind.legal(),
        chip: progress::chip(&deadline, &open, None),
        months: months(
            &until_today(reckoning.days, deadline.state(), open.today()),
            reckoning.due,
        ),
        causes: causes(&open, id),
        calendar: open.calendar().name(),
    })
}

fn months(days: &[ReckonedDay], due: Option<Date>) -> Vec<Month> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return vec![];
    };
    let mut months = vec![];
    let mut month = first.date.replace_day(1).unwrap_or(first.date);
    while month <= last.date {
        let length = month.month().length(month.year());
        let mut cells: Vec<Option<Cell>> = vec![];
        cells.resize_with(usize::from(month.weekday().number_days_from_monday()), || None);
        for number in 0..length {
            let date = month + Duration::days(i64::from(number));
            let found = days.iter().find(|it| it.date == date);
            cells.push(Some(cell(date, found, due)));
        }
        let mut weeks: Vec<Vec<Option<Cell>>> = vec![];
        while !cells.is_empty() {
            let rest = cells.split_off(cells.len().min(7));
            weeks.push(std::mem::replace(&mut cells, rest));
        }
        months.push(Month {
            name: format!("{}年{}月", month.year(), u8::from(month.month())),
            weeks,
        });
        month += Duration::days(i64::from(length));
    }
    months
}

fn cell(date: Date, reckoned: Option<&ReckonedDay>, due: Option<Date>) -> Cell {
    let (class, note) = match reckoned.map(|it| &it.count) {
        None => ("", String::new()),
        Some(DayCount::Start) => ("rc-day--start", "起算".to_owned()),
        Some(DayCount::Counted(n)) if due == Some(date) => ("rc-day--due", format!("第{n}日")),
        Some(DayCount::Counted(n)) => ("rc-day--counted", format!("第{n}日")),
        Some(DayCount::Makeup(n, _)) if due == Some(date) => ("rc-day--due", format!("第{n}日")),
        Some(DayCount::Makeup(n, _)) => ("rc-day--makeup", format!("第{n}日")),
        Some(DayCount::Weekend) => ("rc-day--weekend", "周末".to_owned()),
        Some(DayCount::Holiday(name)) => ("rc-day--holiday", name.chars().take(2).collect()),
        Some(DayCount::Stopped(_)) => ("rc-day--stopped", "中止".to_owned()),
    };
    Cell {
        day: date.day(),
        class,
        note,
    }
}

/// A period that stands still has no last day: the days that do not count are shown as far as today.
fn until_today(mut days: Vec<ReckonedDay>, state: ClockState, today: Date) -> Vec<ReckonedDay> {
    if !matches!(state, ClockState::Stopped(_)) {
        return days;
    }
    while let Some(date) = days
        .last()
        .and_then(|it| it.date.next_day())
        .filter(|it| *it <= today)
    {
        days.push(ReckonedDay {
            date,
            count: DayCount::Stopped(String::new()),
            provisional: false,
        });
    }
    days
}

/// What happened to a deadline, with the day: that on which it happened, or else that of the event.
fn causes(open: &OpenCase, deadline: DeadlineId) -> Vec<(String, String)> {
    let moved = open.case.history.iter().flat_map(|event| {
        event.body.facts.iter().filter_map(move |fact| {
            let Fact::ClockMoved(it) = fact else { return None };
            (it.deadline == deadline).then(|| (event.entry.on(), &it.cause))
        })
    });
    let day = |date: Date| short_day(date, open.today());
    moved
        .map(|(on, cause)| (day(cause.on().unwrap_or(on)), told(cause)))
        .collect()
}

fn told(cause: &Cause) -> String {
    match cause {
        Cause::Started { days, .. } => format!("起算，{days} 个工作日"),
        Cause::Stopped { why, .. } => format!("停止计算：{why}"),
        Cause::Resumed { .. } => "继续计算".to_owned(),
        Cause::Extended { days } => format!("延长 {days} 个工作日"),
        Cause::Recomputed { calendar } => format!("按{calendar}重新计算"),
        Cause::Met { .. } => "办理完成".to_owned(),
        Cause::Cancelled { .. } => "不再计算".to_owned(),
    }
}
