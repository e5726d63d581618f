//! The key of this server, with which it signs every event, every move of an act and every
//! kept file. It lies beside the kept files, in a file of
//! its own that is left out of backups: the database has the public half alone.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::keys::{KeyFailure, PublicKey, SigningKey};

/// The file of the key, in the data folder.
const FILE: &str = "signing.key";

/// What is signed: so that no signature of one passes for one of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Record {
    Event,
    Move,
    /// A kept file, as `file_signed` puts it.
    File,
}

impl Record {
    /// What is signed of a record with this digest.
    pub fn message(self, digest: &[u8]) -> Vec<u8> {
        let what = match self {
            Self::Event => "rongcuo event v1\n",
            Self::Move => "rongcuo move v1\n",
            Self::File => "rongcuo file v1\n",
        };
        [what.as_bytes(), digest].concat()
    }
}

/// What is signed of a kept file: its id, what it contains and who brought it, each of fixed length. A file that is known by its
/// digest cannot be said to be somebody else's without the server's key.
pub fn file_signed(id: &[u8; 16], sha256: &[u8; 32], uploaded_by: &[u8; 16]) -> Vec<u8> {
    [&id[..], &sha256[..], &uploaded_by[..]].concat()
}

/// Signs for this server.
pub struct Signer {
    key: SigningKey,
    registered: AtomicBool,
}

impl Signer {
    /// The file of the key.
    pub fn file(data: &Path) -> PathBuf {
        data.join(FILE)
    }

    /// With the key of this data folder, which is made by whoever comes first.
    pub fn below(data: &Path, name: &str) -> Result<Self, KeyFailure> {
        let file = Self::file(data);
        if !file.exists() {
            let made = SigningKey::new(name)?.keep(&file, false);
            // Another server made one meanwhile.
            made.or_else(|failure| if file.exists() { Ok(()) } else { Err(failure) })?;
        }
        Ok(Self {
            key: SigningKey::kept(&file)?,
            registered: AtomicBool::new(false),
        })
    }

    pub fn key(&self) -> &SigningKey {
        &self.key
    }

    pub fn sign(&self, what: Record, digest: &[u8]) -> Vec<u8> {
        self.key.sign(&what.message(digest))
    }

    /// Whether the database knows the public key, as far as we know.
    pub fn registered(&self) -> bool {
        self.registered.load(Ordering::Relaxed)
    }

    /// Remembers that it does.
    pub fn set_registered(&self) {
        self.registered.store(true, Ordering::Relaxed);
    }
}

/// The first line of what a root key says of a server's key.
const CERTIFICATE: &str = "rongcuo key certificate v1";

/// What a root key signs to say that a server's key is one of ours, since an instant.
pub fn certificate(key: &PublicKey, since: &str) -> String {
    format!("{CERTIFICATE}\n{key}\n{since}\n")
}

/// The key of which a certificate's text speaks.
pub fn certified(text: &str) -> Option<PublicKey> {
    let mut lines = text.lines();
    let (first, key, _since) = (lines.next()?, lines.next()?, lines.next()?);
    (first == CERTIFICATE && lines.next().is_none())
        .then(|| key.parse().ok())
        .flatten()
}
