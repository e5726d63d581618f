//! What the components of `templates/macros.html` are fed with: plain data, ready to be read.

use crate::domain::regulation::Article;

/// How a deadline stands. Never told by colour alone: each kind has its sign and its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChipKind {
    /// ● There is time.
    Calm,
    /// ▲ Within the last third.
    Soon,
    /// ■ Due today or overdue.
    Late,
    /// ❚❚ Stopped (停止计算), or waiting for others.
    Stopped,
    /// ✓ Met in time, or a target that is over.
    Met,
}

impl ChipKind {
    /// Its class in the stylesheet.
    pub fn class(self) -> &'static str {
        match self {
            ChipKind::Calm => "rc-chip--calm",
            ChipKind::Soon => "rc-chip--soon",
            ChipKind::Late => "rc-chip--late",
            ChipKind::Stopped => "rc-chip--stopped",
            ChipKind::Met => "rc-chip--met",
        }
    }
}

/// A deadline in a few words: 剩余 9 个工作日.
#[derive(Debug, Clone)]
pub struct Chip {
    /// How it stands.
    pub kind: ChipKind,
    /// The words; an internal target begins with 内部目标.
    pub text: String,
    /// The page that reckons it day by day.
    pub href: Option<String>,
    /// A year without its holiday notice: 暂估.
    pub provisional: bool,
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
    /// The end of its class in the stylesheet.
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
    /// The stage.
    pub name: String,
    /// A date or a word below it.
    pub note: String,
    /// How far it is.
    pub progress: Progress,
}

/// Something that happened, in the timeline (办理经过).
#[derive(Debug, Clone)]
pub struct Moment {
    /// What, as a sentence.
    pub what: String,
    /// Where it can be read in full.
    pub href: Option<String>,
    /// More about it, a line each.
    pub notes: Vec<String>,
    /// Who and when.
    pub who: String,
    /// Its article.
    pub basis: Option<Article>,
    /// A formal act of a body, not a message or a piece of evidence.
    pub formal: bool,
}

/// A size in the unit people read: 12 KB, 3.4 MB.
pub fn size(bytes: i64) -> String {
    const KB: i64 = 1024;
    const MB: i64 = 1024 * KB;
    match bytes {
        ..KB => format!("{bytes} 字节"),
        KB..MB => format!("{} KB", bytes / KB),
        _ => format!("{}.{} MB", bytes / MB, bytes % MB * 10 / MB),
    }
}
