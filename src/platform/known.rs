//! What the process knows already of things that never change or only ever grow, by their type and id: so that reading one again
//! costs the newest part of it. Who asks proves that it is current; any number of servers may run. Bounded by weight.

use std::any::{Any, TypeId};
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use uuid::Uuid;

/// What is kept at most, in bytes as those who keep something estimate them.
pub const KNOWN_BYTES_MAX: u64 = 24 * 1024 * 1024;
/// How many things are expected; only tunes the size of the table.
const KNOWN_EXPECTED: usize = 1_000;

/// The cache.
pub struct Known(Cache<Key, Kept, ByBytes>);

/// Of one id several things may be known: a case as it was folded, and what was filed.
type Key = (TypeId, Uuid);

#[derive(Clone)]
struct Kept {
    bytes: u64,
    it: Arc<dyn Any + Send + Sync>,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, Kept> for ByBytes {
    fn weight(&self, _: &Key, kept: &Kept) -> u64 {
        kept.bytes.max(1)
    }
}

impl Default for Known {
    fn default() -> Self {
        Self(Cache::with_weighter(KNOWN_EXPECTED, KNOWN_BYTES_MAX, ByBytes))
    }
}

impl Known {
    /// What is known of the thing.
    pub fn get<T: Any + Send + Sync>(&self, id: Uuid) -> Option<Arc<T>> {
        self.0.get(&(TypeId::of::<T>(), id))?.it.downcast().ok()
    }

    /// Keeps it instead of what was known; `bytes` is its weight.
    pub fn keep<T: Any + Send + Sync>(&self, id: Uuid, it: Arc<T>, bytes: u64) {
        self.0.insert((TypeId::of::<T>(), id), Kept { bytes, it });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_bounded_by_its_bytes() {
        let known = Known::default();
        let one = KNOWN_BYTES_MAX / 100;
        for n in 0..1_000_u128 {
            known.keep(Uuid::from_u128(n), Arc::new(n), one);
        }
        assert!(known.0.weight() <= KNOWN_BYTES_MAX);
        let last = Uuid::from_u128(999);
        known.keep(last, Arc::new(1_u8), 1);
        assert_eq!(known.get::<u8>(last).as_deref(), Some(&1));
        assert_eq!(known.get::<u16>(last), None, "nothing of that type is known");
    }
}
