//! What happened (事件): appended, never changed. The database numbers, chains and digests each row itself (R7), and fills the
//! registers from it.

use std::sync::Arc;

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::integrity::StoredEvent;
use super::{SignedTx, chain};
use crate::domain::event::{Event, EventBody};
use crate::domain::ids::{ActId, CaseId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::recorded::Entry;
use crate::domain::status::Status;
use crate::platform::signing::Record;

/// Events that are read at once.
const PAGE: i64 = 500;

/// Appends an event; its place in the case's history is given here. The event as it stands then.
pub async fn append(db: &mut SignedTx<'_>, case: CaseId, mut event: Event) -> sqlx::Result<Event> {
    let body = serde_json::to_string(&event.body).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let row = sqlx::query!(
        r#"
        INSERT INTO events (case_id, seq, at, kind, actor_id, act_id, round, from_status, to_status, version, body, previous, digest)
        VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '')
        RETURNING seq, previous, digest, recorded_at, story
        "#,
        case.0,
        event.entry.at,
        event.kind.code(),
        event.entry.by.0,
        event.entry.act.map(|act| act.0),
        event.entry.round,
        event.from.map(Status::code),
        event.to.map(Status::code),
        event.version,
        body,
    )
    .fetch_one(&mut **db)
    .await?;
    event.entry.seq = row.seq;
    let written = StoredEvent {
        seq: row.seq,
        at: event.entry.at,
        kind: event.kind.code().to_owned(),
        actor_id: event.entry.by.0,
        act_id: event.entry.act.map(|act| act.0),
        round: event.entry.round,
        from_status: event.from.map(|it| it.code().to_owned()),
        to_status: event.to.map(|it| it.code().to_owned()),
        version: event.version,
        body,
        previous: row.previous,
        digest: row.digest,
        recorded_at: row.recorded_at,
        story: row.story,
        public_key: None,
        signature: None,
    };
    chain::same(&written.reckoned(case.0), &written.digest)?;
    db.sign(Record::Event, written.digest);
    Ok(event)
}

struct Row {
    seq: i32,
    at: OffsetDateTime,
    kind: Kind,
    actor_id: UserId,
    act_id: Option<ActId>,
    round: i16,
    from_status: Option<Status>,
    to_status: Option<Status>,
    version: i32,
    body: String,
}

/// Events as they were read, with the length of their text.
#[derive(Default)]
pub struct Read {
    pub events: Vec<Arc<Event>>,
    pub bytes: u64,
}

/// The events of a case after a place in its history, the oldest first. Primary key.
pub async fn after(db: &mut PgConnection, case: CaseId, mut seq: i32) -> sqlx::Result<Read> {
    let mut read = Read::default();
    loop {
        let rows = sqlx::query_as!(
            Row,
            r#"
            SELECT seq, at, kind AS "kind: Kind", actor_id, act_id AS "act_id: ActId", round, from_status AS "from_status: Status",
                   to_status AS "to_status: Status", version, body
            FROM events WHERE case_id = $1 AND seq > $2 ORDER BY seq LIMIT $3
            "#,
            case.0,
            seq,
            PAGE,
        );
        let page = rows.fetch_all(&mut *db).await?;
        let last = (page.len() as i64) < PAGE;
        for row in page {
            seq = row.seq;
            read.bytes += row.body.len() as u64;
            read.events.push(Arc::new(row.event()?));
        }
        if last {
            return Ok(read);
        }
    }
}

impl Row {
    fn event(self) -> sqlx::Result<Event> {
        let body: EventBody =
            serde_json::from_str(&self.body).map_err(|error| sqlx::Error::Decode(error.into()))?;
        Ok(Event {
            entry: Entry {
                seq: self.seq,
                at: self.at,
                by: self.actor_id,
                act: self.act_id,
                round: self.round,
            },
            kind: self.kind,
            from: self.from_status,
            to: self.to_status,
            version: self.version,
            body,
        })
    }
}
