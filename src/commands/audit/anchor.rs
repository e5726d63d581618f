//! 留存摘要: where each case's chains ended, kept outside the database. A chain shows what was changed in its middle; that its
//! end, or a whole case, was taken away and everything written anew shows only against what somebody else kept.
//!
//! Two files. The heads: a line a case, its number, the place of its last event and that event's digest in hex, and the same of
//! the last move of its acts (`0 -` where there is none). And a checkpoint over them, in the form of C2SP's tlog-checkpoint: a
//! signed note whose lines are the name of the key that signed it, how many heads there are, and the hash of their tree
//! (RFC 6962, a line without its end is a leaf) in base64.
//!
//! Of a body, a unit or an account its kind and id stand for the number (`users/…`), and its last change for the event; of the audit
//! trail `audit` and its last seal.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use tempfile::NamedTempFile;

use super::keys::Keys;
use super::{Count, configuration};
use crate::platform::keys::{PublicKey, SigningKey};
use crate::platform::note::Note;
use crate::store::integrity;
use crate::store::moves::{self, Head};

/// How many lines are looked up at a time.
const PAGE_LINES: usize = 1_000;
/// Stands for the number of the audit trail.
const AUDIT: &str = "audit";
/// Stands for the digest of what there is not.
const NONE: &str = "-";

/// What was kept.
pub(super) struct Anchor {
    heads: Vec<Head>,
    checkpoint: Note,
}

/// Beside the checkpoint.
fn heads_beside(checkpoint: &Path) -> PathBuf {
    let mut name = checkpoint.as_os_str().to_owned();
    name.push(".heads");
    name.into()
}

/// Writes where every chain ends, and the checkpoint over it. How many cases there are.
pub(super) async fn write(db: &mut PgConnection, key: &SigningKey, file: &Path) -> anyhow::Result<usize> {
    let heads = heads_beside(file);
    let unwritten = || format!("不能写入 {}", heads.display());
    let mut lines = BufWriter::new(beside(&heads).with_context(unwritten)?);
    let (mut leaves, mut cases) = (vec![], 0);
    let mut listed = |head: &Head| {
        let line = line(head);
        leaves.push(leaf(&line));
        writeln!(lines, "{line}").with_context(unwritten)
    };
    let mut moment = integrity::one_moment(db).await?;
    let mut after = String::new();
    loop {
        let page = moves::heads(&mut moment, &after).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.number);
        cases += page.len();
        page.iter().try_for_each(&mut listed)?;
    }
    integrity::other_heads(&mut moment)
        .await?
        .iter()
        .try_for_each(&mut listed)?;
    let lines = lines
        .into_inner()
        .map_err(|failed| failed.into_error())
        .with_context(unwritten)?;
    let mut checkpoint = Note::new(text(key.public().name(), &leaves));
    checkpoint.sign(key);
    let unwritten = || format!("不能写入 {}", file.display());
    let mut note = beside(file).with_context(unwritten)?;
    note.write_all(checkpoint.to_string().as_bytes())
        .with_context(unwritten)?;
    // Both or what was there: an earlier one is good until the new one is whole.
    lines.persist(&heads).with_context(unwritten)?;
    note.persist(file).with_context(unwritten)?;
    Ok(cases)
}

/// A new file beside the place that it will take.
fn beside(place: &Path) -> io::Result<NamedTempFile> {
    let folder = place.parent().filter(|it| !it.as_os_str().is_empty());
    NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))
}

fn text(origin: &str, leaves: &[Hash]) -> String {
    format!("{origin}\n{}\n{}\n", leaves.len(), STANDARD.encode(root(leaves)))
}

type Hash = [u8; 32];

fn leaf(line: &str) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(line)
        .finalize()
        .into()
}

/// The hash of a tree (RFC 6962, 2.1).
fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            Sha256::new()
                .chain_update([1])
                .chain_update(root(left))
                .chain_update(root(right))
                .finalize()
                .into()
        }
    }
}

/// An end as it is listed.
fn line(it: &Head) -> String {
    let Head {
        number,
        seq,
        digest,
        moves,
        moved,
    } = it;
    let moved = if moved.is_empty() { NONE } else { moved };
    format!("{number} {seq} {digest} {moves} {moved}")
}

fn head(line: &str) -> Option<Head> {
    let [number, seq, digest, moves, moved] = <[_; 5]>::try_from(line.split(' ').collect::<Vec<_>>()).ok()?;
    let moves: i32 = moves.parse().ok()?;
    let none = moves == 0 && moved == NONE;
    let whole = digest.len() == 64 && (none || moved.len() == 64);
    whole.then_some(Head {
        number: number.to_owned(),
        seq: seq.parse().ok()?,
        digest: digest.to_owned(),
        moves,
        moved: if none { String::new() } else { moved.to_owned() },
    })
}

/// What `write` wrote.
///
/// # Errors
/// A file cannot be read, or says something else.
pub(super) fn read(file: &Path) -> anyhow::Result<Anchor> {
    let kept = |path: &Path| {
        fs::read_to_string(path).with_context(|| format!("不能读取留存的摘要 {}", path.display()))
    };
    let checkpoint = Note::read(&kept(file)?)
        .with_context(|| format!("留存的摘要 {} 看不懂：须为签过名的检查点", file.display()))?;
    let beside = heads_beside(file);
    let listed = kept(&beside)?;
    let (mut heads, mut leaves) = (vec![], vec![]);
    for (line, no) in listed.lines().zip(1..) {
        let Some(head) = head(line) else {
            bail!(
                "留存的摘要 {} 第 {no} 行看不懂：须为案号、事件序号和摘要、审批经过序号和摘要",
                beside.display()
            )
        };
        heads.push(head);
        leaves.push(leaf(line));
    }
    let origin = checkpoint.text().lines().next().unwrap_or_default();
    if checkpoint.text() != text(origin, &leaves) {
        bail!("留存的摘要 {} 与检查点 {} 不符", beside.display(), file.display());
    }
    Ok(Anchor { heads, checkpoint })
}

/// Names whoever did not sign the checkpoint and should have.
pub(super) fn signed(anchor: &Anchor, keys: &Keys, witnesses: &[PublicKey], count: &mut Count) {
    if !keys.signed(&anchor.checkpoint) {
        count.wrong("留存的摘要：没有本系统有效的签名");
    }
    for it in witnesses {
        if !anchor.checkpoint.signed_by(it) {
            count.wrong(&format!("留存的摘要：没有 {} 有效的签名", it.name()));
        }
    }
}

/// Names every chain that no longer passes through what was kept of it.
pub(super) async fn compare(db: &mut PgConnection, anchor: &Anchor, count: &mut Count) -> anyhow::Result<()> {
    let (others, cases): (Vec<_>, Vec<_>) = anchor
        .heads
        .iter()
        .partition(|it| it.number == AUDIT || it.number.contains('/'));
    for (number, seq) in integrity::strayed_others(db, &others).await? {
        let what = match number.split_once('/') {
            Some((kind, id)) => format!("{} {id} 第 {seq} 次变动", configuration::kind(kind)),
            None => format!("留痕第 {seq} 次封存"),
        };
        count.wrong(&format!("{what}：与留存的摘要不符，或者缺失"));
    }
    for page in cases.chunks(PAGE_LINES) {
        for it in moves::strayed(db, page).await? {
            let (number, seq, moves) = (&it.number, it.seq, it.moves);
            if it.events {
                count.wrong(&format!("{number} 第 {seq} 号事件：与留存的摘要不符，或者缺失"));
            }
            if it.acts {
                count.wrong(&format!(
                    "{number} 审批经过第 {moves} 条：与留存的摘要不符，或者缺失"
                ));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_hashed_as_rfc_6962_does_it() {
        let hex = |hash: Hash| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        // Of the test vectors that its implementations share.
        let leaves = ["", "\0", "\u{10}"].map(leaf);
        for (many, expected) in [
            (
                0,
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            ),
            (
                1,
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            ),
            (
                2,
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            ),
            (
                3,
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            ),
        ] {
            assert_eq!(hex(root(&leaves[..many])), expected);
        }
    }
}
