//! Slows down who keeps failing: after some free failures each further one doubles the time until the next try. Only failures
//! count, and only once they are known, so an office behind one address is not punished for signing in at nine o'clock; a try
//! that comes too early is not made, counts nothing and makes nobody wait longer.
//! In memory: each server counts for itself, and forgets at its restart.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use time::{Duration, OffsetDateTime};

/// Counts the failures of many.
pub struct Slowdown {
    free: u32,
    at_once: u32,
    /// Whether others, who did not fail, wait with who did.
    shared: bool,
    wait_max: Duration,
    failures: Mutex<HashMap<String, Failures>>,
}

struct Failures {
    count: u32,
    /// Tries of which it is not known yet how they end.
    under_way: u32,
    last: OffsetDateTime,
}

/// A try that was let through. Dropped without a word it counts nothing: who hangs up learns nothing.
pub struct Try<'a> {
    slowdown: &'a Slowdown,
    who: String,
    at: OffsetDateTime,
}

const WAIT_MAX: Duration = Duration::minutes(5);
/// How long to wait for those under way.
const WAIT_FOR_OTHERS: Duration = Duration::SECOND;
/// After this long without a failure all is forgotten.
const MEMORY: Duration = Duration::minutes(30);
/// So many are remembered; who fills it with invented names pushes the oldest out, not the memory up.
const REMEMBERED_MAX: usize = 10_000;

impl Slowdown {
    /// Slows down after `free` failures; until then so many may try at once, and afterwards one by one.
    pub fn after(free: u32, at_once: u32) -> Self {
        Self {
            free,
            at_once,
            shared: false,
            wait_max: WAIT_MAX,
            failures: Mutex::new(HashMap::new()),
        }
    }

    /// Counts what many share, of whom most did nothing: nobody waits longer than this, nor for the others.
    pub fn shared(self, wait_max: Duration) -> Self {
        Self {
            shared: true,
            wait_max,
            ..self
        }
    }

    /// Lets a try through.
    ///
    /// # Errors
    /// It comes too early, and must not be made at all: so long is still to wait.
    pub fn attempt(&self, who: &str, at: OffsetDateTime) -> Result<Try<'_>, Duration> {
        let mut failures = self.lock();
        if failures.len() >= REMEMBERED_MAX && !failures.contains_key(who) {
            forget_some(&mut failures, at);
        }
        let theirs = failures.entry(who.to_owned()).or_insert(Failures {
            count: 0,
            under_way: 0,
            last: at,
        });
        // A clock that was put back makes nobody wait for the hours between.
        theirs.last = theirs.last.min(at);
        if at - theirs.last >= MEMORY {
            theirs.count = 0;
        }
        let wait = theirs.last + self.pause(theirs.count) - at;
        if wait > Duration::ZERO {
            return Err(wait);
        }
        let several = self.shared || theirs.count < self.free;
        let room = if several { self.at_once } else { 1 };
        if theirs.under_way >= room {
            return Err(WAIT_FOR_OTHERS);
        }
        theirs.under_way += 1;
        Ok(Try {
            slowdown: self,
            who: who.to_owned(),
            at,
        })
    }

    fn pause(&self, count: u32) -> Duration {
        count.checked_sub(self.free).map_or(Duration::ZERO, |over| {
            Duration::seconds(1 << over.min(16)).min(self.wait_max)
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Failures>> {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Try<'_> {
    /// It failed, and counts.
    pub fn failed(self) {
        if let Some(theirs) = self.slowdown.lock().get_mut(&self.who) {
            theirs.count = theirs.count.saturating_add(1);
            theirs.last = self.at;
        }
    }

    /// It succeeded, and makes up for one failure of others.
    pub fn makes_up_for_one(self) {
        if let Some(theirs) = self.slowdown.lock().get_mut(&self.who) {
            theirs.count = theirs.count.saturating_sub(1);
        }
    }

    /// It succeeded, and the failures before it are forgotten.
    pub fn forgives(self) {
        if let Some(theirs) = self.slowdown.lock().get_mut(&self.who) {
            theirs.count = 0;
        }
    }
}

impl Drop for Try<'_> {
    fn drop(&mut self) {
        let mut failures = self.slowdown.lock();
        let Some(theirs) = failures.get_mut(&self.who) else {
            return;
        };
        theirs.under_way = theirs.under_way.saturating_sub(1);
        if (theirs.count, theirs.under_way) == (0, 0) {
            failures.remove(&self.who);
        }
    }
}

// First what is forgotten anyway; if that is nothing, the older half.
fn forget_some(failures: &mut HashMap<String, Failures>, at: OffsetDateTime) {
    failures.retain(|_, theirs| at - theirs.last < MEMORY);
    if failures.len() < REMEMBERED_MAX {
        return;
    }
    let mut times: Vec<_> = failures.values().map(|theirs| theirs.last).collect();
    let middle = times.len() / 2;
    let (_, &mut median, _) = times.select_nth_unstable(middle);
    failures.retain(|_, theirs| theirs.last > median);
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NINE: OffsetDateTime = datetime!(2026-12-01 9:00 UTC);

    fn fails(slowdown: &Slowdown, who: &str, at: OffsetDateTime) -> Result<(), Duration> {
        slowdown.attempt(who, at).map(Try::failed)
    }

    #[test]
    fn some_failures_are_free_then_the_wait_doubles_up_to_its_limit() {
        let slowdown = Slowdown::after(3, 3);
        let mut at = NINE;
        for _ in 0..3 {
            assert_eq!(fails(&slowdown, "a", at), Ok(()));
        }
        for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
            let wait = Duration::seconds(seconds);
            assert_eq!(fails(&slowdown, "a", at), Err(wait));
            assert_eq!(
                fails(&slowdown, "a", at),
                Err(wait),
                "what is refused makes nobody wait longer"
            );
            at += wait;
            assert_eq!(fails(&slowdown, "a", at), Ok(()));
        }
        assert_eq!(fails(&slowdown, "b", at), Ok(()));
        assert_eq!(fails(&slowdown, "a", at + MEMORY), Ok(()), "all is forgotten");
    }

    #[test]
    fn a_clock_that_is_put_back_makes_nobody_wait_for_the_hours_between() {
        let slowdown = Slowdown::after(1, 1);
        assert_eq!(fails(&slowdown, "a", NINE), Ok(()));
        assert_eq!(fails(&slowdown, "a", NINE + Duration::SECOND), Ok(()));
        let yesterday = NINE - Duration::DAY;
        assert_eq!(fails(&slowdown, "a", yesterday), Err(Duration::seconds(2)));
        assert_eq!(fails(&slowdown, "a", yesterday + Duration::seconds(2)), Ok(()));
    }

    #[test]
    fn success_forgives_and_what_is_not_known_yet_counts_nothing() {
        let slowdown = Slowdown::after(2, 2);
        assert_eq!(fails(&slowdown, "a", NINE), Ok(()));
        slowdown.attempt("a", NINE).expect("one more is free").forgives();
        drop(slowdown.attempt("a", NINE));
        assert_eq!(fails(&slowdown, "a", NINE), Ok(()));
        assert_eq!(fails(&slowdown, "a", NINE), Ok(()));
        assert_eq!(fails(&slowdown, "a", NINE), Err(Duration::SECOND));
    }

    #[test]
    fn many_at_once_do_not_all_find_the_door_open() {
        let slowdown = Slowdown::after(2, 2);
        let under_way: Vec<_> = (0..2).map(|_| slowdown.attempt("a", NINE)).collect();
        assert!(slowdown.attempt("a", NINE).is_err());
        assert!(slowdown.attempt("b", NINE).is_ok());
        for each in under_way {
            each.map(Try::failed).expect("there was room");
        }
        let later = NINE + Duration::MINUTE;
        let one = slowdown.attempt("a", later).expect("it waited");
        assert!(slowdown.attempt("a", later).is_err(), "then one by one");
        drop(one);
        assert!(slowdown.attempt("a", later).is_ok());
    }

    #[test]
    fn invented_names_do_not_fill_the_memory() {
        let slowdown = Slowdown::after(3, 3);
        for n in 0..2 * REMEMBERED_MAX {
            assert_eq!(fails(&slowdown, &n.to_string(), NINE), Ok(()));
        }
        assert!(slowdown.lock().len() <= REMEMBERED_MAX);
    }
}
