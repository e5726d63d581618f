//! The step bar and the deadline chips of a case: read off its status and its clocks.

use super::open::OpenCase;
use crate::domain::access::Sight;
use crate::domain::case::{Case, Clock};
use crate::domain::dates::short_day;
use crate::domain::deadline::{Deadline, DeadlineKind, State};
use crate::domain::status::Stage;
use crate::web::chip::Chip;

/// The step bar 启动→核实→认定→异议→办结, as it is shown to who looks.
pub fn steps(case: &Case, sight: &Sight) -> Vec<StepMark> {
    let status = sight.status(case);
    let (now, round) = (status.stage(), sight.round(case));
    let raised = case.objections.iter().any(|it| sight.reads_objection(it));
    let known = case.parties.iter().any(|it| sight.knows_outcome(case, it.id));
    // A case that was declined or withdrawn went no further than its clocks say.
    let cut_short = status.cut_short();
    let initiated = case
        .deadlines
        .iter()
        .any(|it| it.kind == DeadlineKind::Verification);
    let passed = |stage: Stage| stage < now && (!cut_short || (stage == Stage::Initiation && initiated));
    let mark = |stage: Stage| {
        let unobjected = stage == Stage::Objection && !raised;
        let again = round > 1 && stage > now;
        let progress = match () {
            () if stage == now => Progress::Now,
            () if passed(stage) && !unobjected => Progress::Done,
            () => Progress::Ahead,
        };
        let note = match () {
            () if stage == now && round > 1 => format!("第 {round} 轮，{}", status.name()),
            () if stage == now => status.name().to_owned(),
            () if unobjected && stage < now => "没有异议".to_owned(),
            () if unobjected && stage > now && known => "可以提出".to_owned(),
            () if unobjected => "认定后可以提出".to_owned(),
            () if stage == Stage::Objection && progress == Progress::Done => "已经处理".to_owned(),
            () if again && stage == Stage::Determination => format!("第 {} 轮已经认定", round - 1),
            () if again && stage == Stage::Objection => format!("第 {} 轮已经处理", round - 1),
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

/// How far a stage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Behind us.
    Done,
    /// Where the case is.
    Now,
    /// Still to come.
    Ahead,
}

impl Progress {
    /// What it adds to its class in the stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            Progress::Done => " rc-steps__step--done",
            Progress::Now => " rc-steps__step--now",
            Progress::Ahead => "",
        }
    }

    /// Whether the case is here.
    pub fn is_now(self) -> bool {
        self == Progress::Now
    }
}

/// One stage of the step bar 启动→核实→认定→异议→办结.
#[derive(Debug, Clone)]
pub struct StepMark {
    pub name: String,
    /// A date or a word below it.
    pub note: String,
    pub progress: Progress,
}

/// A deadline beside the case, in a line.
pub struct DeadlineMark {
    pub name: String,
    /// How it stands, linked to its reckoning.
    pub chip: Chip,
    pub due: String,
    /// Whether it is over and of an earlier round than the present one.
    pub past: bool,
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
    let round = open.sight.round(&open.case);
    // Before a party it is said whose period it is.
    let whose = if open.sight.inside() { "" } else { "机关" };
    Some(DeadlineMark {
        past: clock.round < round && !clock.running(),
        name: match round {
            1 => format!("{whose}{}", clock.name()),
            _ => format!("{whose}{}（第 {} 轮）", clock.name(), clock.round),
        },
        chip: chip(
            &deadline,
            open,
            Some(format!("{}/deadlines/{}", open.href(), clock.id)),
        ),
        due: due
            .filter(|_| !matches!(deadline.state(), State::Cancelled(_)))
            .map(|due| format!("{} 24:00 届满", short_day(due, open.today())))
            .unwrap_or_default(),
    })
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
