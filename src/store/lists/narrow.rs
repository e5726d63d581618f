//! What a list of cases is narrowed to, besides words and people: how a deadline stands, which day is meant, how it was determined.

use sqlx::{Postgres, QueryBuilder};
use time::{Date, OffsetDateTime};

use super::filter::STANDS;
use crate::domain::coded::coded;
use crate::domain::dates::{SHANGHAI, week_ends};
use crate::domain::deadline::DeadlineKind;
use crate::domain::determination::{Lenience, Outcome};

coded! {
    /// How the deadline of a case stands.
    Due {
        Late = "late", "已逾期";
        /// The period is one of the law's.
        LateByLaw = "late_by_law", "法定期限已逾期";
        ThisWeek = "this_week", "本周届满";
    }
}

coded! {
    /// What happened on the days that are asked for.
    #[derive(Default)]
    Dated {
        #[default]
        Received = "received", "收件";
        Determined = "determined", "认定";
        Closed = "closed", "办结";
        Declined = "declined", "不予启动";
    }
}

/// How a case was determined: the outcome, or more narrowly the form of lenience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Outcome(Outcome),
    Lenience(Lenience),
}

impl Found {
    /// All of them, the narrow ones behind what they belong to.
    pub fn all() -> impl Iterator<Item = Self> {
        let forms = Lenience::ALL.iter().copied().map(Self::Lenience);
        [Self::Outcome(Outcome::Tolerated)]
            .into_iter()
            .chain(forms)
            .chain([Self::Outcome(Outcome::NotTolerated)])
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Outcome(it) => it.code(),
            Self::Lenience(it) => it.code(),
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|it| it.code() == code)
    }

    pub fn short(self) -> &'static str {
        match self {
            Self::Outcome(it) => it.short(),
            Self::Lenience(it) => it.short(),
        }
    }
}

/// The first and the last day that are asked for; `None`: no bound.
pub(super) type Days = (Option<Date>, Option<Date>);

/// Says of `c` how its deadline stands. Both values of `ended` named, `cases_found` is read up to the day in each, and not through.
pub(super) fn say_due(due: Due, today: Date, sql: &mut QueryBuilder<Postgres>) {
    sql.push(" AND c.ended = ANY('{false,true}') AND c.due_on");
    match due {
        Due::Late => sql.push(" < ").push_bind(today),
        Due::LateByLaw => {
            let legal = DeadlineKind::ALL.iter().filter(|it| it.legal());
            let legal: Vec<_> = legal.map(|it| it.code()).collect();
            sql.push(" < ").push_bind(today);
            sql.push(" AND c.due_kind = ANY(").push_bind(legal).push(")")
        }
        Due::ThisWeek => {
            sql.push(" BETWEEN ").push_bind(today);
            sql.push(" AND ").push_bind(week_ends(today))
        }
    };
}

/// Says of `c` that something ended it on one of these days. Index `events_outcomes`.
pub(super) fn say_ended(kind: &'static str, days: Days, sql: &mut QueryBuilder<Postgres>) {
    sql.push(format!(
        " AND EXISTS (SELECT FROM events e WHERE e.case_id = c.id AND e.kind = '{kind}'"
    ));
    say_days("e.at", days, sql);
    sql.push(")");
}

/// Says of `c` that a determination which stands came to this, on one of these days. Index `events_outcomes`.
pub(super) fn say_determined(found: Option<Found>, days: Days, sql: &mut QueryBuilder<Postgres>) {
    sql.push(
        " AND EXISTS (SELECT FROM determinations d JOIN events e ON e.case_id = d.case_id AND e.seq = d.seq
          WHERE d.case_id = c.id",
    );
    if days != (None, None) {
        sql.push(" AND e.kind = 'determine'");
        say_days("e.at", days, sql);
    }
    match found {
        None => {}
        Some(Found::Outcome(it)) => {
            sql.push(" AND d.outcome = ").push_bind(it.code());
        }
        Some(Found::Lenience(it)) => {
            sql.push(" AND d.lenience = ").push_bind(it.code());
        }
    }
    sql.push(format!(" AND {STANDS})"));
}

/// Says of an instant that it lies within these days of Shanghai.
pub(super) fn say_days(instant: &str, (from, to): Days, sql: &mut QueryBuilder<Postgres>) {
    if let Some(from) = from {
        sql.push(format!(" AND {instant} >= ")).push_bind(midnight(from));
    }
    if let Some(next) = to.map(|to| to.next_day().unwrap_or(to)) {
        sql.push(format!(" AND {instant} < ")).push_bind(midnight(next));
    }
}

fn midnight(day: Date) -> OffsetDateTime {
    day.midnight().assume_offset(SHANGHAI)
}
