//! 通报 (A9.1): the units concerned are told of the determination, once, or it is recorded that none is and why.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::blank::Written;
use crate::domain::case::Case;
use crate::domain::check::Check;
use crate::domain::correction;
use crate::domain::dates::short_day;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::owed::{Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::{Entry, Recorded};
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::Ruling;
use crate::domain::service;
use crate::domain::step::{Asked, LegalStep, TheCase, Unavailable, about_the_case};

/// 通报 (A9.1): which units were told, or that none is concerned and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "concerned", rename_all = "snake_case")]
pub enum Notice {
    /// These units were told.
    Units {
        /// Their names.
        units: Written,
        /// What they were told.
        text: Written,
        /// When.
        notified_on: Date,
    },
    /// No unit is concerned.
    Nobody {
        /// Why.
        why_nobody: Written,
    },
}

/// A9.1: what is notified is the determination, so not before it.
pub fn possible_day(case: &Case, on: Date, today: Date) -> Result<(), Refusal> {
    let first = case.all_determined_on().unwrap_or(today);
    Refusal::unless_possible("通报的日期", on, ("认定之日", first), today)
}

impl LegalStep for Notice {
    about_the_case! {}

    fn stands(_: TheCase, asked: Asked<'_>) -> Result<(), Unavailable> {
        not_yet_notified(asked.case).map_err(Unavailable::Settled)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let law = Basis::Law(Article::A9_1);
        let mut checks = match self {
            Self::Units { notified_on, .. } => {
                let possible = possible_day(asked.case, *notified_on, asked.now.today());
                vec![Check::of("日期在认定之后，不晚于今天", law, possible).at("on")]
            }
            Self::Nobody { .. } => vec![],
        };
        let (told, field) = match self {
            Self::Units { units, .. } => (&**units, "units"),
            Self::Nobody { .. } => ("", "kind"),
        };
        if correction::units_to_tell(asked.case).next().is_some() {
            let all = tells_who_corrects(asked.case, told);
            checks.push(Check::of("承担纠错要求的单位都在通报之列", Basis::Practice, all).at(field));
        }
        checks
    }

    fn ruling(&self, _: Asked<'_>) -> Result<Ruling, Refusal> {
        Ok(Ruling::on(Kind::Notify).fact(self.clone()))
    }
}

/// A unit that is to put something right is told of it in writing (practice).
///
/// # Errors
/// The first that is not.
pub fn tells_who_corrects(case: &Case, told: &str) -> Result<(), Refusal> {
    let mut units = correction::units_to_tell(case);
    units.find(|it| !told.contains(it)).map_or(Ok(()), |unit| {
        let unit = unit.to_owned();
        Err(Refusal::UnitNotTold { unit })
    })
}

/// The units concerned are told with the feedback (A9.1), once in a round.
pub fn owed(case: &Case) -> Option<Owed> {
    let due = service::feedback_due(case, case.round);
    let owed = || Owed::new(Turn::Officer, Kind::Notify, "通报相关单位").due(due);
    (!case.notified()).then(|| owed().blocks(Refusal::NotNotified))
}

/// The notice is given once.
///
/// # Errors
/// It was given.
pub fn not_yet_notified(case: &Case) -> Result<(), Refusal> {
    if case.notified() {
        Err(Refusal::AlreadyNotified)
    } else {
        Ok(())
    }
}

impl LegalFact for Notice {
    const MOVES_VERSION: bool = false;

    fn fold(self, case: &mut Case, entry: Entry) {
        case.notices.push(Recorded::new(entry, self));
    }

    names_no_file! {}

    fn said(&self, _: &Case, today: Date) -> Said {
        Said::line(match self {
            Self::Units {
                units,
                text,
                notified_on,
            } => {
                format!("{units}，{}：{text}", short_day(*notified_on, today))
            }
            Self::Nobody { why_nobody } => format!("没有需要通报的单位：{why_nobody}"),
        })
    }
}

impl Case {
    /// Whether the units concerned were notified in the present round, or that none is concerned was recorded.
    pub fn notified(&self) -> bool {
        self.notices.iter().any(|it| it.entry.round == self.round)
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;

    use super::*;
    use crate::domain::act::TakenBy;
    use crate::domain::correction::Responsible;
    use crate::domain::samples::{self as s, SampleCase, steps};
    use crate::domain::step::Step;

    #[test]
    fn 承担纠错要求的单位须在通报之列() {
        let mut sample = SampleCase::reported(1, 1);
        let mut determination = steps::determination(&sample.case, sample.today());
        determination.parties[0].corrections[0].responsible = Responsible::Unit("丁单位".into());
        sample.does(&Step::Determine(determination));
        let asks = |step: &Step| sample.asks(step, TakenBy::One(&s::officer_a())).map(drop);
        let units = |units: &'static str| {
            let (units, text) = (units.into(), "送交认定书副本".into());
            Step::Notify(Notice::Units {
                units,
                text,
                notified_on: sample.today(),
            })
        };
        let unit = "丁单位".to_owned();
        let untold = Err(Refusal::UnitNotTold { unit });
        assert_eq!(asks(&steps::notice()), untold);
        assert_eq!(asks(&units("丙单位")), untold);
        assert_eq!(asks(&units("丙单位、丁单位")), Ok(()));
    }

    #[test]
    fn 通报不早于认定() {
        let mut sample = SampleCase::determined(1, 1);
        let determined = sample.today();
        sample.later(3 * 24);
        let asks = |days: i64| {
            let notice = Step::Notify(Notice::Units {
                units: "乙单位".into(),
                text: "认定结果".into(),
                notified_on: determined + Duration::days(days),
            });
            sample.asks(&notice, TakenBy::One(&s::officer_a())).map(|_| ())
        };
        for days in [-1, 0, 3, 4] {
            let impossible = matches!(asks(days), Err(Refusal::ImpossibleDay { .. }));
            assert_eq!(impossible, !(0..=3).contains(&days), "{days}");
        }
    }

    #[test]
    fn 通报一次_或者记录没有相关单位() {
        let mut sample = SampleCase::determined(1, 1);
        sample
            .takes(&steps::notice(), &s::officer_a())
            .expect("nobody is concerned");
        let again = sample.takes(&steps::notice(), &s::officer_a());
        assert_eq!(again.map(|_| ()), Err(Refusal::AlreadyNotified));
    }
}
