//! The tasks of a report: what is written on one page, under which names, where the page stands, and how far it is. All of it is
//! reckoned from the draft; nothing is ticked off by hand.

use super::{apart, read};
use crate::domain::case::{Case, Party};
use crate::domain::chinese::numeral;
use crate::domain::regulation::Condition;
use crate::platform::blobs::Sha256Name;
use crate::web::application::TaskState;
use crate::web::form::Typed;

/// What is written on one page; a party stands by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// 查明的事实和补救措施
    Facts,
    /// One of the six conditions (A6) for a party.
    Finding(i16, Condition),
    /// 符合的情形 (A7)
    Fits(i16),
    /// 意见采纳情况, and who holds the 干部管理权限 (A9.1)
    Statement(i16),
    /// The six factors (A8.3) for a party alone.
    Factors(i16),
    /// 三个区分
    Distinctions,
    /// The six factors for all, and whatever else weighs.
    Opinion,
}

impl Task {
    /// All that must be done, in the order of the list.
    pub fn all(case: &Case, typed: &Typed) -> Vec<Self> {
        let parties = case.taking_part().flat_map(|it| Self::about(it.no));
        let mut all: Vec<_> = [Self::Facts].into_iter().chain(parties).collect();
        all.extend([Self::Distinctions, Self::Opinion]);
        if apart(case, typed) {
            all.extend(case.taking_part().map(|it| Self::Factors(it.no)));
        }
        all
    }

    /// What is asked of every party.
    pub fn about(no: i16) -> Vec<Self> {
        let findings = Condition::ALL.iter().map(|it| Self::Finding(no, *it));
        findings.chain([Self::Fits(no), Self::Statement(no)]).collect()
    }

    /// The task whose page stands there below the report's own address.
    pub fn at(path: &str, case: &Case) -> Option<Self> {
        let ways: Vec<_> = path.split('/').collect();
        let it = match ways[..] {
            ["facts"] => Self::Facts,
            ["distinctions"] => Self::Distinctions,
            ["opinion"] => Self::Opinion,
            ["parties", no, "conditions", number] => {
                let number: u8 = number.parse().ok()?;
                let condition = Condition::ALL.iter().find(|it| it.number() == number)?;
                Self::Finding(no.parse().ok()?, *condition)
            }
            ["parties", no, "circumstances"] => Self::Fits(no.parse().ok()?),
            ["parties", no, "statement"] => Self::Statement(no.parse().ok()?),
            ["parties", no, "opinion"] => Self::Factors(no.parse().ok()?),
            _ => return None,
        };
        let known = it.no().is_none_or(|no| party(case, no).is_some());
        known.then_some(it)
    }

    /// Its page below the report's own address.
    pub fn path(self) -> String {
        match self {
            Self::Facts => "facts".into(),
            Self::Finding(no, condition) => format!("parties/{no}/conditions/{}", condition.number()),
            Self::Fits(no) => format!("parties/{no}/circumstances"),
            Self::Statement(no) => format!("parties/{no}/statement"),
            Self::Factors(no) => format!("parties/{no}/opinion"),
            Self::Distinctions => "distinctions".into(),
            Self::Opinion => "opinion".into(),
        }
    }

    /// What people call it.
    pub fn name(self) -> String {
        match self {
            Self::Facts => "查明的事实和补救措施".into(),
            Self::Finding(_, condition) => format!("（{}）{condition}", numeral(condition.number())),
            Self::Fits(_) => "符合的情形".into(),
            Self::Statement(_) => "意见采纳情况和干部管理权限".into(),
            Self::Factors(_) => "六个方面的综合考虑".into(),
            Self::Distinctions => "“三个区分开来”的分析".into(),
            Self::Opinion => "初步意见：六个方面的综合考虑".into(),
        }
    }

    /// The number of the party it is about.
    pub fn no(self) -> Option<i16> {
        match self {
            Self::Finding(no, _) | Self::Fits(no) | Self::Statement(no) | Self::Factors(no) => Some(no),
            Self::Facts | Self::Distinctions | Self::Opinion => None,
        }
    }

    /// The party it is about.
    pub fn party(self, case: &Case) -> Option<&Party> {
        party(case, self.no()?)
    }

    /// Whether a field stands on its page.
    fn holds(self, name: &str) -> bool {
        match self {
            Self::Facts => matches!(name, "facts" | "remedies"),
            Self::Finding(no, condition) => name.starts_with(&format!("f-{no}-{}-", condition.code())),
            Self::Fits(no) => name.starts_with(&format!("c-{no}-")),
            Self::Statement(no) => name == format!("s-{no}") || name.starts_with(&format!("a-{no}-")),
            Self::Factors(no) => name.starts_with(&format!("v-{no}-")),
            Self::Distinctions => name == "distinctions",
            Self::Opinion => matches!(name, super::APART | "other") || name.starts_with("w-"),
        }
    }

    /// What is typed on its page.
    pub fn of(self, typed: &Typed) -> Typed {
        let own = typed.0.iter().filter(|(name, _)| self.holds(name));
        Typed(own.cloned().collect())
    }

    /// Puts that in the place of what was typed on its page. What a page does not ask stays: the common factors while the
    /// parties are weighed apart.
    pub fn put(self, typed: &mut Typed, part: &Typed) {
        let kept = self == Self::Opinion && part.has(super::APART, "yes");
        let asked = |name: &str| part.0.iter().any(|(it, _)| it == name);
        typed
            .0
            .retain(|(name, _)| !self.holds(name) || (kept && name.starts_with("w-") && !asked(name)));
        typed.0.extend(self.of(part).0);
    }

    /// Whether that would change what is typed on its page.
    pub fn changes(self, typed: &Typed, part: &Typed) -> bool {
        let mut then = typed.clone();
        self.put(&mut then, part);
        self.of(&then) != self.of(typed)
    }

    /// A mark of what is typed on its page: who saves what was seen with another is overtaken.
    pub fn mark(self, typed: &Typed) -> String {
        mark(&self.of(typed))
    }

    /// How far it is.
    pub fn state(self, case: &Case, typed: &Typed) -> TaskState {
        let begun = self.of(typed).0.iter().any(|(_, value)| !value.trim().is_empty());
        if read::wrong(self, case, typed).is_empty() {
            TaskState::Done
        } else if begun {
            TaskState::Begun
        } else {
            TaskState::Untouched
        }
    }

    /// Where to go on behind it: what is not done yet further on, then what is not done at all.
    pub fn next(self, case: &Case, typed: &Typed) -> Option<Self> {
        let all = Self::all(case, typed);
        let from = all.iter().position(|it| *it == self).map_or(0, |here| here + 1);
        let open = |it: &&Self| **it != self && it.state(case, typed) != TaskState::Done;
        let further = all[from..].iter().find(open);
        further.or_else(|| all[..from].iter().find(open)).copied()
    }

    /// The task on whose page a field stands.
    pub fn asking(name: &str, case: &Case, typed: &Typed) -> Option<Self> {
        Self::all(case, typed).into_iter().find(|it| it.holds(name))
    }
}

/// The party of that number, if it takes part.
fn party(case: &Case, no: i16) -> Option<&Party> {
    case.taking_part().find(|it| it.no == no)
}

/// A mark of everything typed: the same text has the same.
pub fn mark(typed: &Typed) -> String {
    let text: String = typed
        .0
        .iter()
        .map(|(name, value)| format!("{name}={value}\n"))
        .collect();
    Sha256Name::of(text.as_bytes()).to_string()[..16].to_owned()
}
