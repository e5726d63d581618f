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

/// The longest wait.
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

    /// How long this one has still to wait, if at all.
    pub fn wait(&self, who: &str, at: OffsetDateTime) -> Option<Duration> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = failures.get(who).filter(|theirs| at - theirs.last < MEMORY)?;
        let over = theirs.count.checked_sub(self.free)?;
        let until = theirs.last + Duration::seconds(1 << over.min(16)).min(WAIT_MAX);
        (until > at).then(|| until - at)
    }

    /// Counts a failure.
    pub fn failed(&self, who: &str, at: OffsetDateTime) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= REMEMBERED_MAX && !failures.contains_key(who) {
            forget_some(&mut failures, at);
        }
        let theirs = failures
            .entry(who.to_owned())
            .or_insert(Failures { count: 0, last: at });
        theirs.count = if at - theirs.last < MEMORY {
            theirs.count.saturating_add(1)
        } else {
            1
        };
        theirs.last = at;
    }

    /// Forgets the failures of who has succeeded.
    pub fn succeeded(&self, who: &str) {
        self.failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(who);
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
        let at = datetime!(2026-12-01 9:00 UTC);
        for _ in 0..2 {
            slowdown.failed("a", at);
        }
        assert_eq!(slowdown.wait("a", at), None);
        for seconds in [1, 2, 4, 8] {
            slowdown.failed("a", at);
            assert_eq!(slowdown.wait("a", at), Some(Duration::seconds(seconds)));
        }
        assert_eq!(slowdown.wait("b", at), None);
        assert_eq!(slowdown.wait("a", at + Duration::seconds(8)), None);
        for _ in 0..40 {
            slowdown.failed("a", at);
        }
        assert_eq!(slowdown.wait("a", at), Some(WAIT_MAX));
        assert_eq!(slowdown.wait("a", at + MEMORY), None);
        slowdown.succeeded("a");
        assert_eq!(slowdown.wait("a", at), None);
    }

    #[test]
    fn invented_names_do_not_fill_the_memory() {
        let slowdown = Slowdown::after(3);
        for n in 0..2 * REMEMBERED_MAX {
            slowdown.failed(&n.to_string(), datetime!(2026-12-01 9:00 UTC));
        }
        let kept = slowdown
            .failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len();
        assert!(kept <= REMEMBERED_MAX);
    }
}
