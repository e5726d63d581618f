//! The audit trail: the chain of its seals, and of each the lines: none was taken out, changed, or put in later. What was
//! written since the last seal is not sealed yet; a server that runs seals it within a minute.

use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};

use super::Count;
use crate::store::seals::{self, Line, Seal};

/// As `seal_audit` has it: no line comes later than that.
const UNDER_WAY: Duration = Duration::minutes(15);

/// What the seals say, as far as was read.
#[derive(Default)]
struct Trail {
    last: Option<Seal>,
    /// The youngest line that no story dated.
    latest: Option<OffsetDateTime>,
    /// When seals were made, and up to which line.
    until: Vec<(OffsetDateTime, i64)>,
    wrong: Vec<String>,
}

/// Names what is wrong with the trail.
pub(super) async fn compare(db: &mut PgConnection, count: &mut Count) -> sqlx::Result<()> {
    let mut trail = Trail::default();
    loop {
        let page = seals::seals(db, trail.seq()).await?;
        let (Some(first), Some(last)) = (page.first(), page.last()) else {
            break;
        };
        let lines = seals::lines(db, (first.seq, last.seq)).await?;
        count.lines += lines.len() as u64;
        for seal in page {
            let first = lines.partition_point(|it| it.seal < seal.seq);
            let beyond = lines.partition_point(|it| it.seal <= seal.seq);
            trail.goes_on(seal, &lines[first..beyond]);
        }
    }
    let since = trail.latest.map(|it| it - UNDER_WAY);
    for no in seals::put_in(db, trail.settled(), since).await? {
        trail
            .wrong
            .push(format!("留痕第 {no} 行：没有封存，是事后补入的，或者时间被改动"));
    }
    count.unsealed = seals::unsealed(db).await?;
    trail.wrong.iter().for_each(|it| count.wrong(it));
    Ok(())
}

impl Trail {
    fn seq(&self) -> i32 {
        self.last.as_ref().map_or(0, |it| it.seq)
    }

    /// Up to which line everything is sealed that ever will be.
    fn settled(&self) -> i64 {
        let last = self.last.as_ref().map(|it| it.at);
        let old = self
            .until
            .iter()
            .rev()
            .find(|(at, _)| last.is_some_and(|last| *at < last - UNDER_WAY));
        old.map_or(0, |(_, until)| *until)
    }

    fn goes_on(&mut self, seal: Seal, lines: &[Line]) {
        let mut wrong = vec![];
        if seal.seq != self.seq() + 1 {
            wrong.push("前一次封存缺失".to_owned());
        }
        let previous = self
            .last
            .as_ref()
            .map_or_else(|| Sha256::digest("audit").to_vec(), |it| it.digest.clone());
        if seal.previous != previous {
            wrong.push("记载的前一次封存的摘要与前一次封存不符".into());
        }
        if digest(&seal) != seal.digest {
            wrong.push("内容与摘要不符，写入后被改动".into());
        }
        wrong.extend(self.against(&seal, lines));
        if !seal.story {
            self.latest = self.latest.max(lines.iter().map(|it| it.at).max());
        }
        self.wrong
            .extend(wrong.iter().map(|it| format!("留痕第 {} 次封存：{it}", seal.seq)));
        self.until.push((seal.at, seal.until));
        self.last = Some(seal);
    }

    /// What the lines say, against what their seal says of them.
    fn against(&self, seal: &Seal, lines: &[Line]) -> Vec<String> {
        let Some(covered) = ranges(&seal.lines) else {
            return vec!["内容无法读取".into()];
        };
        let there = |no: &i64| lines.binary_search_by_key(no, |it| it.no).is_ok();
        let gone = covered
            .iter()
            .flat_map(|(from, to)| *from..*to)
            .filter(|no| !there(no));
        let mut wrong: Vec<_> = gone.map(|no| format!("第 {no} 行缺失")).collect();
        let says: Vec<_> = lines.iter().map(|it| it.says.as_str()).collect();
        if wrong.is_empty() && Sha256::digest(says.join("\u{1e}")).to_vec() != seal.content {
            let (first, last) = (
                covered.first().map_or(0, |it| it.0),
                covered.last().map_or(0, |it| it.1 - 1),
            );
            wrong.push(format!(
                "第 {first} 至 {last} 行中有内容与封存时不符，写入后被改动"
            ));
        }
        // A line that was put in with an old date before it was sealed.
        let apart = |it: &&Line| {
            !seal.story
                && (self.latest.is_some_and(|latest| it.at < latest - UNDER_WAY)
                    || it.at > seal.at + UNDER_WAY)
        };
        wrong.extend(
            lines
                .iter()
                .filter(apart)
                .map(|it| format!("第 {} 行的时间不在封存的时段", it.no)),
        );
        wrong
    }
}

/// As the database's `seal_audit` reckons it.
fn digest(it: &Seal) -> Vec<u8> {
    let (seq, micros) = (
        it.seq.to_string(),
        (it.at.unix_timestamp_nanos() / 1_000).to_string(),
    );
    let (story, until) = (if it.story { "t" } else { "f" }, it.until.to_string());
    let content: String = it.content.iter().map(|byte| format!("{byte:02x}")).collect();
    let said = [&seq, &micros, story, &it.lines, &until, &content].join("\u{1f}");
    Sha256::new()
        .chain_update(&it.previous)
        .chain_update(said)
        .finalize()
        .to_vec()
}

/// Ranges of numbers as PostgreSQL writes them, each with its first number and the one behind its last.
fn ranges(text: &str) -> Option<Vec<(i64, i64)>> {
    let inner = text.strip_prefix('{')?.strip_suffix('}')?;
    let bounds = inner
        .split_terminator(')')
        .map(|it| it.trim_start_matches(',').strip_prefix('['));
    bounds
        .map(|it| {
            let (from, to) = it?.split_once(',')?;
            Some((from.parse().ok()?, to.parse().ok()?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn ranges_are_read_as_postgresql_writes_them() {
        assert_eq!(ranges("{}"), Some(vec![]));
        assert_eq!(ranges("{[1,5)}"), Some(vec![(1, 5)]));
        assert_eq!(ranges("{[1,5),[7,8)}"), Some(vec![(1, 5), (7, 8)]));
        assert_eq!(ranges("{[1,5],[7,8)}"), None);
        assert_eq!(ranges("x"), None);
    }
}
