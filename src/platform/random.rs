//! Randomness: new ids, tokens that cannot be guessed, passwords for a first sign-in.

use time::OffsetDateTime;
use uuid::{NoContext, Timestamp, Uuid};

/// A new UUIDv7 that sorts by the instant it is made for, which is the clock's, not the machine's.
pub fn new_id(at: OffsetDateTime) -> Uuid {
    let seconds = u64::try_from(at.unix_timestamp()).unwrap_or(0);
    Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, at.nanosecond()))
}

/// The operating system gave no randomness.
#[derive(Debug, thiserror::Error)]
#[error("no randomness from the operating system: {0}")]
pub struct NoRandomness(getrandom::Error);

/// Bytes that nobody can guess, from the operating system.
pub fn secret<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes)
}

/// A password for a first sign-in, easy to read out: no letter looks like a figure. 16 characters of 31 make 79 bits.
pub fn password() -> Result<String, NoRandomness> {
    const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let letters = secret::<16>()?.map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}
