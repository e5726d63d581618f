//! A secret of the server's own, kept beside the files and never in the database: who writes there makes no session with it. Servers
//! that share the files share it; without it everybody signs in anew.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::{Uuid, Variant, Version};

use super::random;

const BYTES: usize = 32;

/// The key of the digests by which the database knows sessions.
pub struct Secret([u8; BYTES]);

impl Secret {
    /// That of a data folder, made when it is first asked for.
    ///
    /// # Errors
    /// It can be neither read nor made, or is no secret of ours.
    pub fn below(data: &Path) -> io::Result<Self> {
        let path = data.join("secret");
        if !path.exists() {
            make(data, &path)?;
        }
        let bytes = fs::read(&path)?;
        let bytes = bytes
            .try_into()
            .map_err(|_| io::Error::new(ErrorKind::InvalidData, path.display().to_string()))?;
        Ok(Self(bytes))
    }

    /// By which the database knows a session's token.
    pub fn digest(&self, token: &str) -> [u8; 32] {
        self.keyed(&[b"session ", token.as_bytes()])
    }

    /// The id of what somebody begins with a form of that one-time id: the same for the same form, and nobody's to choose.
    pub fn id(&self, person: Uuid, once: Uuid) -> Uuid {
        let [bytes @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] =
            self.keyed(&[b"begun ", person.as_bytes(), once.as_bytes()]);
        let made = uuid::Builder::from_bytes(bytes).with_variant(Variant::RFC4122);
        made.with_version(Version::Custom).into_uuid()
    }

    fn keyed(&self, words: &[&[u8]]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key may have any length");
        words.iter().for_each(|word| mac.update(word));
        mac.finalize().into_bytes().into()
    }
}

/// Whole or not at all: two servers may begin at once.
fn make(data: &Path, path: &Path) -> io::Result<()> {
    let made = random::secret::<BYTES>().map_err(io::Error::other)?;
    let [a, b, c, d, ..] = random::secret::<BYTES>().map_err(io::Error::other)?;
    let unfinished = data.join(format!("secret.{a:02x}{b:02x}{c:02x}{d:02x}"));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&unfinished)?;
    file.write_all(&made)?;
    file.sync_all()?;
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_secret_is_made_once_for_its_owner_alone() {
        let data = tempfile::TempDir::new().expect("the temporary folder can be written");
        let first = Secret::below(data.path()).expect("a secret");
        let again = Secret::below(data.path()).expect("the same");
        assert_eq!(first.digest("x"), again.digest("x"));
        assert_ne!(first.digest("x"), first.digest("y"));
        let kept = fs::metadata(data.path().join("secret")).expect("a file");
        assert_eq!(kept.permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(data.path()).expect("a folder").count(), 1);
        let elsewhere = tempfile::TempDir::new().expect("the temporary folder can be written");
        let other = Secret::below(elsewhere.path()).expect("another");
        assert_ne!(first.digest("x"), other.digest("x"));
        fs::write(data.path().join("secret"), "short").expect("room for it");
        assert!(Secret::below(data.path()).is_err());
    }
}
