//! What is owed (待办) on a case: each institution says for itself what it waits for, by whom and until when, and what is refused
//! meanwhile. Whose turn it is, the button that stands out, what blocks the closure and the walks read it.

use time::Date;
use uuid::Uuid;

use crate::domain::access::Sight;
use crate::domain::case::{Case, Clock};
use crate::domain::coded::coded;
use crate::domain::deadline::DeadlineKind;
use crate::domain::ids::PartyId;
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::{
    assignment, clarification, closure, correction, determination, evidence, hearing, initiation, notice,
    objection, referral, report, service, verification,
};

coded! {
    /// Whose turn it is.
    Turn {
        /// The officers draft, hear, serve.
        Officer = "officer", "待经办人办理";
        /// An act waits for an approver.
        Approver = "approver", "待审批";
        /// A party owes something.
        Party = "party", "待当事人办理";
        /// The addressee of an objection decides it, and feeds the decision back.
        Addressee = "addressee", "待异议处理";
        /// Nothing is owed.
        Nobody = "nobody", "已了结";
    }
}

/// The day by which something is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub on: Date,
    /// Which period ends then; `None`: a determination set the day.
    pub period: Option<DeadlineKind>,
    /// The working days of that period.
    pub days: u16,
    /// Whether nobody but ourselves set the day.
    pub ours: bool,
}

impl Due {
    /// The day that a determination set.
    pub fn set(on: Date) -> Self {
        Self {
            on,
            period: None,
            days: 0,
            ours: false,
        }
    }

    /// A day on which we remind ourselves (practice).
    pub fn reminder(on: Date) -> Self {
        let ours = true;
        Self {
            ours,
            ..Self::set(on)
        }
    }

    /// Whether it is more than an internal target of ours.
    pub fn legal(self) -> bool {
        !self.ours && self.period.is_none_or(DeadlineKind::legal)
    }
}

/// Something that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    pub by: Turn,
    /// What, as a verb and its object.
    pub todo: String,
    /// The step that does it.
    pub step: Kind,
    /// What that step is about; `None`: the case itself.
    pub about: Option<Uuid>,
    /// By when; `None` where no day is set.
    pub due: Option<Due>,
    /// What stands in the way of the next step, or of the closure, until it is done.
    pub blocks: Option<Refusal>,
    /// Whether it is done on paper alone: no form leads on.
    pub on_paper: bool,
}

impl Owed {
    pub fn new(by: Turn, step: Kind, todo: impl Into<String>) -> Self {
        Self {
            by,
            todo: todo.into(),
            step,
            about: None,
            due: None,
            blocks: None,
            on_paper: false,
        }
    }

    pub fn on_paper(self) -> Self {
        let on_paper = true;
        Self { on_paper, ..self }
    }

    pub fn about(self, about: Uuid) -> Self {
        let about = Some(about);
        Self { about, ..self }
    }

    pub fn due(self, due: Option<Due>) -> Self {
        Self { due, ..self }
    }

    pub fn blocks(self, refusal: Refusal) -> Self {
        let blocks = Some(refusal);
        Self { blocks, ..self }
    }
}

/// Everything that is owed now, what comes first first: what is to be served; what leads the case on; then what follows a
/// determination, the officers' before what they wait for, and what falls due first before the rest. An objection holds none of
/// it up (A8.4), and the closure comes once nothing else is owed.
pub fn of(case: &Case) -> Vec<Owed> {
    let leads_on = assignment::owed(case)
        .into_iter()
        .chain(service::owed(case))
        .chain(initiation::owed(case))
        .chain(hearing::owed(case))
        .chain(evidence::owed(case))
        .chain(report::owed(case))
        .chain(verification::owed(case))
        .chain(determination::owed(case))
        .chain(referral::owed(case));
    let mut afterwards: Vec<_> = notice::owed(case)
        .into_iter()
        .chain(correction::owed(case))
        .chain(clarification::owed(case))
        .chain(objection::owed(case))
        .collect();
    afterwards.sort_by_key(|it| (it.by != Turn::Officer, it.due.map_or(Date::MAX, |due| due.on)));
    let owed = leads_on.chain(afterwards).chain(closure::owed(case));
    owed.filter(|it| it.step.row().from.contains(&case.status))
        .collect()
}

/// What a party is asked for, as far as it has been told.
pub fn by_party(case: &Case, party: PartyId) -> Vec<Owed> {
    let told = Sight::party(party).told(case).into_owned();
    let owed = hearing::owed_by(&told, party)
        .into_iter()
        .chain(correction::owed_by(&told, party));
    owed.filter(|it| it.step.row().from.contains(&case.status))
        .collect()
}

/// What stands in the way, where anything of it is owed.
///
/// # Errors
/// The first of it.
pub fn done(owed: impl IntoIterator<Item = Owed>) -> Result<(), Refusal> {
    owed.into_iter().find_map(|it| it.blocks).map_or(Ok(()), Err)
}

impl Case {
    /// The day on which the first of such clocks ends that still runs.
    pub fn due_of(&self, kind: DeadlineKind, subject: Option<Uuid>) -> Option<Due> {
        let running = self
            .deadlines
            .iter()
            .filter(|it| it.is(kind, subject) && it.running());
        running.filter_map(|it| self.due(it)).min_by_key(|it| it.on)
    }

    /// The day on which it ends; `None` while it stands still.
    pub fn due(&self, clock: &Clock) -> Option<Due> {
        let deadline = clock.deadline()?;
        Some(Due {
            on: deadline.due(self.calendar())?,
            period: Some(clock.kind),
            days: deadline.days(),
            ours: false,
        })
    }
}
