//! Which keys count. Without a root key, every key that the database has; with one, those that it certified, up to the day on
//! which whoever keeps it says that they end.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use sqlx::PgConnection;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::platform::keys::{PublicKey, verifies};
use crate::platform::note::Note;
use crate::platform::signing::{self, Record};
use crate::store::signatures::{self, Registered};

/// What an auditor keeps outside: the root's public key, and since when which of its servers' keys count no more.
pub(super) struct Root {
    key: PublicKey,
    ended: Vec<(PublicKey, OffsetDateTime)>,
}

impl Root {
    /// From a file: the root's public key; then, where a server's key has come to an end, a line of that key and the instant.
    pub(super) fn read(path: &Path) -> anyhow::Result<Self> {
        let named = || path.display();
        let text = fs::read_to_string(path).with_context(|| format!("不能读取根公钥 {}", named()))?;
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let key = lines.next().unwrap_or_default().parse();
        let key = key.with_context(|| format!("根公钥 {}", named()))?;
        let mut ended = vec![];
        for line in lines {
            let Some(it) = ended_key(line) else {
                bail!(
                    "根公钥 {} 的「{line}」看不懂：须为停用的公钥和停用的时间（2026-12-01T08:00:00+08:00）",
                    named()
                )
            };
            ended.push(it);
        }
        Ok(Self { key, ended })
    }

    fn certified(&self, it: &Registered) -> bool {
        let about = |note: &String| {
            let note = Note::read(note).filter(|note| note.signed_by(&self.key))?;
            signing::certified(note.text())
        };
        let mut certified = it.notes.iter().filter_map(about);
        certified.any(|key| key.bytes()[..] == it.public_key)
    }

    fn end(&self, public_key: &[u8]) -> Option<OffsetDateTime> {
        let of_it = self.ended.iter().filter(|(key, _)| key.bytes() == public_key);
        of_it.map(|(_, at)| *at).min()
    }
}

fn ended_key(line: &str) -> Option<(PublicKey, OffsetDateTime)> {
    let (key, at) = line.trim().split_once(' ')?;
    Some((
        key.parse().ok()?,
        OffsetDateTime::parse(at.trim(), &Rfc3339).ok()?,
    ))
}

/// How a key stands.
struct Standing {
    key: Option<PublicKey>,
    certified: bool,
    ended: Option<OffsetDateTime>,
}

/// The keys that signed here.
pub(super) struct Keys {
    known: BTreeMap<Vec<u8>, Standing>,
}

/// A signature as it is stored.
pub(super) struct Signature<'a> {
    public_key: &'a [u8],
    signature: &'a [u8],
}

impl<'a> Signature<'a> {
    /// Both or nothing.
    pub(super) fn of(public_key: Option<&'a Vec<u8>>, signature: Option<&'a Vec<u8>>) -> Option<Self> {
        Some(Self {
            public_key: public_key?,
            signature: signature?,
        })
    }
}

impl Keys {
    pub(super) async fn of(db: &mut PgConnection, root: Option<&Root>) -> sqlx::Result<Self> {
        let registered = signatures::keys(db).await?.into_iter().map(|it| {
            let bytes = it.public_key.as_slice().try_into().ok();
            let standing = Standing {
                key: bytes.and_then(|bytes| PublicKey::new(&it.name, bytes)),
                certified: root.is_none_or(|root| root.certified(&it)),
                ended: root.and_then(|root| root.end(&it.public_key)),
            };
            (it.public_key, standing)
        });
        Ok(Self {
            known: registered.collect(),
        })
    }

    /// What speaks against the signature of a record with this digest, written at that instant.
    pub(super) fn doubt(
        &self,
        what: Record,
        digest: &[u8],
        written: OffsetDateTime,
        signature: Option<Signature<'_>>,
    ) -> Option<String> {
        let Some(it) = signature else {
            return Some("没有签名，不是由程序写入的".to_owned());
        };
        if !verifies(it.public_key, &what.message(digest), it.signature) {
            return Some("签名与内容不符".to_owned());
        }
        let named = short(it.public_key);
        let Some(standing) = self.known.get(it.public_key) else {
            return Some(format!("签名所用的密钥 {named} 没有登记"));
        };
        if !standing.certified {
            return Some(format!("签名所用的密钥 {named} 没有经根密钥认证"));
        }
        let ended = standing.ended.filter(|ended| *ended <= written);
        ended.map(|_| format!("写入时，签名所用的密钥 {named} 已经停用"))
    }

    /// Whether a key that counts signed a note.
    pub(super) fn signed(&self, note: &Note) -> bool {
        let counted = self.known.values().filter(|it| it.certified);
        counted
            .filter_map(|it| it.key.as_ref())
            .any(|key| note.signed_by(key))
    }
}

/// So much of a key that a person tells it from others.
fn short(public_key: &[u8]) -> String {
    let digits = public_key.iter().take(4).map(|byte| format!("{byte:02x}"));
    format!("{}…", digits.collect::<String>())
}
