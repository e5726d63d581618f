//! What the draft finds about a party so far, condition by condition, and what R1 makes of it: the same function that rules on
//! the determination.

use super::task::Task;
use super::{finding_field, fit_field, none_field};
use crate::domain::assessment::{self, Duty, Finding, Fit, Part, met_by_parts};
use crate::domain::case::{Case, Party};
use crate::domain::chinese::numeral;
use crate::domain::regulation::{Circumstance, Condition};
use crate::web::case::content::duty;
use crate::web::form::{Typed, yes_or_no_of};

/// Where a party stands by the draft.
pub struct Standing {
    pub name: String,
    pub position: String,
    pub marks: Vec<Mark>,
    /// The circumstances that fit, in words.
    pub fits: String,
    pub fits_href: String,
    /// `None`: not everything is answered that the outcome follows from.
    pub duty: Option<Duty>,
    /// What it follows from, or what is missing.
    pub why: String,
}

/// What is found on a condition, by sign and word.
pub struct Mark {
    pub condition: Condition,
    pub href: String,
    /// `None`: nothing yet.
    pub met: Option<bool>,
    /// Whether it is what the page is about.
    pub here: bool,
}

impl Mark {
    /// Its class in the stylesheet.
    pub fn class(&self) -> &'static str {
        match self.met {
            Some(true) => "rc-yes",
            Some(false) => "rc-no",
            None => "rc-open",
        }
    }

    pub fn sign(&self) -> &'static str {
        match self.met {
            Some(true) => "✓",
            Some(false) => "✗",
            None => "○",
        }
    }

    /// The sign in a word.
    pub fn word(&self) -> &'static str {
        match self.met {
            Some(true) => "具备",
            Some(false) => "不具备",
            None => "未填",
        }
    }
}

impl Standing {
    /// The outcome in words, as far as there is one.
    pub fn outcome(&self) -> &'static str {
        self.duty.map_or("尚不能得出", duty)
    }

    /// Its class in the stylesheet.
    pub fn class(&self) -> &'static str {
        match self.duty {
            Some(Duty::MustTolerate) => "rc-yes",
            Some(Duty::CannotTolerate) => "rc-no",
            None => "rc-open",
        }
    }

    /// Where a party stands; `here` is the task whose page shows it.
    pub fn of(case: &Case, party: &Party, typed: &Typed, here: Option<Task>) -> Self {
        let base = format!("/cases/{}/report", case.id);
        let mark = |condition: &Condition| {
            let task = Task::Finding(party.no, *condition);
            Mark {
                condition: *condition,
                href: format!("{base}/{}", task.path()),
                met: found(party, *condition, typed),
                here: here == Some(task),
            }
        };
        let marks: Vec<_> = Condition::ALL.iter().map(mark).collect();
        let fits = ticked(party, typed);
        let none = fits.is_empty() && typed.has(&none_field(party), "yes");
        let duty = reckoned(&marks, &fits, none);
        Self {
            name: party.name.clone(),
            position: party.position.clone(),
            why: why(&marks, &fits, duty),
            fits: match none {
                true => "都不符合".into(),
                false => items(&fits),
            },
            fits_href: format!("{base}/{}", Task::Fits(party.no).path()),
            marks,
            duty,
        }
    }

    /// Those of all parties.
    pub fn of_all(case: &Case, typed: &Typed) -> Vec<Self> {
        case.taking_part()
            .map(|it| Self::of(case, it, typed, None))
            .collect()
    }
}

/// What is answered of a condition: where it has parts, once all of them are.
pub fn found(party: &Party, condition: Condition, typed: &Typed) -> Option<bool> {
    let answer = |what: &str| yes_or_no_of(typed.text(&finding_field(party, condition, what)));
    match Part::of(condition) {
        [] => answer("met"),
        parts => {
            let answered = parts.iter().map(|it| Some((*it, answer(it.code())?)));
            let answered: Option<Vec<_>> = answered.collect();
            answered.map(|parts| met_by_parts(condition, &parts))
        }
    }
}

fn ticked(party: &Party, typed: &Typed) -> Vec<Circumstance> {
    let all = Circumstance::ALL.iter().copied();
    all.filter(|it| typed.has(&fit_field(party, *it, "fits"), "yes"))
        .collect()
}

/// R1, once whatever is still to be answered can change nothing.
fn reckoned(marks: &[Mark], fits: &[Circumstance], none: bool) -> Option<Duty> {
    let answered = marks.iter().all(|it| it.met.is_some()) && (none || !fits.is_empty());
    let unmet = marks.iter().any(|it| it.met == Some(false));
    let finding = |it: &Mark| {
        Some(Finding {
            condition: it.condition,
            met: it.met?,
            parts: vec![],
            reason: String::new(),
            evidence: vec![],
        })
    };
    let fit = |it: &Circumstance| Fit {
        circumstance: *it,
        reason: String::new(),
        seventh: None,
    };
    let findings: Vec<_> = marks.iter().filter_map(finding).collect();
    let fits: Vec<_> = fits.iter().map(fit).collect();
    (answered || unmet).then(|| assessment::duty(&findings, &fits))
}

fn why(marks: &[Mark], fits: &[Circumstance], duty: Option<Duty>) -> String {
    let named = |met: Option<bool>| {
        let of = marks.iter().filter(|it| it.met == met);
        of.map(|it| it.condition.short()).collect::<Vec<_>>()
    };
    match duty {
        Some(Duty::MustTolerate) => format!("六项条件全部具备，符合第七条{}", items(fits)),
        Some(Duty::CannotTolerate) => match named(Some(false))[..] {
            [] => "六项条件全部具备，但没有符合的情形".into(),
            ref unmet => format!("不具备：{}", unmet.join("、")),
        },
        None => {
            let mut open = match named(None) {
                all if all.len() == Condition::ALL.len() => vec!["六项条件"],
                some => some,
            };
            if fits.is_empty() {
                open.push("符合的情形");
            }
            format!("未填：{}", open.join("、"))
        }
    }
}

/// 第一项、第三项
fn items(fits: &[Circumstance]) -> String {
    let items = fits.iter().map(|it| format!("第{}项", numeral(it.number())));
    items.collect::<Vec<_>>().join("、")
}
