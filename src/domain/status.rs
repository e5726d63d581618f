//! Where a case stands. `Status` is the one column that says it; `Stage` is what the step bar shows of it.
//! What may happen in which status is in `procedure.rs` and nowhere else.

use serde::{Deserialize, Serialize};

/// The five stages (环节) of Article 8 as the step bar shows them, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// 启动
    Initiation,
    /// 核实
    Verification,
    /// 认定
    Determination,
    /// 异议
    Objection,
    /// 办结
    Closure,
}

impl Stage {
    /// All stages in the order of the step bar.
    pub const ALL: [Self; 5] = [
        Self::Initiation,
        Self::Verification,
        Self::Determination,
        Self::Objection,
        Self::Closure,
    ];

    /// The Chinese name of the stage.
    pub fn name(self) -> &'static str {
        match self {
            Self::Initiation => "启动",
            Self::Verification => "核实",
            Self::Determination => "认定",
            Self::Objection => "异议",
            Self::Closure => "办结",
        }
    }
}

/// Where a case stands (案件状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 待启动: filed, the body has 5 working days (A8.1).
    Submitted,
    /// 核实中: initiated, the body has 15 working days (A8.2).
    Verifying,
    /// 中止: the verification stands still (practice).
    Suspended,
    /// 认定中: the report is approved.
    Determining,
    /// 已移送: an organ elsewhere decides; every clock stands still (A9.2).
    Referred,
    /// 已认定: determined, to be fed back (A9.1).
    Determined,
    /// 异议处理中: at least one objection is open (A8.4).
    Objected,
    /// 已办结
    Closed,
    /// 不予启动
    Declined,
    /// 已撤回
    Withdrawn,
}

impl Status {
    /// Every status, in the order of the procedure.
    pub const ALL: [Self; 10] = [
        Self::Submitted,
        Self::Verifying,
        Self::Suspended,
        Self::Determining,
        Self::Referred,
        Self::Determined,
        Self::Objected,
        Self::Closed,
        Self::Declined,
        Self::Withdrawn,
    ];

    /// Everything that is fixed about a status: its code in the database, its name, its stage, and whether
    /// the body still owes something while the case stands in it.
    fn facts(self) -> (&'static str, &'static str, Stage, bool) {
        match self {
            Self::Submitted => ("submitted", "待启动", Stage::Initiation, true),
            Self::Verifying => ("verifying", "核实中", Stage::Verification, true),
            Self::Suspended => ("suspended", "中止", Stage::Verification, true),
            Self::Determining => ("determining", "认定中", Stage::Determination, true),
            Self::Referred => ("referred", "已移送", Stage::Determination, true),
            Self::Determined => ("determined", "已认定", Stage::Determination, true),
            Self::Objected => ("objected", "异议处理中", Stage::Objection, true),
            Self::Closed => ("closed", "已办结", Stage::Closure, false),
            Self::Declined => ("declined", "不予启动", Stage::Closure, false),
            Self::Withdrawn => ("withdrawn", "已撤回", Stage::Closure, false),
        }
    }

    /// The code that the database keeps.
    pub fn code(self) -> &'static str {
        self.facts().0
    }

    /// The status of a code, if it is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// The Chinese name shown to everybody.
    pub fn name(self) -> &'static str {
        self.facts().1
    }

    /// The stage of the step bar in which the status lies.
    pub fn stage(self) -> Stage {
        self.facts().2
    }

    /// Whether the case ended before its determination: nothing was decided on its merits.
    pub fn cut_short(self) -> bool {
        !self.open() && self != Self::Closed
    }

    /// Whether no party of a first round has a determination while its case stands there.
    pub fn undetermined(self) -> bool {
        match self.stage() {
            Stage::Initiation | Stage::Verification => true,
            Stage::Determination | Stage::Objection => false,
            Stage::Closure => self.cut_short(),
        }
    }

    /// What is left to who filed a case that ended before its determination (practice): the text bars nobody from filing
    /// anew.
    pub fn afterwards(self) -> Option<&'static str> {
        match self {
            Self::Declined => Some("本案不予启动。可以补充事实和材料，重新提出申请。"),
            Self::Withdrawn => Some("本案已撤回。以后可以重新提出申请。"),
            Self::Submitted
            | Self::Verifying
            | Self::Suspended
            | Self::Determining
            | Self::Referred
            | Self::Determined
            | Self::Objected
            | Self::Closed => None,
        }
    }

    /// Whether the case is still under way. From an open status something must always lead on.
    pub fn open(self) -> bool {
        self.facts().3
    }
}
