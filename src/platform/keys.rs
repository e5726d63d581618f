//! Keys that sign (Ed25519), worded as C2SP's signed-note words them, so that others check and countersign with tools of their
//! own: a public key is `name+hash+base64`, a private one `PRIVATE+KEY+name+hash+base64`.

use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::random::{NoRandomness, secret};

/// What signed-note calls Ed25519.
const ED25519_MARK: u8 = 1;
const PRIVATE: &str = "PRIVATE+KEY+";

/// A key could not be made, kept or read.
#[derive(Debug, thiserror::Error)]
pub enum KeyFailure {
    #[error("不能读取密钥 {}：{error}", file.display())]
    Unread { file: PathBuf, error: io::Error },
    #[error("不能写入密钥 {}：{error}", file.display())]
    Unwritten { file: PathBuf, error: io::Error },
    #[error("密钥 {} 的内容看不懂：须为一行 PRIVATE+KEY+…", .0.display())]
    Unknown(PathBuf),
    #[error("密钥的名称「{0}」不合格：不能为空，不能有空白和加号")]
    Name(String),
    #[error("{0}")]
    NoRandomness(#[from] NoRandomness),
}

/// A text is no public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("公钥看不懂：须为 名称+摘要+公钥 这样的一行")]
pub struct NoPublicKey;

/// Whoever has it sees whether the private one signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    bytes: [u8; 32],
}

impl PublicKey {
    /// `None` where signed-note knows no such name.
    pub fn new(name: &str, bytes: [u8; 32]) -> Option<Self> {
        let named =
            !name.is_empty() && !name.contains(|it: char| it.is_whitespace() || it.is_control() || it == '+');
        named.then(|| Self {
            name: name.to_owned(),
            bytes,
        })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// What a signature says of the key it was made with, beside its name.
    pub fn hash(&self) -> [u8; 4] {
        let digest = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', ED25519_MARK])
            .chain_update(self.bytes)
            .finalize();
        [digest[0], digest[1], digest[2], digest[3]]
    }

    /// Whether the private one signed this.
    pub fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        verifies(&self.bytes, message, signature)
    }
}

/// Whether whoever has the private key to this public one signed this.
pub fn verifies(public_key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ED25519, public_key)
        .verify(message, signature)
        .is_ok()
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&worded(&self.name, self.hash(), &self.bytes))
    }
}

impl FromStr for PublicKey {
    type Err = NoPublicKey;

    fn from_str(text: &str) -> Result<Self, NoPublicKey> {
        let (name, bytes) = read(text.trim()).ok_or(NoPublicKey)?;
        let key = Self::new(name, bytes).ok_or(NoPublicKey)?;
        if key.to_string() == text.trim() {
            Ok(key)
        } else {
            Err(NoPublicKey)
        }
    }
}

fn worded(name: &str, hash: [u8; 4], bytes: &[u8; 32]) -> String {
    let hash = u32::from_be_bytes(hash);
    let marked = [&[ED25519_MARK], &bytes[..]].concat();
    format!("{name}+{hash:08x}+{}", STANDARD.encode(marked))
}

fn read(text: &str) -> Option<(&str, [u8; 32])> {
    let mut parts = text.splitn(3, '+');
    let (name, _, bytes) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = STANDARD.decode(bytes).ok()?;
    let (mark, bytes) = bytes.split_first()?;
    (*mark == ED25519_MARK).then_some((name, bytes.try_into().ok()?))
}

/// A private key.
pub struct SigningKey {
    seed: [u8; 32],
    pair: Ed25519KeyPair,
    public: PublicKey,
}

impl SigningKey {
    /// A new one that nobody can guess.
    pub fn new(name: &str) -> Result<Self, KeyFailure> {
        Self::of(name, secret()?).ok_or_else(|| KeyFailure::Name(name.to_owned()))
    }

    fn of(name: &str, seed: [u8; 32]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).ok()?;
        let bytes = pair.public_key().as_ref().try_into().ok()?;
        let public = PublicKey::new(name, bytes)?;
        Some(Self { seed, pair, public })
    }

    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.pair.sign(message).as_ref().to_vec()
    }

    /// The one that was kept in a file.
    pub fn kept(file: &Path) -> Result<Self, KeyFailure> {
        let text = fs::read_to_string(file).map_err(|error| KeyFailure::Unread {
            file: file.to_owned(),
            error,
        })?;
        let kept = text.trim().strip_prefix(PRIVATE).and_then(read);
        kept.and_then(|(name, seed)| Self::of(name, seed))
            .ok_or_else(|| KeyFailure::Unknown(file.to_owned()))
    }

    /// Keeps it in a file that its owner alone reads, whole or not at all; over another only where that is meant.
    pub fn keep(&self, file: &Path, over_another: bool) -> Result<(), KeyFailure> {
        let unwritten = |error| KeyFailure::Unwritten {
            file: file.to_owned(),
            error,
        };
        let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
        // Its mode is 0600 from the beginning.
        let mut written = NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(unwritten)?;
        let line = worded(&self.public.name, self.public.hash(), &self.seed);
        writeln!(written, "{PRIVATE}{line}")
            .and_then(|()| written.as_file().sync_all())
            .map_err(unwritten)?;
        let kept = if over_another {
            written.persist(file)
        } else {
            written.persist_noclobber(file)
        };
        kept.map(drop).map_err(|error| unwritten(error.error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From C2SP's and Go's documents of signed-note.
    const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    #[test]
    fn a_public_key_is_worded_as_others_word_it() {
        let peter = PublicKey::from_str(PETER).expect("a key");
        assert_eq!(
            (peter.name(), peter.to_string().as_str()),
            ("PeterNeumann", PETER)
        );
        for wrong in [
            "",
            "PeterNeumann",
            &PETER.replace("c74f", "c74e"),
            &PETER.replace("Peter", "Paul"),
            &PETER[..PETER.len() - 4],
        ] {
            assert_eq!(PublicKey::from_str(wrong), Err(NoPublicKey), "{wrong}");
        }
    }

    #[test]
    fn a_kept_key_is_its_owners_alone_and_signs_as_it_did() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let (file, key) = (
            folder.path().join("key"),
            SigningKey::new("省自贸办").expect("a key"),
        );
        key.keep(&file, false).expect("room for it");
        assert!(
            SigningKey::new("另一个")
                .expect("a key")
                .keep(&file, false)
                .is_err()
        );
        let kept = SigningKey::kept(&file).expect("the same key");
        assert_eq!(kept.public(), key.public());
        assert!(key.public().signed(b"x", &kept.sign(b"x")));
        assert!(!key.public().signed(b"y", &kept.sign(b"x")));
        let mode = fs::metadata(&file).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(SigningKey::new("a b").is_err() && SigningKey::new("a+b").is_err());
    }
}
