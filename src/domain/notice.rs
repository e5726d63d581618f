//! 通报 (A9.1): the units concerned are told of the determination, once, or it is recorded that none is and why.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::case::Case;
use crate::domain::fact::Fact;
use crate::domain::procedure::Kind;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::{Article, Basis};
use crate::domain::ruling::{Moment, Ruling};

/// 通报 (A9.1): which units were told, or that none is concerned and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// These units were told.
    Units {
        /// Their names.
        units: String,
        /// What they were told.
        text: String,
        /// When.
        on: Date,
    },
    /// No unit is concerned.
    Nobody {
        /// Why.
        why: String,
    },
}

/// A9.1: what is notified is the determination, so not before it.
pub fn possible_day(case: &Case, on: Date, today: Date) -> bool {
    on <= today && case.all_determined_on().is_none_or(|first| on >= first)
}

impl Notice {
    /// Whether the notice may be recorded so.
    ///
    /// # Errors
    /// It was recorded before, or is incomplete.
    pub fn rule(&self, case: &Case, now: &Moment<'_>) -> Result<Ruling, Refusal> {
        not_yet_notified(case)?;
        let law = Basis::Law(Article::A9_1);
        match self {
            Self::Units { units, text, on } => {
                Refusal::unless_written(units, "通报的单位", law)?;
                Refusal::unless_written(text, "通报的内容", law)?;
                if !possible_day(case, *on, now.today()) {
                    return Err(Refusal::NotifiedOnImpossibleDay);
                }
            }
            Self::Nobody { why } => {
                Refusal::unless_written(why, "没有相关单位的理由", law)?;
            }
        }
        Ok(Ruling::on(Kind::Notify).fact(Fact::Notified { notice: self.clone() }))
    }
}

/// The notice is given once.
///
/// # Errors
/// It was given.
pub fn not_yet_notified(case: &Case) -> Result<(), Refusal> {
    if case.notified {
        Err(Refusal::AlreadyNotified)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;

    use super::*;
    use crate::domain::act::Hands;
    use crate::domain::samples::{self as s, Stage, steps};
    use crate::domain::step::Step;

    #[test]
    fn 通报不早于认定() {
        let mut stage = Stage::determined(1, 1);
        let determined = stage.today();
        stage.later(3 * 24);
        let asks = |days: i64| {
            let notice = Step::Notify(Notice::Units {
                units: "乙单位".into(),
                text: "认定结果".into(),
                on: determined + Duration::days(days),
            });
            stage.asks(&notice, Hands::One(&s::officer_a())).map(|_| ())
        };
        for days in [-1, 0, 3, 4] {
            let expected = match days {
                0..=3 => Ok(()),
                _ => Err(Refusal::NotifiedOnImpossibleDay),
            };
            assert_eq!(asks(days), expected, "{days}");
        }
    }

    #[test]
    fn 通报一次_或者记录没有相关单位() {
        let mut stage = Stage::determined(1, 1);
        stage
            .takes(&steps::notice(), &s::officer_a())
            .expect("nobody is concerned");
        let again = stage.takes(&steps::notice(), &s::officer_a());
        assert_eq!(again.map(|_| ()), Err(Refusal::AlreadyNotified));
    }
}
