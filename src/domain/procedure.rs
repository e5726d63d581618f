//! **The one table** (程序表): which step is taken by whom, from which status, whereto, with which clocks, on which basis.
//! The step bar, the buttons, the handlers, the database's own transition check and the diagram in the help page are
//! read off it. A further step is a further row; what else it touches, the README lists (a new step).
//!
//! A step that extends or suspends is a row that stays or moves and a clock that the step's own file extends or stops; a
//! referral returns by `To::Back`, as *upheld* does; two objections are two rows in `objections` while the row below stays in
//! `Objected`; a second round raises `Case::round` and that of the parties concerned, and every rule already asks those
//! taking part in the present round only.

use crate::domain::deadline::DeadlineKind;
use crate::domain::regulation::{Article, Basis};
use crate::domain::status::Status;
use serde::{Deserialize, Serialize};

/// A kind of step (办理事项).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    File,
    Withdraw,
    Initiate,
    Decline,
    Link,
    Replace,
    TakeEvidence,
    Hear,
    Report,
    Determine,
    Serve,
    Notify,
    Object,
    DecideObjection,
    ReportCorrection,
    VerifyCorrection,
    Clarify,
    WaiveClarification,
    Close,
}

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Who filed the case, or the filer's unit.
    Filer,
    /// An assigned officer (经办人), alone.
    Officer,
    /// An assigned officer, or a party for itself.
    OfficerOrParty,
    /// A party; an assigned officer enters it for a party without an account, with a scan.
    PartyOrForIt,
    /// An approver (负责人) of the body, alone.
    Approver,
    /// An officer drafts, an approver of the same body approves: four eyes (R5).
    Approved,
    /// The same, and approving it is a permission of its own.
    ApprovedByDeterminer,
    /// The same at the body or Office that an objection is addressed to; neither took part before (A8.4, R5).
    ApprovedByAddressee,
}

impl Who {
    /// Whether the step is an act that a second person approves.
    pub fn needs_approval(self) -> bool {
        matches!(
            self,
            Self::Approved | Self::ApprovedByDeterminer | Self::ApprovedByAddressee
        )
    }

    /// In Chinese, for refusals and the diagram.
    pub fn name(self) -> &'static str {
        match self {
            Self::Filer => "申请人",
            Self::Officer => "经办人",
            Self::OfficerOrParty => "经办人或者当事人",
            Self::PartyOrForIt => "当事人",
            Self::Approver => "负责人",
            Self::Approved => "经办人起草、负责人审批",
            Self::ApprovedByDeterminer => "经办人起草、有认定审批权限的负责人审批",
            Self::ApprovedByAddressee => "受理异议的机关经办人起草、负责人审批",
        }
    }
}

/// Where a step may lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// The case stays where it is.
    Stay,
    /// To this status.
    On(Status),
    /// To the status before the present one.
    Back,
}

/// What a step always does to the clocks (期限).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tick {
    /// The period starts to run; the day of the step does not count.
    Start(DeadlineKind),
    /// What it is for has been done.
    Meet(DeadlineKind),
    /// It has become pointless.
    Cancel(DeadlineKind),
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Move {
    /// The step.
    pub kind: Kind,
    /// Its code in the database.
    pub code: &'static str,
    /// Its Chinese name: a verb and what it is about.
    pub name: &'static str,
    /// Who takes it.
    pub who: Who,
    /// From which status. Empty: it begins a case.
    pub from: &'static [Status],
    /// Where it may lead; the first is what happens unless the step's own rule says otherwise.
    pub to: &'static [To],
    /// What it does to the clocks.
    pub ticks: &'static [Tick],
    /// On which basis.
    pub basis: Basis,
}

use Basis::{Law, Practice};
use DeadlineKind as D;
use Status::{Closed, Declined, Determined, Determining, Objected, Submitted, Verifying, Withdrawn};
use Tick::{Cancel, Meet, Start};
use To::{Back, On, Stay};
use Who::{
    Approved, ApprovedByAddressee, ApprovedByDeterminer, Approver, Filer, Officer, OfficerOrParty,
    PartyOrForIt,
};

const AFTER_DETERMINATION: &[Status] = &[Determined, Objected];
const WHILE_IN_HAND: &[Status] = &[Verifying, Determining, Determined, Objected];
/// Closure does not end the officers' work: a later objection has no time limit, and a party without an account raises it
/// through them. Its decision is fed back by who decided it, then too.
const WHILE_OFFICERS_ACT: &[Status] = &[Verifying, Determining, Determined, Objected, Closed];

/// The table.
#[rustfmt::skip]
pub const PROCEDURE: &[Move] = &[
    row(Kind::File,               "file",                "提交申请",         Filer,                &[],                    &[On(Submitted)],   &[Start(D::Initiation)],                         Law(Article::A8_1)),
    row(Kind::Withdraw,           "withdraw",            "撤回申请",         Filer,                &[Submitted],           &[On(Withdrawn)],   &[Cancel(D::Initiation)],                        Practice),
    row(Kind::Initiate,           "initiate",            "启动容错程序",     Approved,             &[Submitted],           &[On(Verifying)],   &[Meet(D::Initiation), Start(D::Verification)],  Law(Article::A8_1)),
    row(Kind::Decline,            "decline",             "不予启动",         Approved,             &[Submitted],           &[On(Declined)],    &[Meet(D::Initiation)],                          Practice),
    row(Kind::Link,               "link",                "关联当事人账户",   Approved,             WHILE_IN_HAND,          &[Stay],            &[],                                             Practice),
    row(Kind::Replace,            "replace",             "更换经办人",       Approver,             WHILE_OFFICERS_ACT,     &[Stay],            &[],                                             Practice),
    row(Kind::TakeEvidence,       "take_evidence",       "收集证据",         OfficerOrParty,       &[Submitted, Verifying],&[Stay],            &[],                                             Law(Article::A8_2)),
    row(Kind::Hear,               "hear",                "听取意见",         OfficerOrParty,       &[Verifying],           &[Stay],            &[],                                             Law(Article::A8_2)),
    row(Kind::Report,             "report",              "提交核实报告和初步意见", Approved,       &[Verifying],           &[On(Determining)], &[Meet(D::Verification), Start(D::Determination)], Law(Article::A8_2)),
    row(Kind::Determine,          "determine",           "作出容错认定",     ApprovedByDeterminer, &[Determining],         &[On(Determined)],  &[Meet(D::Determination), Start(D::Feedback)],   Law(Article::A9_1)),
    // What the service of a document rests on, its kind says: `DocumentKind::served_under`.
    row(Kind::Serve,              "serve",               "送达文书",         Officer,              &[Verifying, Determining, Determined, Objected, Closed, Declined], &[Stay], &[],             Practice),
    row(Kind::Notify,             "notify",              "通报相关单位",     Officer,              AFTER_DETERMINATION,    &[Stay],            &[],                                             Law(Article::A9_1)),
    row(Kind::Object,             "object",              "提出异议",         PartyOrForIt,         &[Determined, Objected, Closed], &[On(Objected), Stay], &[],                                Law(Article::A8_4)),
    row(Kind::DecideObjection,    "decide_objection",    "作出异议处理决定", ApprovedByAddressee,  &[Objected],            &[Back, Stay],      &[],                                             Law(Article::A8_4)),
    row(Kind::ReportCorrection,   "report_correction",   "报告整改情况",     PartyOrForIt,         AFTER_DETERMINATION,    &[Stay],            &[],                                             Law(Article::A12_3)),
    row(Kind::VerifyCorrection,   "verify_correction",   "验收整改情况",     Approved,             AFTER_DETERMINATION,    &[Stay],            &[],                                             Law(Article::A12_3)),
    row(Kind::Clarify,            "clarify",             "作出澄清说明",     Approved,             AFTER_DETERMINATION,    &[Stay],            &[],                                             Law(Article::A11)),
    row(Kind::WaiveClarification, "waive_clarification", "书面表示不需要澄清", PartyOrForIt,       AFTER_DETERMINATION,    &[Stay],            &[],                                             Practice),
    row(Kind::Close,              "close",               "办结案件",         Approved,             &[Determined],          &[On(Closed)],      &[],                                             Law(Article::A9_1)),
];

#[expect(clippy::too_many_arguments, reason = "a row of the table reads as a row")]
const fn row(
    kind: Kind,
    code: &'static str,
    name: &'static str,
    who: Who,
    from: &'static [Status],
    to: &'static [To],
    ticks: &'static [Tick],
    basis: Basis,
) -> Move {
    Move {
        kind,
        code,
        name,
        who,
        from,
        to,
        ticks,
        basis,
    }
}

impl Kind {
    /// The row of this step.
    pub fn row(self) -> &'static Move {
        PROCEDURE
            .iter()
            .find(|row| row.kind == self)
            .expect("every kind has its row: the test below holds it")
    }

    /// The Chinese name.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The code in the database.
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// The kind of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        PROCEDURE.iter().find(|row| row.code == code).map(|row| row.kind)
    }
}

impl Move {
    /// Whether the step can change the case's status: only one such act waits at a time.
    pub fn changes_status(&self) -> bool {
        self.to.iter().any(|to| *to != To::Stay)
    }

    /// The statuses that this row can lead to from one.
    pub fn ends(&self, from: Status) -> Vec<Status> {
        let from = Some(from);
        self.to.iter().flat_map(|to| to.from(from)).collect()
    }

    /// Every change of status this row allows. `Back` leads wherever its starting status can be entered from.
    pub fn transitions(&self) -> Vec<(Option<Status>, Status)> {
        let begins = self.from.is_empty();
        let from = self.from.iter().copied().map(Some).chain(begins.then_some(None));
        from.flat_map(|from| {
            self.to
                .iter()
                .flat_map(move |to| to.from(from).into_iter().map(move |to| (from, to)))
        })
        .collect()
    }
}

impl To {
    fn from(self, from: Option<Status>) -> Vec<Status> {
        match self {
            Self::Stay => vec![],
            Self::On(status) if Some(status) == from => vec![],
            Self::On(status) => vec![status],
            Self::Back => from.map(entered_from).unwrap_or_default(),
        }
    }
}

/// From which statuses a status can be entered.
fn entered_from(status: Status) -> Vec<Status> {
    let leads_here = |row: &&Move| row.to.contains(&To::On(status));
    let from = PROCEDURE
        .iter()
        .filter(leads_here)
        .flat_map(|row| row.from.iter().copied());
    let mut found: Vec<Status> = from.filter(|from| *from != status).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The steps that can be taken in a status, in the order of the table.
pub fn steps_in(status: Status) -> impl Iterator<Item = &'static Move> {
    PROCEDURE.iter().filter(move |row| row.from.contains(&status))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn 每一种事项在程序表中恰有一行_代码不重复() {
        let mut kinds: Vec<_> = PROCEDURE.iter().map(|row| row.kind).collect();
        let mut codes: Vec<_> = PROCEDURE.iter().map(|row| row.code).collect();
        kinds.sort_unstable();
        codes.sort_unstable();
        kinds.dedup();
        codes.dedup();
        assert_eq!((kinds.len(), codes.len()), (PROCEDURE.len(), PROCEDURE.len()));
        assert_eq!(Kind::Close as usize + 1, PROCEDURE.len());
        for row in PROCEDURE {
            assert_eq!(
                serde_json::to_value(row.kind).expect("a kind is a word"),
                row.code
            );
        }
    }

    #[test]
    fn 每一个未了结的状态都有出路() {
        for status in Status::ALL.into_iter().filter(|status| status.open()) {
            let leads_on = steps_in(status).any(|row| row.changes_status());
            assert!(leads_on, "{} has no way out", status.name());
        }
    }

    #[test]
    fn 维持后回到异议之前的状态() {
        assert_eq!(Kind::DecideObjection.row().ends(Objected), [Determined, Closed]);
        let back: Vec<_> = Kind::DecideObjection.row().transitions();
        assert_eq!(back, [(Some(Objected), Determined), (Some(Objected), Closed)]);
    }
}
