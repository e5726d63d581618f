//! The step bar 启动→核实→认定→异议→办结 with the day of each stage, as it is shown to who looks. It goes back for a new round or a
//! new objection alone: what was upheld leads on to the closure.

use time::Date;

use super::open::OpenCase;
use crate::domain::case::Clock;
use crate::domain::dates::{near_day, shanghai_day, short_day};
use crate::domain::deadline::{DeadlineKind, State};
use crate::domain::objection::Raised;
use crate::domain::status::{Stage, Status};

/// One stage of the step bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepMark {
    pub name: String,
    /// A date or a word below it.
    pub note: String,
    pub progress: Progress,
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

pub fn steps(open: &OpenCase) -> Vec<StepMark> {
    let bar = Bar::of(open);
    let mark = |stage: Stage| StepMark {
        name: stage.name().to_owned(),
        note: bar.note(stage),
        progress: bar.progress(stage),
    };
    Stage::ALL.into_iter().map(mark).collect()
}

struct Bar<'a> {
    open: &'a OpenCase,
    status: Status,
    round: i16,
    /// Where the case is.
    now: Stage,
    /// Whether there are objections that this person reads, whether one of them waits, and the last that was decided.
    raised: bool,
    waits: bool,
    decided: Option<&'a Raised>,
}

impl<'a> Bar<'a> {
    fn of(open: &'a OpenCase) -> Self {
        let (case, sight) = (&open.case, &open.sight);
        let status = sight.status(case);
        let read = || case.objections.iter().filter(|it| sight.reads_objection(it));
        // In a later round what began it is said, else the last that was decided.
        let began = |it: &&Raised| it.decided.as_ref().is_some_and(|it| it.result.sets_aside());
        let on = |it: &&Raised| it.decided.as_ref().map(|it| it.entry.seq);
        let decided = read()
            .filter(|it| it.decided.is_some())
            .max_by_key(|it| (sight.round(case) > 1 && began(it), on(it)));
        let answered = status == Status::Determined && decided.is_some();
        Self {
            open,
            status,
            round: sight.round(case),
            now: if answered { Stage::Closure } else { status.stage() },
            raised: read().next().is_some(),
            waits: read().any(Raised::open),
            decided,
        }
    }

    fn progress(&self, stage: Stage) -> Progress {
        let unobjected = stage == Stage::Objection && !self.raised;
        // A case that was declined or withdrawn went no further than its clocks say.
        let cut_short = self.status.cut_short()
            && !(stage == Stage::Initiation && self.clock(DeadlineKind::Verification).is_some());
        match () {
            () if stage == self.now => Progress::Now,
            () if stage < self.now && !cut_short && !unobjected => Progress::Done,
            () => Progress::Ahead,
        }
    }

    fn note(&self, stage: Stage) -> String {
        let note = match (self.progress(stage), stage) {
            (Progress::Now, _) => self.present(stage),
            (_, Stage::Objection) => return self.objection(),
            (Progress::Done, Stage::Initiation) => self.met(DeadlineKind::Initiation),
            (Progress::Done, Stage::Verification) => self.met(DeadlineKind::Verification),
            (Progress::Done, Stage::Determination) => self.determined(self.round),
            (Progress::Ahead, Stage::Determination) if self.round > 1 => {
                let before = self.determined(self.round - 1);
                return format!("第 {} 轮 {before}", self.round - 1);
            }
            (Progress::Done | Progress::Ahead, _) => String::new(),
        };
        match self.progress(stage) == Progress::Now && self.round > 1 {
            true => format!("第 {} 轮，{note}", self.round),
            false => note,
        }
    }

    /// Until when, or since when, the case stands where it is.
    fn present(&self, stage: Stage) -> String {
        let until = |kind| self.until(kind).unwrap_or_else(|| self.status.name().to_owned());
        match (stage, self.status) {
            (_, Status::Submitted) => until(DeadlineKind::Initiation),
            (_, Status::Verifying) => until(DeadlineKind::Verification),
            (_, Status::Determining) => until(DeadlineKind::Determination),
            (_, Status::Objected) => until(DeadlineKind::Objection),
            (Stage::Closure, Status::Determined) => "待办结".to_owned(),
            (_, Status::Determined) => format!("{}已认定", self.determined(self.round)),
            (_, Status::Referred) => "已移送，等待决定".to_owned(),
            (_, Status::Suspended) => "中止，停止计算".to_owned(),
            (_, Status::Closed | Status::Declined | Status::Withdrawn) => {
                let ended = self.entered(self.status);
                format!("{}{}", ended.unwrap_or_default(), self.status.name())
            }
        }
    }

    fn objection(&self) -> String {
        let result = self.decided.and_then(|it| it.decided.as_ref());
        match (result, self.progress(Stage::Determination)) {
            (Some(it), _) => {
                let result = if it.result.sets_aside() {
                    "撤销"
                } else {
                    "维持"
                };
                format!("{}{result}", self.day(it.decided_on))
            }
            (None, _) if self.waits => "正在处理".to_owned(),
            (None, _) if self.raised => "已撤回".to_owned(),
            (None, Progress::Now) if self.knows_outcome() => "可以提出".to_owned(),
            (None, Progress::Done) => "没有异议".to_owned(),
            (None, Progress::Now | Progress::Ahead) => "认定后可以提出".to_owned(),
        }
    }

    fn knows_outcome(&self) -> bool {
        let mut parties = self.open.case.parties.iter();
        parties.any(|it| self.open.sight.knows_outcome(&self.open.case, it.id))
    }

    /// The day of the determinations of a round that are known, or nothing.
    fn determined(&self, round: i16) -> String {
        let (case, sight) = (&self.open.case, &self.open.sight);
        let known = case.determinations.iter().filter(|it| it.entry.round == round);
        let last = known
            .filter(|it| sight.knows(case, it))
            .map(|it| it.entry.on())
            .max();
        last.map(|on| self.day(on)).unwrap_or_default()
    }

    /// The last clock of that kind that is seen: of this round, or before.
    fn clock(&self, kind: DeadlineKind) -> Option<&Clock> {
        let case = &self.open.case;
        let mut seen = case
            .deadlines
            .iter()
            .filter(|it| self.open.sight.sees_clock(case, it));
        seen.rfind(|it| it.kind == kind)
    }

    /// The day on which it was done, and of a period of the law its which day that was.
    fn met(&self, kind: DeadlineKind) -> String {
        let deadline = self.clock(kind).and_then(Clock::deadline);
        let Some((deadline, State::Met(on))) = deadline.map(|it| (it.clone(), it.state())) else {
            return String::new();
        };
        match deadline.reckoning(self.open.calendar()) {
            Some(it) => format!("{}，第 {} 个工作日", self.day(on), it.counted_by(on)),
            None => self.day(on),
        }
    }

    /// By when. A target of ours is nothing that a party is told.
    fn until(&self, kind: DeadlineKind) -> Option<String> {
        let told = kind.legal() || self.open.sight.inside();
        let case = &self.open.case;
        let seen = case
            .deadlines
            .iter()
            .filter(|it| self.open.sight.sees_clock(case, it));
        let runs = seen.filter(|it| told && it.kind == kind && it.running());
        let dues = runs.filter_map(|it| it.deadline()?.due(self.open.calendar()));
        let due = dues.min()?;
        Some(format!("至 {}", short_day(due, self.open.today())))
    }

    /// The day on which the case last came to a status.
    fn entered(&self, status: Status) -> Option<String> {
        let mut history = self.open.case.history.iter();
        let event = history.rfind(|it| it.to == Some(status))?;
        Some(self.day(shanghai_day(event.entry.at)))
    }

    fn day(&self, on: Date) -> String {
        near_day(on, self.open.today())
    }
}
