//! The deadlines of a case and their chips: read off its clocks.

use super::correction;
use super::open::OpenCase;
use crate::domain::case::Clock;
use crate::domain::correction::{Correction, CorrectionState};
use crate::domain::dates::{near_day, short_day};
use crate::domain::deadline::{Deadline, Light, State};
use crate::web::chip::{Chip, RowDue, row_chip, row_chip_done};

/// A deadline beside the case.
pub struct DeadlineMark {
    pub name: String,
    /// How it stands, linked to its reckoning.
    pub chip: Chip,
    pub due: String,
    /// Of one that is over: when it was done, and its which day that was.
    pub over: Option<String>,
}

/// The deadlines this person may see, in the order they began, and the days by which corrections are demanded.
pub fn deadlines(open: &OpenCase) -> Vec<DeadlineMark> {
    let clocks = seen(open).filter_map(|clock| mark(open, clock));
    let known = |it: &&Correction| {
        let by = open.case.determination(it.determination);
        by.is_some_and(|it| open.sight.knows(&open.case, it))
    };
    let demands = open.case.demanded().filter(known);
    clocks
        .chain(demands.filter_map(|it| demanded(open, it)))
        .collect()
}

/// A determination sets the day, and no period is reckoned; for a party it is known once the determination was served.
fn demanded(open: &OpenCase, it: &Correction) -> Option<DeadlineMark> {
    let on = open.case.correction_due(it)?;
    let due = RowDue {
        on,
        legal: true,
        days: None,
        provisional: false,
        calendar: open.case.body.calendar,
    };
    let verified = it.state == CorrectionState::Verified;
    let done = open.case.report_on(it.id).filter(|_| verified);
    let chip = match done {
        Some(report) => row_chip_done(&due, report.done_on),
        None => row_chip(&due, open.today()),
    };
    Some(DeadlineMark {
        name: correction::about("整改", open, it.id),
        chip: Chip {
            href: Some(format!("{}#outcomes", open.href())),
            ..chip
        },
        due: format!("{} 24:00 届满", short_day(on, open.today())),
        over: verified.then(|| it.state.short().to_owned()),
    })
}

/// The deadline that counts now: of the running ones that bind who looks, else of all, the one that falls due first.
pub fn present(open: &OpenCase) -> Option<Chip> {
    let due = |clock: &Clock| clock.deadline()?.due(open.calendar());
    let first = seen(open)
        .filter(|clock| clock.running())
        .min_by_key(|clock| (!open.sight.bound_by(&open.case, clock), due(clock)))?;
    let chip = linked(open, first, &first.deadline()?);
    let text = format!("{}{}", name(open, first), chip.text);
    Some(Chip { text, ..chip })
}

fn seen(open: &OpenCase) -> impl Iterator<Item = &Clock> {
    open.case
        .deadlines
        .iter()
        .filter(|clock| open.sight.sees_clock(&open.case, clock))
}

fn mark(open: &OpenCase, clock: &Clock) -> Option<DeadlineMark> {
    let deadline = clock.deadline()?;
    let due = deadline.due(open.calendar());
    Some(DeadlineMark {
        name: name(open, clock),
        chip: linked(open, clock, &deadline),
        due: due
            .map(|due| format!("{} 24:00 届满", short_day(due, open.today())))
            .unwrap_or_default(),
        over: over(open, &deadline),
    })
}

/// Before a party whose period it is stands in front, so that nobody takes a delay of the body for one of its own.
fn name(open: &OpenCase, clock: &Clock) -> String {
    let whose = match (open.sight.inside(), clock.of_the_body()) {
        (true, _) => "",
        (false, true) => "机关",
        (false, false) => "受理异议的机关",
    };
    match open.sight.round(&open.case) {
        1 => format!("{whose}{}", clock.name()),
        _ => format!("{whose}{}（第 {} 轮）", clock.name(), clock.round),
    }
}

fn linked(open: &OpenCase, clock: &Clock, deadline: &Deadline) -> Chip {
    let href = format!("{}/deadlines/{}", open.href(), clock.id);
    chip(deadline, open, Some(href))
}

/// 10月22日完成（第 3 日，共 5 日）
fn over(open: &OpenCase, deadline: &Deadline) -> Option<String> {
    match deadline.state() {
        State::Running | State::Stopped(_) => None,
        State::Cancelled(on) => Some(format!("{}起不再计算", near_day(on, open.today()))),
        State::Met(on) => {
            let (done, days) = (near_day(on, open.today()), deadline.days());
            let reckoning = deadline.reckoning(open.calendar());
            let day = reckoning.map_or(0, |it| it.counted_by(on));
            Some(match deadline.light(open.today(), open.calendar()) {
                late @ Light::Met { late_by: Some(_) } => format!("{done}{late}（共 {days} 日）"),
                _ => format!("{done}完成（第 {day} 日，共 {days} 日）"),
            })
        }
    }
}

pub fn chip(deadline: &Deadline, open: &OpenCase, href: Option<String>) -> Chip {
    let chip = deadline.chip(open.today(), open.calendar());
    Chip {
        kind: chip.kind,
        text: chip.text,
        href,
        provisional: chip.provisional,
    }
}
