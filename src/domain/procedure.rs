//! **The one table** (程序表): which step is taken by whom, from which status, whereto, with which clocks, on which basis.
//! The step bar, the buttons, the handlers, the database's own transition check and the diagram in the help page are
//! read off it. A further step is a further row; what else it touches, the README lists (a new step).

use crate::domain::account::AccountLink;
use crate::domain::assignment::{Assignment, Replacement};
use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::clarification::{Clarification, ClarificationWaiver};
use crate::domain::closure::Closure;
use crate::domain::correction::{CorrectionReport, CorrectionVerdict};
use crate::domain::deadline::DeadlineKind;
use crate::domain::determination::Determination;
use crate::domain::evidence::Evidence;
use crate::domain::hearing::Hearing;
use crate::domain::initiation::{Declining, Initiation};
use crate::domain::notice::Notice;
use crate::domain::objection::{Objection, ObjectionDecision, ObjectionWithdrawal};
use crate::domain::referral::{OrganReturn, Referral};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::report::VerificationReport;
use crate::domain::ruling::Ruling;
use crate::domain::service::Service;
use crate::domain::status::Status;
use crate::domain::step::{Asked, LegalStep, Subject, Unavailable};
use crate::domain::verification::{Extension, Resumption, Suspension};
use crate::domain::withdrawal::Withdrawal;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// At whose desk a step is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desk {
    /// The body that handles the case.
    Body,
    /// The body or Office that an objection is addressed to (A8.4).
    Addressee,
    /// Whoever issued the document that the step is about.
    Issuer,
}

/// Who takes a step, or drafts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Who filed the case, or the filer's unit.
    Filer,
    /// A party; an officer enters it for a party without an account, with a scan.
    PartyOrForIt,
    /// An officer (经办人) of the desk.
    Officer,
    /// An officer, or a party or the filer for itself.
    OfficerOrParty,
    /// An approver (负责人) of the desk.
    Approver,
}

/// Who approves what an officer drafted: never the drafter (R5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Approval {
    /// An approver of the desk.
    Approver,
    /// An approver who may approve determinations: a permission of its own.
    Determiner,
}

/// Who takes a step: data, asked in `access` here and in `takes_alone`, `acts_begin` and `may_decide` in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Who {
    pub desk: Desk,
    pub drafts: Side,
    /// `None`: one person takes it alone.
    pub approves: Option<Approval>,
}

impl Who {
    const fn alone(desk: Desk, drafts: Side) -> Self {
        Self {
            desk,
            drafts,
            approves: None,
        }
    }

    const fn approved(desk: Desk, approves: Approval) -> Self {
        Self {
            desk,
            drafts: Side::Officer,
            approves: Some(approves),
        }
    }

    /// Whether the step is an act that a second person approves.
    pub fn needs_approval(self) -> bool {
        self.approves.is_some()
    }

    /// In Chinese, for refusals and the diagram.
    pub fn name(self) -> &'static str {
        match (self.approves, self.desk, self.drafts) {
            (Some(_), Desk::Addressee, _) => "受理异议的机关经办人起草、负责人审批",
            (Some(Approval::Determiner), ..) => "经办人起草、有认定审批权限的负责人审批",
            (Some(Approval::Approver), ..) => "经办人起草、负责人审批",
            (None, _, Side::Filer) => "申请人",
            (None, _, Side::Officer) => "经办人",
            (None, _, Side::OfficerOrParty) => "经办人或者当事人",
            (None, _, Side::PartyOrForIt) => "当事人",
            (None, _, Side::Approver) => "负责人",
        }
    }
}

const FILER: Who = Who::alone(Desk::Body, Side::Filer);
const OFFICER: Who = Who::alone(Desk::Body, Side::Officer);
const OFFICER_OF_ISSUER: Who = Who::alone(Desk::Issuer, Side::Officer);
const OFFICER_OR_PARTY: Who = Who::alone(Desk::Body, Side::OfficerOrParty);
const PARTY_OR_FOR_IT: Who = Who::alone(Desk::Body, Side::PartyOrForIt);
const APPROVER: Who = Who::alone(Desk::Body, Side::Approver);
const APPROVED: Who = Who::approved(Desk::Body, Approval::Approver);
const APPROVED_BY_DETERMINER: Who = Who::approved(Desk::Body, Approval::Determiner);
const APPROVED_BY_ADDRESSEE: Who = Who::approved(Desk::Addressee, Approval::Approver);

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
    /// It stands still: the day of the step and those after it do not count.
    Stop(DeadlineKind),
    /// It goes on with as many days left; the day of the step does not count.
    Resume(DeadlineKind),
    /// It is given more days: the step's own rule says how many.
    Extend(DeadlineKind),
    /// The step's own rule says whether it starts.
    MayStart(DeadlineKind),
    /// The step's own rule says whether it is met.
    MayMeet(DeadlineKind),
    /// The step's own rule says whether it has become pointless.
    MayCancel(DeadlineKind),
    /// It stands still, where it runs.
    MayStop(DeadlineKind),
    /// It goes on, where it stands still.
    MayResume(DeadlineKind),
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
use Status::{
    Closed, Declined, Determined, Determining, Objected, Referred, Submitted, Suspended, Verifying, Withdrawn,
};
use Tick::{Cancel, MayCancel, MayMeet, MayResume, MayStart, MayStop, Meet, Resume, Start, Stop};
use To::{Back, On, Stay};

const AFTER_DETERMINATION: &[Status] = &[Determined, Objected];
/// What a determination that stands asks for goes on while others are verified again (a later round).
const WHILE_IN_HAND: &[Status] = &[Verifying, Suspended, Determining, Referred, Determined, Objected];
/// The same, but for what concludes: that waits while an organ decides (R3).
const WHILE_IT_CONCLUDES: &[Status] = &[Verifying, Suspended, Determining, Determined, Objected];
/// Closure does not end the officers' work: a later objection has no time limit, and a party without an account raises it
/// through them. Its decision is fed back by who decided it, then too.
const WHILE_OFFICERS_ACT: &[Status] = &[
    Verifying,
    Suspended,
    Determining,
    Referred,
    Determined,
    Objected,
    Closed,
];

/// Declares the table: `Kind(Value) code, name, who, from, to, clocks, basis;`, and dispatches to the values. The row that begins
/// a case is taken on an application and has no value here (`filing::file`).
macro_rules! procedure {
    (begins $first:ident $first_code:literal, $first_name:literal, $first_who:expr, $first_from:expr, $first_to:expr, $first_ticks:expr, $first_basis:expr;
     $($kind:ident($value:ty) $code:literal, $name:literal, $who:expr, $from:expr, $to:expr, $ticks:expr, $basis:expr;)+) => {
        /// A kind of step (办理事项); the table names each in Chinese, with its article.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { $first, $($kind,)+ }

        /// What somebody wants to do to a case.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "kind", content = "step", rename_all = "snake_case")]
        pub enum Step { $($kind($value),)+ }

        /// The table.
        pub const PROCEDURE: &[Move] = &[
            Move { kind: Kind::$first, code: $first_code, name: $first_name, who: $first_who, from: $first_from, to: $first_to, ticks: $first_ticks, basis: $first_basis },
            $(Move { kind: Kind::$kind, code: $code, name: $name, who: $who, from: $from, to: $to, ticks: $ticks, basis: $basis },)+
        ];

        impl Kind {
            /// Everything on the case that the step can be about.
            pub fn subjects(self, case: &Case) -> Vec<Option<Uuid>> {
                match self {
                    Self::$first => vec![],
                    $(Self::$kind => <$value as LegalStep>::About::all(case).into_iter().map(Subject::id).collect(),)+
                }
            }

            /// Whether the case has what the step is to be about.
            ///
            /// # Errors
            /// It has nothing of the kind.
            pub fn named(self, about: Option<Uuid>, case: &Case) -> Result<(), Unavailable> {
                match self {
                    Self::$first => Err(Unavailable::NotThere(Refusal::NoParty)),
                    $(Self::$kind => there::<<$value as LegalStep>::About>(about, case).map(drop),)+
                }
            }

            /// Whether the step is this person's about that, where more decides than its row.
            ///
            /// # Errors
            /// Whose it is, or that there is nothing of the kind.
            pub fn theirs(self, about: Option<Uuid>, asked: Asked<'_>) -> Result<(), Unavailable> {
                match self {
                    Self::$first => Err(Unavailable::NotThere(Refusal::NoParty)),
                    $(Self::$kind => <$value as LegalStep>::theirs(there(about, asked.case)?, asked),)+
                }
            }

            /// Whether the step waits to be taken about that.
            ///
            /// # Errors
            /// What stands against it, or that it is settled.
            pub fn stands(self, about: Option<Uuid>, asked: Asked<'_>) -> Result<(), Unavailable> {
                match self {
                    Self::$first => Err(Unavailable::NotThere(Refusal::NoParty)),
                    $(Self::$kind => <$value as LegalStep>::stands(there(about, asked.case)?, asked),)+
                }
            }
        }

        impl Step {
            pub fn kind(&self) -> Kind {
                match self { $(Self::$kind(_) => Kind::$kind),+ }
            }

            /// What it is about; `None`: the case itself.
            pub fn subject(&self) -> Option<Uuid> {
                match self { $(Self::$kind(it) => it.about().id()),+ }
            }

            /// What must hold of what is written.
            pub fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
                match self { $(Self::$kind(it) => it.checks(asked)),+ }
            }

            /// What follows once all of it holds.
            ///
            /// # Errors
            /// What the checks did not ask.
            pub fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
                match self { $(Self::$kind(it) => it.ruling(asked)),+ }
            }
        }

        $(impl From<$value> for Step {
            fn from(it: $value) -> Self {
                Self::$kind(it)
            }
        })+
    };
}

/// What is named, where the case has it.
fn there<S: Subject>(about: Option<Uuid>, case: &Case) -> Result<S, Unavailable> {
    let named = S::of(about).filter(|it| S::all(case).contains(it));
    named.ok_or_else(|| Unavailable::NotThere(S::missing()))
}

#[rustfmt::skip]
procedure! {
    // step (value), code, name, who, from, to, clocks, basis
    begins File "file", "提交申请", FILER, &[], &[On(Submitted)], &[Start(D::Initiation)], Law(Article::A8_1);
    Withdraw(Withdrawal)                     "withdraw",            "撤回申请",               FILER,                  &[Submitted],                                                      &[On(Withdrawn)],      &[Cancel(D::Initiation)],                                                  Practice;
    Initiate(Initiation)                     "initiate",            "启动容错程序",           APPROVED,               &[Submitted],                                                      &[On(Verifying)],      &[Meet(D::Initiation), Start(D::Verification)],                            Law(Article::A8_1);
    Decline(Declining)                       "decline",             "不予启动",               APPROVED,               &[Submitted],                                                      &[On(Declined)],       &[Meet(D::Initiation)],                                                    Practice;
    Link(AccountLink)                        "link",                "绑定当事人账号",         APPROVED,               WHILE_IN_HAND,                                                     &[Stay],               &[],                                                                       Practice;
    Replace(Replacement)                     "replace",             "更换经办人",             APPROVER,               WHILE_OFFICERS_ACT,                                                &[Stay],               &[],                                                                       Practice;
    Assign(Assignment)                       "assign",              "指定本轮经办人",         APPROVER,               &[Verifying],                                                      &[Stay],               &[],                                                                       Practice;
    TakeEvidence(Evidence)                   "take_evidence",       "收集证据",               OFFICER_OR_PARTY,       &[Submitted, Verifying, Suspended, Referred],                      &[Stay],               &[],                                                                       Law(Article::A8_2);
    Hear(Hearing)                            "hear",                "听取意见",               OFFICER_OR_PARTY,       &[Verifying],                                                      &[Stay],               &[],                                                                       Law(Article::A8_2);
    Report(VerificationReport)               "report",              "提交核实报告和初步意见", APPROVED,               &[Verifying],                                                      &[On(Determining)],    &[Meet(D::Verification), Start(D::Determination)],                         Law(Article::A8_2);
    Suspend(Suspension)                      "suspend",             "中止核实",               APPROVED,               &[Verifying],                                                      &[On(Suspended)],      &[Stop(D::Verification)],                                                  Practice;
    Resume(Resumption)                       "resume",              "恢复核实",               APPROVED,               &[Suspended],                                                      &[On(Verifying)],      &[Resume(D::Verification)],                                                Practice;
    Extend(Extension)                        "extend",              "延长核实期限",           APPROVED,               &[Verifying],                                                      &[Stay],               &[Tick::Extend(D::Verification)],                                          Law(Article::A8_2);
    Determine(Determination)                 "determine",           "作出容错认定",           APPROVED_BY_DETERMINER, &[Determining],                                                    &[On(Determined)],     &[Meet(D::Determination), Start(D::Feedback), MayStart(D::Clarification)], Law(Article::A9_1);
    Refer(Referral)                          "refer",               "移送追责问责机关",       APPROVED,               &[Determining],                                                    &[On(Referred)],       &[Stop(D::Determination), MayStop(D::Feedback), MayStop(D::Clarification)], Law(Article::A9_2);
    RecordReturn(OrganReturn)                "record_return",       "登记机关退回",           APPROVED,               &[Referred],                                                       &[Back],               &[Resume(D::Determination), MayResume(D::Feedback), MayResume(D::Clarification)], Practice;
    // What the service of a document rests on, its kind says: `DocumentKind::served_under`.
    Serve(Service)                           "serve",               "送达文书",               OFFICER_OF_ISSUER,      &[Verifying, Suspended, Determining, Referred, Determined, Objected, Closed, Declined], &[Stay], &[MayMeet(D::Feedback)],                                                   Practice;
    Notify(Notice)                           "notify",              "通报相关单位",           OFFICER,                AFTER_DETERMINATION,                                               &[Stay],               &[],                                                                       Law(Article::A9_1);
    Object(Objection)                        "object",              "提出异议",               PARTY_OR_FOR_IT,        &[Determined, Objected, Closed],                                   &[On(Objected), Stay], &[MayStart(D::Objection)],                                                 Law(Article::A8_4);
    DecideObjection(ObjectionDecision)       "decide_objection",    "作出异议处理决定",       APPROVED_BY_ADDRESSEE,  &[Objected],                                                       &[Back, Stay, On(Verifying)], &[MayMeet(D::Objection), MayStart(D::Feedback), MayStart(D::Verification), MayCancel(D::Clarification), MayCancel(D::Feedback)], Law(Article::A8_4);
    WithdrawObjection(ObjectionWithdrawal)   "withdraw_objection",  "撤回异议",               PARTY_OR_FOR_IT,        &[Objected],                                                       &[Back, Stay, On(Verifying)], &[MayCancel(D::Objection), MayStart(D::Verification)],              Practice;
    ReportCorrection(CorrectionReport)       "report_correction",   "报告整改情况",           PARTY_OR_FOR_IT,        WHILE_IN_HAND,                                                     &[Stay],               &[],                                                                       Law(Article::A12_3);
    VerifyCorrection(CorrectionVerdict)      "verify_correction",   "验收整改情况",           APPROVED,               WHILE_IN_HAND,                                                     &[Stay],               &[],                                                                       Law(Article::A12_3);
    Clarify(Clarification)                   "clarify",             "作出澄清说明",           APPROVED,               WHILE_IT_CONCLUDES,                                                &[Stay],               &[MayMeet(D::Clarification)],                                              Law(Article::A11);
    WaiveClarification(ClarificationWaiver)  "waive_clarification", "书面声明不需要澄清说明", PARTY_OR_FOR_IT,        WHILE_IT_CONCLUDES,                                                &[Stay],               &[MayMeet(D::Clarification)],                                              Practice;
    Close(Closure)                           "close",               "办结案件",               APPROVED,               &[Determined],                                                     &[On(Closed)],         &[],                                                                       Law(Article::A9_1);
}

/// Acts so simple that an approver may sign several with one press, each for itself: they change no status, issue nothing and
/// move no clock.
pub const APPROVED_TOGETHER: &[Kind] = &[Kind::Link];

impl Kind {
    /// Whether several acts of the kind may be approved with one press.
    pub fn approved_together(self) -> bool {
        APPROVED_TOGETHER.contains(&self)
    }

    /// The row of this step.
    pub fn row(self) -> &'static Move {
        // A kind's place in the list is its row's in the table: one macro makes both.
        &PROCEDURE[self as usize]
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

    /// Whether the case may stay where it is, from there. `Stay` beside `On(x)` is for who stands in x already; alone, or
    /// beside `Back`, it is for every starting status.
    pub fn may_stay(&self, from: Status) -> bool {
        let elsewhere = |to: &To| matches!(to, To::On(status) if *status != from);
        let leads_on = self.to.iter().any(elsewhere) && !self.to.contains(&To::Back);
        self.from.contains(&from) && self.to.contains(&To::Stay) && !leads_on
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
    use crate::domain::document::DocumentKind;

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
    fn 可以一并审批的都是经审批而不改变状态_期限_不印发文书的() {
        for row in APPROVED_TOGETHER.iter().map(|it| it.row()) {
            let issues = DocumentKind::ALL.iter().any(|it| it.issued_by() == row.kind);
            assert!(row.who.needs_approval() && !row.changes_status(), "{}", row.name);
            assert!(row.ticks.is_empty() && !issues, "{}", row.name);
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
    fn 维持后回到异议之前的状态_撤销的重新核实() {
        let ends = [Determined, Closed, Verifying];
        assert_eq!(Kind::DecideObjection.row().ends(Objected), ends);
        let back: Vec<_> = Kind::DecideObjection.row().transitions();
        assert_eq!(back, ends.map(|to| (Some(Objected), to)));
        assert!(
            Kind::DecideObjection.row().may_stay(Objected),
            "while another is open"
        );
    }
}
