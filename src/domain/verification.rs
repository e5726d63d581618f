//! The period of the verification (核实期限): 中止 and 恢复 (practice: the text knows neither; nothing counts meanwhile, and as
//! many days are left afterwards as before), and 延期 (A8.2 says 一般: fifteen days are the rule). The parties are told of each in
//! writing.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::domain::blank::Written;
use crate::domain::case::{Case, Clock};
use crate::domain::check::Check;
use crate::domain::dates::day;
use crate::domain::deadline::{Cause, DeadlineKind};
use crate::domain::document;
use crate::domain::fact::{LegalFact, Said, names_no_file};
use crate::domain::owed::{Owed, Turn};
use crate::domain::procedure::Kind;
use crate::domain::recorded::Entry;
use crate::domain::refusal::Refusal;
use crate::domain::regulation::Basis;
use crate::domain::ruling::Ruling;
use crate::domain::status::Status;
use crate::domain::step::{Asked, LegalStep, TheCase, Unavailable, about_the_case};

/// 中止核实
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// What the verification waits for; the parties read it.
    pub reason: Written,
}

/// 恢复核实
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resumption {
    /// What became of that; the parties read it.
    pub reason: Written,
}

/// How many working days an extension may give (practice: the text names no ceiling).
pub const EXTENSION_DAYS_MAX: u16 = 10;

/// 延长核实期限
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Working days.
    pub days: u16,
    /// Why fifteen days are not enough; the parties read it.
    pub reason: Written,
}

/// The clock of this round's verification.
pub fn verification(case: &Case) -> Option<&Clock> {
    let mut clocks = case.deadlines.iter();
    clocks.find(|it| it.kind == DeadlineKind::Verification && it.running())
}

/// Only a period that is not over is stopped or extended; its last day belongs to it.
///
/// # Errors
/// It is over.
pub fn in_time(case: &Case, today: Date) -> Result<(), Refusal> {
    let deadline = verification(case).and_then(Clock::deadline);
    match deadline.and_then(|it| it.due(case.calendar())) {
        Some(due) if due < today => Err(Refusal::VerificationOver { due: day(due) }),
        Some(_) | None => Ok(()),
    }
}

/// Once for each clock, and so once in each round.
///
/// # Errors
/// It was extended before.
fn not_extended_before(case: &Case) -> Result<(), Refusal> {
    let causes = verification(case).map_or(&[][..], |it| &it.causes);
    match causes.iter().any(|it| matches!(it, Cause::Extended { .. })) {
        true => Err(Refusal::ExtendedBefore),
        false => Ok(()),
    }
}

/// What was suspended is resumed.
pub fn owed(case: &Case) -> Option<Owed> {
    let waits = case.status == Status::Suspended;
    waits.then(|| Owed::new(Turn::Officer, Kind::Resume, Kind::Resume.name()))
}

impl LegalStep for Extension {
    about_the_case! {}

    fn stands(_: TheCase, asked: Asked<'_>) -> Result<(), Unavailable> {
        not_extended_before(asked.case).map_err(Unavailable::Settled)?;
        in_time(asked.case, asked.now.today()).map_err(Unavailable::NotNow)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let (case, practice) = (asked.case, Basis::Practice);
        let few = match (1..=EXTENSION_DAYS_MAX).contains(&self.days) {
            true => Ok(()),
            false => Err(Refusal::ExtensionTooLong {
                most: EXTENSION_DAYS_MAX,
            }),
        };
        vec![
            Check::of(format!("延长不超过 {EXTENSION_DAYS_MAX} 个工作日"), practice, few).at("days"),
            Check::of("本轮核实没有延长过期限", practice, not_extended_before(case)),
            Check::of("核实期限还没有届满", practice, in_time(case, asked.now.today())),
        ]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let case = asked.case;
        let told = case.taking_part();
        let notices = told.map(|party| document::verification::extended(case, party, self, asked.now));
        let ruling =
            Ruling::on(Kind::Extend)
                .fact(self.clone())
                .extends(case, DeadlineKind::Verification, self.days);
        Ok(notices.fold(ruling, Ruling::issues))
    }
}

impl LegalFact for Extension {
    const MOVES_VERSION: bool = true;

    fn fold(self, _: &mut Case, _: Entry) {}

    names_no_file! {}

    fn said(&self, _: &Case, _: Date) -> Said {
        Said::reason(&format!("{} 个工作日。{}", self.days, self.reason))
    }
}

impl LegalStep for Suspension {
    about_the_case! {}

    fn stands(_: TheCase, asked: Asked<'_>) -> Result<(), Unavailable> {
        in_time(asked.case, asked.now.today()).map_err(Unavailable::NotNow)
    }

    fn checks(&self, asked: Asked<'_>) -> Vec<Check> {
        let practice = Basis::Practice;
        vec![Check::of(
            "核实期限还没有届满",
            practice,
            in_time(asked.case, asked.now.today()),
        )]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let case = asked.case;
        let told = case.taking_part();
        let notices = told.map(|party| document::verification::suspended(case, party, self, asked.now));
        Ok(notices.fold(Ruling::on(Kind::Suspend).fact(self.clone()), Ruling::issues))
    }
}

impl LegalStep for Resumption {
    about_the_case! {}

    fn stands(_: TheCase, _: Asked<'_>) -> Result<(), Unavailable> {
        Ok(())
    }

    fn checks(&self, _: Asked<'_>) -> Vec<Check> {
        vec![]
    }

    fn ruling(&self, asked: Asked<'_>) -> Result<Ruling, Refusal> {
        let case = asked.case;
        let told = case.taking_part();
        let notices = told.map(|party| document::verification::resumed(case, party, self, asked.now));
        Ok(notices.fold(Ruling::on(Kind::Resume).fact(self.clone()), Ruling::issues))
    }
}

impl LegalFact for Suspension {
    const MOVES_VERSION: bool = true;

    fn fold(self, _: &mut Case, _: Entry) {}

    names_no_file! {}

    fn said(&self, _: &Case, _: Date) -> Said {
        Said::reason(&self.reason)
    }
}

impl LegalFact for Resumption {
    const MOVES_VERSION: bool = true;

    fn fold(self, _: &mut Case, _: Entry) {}

    names_no_file! {}

    fn said(&self, _: &Case, _: Date) -> Said {
        Said::reason(&self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::act::TakenBy;
    use crate::domain::deadline::State;
    use crate::domain::document::DocumentKind;
    use crate::domain::samples::{self as s, SampleCase, steps};
    use crate::domain::step::Step;

    const HOURS_PER_DAY: i64 = 24;

    fn left(sample: &SampleCase) -> Option<u16> {
        let clock = verification(&sample.case)?.deadline()?;
        clock.remaining(sample.today(), sample.case.calendar())
    }

    #[test]
    fn 中止期间不计入_恢复以后剩余的工作日不变_两次都书面告知每名当事人() {
        let mut sample = SampleCase::initiated(2);
        sample.later(4 * HOURS_PER_DAY);
        let before = left(&sample);
        sample.does(&steps::suspend());
        assert_eq!(sample.case.status, Status::Suspended);
        let clock = verification(&sample.case)
            .and_then(Clock::deadline)
            .expect("it stands still");
        assert_eq!(clock.state(), State::Stopped(sample.today()));
        assert_eq!(clock.due(sample.case.calendar()), None);
        sample.later(40 * HOURS_PER_DAY);
        let stopped = left(&sample);
        sample.does(&steps::resume());
        assert_eq!(sample.case.status, Status::Verifying);
        assert_eq!(left(&sample), stopped, "days went by that do not count");
        // The day of the suspension itself no longer counts.
        assert!(stopped >= before);
        for kind in [DocumentKind::SuspensionNotice, DocumentKind::ResumptionNotice] {
            let told = sample.case.documents.iter().filter(|it| it.kind == kind);
            assert_eq!(told.count(), 2, "{}", kind.short());
        }
    }

    #[test]
    fn 期限的最后一天还可以中止_届满以后不能() {
        let due = |sample: &SampleCase| {
            let clock = verification(&sample.case).and_then(Clock::deadline);
            clock
                .and_then(|it| it.due(sample.case.calendar()))
                .expect("it runs")
        };
        let mut sample = SampleCase::initiated(1);
        let due = due(&sample);
        while sample.today() < due {
            sample.later(HOURS_PER_DAY);
        }
        let asks = |sample: &SampleCase| {
            sample
                .asks(&steps::suspend(), TakenBy::One(&s::officer_a()))
                .map(drop)
        };
        assert_eq!(asks(&sample), Ok(()));
        sample.later(HOURS_PER_DAY);
        assert_eq!(asks(&sample), Err(Refusal::VerificationOver { due: day(due) }));
        let available = sample.available(Kind::Suspend, None, &s::officer_a());
        assert!(matches!(available, Err(Unavailable::NotNow(_))));
    }

    #[test]
    fn 延期写明原因_最多十个工作日_每轮一次_届满以前_告知每名当事人() {
        let mut sample = SampleCase::initiated(2);
        let due = |sample: &SampleCase| {
            let clock = verification(&sample.case).and_then(Clock::deadline)?;
            clock.due(sample.case.calendar())
        };
        let before = due(&sample).expect("it runs");
        let asks = |sample: &SampleCase, days| {
            sample
                .asks(&steps::extend(days), TakenBy::One(&s::officer_a()))
                .map(drop)
        };
        let too_long = Refusal::ExtensionTooLong { most: 10 };
        for (days, answer) in [
            (0, Err(too_long.clone())),
            (1, Ok(())),
            (10, Ok(())),
            (11, Err(too_long)),
        ] {
            assert_eq!(asks(&sample, days), answer, "{days}");
        }
        sample.does(&steps::extend(10));
        let calendar = sample.case.calendar();
        assert_eq!(due(&sample), calendar.nth_working_day(before, 10));
        assert_eq!(asks(&sample, 1), Err(Refusal::ExtendedBefore));
        let told = sample
            .case
            .documents
            .iter()
            .filter(|it| it.kind == DocumentKind::ExtensionNotice);
        assert_eq!(told.count(), 2);
        let mut late = SampleCase::initiated(1);
        let due = due(&late).expect("it runs");
        late.later(HOURS_PER_DAY * (due - late.today()).whole_days());
        assert_eq!(asks(&late, 5), Ok(()), "its last day");
        late.later(HOURS_PER_DAY);
        assert_eq!(asks(&late, 5), Err(Refusal::VerificationOver { due: day(due) }));
    }

    #[test]
    fn 中止期间不能提交报告() {
        let mut sample = SampleCase::heard(1);
        let one =
            |sample: &SampleCase, step: Step| sample.asks(&step, TakenBy::One(&s::officer_a())).map(drop);
        sample.does(&steps::suspend());
        let report = Step::Report(steps::report(&sample.case, |_| true));
        assert!(matches!(
            one(&sample, report),
            Err(Refusal::NotInThisStatus { .. })
        ));
    }
}
