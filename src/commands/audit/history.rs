//! The events of one case: their chain, and what they add up to.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::{Count, step};
use crate::domain::calendar::WorkCalendar;
use crate::domain::case::Clock;
use crate::domain::filing::Filing;
use crate::domain::ids::{CaseId, DeadlineId};
use crate::store::integrity::{self, StoredCase, StoredEvent};
use crate::store::told::Told;
use crate::store::{deadlines, replay};

/// What the events of a case add up to.
#[derive(Default)]
pub(super) struct History {
    last: i32,
    digest: Vec<u8>,
    at: Option<OffsetDateTime>,
    status: Option<String>,
    version: i32,
    clocks: BTreeMap<DeadlineId, Clock>,
    filing: Option<String>,
    /// The acts that were approved.
    pub acts: BTreeMap<Uuid, CarriedOut>,
}

/// An approved act as its event carries it out.
pub(super) struct CarriedOut {
    pub digest: String,
    /// Which step, as a code.
    pub kind: String,
    pub by: Uuid,
    pub at: OffsetDateTime,
}

/// Why the registers could not be written once more.
pub(super) enum Unreadable {
    /// What an event tells cannot have happened.
    Told {
        seq: i32,
        /// As the database says it.
        why: String,
    },
    Database(sqlx::Error),
}

/// Walks the chain, names every link that does not hold, and writes the registers once more.
pub(super) async fn read(
    db: &mut PgConnection,
    case: &StoredCase,
    count: &mut Count,
) -> Result<History, Unreadable> {
    let mut history = History {
        digest: Sha256::digest(case.id.to_string()).to_vec(),
        ..History::default()
    };
    let mut wrong = vec![];
    loop {
        let page = integrity::events(db, case.id, history.last).await;
        let page = page.map_err(Unreadable::Database)?;
        if page.is_empty() {
            break;
        }
        for event in page {
            count.events += 1;
            history.tells(db, case, &event, &mut wrong).await?;
            history.goes_on(case, event, &mut wrong);
        }
    }
    history.against(case, &mut wrong);
    count.deadlines += history.clocks.len() as u64;
    for it in wrong {
        count.wrong(&format!("{} {it}", case.number));
    }
    let filing = history.filed(case).then(|| filing(case)).flatten();
    let status = history.status.as_deref().unwrap_or_default();
    let stands = (status, history.version);
    let last = history.last;
    replay::sum(db, CaseId(case.id), stands, filing.as_ref())
        .await
        .map_err(|error| unreadable(last, error))?;
    Ok(history)
}

fn unreadable(seq: i32, error: sqlx::Error) -> Unreadable {
    match &error {
        sqlx::Error::Database(_) | sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
            Unreadable::Told {
                seq,
                why: error.to_string(),
            }
        }
        _ => Unreadable::Database(error),
    }
}

fn filing(case: &StoredCase) -> Option<Filing> {
    serde_json::from_str(case.filing.as_deref()?).ok()
}

impl History {
    /// Writes once more what the event tells.
    async fn tells(
        &mut self,
        db: &mut PgConnection,
        case: &StoredCase,
        event: &StoredEvent,
        wrong: &mut Vec<String>,
    ) -> Result<(), Unreadable> {
        let Ok(mut told) = serde_json::from_str::<Told>(&event.body) else {
            wrong.push(format!("第 {} 号事件：内容无法读取", event.seq));
            return Ok(());
        };
        replay::event(db, CaseId(case.id), case.round, event, &told, &mut self.clocks)
            .await
            .map_err(|error| unreadable(event.seq, error))?;
        wrong.extend(self.wrong_days(case, event.seq, &told));
        if let (Some(id), Some(act)) = (event.act_id, told.act.take()) {
            let carried_out = CarriedOut {
                digest: act.digest,
                kind: event.kind.clone(),
                by: event.actor_id,
                at: event.at,
            };
            self.acts.insert(id, carried_out);
        }
        if let Some(filing) = told.filing {
            self.filing = Some(filing.digest);
        }
        Ok(())
    }

    /// R6: due dates that do not follow from their causes. An estimated day (暂估) moves when the year's notice comes.
    fn wrong_days(&self, case: &StoredCase, seq: i32, told: &Told) -> Vec<String> {
        let calendar = WorkCalendar::of(case.calendar);
        let wrong = told.clocks.iter().filter(|it| {
            let reached = self
                .clocks
                .get(&it.deadline)
                .map(|clock| deadlines::reached(clock, calendar));
            !it.provisional && reached != Some((it.due, false))
        });
        wrong
            .map(|it| {
                format!(
                    "第 {seq} 号事件：期限 {} 的届满日不是按日历推得的",
                    it.kind.name()
                )
            })
            .collect()
    }

    fn goes_on(&mut self, case: &StoredCase, event: StoredEvent, wrong: &mut Vec<String>) {
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
        if self.at.is_some_and(|before| event.at < before) {
            wrong.push(format!("第 {seq} 号事件：时间早于前一事件"));
        }
        if let Some(unlawful) = step::unlawful(&event) {
            wrong.push(format!("第 {seq} 号事件：{unlawful}"));
        }
        self.status = event.to_status.or(self.status.take());
        (self.last, self.digest, self.version) = (seq, event.digest, event.version);
        self.at = Some(event.at);
    }

    fn against(&self, case: &StoredCase, wrong: &mut Vec<String>) {
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
        if !self.filed(case) {
            wrong.push("申请书：内容与事件记载的摘要不符，或者缺失".to_owned());
        }
    }

    /// Whether the application is the one that was filed.
    fn filed(&self, case: &StoredCase) -> bool {
        let digest = case.filing.as_deref().map(hex);
        digest.is_some() && digest == self.filing
    }
}

/// SHA-256 of a text, in hex.
pub(super) fn hex(text: &str) -> String {
    crate::platform::blobs::Sha256Name::of(text.as_bytes()).to_string()
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
