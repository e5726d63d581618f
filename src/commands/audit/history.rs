//! The events of one case: their chain, and what they add up to.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::Count;
use crate::domain::deadline::{Cause, DeadlineKind};
use crate::domain::ids::DeadlineId;
use crate::store::integrity::{self, StoredCase, StoredEvent};

/// What the events of a case add up to.
#[derive(Default)]
pub(super) struct History {
    last: i32,
    digest: Vec<u8>,
    status: Option<String>,
    version: i32,
    /// What happened to each deadline.
    pub clocks: BTreeMap<DeadlineId, (DeadlineKind, Vec<Cause>)>,
    /// The numbers of the documents issued.
    pub documents: BTreeSet<String>,
}

/// What an event says, as far as it is compared here.
#[derive(Deserialize)]
struct Body {
    #[serde(default)]
    clocks: Vec<ClockEntry>,
    #[serde(default)]
    documents: Vec<String>,
}

#[derive(Deserialize)]
struct ClockEntry {
    deadline: DeadlineId,
    kind: DeadlineKind,
    cause: Cause,
}

/// Walks the chain and names every link that does not hold.
pub(super) async fn read(
    db: &mut PgConnection,
    case: &StoredCase,
    count: &mut Count,
) -> anyhow::Result<History> {
    let mut history = History {
        digest: Sha256::digest(case.id.to_string()).to_vec(),
        ..History::default()
    };
    loop {
        let page = integrity::events(db, case.id, history.last).await?;
        if page.is_empty() {
            break;
        }
        for event in page {
            count.events += 1;
            for wrong in history.goes_on(case, event) {
                count.wrong(&format!("{} {wrong}", case.number));
            }
        }
    }
    for wrong in history.against(case) {
        count.wrong(&format!("{} {wrong}", case.number));
    }
    Ok(history)
}

impl History {
    fn goes_on(&mut self, case: &StoredCase, event: StoredEvent) -> Vec<String> {
        let mut wrong = vec![];
        let (seq, due) = (event.seq, self.last + 1);
        if seq != due {
            wrong.push(format!("第 {due} 号事件：缺失"));
        }
        if event.previous != self.digest {
            wrong.push(format!("第 {seq} 号事件：记载的前一事件摘要与前一事件不符"));
        }
        if digest(case, &event) != event.digest {
            wrong.push(format!("第 {seq} 号事件：内容与摘要不符，写入后被改动"));
        }
        if event.from_status != self.status {
            wrong.push(format!("第 {seq} 号事件：起始状态不是前一事件到达的状态"));
        }
        match serde_json::from_str::<Body>(&event.body) {
            Ok(body) => self.adds(body),
            Err(_) => wrong.push(format!("第 {seq} 号事件：内容无法读取")),
        }
        self.status = event.to_status.or(self.status.take());
        (self.last, self.digest, self.version) = (seq, event.digest, event.version);
        wrong
    }

    fn adds(&mut self, body: Body) {
        for entry in body.clocks {
            let clock = self.clocks.entry(entry.deadline).or_insert((entry.kind, vec![]));
            clock.1.push(entry.cause);
        }
        self.documents.extend(body.documents);
    }

    fn against(&self, case: &StoredCase) -> Vec<String> {
        let mut wrong = vec![];
        if self.status.as_ref() != Some(&case.status) {
            let told = self.status.as_deref().unwrap_or("没有事件");
            wrong.push(format!("案件状态：记录为 {}，事件推得 {told}", case.status));
        }
        if self.version != case.version {
            wrong.push(format!(
                "案件版本：记录为 {}，事件推得 {}",
                case.version, self.version
            ));
        }
        if case.filing_intact != Some(true) {
            wrong.push("申请书：内容与摘要不符，或者缺失".to_owned());
        }
        wrong
    }
}

/// R7: the digest of an event, reckoned from every column, as the database's `event_digest` should have.
fn digest(case: &StoredCase, it: &StoredEvent) -> Vec<u8> {
    let text = [
        case.id.to_string(),
        it.seq.to_string(),
        (it.at.unix_timestamp_nanos() / 1000).to_string(),
        it.kind.clone(),
        it.actor_id.to_string(),
        it.act_id.map(|act| act.to_string()).unwrap_or_default(),
        it.from_status.clone().unwrap_or_default(),
        it.to_status.clone().unwrap_or_default(),
        it.version.to_string(),
        it.body.clone(),
    ]
    .join("\u{1f}");
    Sha256::new()
        .chain_update(&it.previous)
        .chain_update(text)
        .finalize()
        .to_vec()
}
