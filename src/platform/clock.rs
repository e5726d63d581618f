//! The clock is handed in, so that the demo can tell a story of months and a test can reach a deadline.
//! PostgreSQL keeps microseconds: an instant is cut to them here, or it would not equal itself once stored.

use std::sync::{Arc, Mutex, PoisonError};

use time::{Duration, OffsetDateTime, UtcOffset};

/// Says what time it is. Clones of a movable clock move together.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Stands still until it is moved.
    Movable(Arc<Mutex<OffsetDateTime>>),
}

impl Clock {
    /// A clock that stands at `start`.
    pub fn movable(start: OffsetDateTime) -> Self {
        Self::Movable(Arc::new(Mutex::new(kept(start))))
    }

    /// The present instant, UTC, in microseconds.
    pub fn now(&self) -> OffsetDateTime {
        match self {
            Self::System => kept(system_now()),
            Self::Movable(at) => *at.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Puts a movable clock to `at`.
    ///
    /// # Panics
    /// On the system's clock, which is nobody's to move.
    pub fn set(&self, at: OffsetDateTime) {
        self.moved(|now| *now = kept(at));
    }

    /// Moves a movable clock on.
    ///
    /// # Panics
    /// On the system's clock, which is nobody's to move.
    pub fn advance(&self, by: Duration) {
        self.moved(|now| *now = kept(*now + by));
    }

    fn moved(&self, change: impl FnOnce(&mut OffsetDateTime)) {
        match self {
            Self::System => panic!("the system's clock cannot be moved"),
            Self::Movable(at) => change(&mut at.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the clock that everybody else is told to ask"
)]
fn system_now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

fn kept(at: OffsetDateTime) -> OffsetDateTime {
    let at = at.to_offset(UtcOffset::UTC);
    at - Duration::nanoseconds(i64::from(at.nanosecond() % 1_000))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn clones_move_together_and_keep_what_postgres_keeps() {
        let clock = Clock::movable(datetime!(2026-12-01 08:00:00.123_456_789 +8));
        let seen_elsewhere = clock.clone();
        clock.advance(Duration::days(1));
        assert_eq!(seen_elsewhere.now(), datetime!(2026-12-02 00:00:00.123_456 UTC));
        seen_elsewhere.set(datetime!(2027-01-01 0:00 UTC));
        assert_eq!(clock.now(), datetime!(2027-01-01 0:00 UTC));
    }

    #[test]
    fn the_systems_clock_counts_whole_microseconds() {
        assert_eq!(Clock::System.now().nanosecond() % 1_000, 0);
    }
}
