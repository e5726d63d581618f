//! 留存摘要: where each history ended, kept outside the database. The chain of events shows what was changed in its middle;
//! that its end, or a whole case, was taken away and everything written anew shows only against what somebody else kept.
//!
//! A line is a case's number, the place of its last event and that event's digest in hex; of a body, unit or account what it is
//! and its id, the place of its last change and that change's digest; of the audit trail its last seal's.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use sqlx::PgConnection;

use super::{Count, configuration};
use crate::store::integrity::{self, Head};

/// How many lines are looked up at a time.
const PAGE_LINES: usize = 1_000;

/// Prints where every history ends.
pub(super) async fn print(db: &mut PgConnection) -> anyhow::Result<()> {
    let mut moment = integrity::one_moment(db).await?;
    let mut after = String::new();
    loop {
        let page = integrity::heads(&mut moment, &after).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.number);
        page.iter().for_each(line);
    }
    integrity::other_heads(&mut moment).await?.iter().for_each(line);
    Ok(())
}

fn line(Head { number, seq, digest }: &Head) {
    println!("{number} {seq} {digest}");
}

/// The lines of a file that `print` wrote.
///
/// # Errors
/// The file cannot be read, or says something else.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<Head>> {
    let named = || path.display();
    let text = fs::read_to_string(path).with_context(|| format!("不能读取留存的摘要 {}", named()))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let mut heads = vec![];
    for (line, no) in lines.zip(1..) {
        let Some(head) = head(line) else {
            bail!(
                "留存的摘要 {} 第 {no} 行看不懂：须为案号、事件序号和摘要",
                named()
            )
        };
        heads.push(head);
    }
    Ok(heads)
}

fn head(line: &str) -> Option<Head> {
    let mut words = line.split_whitespace();
    let (number, seq, digest) = (words.next()?, words.next()?, words.next()?);
    let whole = words.next().is_none() && digest.len() == 64;
    whole.then_some(Head {
        number: number.to_owned(),
        seq: seq.parse().ok()?,
        digest: digest.to_owned(),
    })
}

/// Names every history that no longer passes through what was kept of it.
pub(super) async fn compare(db: &mut PgConnection, kept: &[Head], count: &mut Count) -> anyhow::Result<()> {
    for page in kept.chunks(PAGE_LINES) {
        for Head { number, seq, .. } in integrity::strayed(db, page).await? {
            let what = match number.split_once('/') {
                Some((kind, id)) => format!("{} {id} 第 {seq} 次变动", configuration::kind(kind)),
                None if number == "audit" => format!("留痕第 {seq} 次封存"),
                None => format!("{number} 第 {seq} 号事件"),
            };
            count.wrong(&format!("{what}：与留存的摘要不符，或者缺失"));
        }
    }
    Ok(())
}
