//! The step bar and the deadline chips of a case: read off its status and its clocks.

use time::Date;

use super::open::OpenCase;
use crate::domain::calendar::WorkCalendar;
use crate::domain::case::{Case, Clock};
use crate::domain::dates::short_day;
use crate::domain::deadline::{self, Deadline, DeadlineKind, Light};
use crate::domain::status::{Stage, Status};
use crate::web::parts::{Chip, ChipKind, Progress, StepMark};

/// The step bar 启动→核实→认定→异议→办结, with the status as it is shown to who looks.
pub fn steps(case: &Case, status: Status) -> Vec<StepMark> {
    let now = status.stage();
    // A case that was declined or withdrawn went no further than its clocks say.
    let cut_short = !status.open() && status != Status::Closed;
    let initiated = case
        .deadlines
        .iter()
        .any(|it| it.kind == DeadlineKind::Verification);
    let passed = |stage: Stage| stage < now && (!cut_short || (stage == Stage::Initiation && initiated));
    let mark = |stage: Stage| {
        let objected = stage == Stage::Objection && case.objections.is_empty();
        let progress = match () {
            () if stage == now => Progress::Now,
            () if passed(stage) && !objected => Progress::Done,
            () => Progress::Ahead,
        };
        let note = match () {
            () if stage == now => status.name().to_owned(),
            () if objected && stage < now => "没有异议".to_owned(),
            () if objected && status == Status::Determined => "可以提出".to_owned(),
            () if objected => "认定后可以提出".to_owned(),
            () if stage == Stage::Objection && progress == Progress::Done => "已经处理".to_owned(),
            () => String::new(),
        };
        StepMark {
            name: stage.name().to_owned(),
            note,
            progress,
        }
    };
    Stage::ALL.into_iter().map(mark).collect()
}

/// A deadline on the case page.
pub struct DeadlineMark {
    /// Its name.
    pub name: &'static str,
    /// How it stands, linked to its reckoning.
    pub chip: Chip,
    /// When it falls due, in words.
    pub due: String,
}

/// The deadlines this person may see, in the order they began.
pub fn deadlines(open: &OpenCase) -> Vec<DeadlineMark> {
    seen(open).filter_map(|clock| mark(open, clock)).collect()
}

/// The deadline that counts now: of the running ones that bind who looks, else of all, the one that falls due first.
pub fn present(open: &OpenCase) -> Option<Chip> {
    let due = |clock: &Clock| clock.deadline()?.due(open.calendar());
    let first = seen(open)
        .filter(|clock| clock.running())
        .min_by_key(|clock| (!open.sight.bound_by(&open.case, clock), due(clock)))?;
    mark(open, first).map(|it| Chip {
        text: format!("{}{}", it.name, it.chip.text),
        ..it.chip
    })
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
        name: clock.name(),
        chip: chip(
            &deadline,
            open,
            Some(format!("{}/deadlines/{}", open.href(), clock.id)),
        ),
        due: due
            .map(|due| format!("{} 24:00 届满", short_day(due, open.today())))
            .unwrap_or_default(),
    })
}

/// The chip of a deadline.
pub fn chip(deadline: &Deadline, open: &OpenCase, href: Option<String>) -> Chip {
    let chip = deadline.chip(open.today(), open.calendar());
    Chip {
        kind: kind(chip.kind),
        text: chip.text,
        href,
        provisional: chip.provisional,
    }
}

fn kind(kind: deadline::ChipKind) -> ChipKind {
    match kind {
        deadline::ChipKind::Calm => ChipKind::Calm,
        deadline::ChipKind::Soon => ChipKind::Soon,
        deadline::ChipKind::Late => ChipKind::Late,
        deadline::ChipKind::Stopped => ChipKind::Stopped,
        deadline::ChipKind::Met => ChipKind::Met,
    }
}

/// The deadline of a list's row: the few columns that lists read.
pub struct RowDue<'a> {
    /// The day.
    pub on: Date,
    /// Which period, as a code.
    pub kind: &'a str,
    /// Its working days in all.
    pub days: Option<i16>,
    /// Whether the year's notice is missing.
    pub provisional: bool,
    /// The calendar that the case's body reckons by.
    pub calendar: &'a str,
}

/// The chip of a list's row.
pub fn row_chip(due: &RowDue<'_>, today: Date) -> Option<Chip> {
    let period = DeadlineKind::from_code(due.kind)?;
    let calendar = WorkCalendar::by_name(due.calendar).unwrap_or_else(WorkCalendar::national);
    let left = calendar
        .working_days_between(today, due.on)
        .try_into()
        .unwrap_or(u16::MAX);
    let days = due.days.and_then(|it| it.try_into().ok()).unwrap_or(0);
    let late = calendar.working_days_between(due.on, today);
    let light = Light::running(due.on, today, days, left, late);
    Some(Chip {
        kind: kind(light.chip()),
        text: light.words(period),
        href: None,
        provisional: due.provisional,
    })
}
