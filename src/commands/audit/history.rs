//! The events of one case: their chain, what they add up to, and what `cases` and `deadlines` keep of that for lists.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::{Date, Duration, OffsetDateTime};
use uuid::Uuid;

use super::keys::Signature;
use super::law::Law;
use super::written::{Ground, Written};
use super::{Count, step};
use crate::domain::calendar::WorkCalendar;
use crate::domain::case::{Case, Clock};
use crate::domain::deadline::{Cause, ClockMoved, Deadline, State};
use crate::domain::event::{Event, EventBody};
use crate::domain::fact::Fact;
use crate::domain::ids::{ActId, CaseId, UserId};
use crate::domain::procedure::Kind;
use crate::domain::recorded::Entry;
use crate::domain::status::Status;
use crate::platform::signing::Record;
use crate::store::cases;
use crate::store::integrity::{self, StoredCase, StoredDeadline, StoredEvent};
use crate::store::standing::Standing;
use crate::store::tasks::{self, TaskRow};

/// What the events of a case tell, as far as the checks need it.
#[derive(Default)]
pub(super) struct History {
    last: i32,
    digest: Vec<u8>,
    at: Option<OffsetDateTime>,
    status: Option<String>,
    version: i32,
    filing: Option<String>,
    events: Vec<Arc<Event>>,
    /// The acts that events carried out.
    pub acts: BTreeMap<Uuid, CarriedOut>,
}

/// An act as its event tells of it.
pub(super) struct CarriedOut {
    pub digest: String,
    pub kind: String,
    pub by: Uuid,
    pub at: OffsetDateTime,
}

/// Reads the events of a case and names everything that does not follow from them.
pub(super) async fn read(
    db: &mut PgConnection,
    case: &StoredCase,
    ground: &Ground,
    count: &mut Count,
) -> sqlx::Result<History> {
    let mut history = History {
        digest: Sha256::digest(case.id.to_string()).to_vec(),
        ..History::default()
    };
    let mut wrong = vec![];
    loop {
        let page = integrity::events(db, case.id, history.last).await?;
        if page.is_empty() {
            break;
        }
        for event in page {
            count.events += 1;
            history.tells(&event, &mut wrong);
            let digest = event.reckoned(case.id);
            let doubts = ground.doubts(written(&event, &digest));
            wrong.extend(doubts.map(|it| format!("第 {} 号事件：{it}", event.seq)));
            history.goes_on(event, &digest, &mut wrong);
        }
    }
    history.against(case, &mut wrong);
    history.adds_up(db, (case, ground), count, &mut wrong).await?;
    for it in wrong {
        count.wrong(&format!("{} {it}", case.number));
    }
    Ok(history)
}

impl History {
    fn tells(&mut self, event: &StoredEvent, wrong: &mut Vec<String>) {
        let Some(read) = readable(event) else {
            wrong.push(format!("第 {} 号事件：内容无法读取", event.seq));
            return;
        };
        if let (Some(id), Some(act)) = (event.act_id, &read.body.act) {
            let carried_out = CarriedOut {
                digest: act.digest.clone(),
                kind: event.kind.clone(),
                by: event.actor_id,
                at: event.at,
            };
            self.acts.insert(id, carried_out);
        }
        if let Some(filing) = &read.body.filing {
            self.filing = Some(filing.digest.clone());
        }
        self.events.push(Arc::new(read));
    }

    fn goes_on(&mut self, event: StoredEvent, digest: &[u8], wrong: &mut Vec<String>) {
        let (seq, due) = (event.seq, self.last + 1);
        if seq != due {
            wrong.push(format!("第 {due} 号事件：缺失"));
        }
        if event.previous != self.digest {
            wrong.push(format!("第 {seq} 号事件：记载的前一事件摘要与前一事件不符"));
        }
        if digest != event.digest {
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
        let filed = case.filing.as_deref().map(hex);
        if filed.is_none() || filed != self.filing {
            wrong.push("申请书：内容与事件记载的摘要不符，或者缺失".to_owned());
        }
    }

    /// The fold of the events against the law's rules, and against the columns that lists read.
    async fn adds_up(
        &self,
        db: &mut PgConnection,
        (stored, ground): (&StoredCase, &Ground),
        count: &mut Count,
        wrong: &mut Vec<String>,
    ) -> sqlx::Result<()> {
        let id = CaseId(stored.id);
        let mut events = self.events.iter().cloned();
        let (Some(first), Some(mut law)) = (events.next(), Law::of(db, id, &self.events, ground).await?)
        else {
            return Ok(());
        };
        let around = law.around(first.entry.at);
        let Some(mut case) = Case::of(id, around, [Arc::clone(&first)]) else {
            return Ok(());
        };
        let calendar = WorkCalendar::of(stored.calendar);
        wrong.extend(law.first(&first, stored.filing.as_deref())?);
        wrong.extend(wrong_days(&case, calendar));
        for event in events {
            case = case.within(law.around(event.entry.at));
            // Behind one that says nothing the case is not what it was.
            if event.entry.seq == case.seq + 1 {
                wrong.extend(law.later(&case, &event)?);
            }
            case = case.after(event);
            wrong.extend(wrong_days(&case, calendar));
        }
        count.deadlines += case.deadlines.len() as u64;
        let deadlines = integrity::deadlines(db, stored.id).await?;
        wrong.extend(deadlines_amiss(&case, &deadlines));
        if self.readable_throughout(stored)
            && let Some(case) = cases::load(db, &ground.known, id).await?
        {
            let kept = tasks::kept(db, id).await?;
            wrong.extend(lists_amiss(&case, stored, &kept));
        }
        Ok(())
    }

    fn readable_throughout(&self, stored: &StoredCase) -> bool {
        self.events.len() == usize::try_from(self.last).unwrap_or(0) && self.version == stored.version
    }
}

/// The event as the law knows it; `None` where its codes or its body say nothing.
fn readable(it: &StoredEvent) -> Option<Event> {
    let status = |code: &Option<String>| match code {
        Some(code) => Status::from_code(code).map(Some),
        None => Some(None),
    };
    Some(Event {
        entry: Entry {
            seq: it.seq,
            at: it.at,
            by: UserId(it.actor_id),
            act: it.act_id.map(ActId),
            round: it.round,
        },
        kind: Kind::from_code(&it.kind)?,
        from: status(&it.from_status)?,
        to: status(&it.to_status)?,
        version: it.version,
        body: serde_json::from_str::<EventBody>(&it.body).ok()?,
    })
}

/// The deadlines moved by the last event whose day is not the one that the calendar gives.
fn wrong_days(case: &Case, calendar: &WorkCalendar) -> Vec<String> {
    let Some(event) = case.history.last() else {
        return vec![];
    };
    let moved = event.body.facts.iter().filter_map(|fact| match fact {
        Fact::ClockMoved(it) => Some(it),
        _ => None,
    });
    let wrong = moved.filter(|it| !leads_to_its_day(it, case, event.entry.on(), calendar));
    wrong
        .map(|it| {
            format!(
                "第 {} 号事件：期限 {} 的届满日不是按日历推得的",
                event.entry.seq,
                it.kind.name()
            )
        })
        .collect()
}

/// A program may learn of a year's notice so many days after it was issued; until then it reckons without.
const NOTICE_KNOWN_AFTER: Duration = Duration::days(90);

/// Whether a clock's day is the calendar's, and an estimate one of the calendar's own. What was estimated before the year's notice
/// came may have been another day.
fn leads_to_its_day(it: &ClockMoved, case: &Case, on: Date, calendar: &WorkCalendar) -> bool {
    let deadline = case.clock(it.deadline).and_then(Clock::deadline);
    let due = deadline.and_then(|deadline| deadline.due(calendar));
    let estimated = due.is_some_and(|due| calendar.provisional(due));
    let told = it.due.filter(|due| it.provisional && !calendar.provisional(*due));
    match told.and_then(|due| calendar.noticed_on(due.year())) {
        Some(noticed) if on < noticed + NOTICE_KNOWN_AFTER => true,
        _ => (it.due, it.provisional) == (due, estimated),
    }
}

fn deadlines_amiss(case: &Case, stored: &[StoredDeadline]) -> Vec<String> {
    let mut amiss = vec![];
    for clock in &case.deadlines {
        let Some(kept) = stored.iter().find(|it| it.id == clock.id.0) else {
            amiss.push(format!("期限 {}：事件有记载，现已缺失", clock.name()));
            continue;
        };
        let columns = columns_amiss(case, clock, kept);
        if !columns.is_empty() {
            amiss.push(format!(
                "期限 {}：{} 与事件的记载不符",
                clock.name(),
                columns.join("、")
            ));
        }
    }
    let told = |it: &&StoredDeadline| case.deadlines.iter().any(|clock| clock.id.0 == it.id);
    amiss.extend(
        stored
            .iter()
            .filter(|it| !told(it))
            .map(|it| format!("期限 {}：没有事件这样记载", it.kind)),
    );
    amiss
}

/// The columns of a deadline that do not follow from what moved it.
fn columns_amiss(case: &Case, clock: &Clock, kept: &StoredDeadline) -> Vec<&'static str> {
    let (Some(deadline), Some(last)) = (clock.deadline(), last_move(case, clock)) else {
        return vec!["cause"];
    };
    let (state, ended) = match deadline.state() {
        State::Running => ("running", None),
        State::Stopped(_) => ("stopped", None),
        State::Met(on) => ("met", Some(on)),
        State::Cancelled(on) => ("cancelled", Some(on)),
    };
    let began = match clock.causes.first() {
        Some(Cause::Started { on, .. }) => Some(*on),
        _ => None,
    };
    let days = i16::try_from(Deadline::days(&deadline)).unwrap_or(i16::MAX);
    [
        ("body_id", kept.body_id == bound(case, clock)),
        ("kind", kept.kind == clock.kind.code()),
        ("subject", kept.subject == clock.subject),
        ("from_on", Some(kept.from_on) == began),
        ("days", kept.days == days),
        ("due_on", kept.due_on == last.due),
        ("provisional", kept.provisional == last.provisional),
        ("state", kept.state == state),
        ("ended_on", kept.ended_on == ended),
    ]
    .into_iter()
    .filter(|(_, same)| !same)
    .map(|(column, _)| column)
    .collect()
}

/// The last fact that moved a clock: it says the day that it led to.
fn last_move<'a>(case: &'a Case, clock: &Clock) -> Option<&'a ClockMoved> {
    let facts = case
        .history
        .iter()
        .rev()
        .flat_map(|it| it.body.facts.iter().rev());
    let mut moves = facts.filter_map(|fact| match fact {
        Fact::ClockMoved(it) => Some(it),
        _ => None,
    });
    moves.find(|it| it.deadline == clock.id)
}

/// Whom a deadline binds: the addressee of its objection, who issued its document, else the body.
fn bound(case: &Case, clock: &Clock) -> Uuid {
    let objection = case.objections.iter().find(|it| Some(it.id.0) == clock.subject);
    let document = case.documents.iter().find(|it| Some(it.id.0) == clock.subject);
    match (objection, document) {
        (Some(it), _) => it.addressee.0,
        (None, Some(it)) => it.issuer.0,
        (None, None) => case.body.id.0,
    }
}

/// What lists read that does not follow from the events and the acts under way.
fn lists_amiss(case: &Case, stored: &StoredCase, tasks: &[TaskRow]) -> Vec<String> {
    let mut columns = vec![];
    let standing = Standing::of(case);
    let officers: Vec<_> = case.officers.iter().map(|it| it.0).collect();
    let (mut kept, mut told) = (stored.officers.clone(), officers);
    kept.sort_unstable();
    told.sort_unstable();
    let mut compare = |column, same: bool| {
        if !same {
            columns.push(column);
        }
    };
    compare("round", stored.round == case.round);
    compare("officers", kept == told);
    compare("party_names", stored.party_names == standing.party_names);
    compare("todo", stored.todo == standing.todo);
    let told = &standing.tasks;
    compare(
        "tasks",
        tasks.len() == told.len() && tasks.iter().zip(told).all(same),
    );
    // A day that was reckoned without the year's notice stays until the next step.
    let next = standing.next.as_ref();
    if !stored.due_provisional && !next.is_some_and(|it| it.provisional) {
        compare("due_on", stored.due_on == next.map(|it| it.due));
        compare("due_kind", stored.due_kind.as_deref() == next.map(|it| it.kind));
        compare("due_days", stored.due_days == next.map(|it| it.days));
    }
    match columns.as_slice() {
        [] => vec![],
        columns => vec![format!("案件：{} 与事件的记载不符", columns.join("、"))],
    }
}

/// Whether a task is as it should be.
fn same((kept, told): (&TaskRow, &TaskRow)) -> bool {
    let provisional = kept.provisional || told.provisional;
    let dated = |it: &TaskRow| TaskRow {
        due_on: it.due_on.filter(|_| !provisional),
        provisional,
        ..it.clone()
    };
    dated(kept) == dated(told)
}

/// The digest of a kept text, in hex.
pub(super) fn hex(text: &str) -> String {
    crate::platform::blobs::Sha256Name::of(text.as_bytes()).to_string()
}

fn written<'a>(it: &'a StoredEvent, digest: &'a [u8]) -> Written<'a> {
    Written {
        what: Record::Event,
        digest,
        signature: Signature::of(it.public_key.as_ref(), it.signature.as_ref()),
        at: it.at,
        recorded_at: it.recorded_at,
        story: it.story,
    }
}
