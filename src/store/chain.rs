//! The digests by which events and moves of acts are chained (R7), reckoned as the database does it, but not by the database: the
//! program signs what it wrote, and not what somebody who owns the tables made of it.

use sha2::{Digest, Sha256};
use sqlx::Error;
use time::OffsetDateTime;

/// The digest of a record: over the one before it and all it says.
pub fn digest(previous: &[u8], fields: &[String]) -> Vec<u8> {
    Sha256::new()
        .chain_update(previous)
        .chain_update(fields.join("\u{1f}"))
        .finalize()
        .to_vec()
}

/// A time as it is digested.
pub fn micros(at: OffsetDateTime) -> String {
    (at.unix_timestamp_nanos() / 1000).to_string()
}

/// A yes or no as it is digested.
pub fn flag(it: bool) -> String {
    if it { "t" } else { "f" }.to_owned()
}

/// What was written is what was given to write.
pub(super) fn same(reckoned: &[u8], written: &[u8]) -> sqlx::Result<()> {
    match reckoned == written {
        true => Ok(()),
        false => Err(Error::Protocol(
            "the database wrote another record than it was given".into(),
        )),
    }
}
