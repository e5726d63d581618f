//! Slows down who keeps failing: after some free failures each further one doubles the time until the next try.
//! Only failures count, so an office behind one address is not punished for signing in at nine o'clock; and a try
//! that comes too early is refused whatever it says, or guessing would go on.
//! In memory: each server counts for itself, and forgets at its restart.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use time::{Duration, OffsetDateTime};

/// Counts the failures of many.
pub struct Slowdown {
    free: u32,
    failures: Mutex<HashMap<String, Failures>>,
}

struct Failures {
    count: u32,
    last: OffsetDateTime,
}

const WAIT_MAX: Duration = Duration::minutes(5);
/// After this long without a failure all is forgotten.
const MEMORY: Duration = Duration::minutes(30);
/// So many are remembered; who fills it with invented names pushes the oldest out, not the memory up.
const REMEMBERED_MAX: usize = 10_000;

impl Slowdown {
    /// Slows down after so many failures.
    pub fn after(free: u32) -> Self {
        Self {
            free,
            failures: Mutex::new(HashMap::new()),
        }
    }

    /// Counts a try, before it is known how it ends: many at once shall not all find the door open.
    ///
    /// # Errors
    /// It comes too early, and must not be tried at all: so long is still to wait.
    pub fn attempt(&self, who: &str, at: OffsetDateTime) -> Result<(), Duration> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= REMEMBERED_MAX && !failures.contains_key(who) {
            forget_some(&mut failures, at);
        }
        let theirs = failures
            .entry(who.to_owned())
            .or_insert(Failures { count: 0, last: at });
        if at - theirs.last >= MEMORY {
            theirs.count = 0;
        }
        let wait = theirs.last + self.pause(theirs.count) - at;
        if wait > Duration::ZERO {
            return Err(wait);
        }
        theirs.count = theirs.count.saturating_add(1);
        theirs.last = at;
        Ok(())
    }

    /// The try succeeded: all failures are forgotten.
    pub fn clear(&self, who: &str) {
        self.failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(who);
    }

    /// The try succeeded: it does not count, but those before it still do.
    pub fn uncount(&self, who: &str) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(theirs) = failures.get_mut(who) {
            theirs.count = theirs.count.saturating_sub(1);
        }
    }

    fn pause(&self, count: u32) -> Duration {
        count.checked_sub(self.free).map_or(Duration::ZERO, |over| {
            Duration::seconds(1 << over.min(16)).min(WAIT_MAX)
        })
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

    #[test]
    fn some_failures_are_free_then_the_wait_doubles_up_to_its_limit() {
        let slowdown = Slowdown::after(3);
        let mut at = datetime!(2026-12-01 9:00 UTC);
        for _ in 0..3 {
            assert_eq!(slowdown.attempt("a", at), Ok(()));
        }
        for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
            let wait = Duration::seconds(seconds);
            assert_eq!(slowdown.attempt("a", at), Err(wait));
            at += wait;
            assert_eq!(slowdown.attempt("a", at), Ok(()));
        }
        assert_eq!(slowdown.attempt("b", at), Ok(()));
        assert_eq!(slowdown.attempt("a", at + MEMORY), Ok(()), "all is forgotten");
    }

    #[test]
    fn success_clears_an_account_and_uncounts_itself_for_an_address() {
        let slowdown = Slowdown::after(1);
        let at = datetime!(2026-12-01 9:00 UTC);
        assert_eq!(slowdown.attempt("account", at), Ok(()));
        slowdown.clear("account");
        assert_eq!(slowdown.attempt("account", at), Ok(()));
        assert_eq!(slowdown.attempt("address", at), Ok(()));
        slowdown.uncount("address");
        assert_eq!(slowdown.attempt("address", at), Ok(()));
        assert!(slowdown.attempt("address", at).is_err());
    }

    #[test]
    fn invented_names_do_not_fill_the_memory() {
        let slowdown = Slowdown::after(3);
        for n in 0..2 * REMEMBERED_MAX {
            assert_eq!(
                slowdown.attempt(&n.to_string(), datetime!(2026-12-01 9:00 UTC)),
                Ok(())
            );
        }
        let kept = slowdown
            .failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len();
        assert!(kept <= REMEMBERED_MAX);
    }
}
