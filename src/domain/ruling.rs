//! The law's answer to a step: a ruling (everything that shall change) or a refusal (what stands against it).
//! `rule` asks in this order: who (access), where (the table), what (the institution's own file). Nobody else decides.

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::domain::access;
use crate::domain::act::TakenBy;
use crate::domain::calendar::WorkCalendar;
use crate::domain::case::{Case, Clock};
use crate::domain::check;
use crate::domain::dates::shanghai_day;
use crate::domain::deadline::{Cause, ClockMoved, Deadline, DeadlineKind};
use crate::domain::document::Draft;
use crate::domain::fact::Fact;
use crate::domain::ids::DeadlineId;
use crate::domain::procedure::{Kind, Move, Tick, To};
use crate::domain::referral;
use crate::domain::refusal::Refusal;
use crate::domain::status::Status;
use crate::domain::step::{Asked, Step, Unavailable};

/// When something is ruled on, and where new ids come from: time and chance are handed in.
pub struct Moment<'a> {
    /// The instant (UTC).
    pub at: OffsetDateTime,
    /// Makes a new id.
    pub new_id: &'a dyn Fn() -> Uuid,
}

impl Moment<'_> {
    /// The day in Shanghai, which is what legal periods count.
    pub fn today(&self) -> Date {
        shanghai_day(self.at)
    }
}

/// Everything a step changes. Data only: `casework::apply` turns it into rows and knows no step by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruling {
    /// The step it rules on.
    pub kind: Kind,
    /// The status the case goes to; `None`: it stays.
    pub to: Option<Status>,
    /// What happened, as facts.
    pub facts: Vec<Fact>,
    /// The clocks it moves.
    pub clocks: Vec<ClockMove>,
    /// The documents it issues; their numbers are given when they are.
    pub documents: Vec<Draft>,
}

/// A movement of one clock (R6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockMove {
    /// Which clock: a new one, or one of the case's.
    pub id: DeadlineId,
    /// Its period.
    pub kind: DeadlineKind,
    /// The objection, party or document it is about, where there can be several.
    pub subject: Option<Uuid>,
    /// What happens to it.
    pub cause: Cause,
}

impl Ruling {
    /// A ruling of that kind, still empty.
    pub fn on(kind: Kind) -> Self {
        Self {
            kind,
            to: None,
            facts: vec![],
            clocks: vec![],
            documents: vec![],
        }
    }

    /// Whether a case begins with it.
    pub fn begins_a_case(&self) -> bool {
        self.kind == Kind::File
    }

    /// With a fact more.
    pub fn fact(mut self, fact: impl Into<Fact>) -> Self {
        self.facts.push(fact.into());
        self
    }

    /// Leading to that status.
    pub fn to(mut self, status: Status) -> Self {
        self.to = Some(status);
        self
    }

    /// Issuing a document.
    pub fn issues(mut self, document: Draft) -> Self {
        self.documents.push(document);
        self
    }

    /// Starting a clock of the period's usual length.
    pub fn starts(mut self, kind: DeadlineKind, subject: Option<Uuid>, now: &Moment<'_>) -> Self {
        let cause = Cause::Started {
            on: now.today(),
            days: kind.days(),
        };
        self.clocks.push(ClockMove {
            id: DeadlineId((now.new_id)()),
            kind,
            subject,
            cause,
        });
        self
    }

    /// Marking every running clock of that kind and subject as met: on the day the thing was done, whenever it is
    /// recorded. What was done on its due date was done in time (R6).
    pub fn meets(self, case: &Case, kind: DeadlineKind, subject: Option<Uuid>, on: Date) -> Self {
        self.moves(case, |it| it.is(kind, subject), &Cause::Met { on })
    }

    /// Marking every running clock of that kind and subject as pointless.
    pub fn cancels(self, case: &Case, kind: DeadlineKind, subject: Option<Uuid>, on: Date) -> Self {
        self.moves(case, |it| it.is(kind, subject), &Cause::Cancelled { on })
    }

    /// Ending the feedback of the determinations of a round: those of another have a clock of their own.
    pub fn ends_feedback(self, case: &Case, round: i16, cause: &Cause) -> Self {
        let which = |it: &Clock| it.is(DeadlineKind::Feedback, None) && it.round == round;
        self.moves(case, which, cause)
    }

    /// Giving a clock that runs more working days.
    pub fn extends(self, case: &Case, kind: DeadlineKind, days: u16) -> Self {
        self.moves(case, |it| it.is(kind, None), &Cause::Extended { days })
    }

    /// Stopping whatever else of the body runs, where the row of the step says so of its kind.
    pub fn stands_still(self, case: &Case, why: &str, on: Date) -> Self {
        let ticks = self.kind.row().ticks;
        let which = |it: &Clock| ticks.contains(&Tick::MayStop(it.kind)) && it.of_the_body() && !it.stopped();
        let why = why.to_owned();
        self.moves(case, which, &Cause::Stopped { on, why })
    }

    /// Letting go on what stood still beside it.
    pub fn goes_on(self, case: &Case, on: Date) -> Self {
        let ticks = self.kind.row().ticks;
        let which = |it: &Clock| ticks.contains(&Tick::MayResume(it.kind)) && it.stopped();
        self.moves(case, which, &Cause::Resumed { on })
    }

    fn moves(mut self, case: &Case, which: impl Fn(&Clock) -> bool, cause: &Cause) -> Self {
        let running = case.deadlines.iter().filter(|it| it.running() && which(it));
        self.clocks.extend(running.map(|it| ClockMove {
            id: it.id,
            kind: it.kind,
            subject: it.subject,
            cause: cause.clone(),
        }));
        self
    }

    /// Whether it moves the case's version: status and deadlines do, of the rest each fact says so for itself.
    pub fn moves_version(&self) -> bool {
        self.to.is_some() || !self.clocks.is_empty() || self.facts.iter().any(Fact::moves_version)
    }

    /// Everything that its event tells as facts: its own, and each clock it moves with the day that leads to. `deadlines` are
    /// the case's so far.
    pub fn tells(&self, deadlines: &[Clock], calendar: &WorkCalendar) -> Vec<Fact> {
        let moved = self.clocks.iter().map(|it| {
            let before = deadlines.iter().find(|clock| clock.id == it.id);
            let causes = before.map_or(&[][..], |clock| &clock.causes);
            let causes = causes.iter().chain([&it.cause]).cloned();
            let due = Deadline::from_events(it.kind, causes).and_then(|deadline| deadline.due(calendar));
            Fact::from(ClockMoved {
                deadline: it.id,
                kind: it.kind,
                subject: it.subject,
                cause: it.cause.clone(),
                due,
                provisional: due.is_some_and(|due| calendar.provisional(due)),
            })
        });
        self.facts.iter().cloned().chain(moved).collect()
    }

    /// Where a row leads that begins a case, and the clocks it starts.
    pub(super) fn begins(mut self, row: &Move, now: &Moment<'_>) -> Self {
        for tick in row.ticks {
            if let Tick::Start(kind) = tick {
                self = self.starts(*kind, None, now);
            }
        }
        if let Some(To::On(status)) = row.to.first() {
            self = self.to(*status);
        }
        self
    }

    fn ticks(mut self, row: &Move, case: &Case, now: &Moment<'_>) -> Self {
        for tick in row.ticks {
            self = match *tick {
                Tick::Start(kind) => self.starts(kind, None, now),
                Tick::Meet(kind) => self.meets(case, kind, None, now.today()),
                Tick::Cancel(kind) => self.cancels(case, kind, None, now.today()),
                Tick::Stop(kind) => {
                    let why = usual_end(row, case).map_or(row.name, Status::name).to_owned();
                    let cause = Cause::Stopped { on: now.today(), why };
                    self.moves(case, |it| it.is(kind, None), &cause)
                }
                Tick::Resume(kind) => {
                    let cause = Cause::Resumed { on: now.today() };
                    self.moves(case, |it| it.is(kind, None), &cause)
                }
                Tick::Extend(_)
                | Tick::MayStart(_)
                | Tick::MayMeet(_)
                | Tick::MayCancel(_)
                | Tick::MayStop(_)
                | Tick::MayResume(_) => self,
            };
        }
        self
    }
}

/// Asks the law whether a step may be taken by these people on this case, and what follows from it.
///
/// # Errors
/// The refusal, with the article it rests on.
pub fn rule(case: &Case, step: &Step, taken_by: TakenBy<'_>, now: &Moment<'_>) -> Result<Ruling, Refusal> {
    let (kind, asked) = (step.kind(), Asked { case, taken_by, now });
    in_this_status(case, kind.row())?;
    access::available(kind, step.subject(), asked).map_err(Unavailable::refusal)?;
    preview(step, asked)
}

/// What would follow from a step, whoever looks: the table and the institution are asked, not whose step it is.
///
/// # Errors
/// The refusal that the table or the institution answers with.
pub fn preview(step: &Step, asked: Asked<'_>) -> Result<Ruling, Refusal> {
    let (case, row) = (asked.case, step.kind().row());
    in_this_status(case, row)?;
    let told = access::sight(asked.actor(), case).told(case);
    check::all_hold(&step.checks(Asked { case: &told, ..asked }))?;
    let mut ruling = step.ruling(asked)?.ticks(row, case, asked.now);
    ruling.to = ruling
        .to
        .or_else(|| usual_end(row, case))
        .filter(|to| *to != case.status);
    Ok(ruling)
}

/// The documents that a step would issue as it is written so far, whatever still stands against it: for whoever drafts it.
pub fn documents(step: &Step, asked: Asked<'_>) -> Vec<Draft> {
    step.ruling(asked).map(|it| it.documents).unwrap_or_default()
}

/// Whether the table knows the step in the present status.
///
/// # Errors
/// It does not.
pub fn in_this_status(case: &Case, row: &Move) -> Result<(), Refusal> {
    in_status(case, case.status, row)
}

/// Whether the table knows the step in that status of the case.
///
/// # Errors
/// It does not: while an organ decides, for that reason (R3).
pub fn in_status(case: &Case, status: Status, row: &Move) -> Result<(), Refusal> {
    if status == Status::Referred && referral::concludes(row.kind) {
        referral::locks(case, row.name)?;
    }
    if row.from.contains(&status) {
        return Ok(());
    }
    let (step, status, basis) = (row.name, status.name(), row.basis);
    Err(Refusal::NotInThisStatus { step, status, basis })
}

/// Where a step leads when its own rule does not say: the first end of its row.
fn usual_end(row: &Move, case: &Case) -> Option<Status> {
    match row.to.first() {
        Some(To::On(status)) => Some(*status),
        Some(To::Back) => case.before,
        Some(To::Stay) | None => None,
    }
}
