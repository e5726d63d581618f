//! What happened, as facts. A ruling consists of them and an event keeps them; the case is their fold, and the database fills
//! a register from each. A fact's fields are its register's columns, so both are flat.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::account::AccountLinked;
use crate::domain::assignment::{Assigned, Replacement};
use crate::domain::case::{Case, Party, PartyAssessment};
use crate::domain::clarification::{Clarification, ClarificationWaiver};
use crate::domain::closure::Closure;
use crate::domain::correction::{CorrectionReport, CorrectionRequired, CorrectionVerdict};
use crate::domain::deadline::ClockMoved;
use crate::domain::determination::Determined;
use crate::domain::evidence::EvidenceTaken;
use crate::domain::hearing::Heard;
use crate::domain::ids::{FileId, ObjectionId, PartyId};
use crate::domain::initiation::{Declining, Initiated};
use crate::domain::notice::Notice;
use crate::domain::objection::{Objected, ObjectionDecided, ObjectionWithdrawal};
use crate::domain::recorded::Entry;
use crate::domain::referral::{OrganReturn, Referral};
use crate::domain::report::Opinion;
use crate::domain::round::RoundBegan;
use crate::domain::service::Served;
use crate::domain::verification::{Extension, Resumption, Suspension};
use crate::domain::withdrawal::Withdrawal;

/// A fact, in its institution's file: what the case is after it, and what is said of it. Nothing has a default that could be
/// forgotten.
pub trait LegalFact: Serialize + DeserializeOwned {
    /// Whether it moves the case's version: parties, findings and assignment do; a new piece of evidence, a statement or a
    /// service throws nobody off their page. Status and deadlines move it too.
    const MOVES_VERSION: bool;

    /// What the case is after it.
    fn fold(self, case: &mut Case, entry: Entry);

    /// The kept file that it names, if it names one, and whose it is.
    fn file(&self, case: &Case) -> Option<FileOf>;

    /// Its words in 办理经过; `today` only decides how a day is written.
    fn said(&self, case: &Case, today: Date) -> Said;
}

/// A fact that names no kept file.
macro_rules! names_no_file {
    () => {
        fn file(&self, _: &$crate::domain::case::Case) -> Option<$crate::domain::fact::FileOf> {
            None
        }
    };
}

pub(crate) use names_no_file;

/// A kept file, and who brought it or whom it speaks of: who may read it follows from that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileOf {
    pub id: FileId,
    /// The party whose it is; `None`: the body's, or of who filed without being a party.
    pub party: Option<PartyId>,
    /// The objection it is attached to.
    pub objection: Option<ObjectionId>,
}

impl FileOf {
    pub fn the_body(id: FileId) -> Self {
        Self {
            id,
            party: None,
            objection: None,
        }
    }

    pub fn party(id: FileId, party: impl Into<Option<PartyId>>) -> Self {
        Self {
            id,
            party: party.into(),
            objection: None,
        }
    }
}

/// What the history says of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// Whom or what it is about: it follows the name of the step.
    pub about: Option<String>,
    /// What somebody reading on wants to know of it.
    pub line: Option<String>,
    /// Whether the line is the reason given for the step: that stands in the act itself and is no consequence of it.
    pub reason: bool,
}

impl Said {
    pub fn nothing() -> Self {
        Self::default()
    }

    pub fn about(about: impl Into<String>) -> Self {
        Self {
            about: Some(about.into()),
            ..Self::default()
        }
    }

    pub fn line(line: impl Into<String>) -> Self {
        Self {
            line: Some(line.into()),
            ..Self::default()
        }
    }

    /// The reason given for the step; nothing where none was written.
    pub fn reason(reason: &str) -> Self {
        let reason = reason.trim();
        Self {
            line: (!reason.is_empty()).then(|| reason.to_owned()),
            reason: true,
            ..Self::default()
        }
    }

    pub fn with(self, line: impl Into<String>) -> Self {
        Self {
            line: Some(line.into()),
            ..self
        }
    }
}

/// Declares the kinds of fact: `Variant(Value) = "code", "its name"`, and dispatches to the value.
macro_rules! facts {
    ($($fact:ident($value:ty) = $code:literal, $name:literal;)+) => {
        /// One thing that happened.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "fact")]
        pub enum Fact {
            $(#[serde(rename = $code)] $fact($value),)+
        }

        $(impl From<$value> for Fact {
            fn from(it: $value) -> Self {
                Self::$fact(it)
            }
        })+

        impl Fact {
            /// The codes, as events and the list of registers name them.
            pub const CODES: &[&str] = &[$($code),+];

            pub fn code(&self) -> &'static str {
                match self { $(Self::$fact(_) => $code),+ }
            }

            /// The Chinese name of a code; the code itself where there is no such fact.
            pub fn name_of(code: &str) -> &str {
                match code { $($code => $name,)+ other => other }
            }

            pub fn fold(self, case: &mut Case, entry: Entry) {
                match self { $(Self::$fact(it) => it.fold(case, entry)),+ }
            }

            pub fn moves_version(&self) -> bool {
                match self { $(Self::$fact(_) => <$value as LegalFact>::MOVES_VERSION),+ }
            }

            pub fn file(&self, case: &Case) -> Option<FileOf> {
                match self { $(Self::$fact(it) => it.file(case)),+ }
            }

            pub fn said(&self, case: &Case, today: Date) -> Said {
                match self { $(Self::$fact(it) => it.said(case, today)),+ }
            }
        }
    };
}

facts! {
    PartyNamed(Party) = "party_named", "当事人";
    RoundBegan(RoundBegan) = "round_began", "轮次";
    Withdrawn(Withdrawal) = "withdrawn", "撤回";
    Initiated(Initiated) = "initiated", "启动";
    Declined(Declining) = "declined", "不予启动";
    Assigned(Assigned) = "assigned", "指定经办人";
    Replaced(Replacement) = "replaced", "更换经办人";
    Linked(AccountLinked) = "linked", "账号绑定";
    EvidenceTaken(EvidenceTaken) = "evidence_taken", "证据";
    Heard(Heard) = "heard", "听取意见";
    Assessed(PartyAssessment) = "assessed", "核实报告的结论";
    Opined(Opinion) = "opined", "初步意见";
    Suspended(Suspension) = "suspended", "中止";
    Resumed(Resumption) = "resumed", "恢复";
    Extended(Extension) = "extended", "延期";
    Referred(Referral) = "referred", "移送";
    OrganReturned(OrganReturn) = "organ_returned", "机关退回";
    Determined(Determined) = "determined", "认定";
    CorrectionRequired(CorrectionRequired) = "correction_required", "整改要求";
    Served(Served) = "served", "送达";
    Notified(Notice) = "notified", "通报";
    Objected(Objected) = "objected", "异议";
    ObjectionDecided(ObjectionDecided) = "objection_decided", "异议处理决定";
    ObjectionWithdrawn(ObjectionWithdrawal) = "objection_withdrawn", "撤回异议";
    CorrectionReported(CorrectionReport) = "correction_reported", "整改报告";
    CorrectionJudged(CorrectionVerdict) = "correction_judged", "整改验收";
    Clarified(Clarification) = "clarified", "澄清";
    ClarificationWaived(ClarificationWaiver) = "clarification_waived", "不需要澄清的表示";
    Closed(Closure) = "closed", "办结";
    ClockMoved(ClockMoved) = "clock_moved", "期限变动";
}
