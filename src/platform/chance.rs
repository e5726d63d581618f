//! New ids: the only source of chance that rules and rows are given.

use time::OffsetDateTime;
use uuid::{NoContext, Timestamp, Uuid};

/// A new UUIDv7 that sorts by the instant it is made for, which is the clock's, not the machine's.
pub fn new_id(at: OffsetDateTime) -> Uuid {
    let seconds = u64::try_from(at.unix_timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, at.nanosecond()))
}
