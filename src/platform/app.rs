//! What every handler is given: the way to the database, the time, the files, the rate limits of the sign-in. Cheap to clone.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::PgPool;

use super::blobs::{BlobFailure, Blobs};
use super::guesses::Guesses;
use super::keys::KeyFailure;
use super::known::Known;
use super::passwords::Passwords;
use super::secret::Secret;
use super::signing::Signer;
use super::uploads::Uploads;
use super::{Clock, Config};

/// The program at work.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// What the program at work consists of.
pub struct Parts {
    /// The cases folded so far.
    pub known: Known,
    /// Connections as the serving role.
    pub pool: PgPool,
    /// The only source of `now`.
    pub clock: Clock,
    pub config: Config,
    /// Kept files.
    pub blobs: Blobs,
    /// Signs what is written of cases.
    pub signer: Signer,
    /// Whose files are taken in.
    pub uploads: Uploads,
    /// Makes and compares password digests.
    pub passwords: Passwords,
    /// The key of sessions.
    pub secret: Secret,
    /// Counts wrong passwords.
    pub guesses: Guesses,
    demo: AtomicBool,
    ending: AtomicBool,
}

/// What the program works with cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum NotEquipped {
    #[error("{0}")]
    Files(#[from] BlobFailure),
    #[error("{0}")]
    Key(#[from] KeyFailure),
}

impl App {
    /// Puts the parts together; files and the key are kept below the data folder.
    ///
    /// # Errors
    /// The folder of files or the key cannot be made.
    pub fn new(pool: PgPool, clock: Clock, config: Config) -> Result<Self, NotEquipped> {
        Ok(Self(Arc::new(Parts {
            pool,
            clock,
            known: Known::default(),
            blobs: Blobs::below(&config.data)?,
            signer: Signer::below(&config.data, config.name())?,
            secret: Secret::below(&config.data).map_err(BlobFailure::Folder)?,
            uploads: Uploads::default(),
            config,
            passwords: Passwords::default(),
            guesses: Guesses::default(),
            demo: AtomicBool::new(false),
            ending: AtomicBool::new(false),
        })))
    }
}

impl Parts {
    /// Whether demo identities exist: pages say so in a banner.
    pub fn demo(&self) -> bool {
        self.demo.load(Ordering::Relaxed)
    }

    /// Remembers whether demo identities exist. Said at start and whenever the sign-in page has looked.
    pub fn set_demo(&self, demo: bool) {
        self.demo.store(demo, Ordering::Relaxed);
    }

    /// Whether we were asked to end: no new request should be sent here.
    pub fn ending(&self) -> bool {
        self.ending.load(Ordering::Relaxed)
    }

    /// Remembers that we were asked to end.
    pub fn set_ending(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
