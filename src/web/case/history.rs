//! 办理经过: events as people read them.

use std::cmp::Reverse;
use std::sync::Arc;

use time::Date;

use super::open::OpenCase;
use super::timeline::TimelineEntry;
use crate::domain::case::Case;
use crate::domain::dates::{near_day, short_moment};
use crate::domain::event::Event;
use crate::domain::fact::{Fact, Said};
use crate::domain::regulation::Basis;
use crate::domain::status::{Stage, Status};

/// Events on a page of a history.
const PAGE_EVENTS: usize = 60;

/// What happened in one stage of a round.
pub struct StageOfHistory {
    /// 第 2 轮 · 核实
    pub name: String,
    /// From when until when.
    pub days: String,
    pub moments: Vec<TimelineEntry>,
}

/// The events, the newest first, by round and stage.
pub fn stages(events: &[Arc<Event>], open: &OpenCase) -> Vec<StageOfHistory> {
    let (case, today) = (&open.case, open.today());
    let mut found: Vec<((i16, Stage), Vec<&Event>)> = vec![];
    for event in events {
        let key = (event.entry.round, stage(event));
        match found.iter_mut().find(|(it, _)| *it == key) {
            Some((_, events)) => events.push(event),
            None => found.push((key, vec![event])),
        }
    }
    found.sort_by_key(|((round, stage), _)| Reverse((*round, *stage)));
    let of_a_stage = |((round, stage), events): ((i16, Stage), Vec<&Event>)| StageOfHistory {
        name: match case.round {
            1 => stage.name().to_owned(),
            _ => format!("第 {round} 轮 · {}", stage.name()),
        },
        days: days(&events, today),
        moments: events.iter().map(|event| moment(event, open)).collect(),
    };
    found.into_iter().map(of_a_stage).collect()
}

/// In which stage a step was taken. What leads to an objection or to the end of a case belongs there already.
fn stage(event: &Event) -> Stage {
    let from = event.from.map_or(Stage::Initiation, Status::stage);
    match (from, event.to.map(Status::stage)) {
        (_, Some(Stage::Objection)) => Stage::Objection,
        (Stage::Initiation | Stage::Verification | Stage::Determination, Some(Stage::Closure)) => {
            Stage::Closure
        }
        (from, _) => from,
    }
}

fn days(events: &[&Event], today: Date) -> String {
    let on = |event: Option<&&Event>| event.map(|it| near_day(it.entry.on(), today)).unwrap_or_default();
    let (last, first) = (on(events.first()), on(events.last()));
    match first == last {
        true => first,
        false => format!("{first}至 {last}"),
    }
}

/// A page of the history, the newest first, before an event or from the last, and the address of the page before it.
pub fn page(open: &OpenCase, before: Option<i32>) -> (Vec<Arc<Event>>, Option<String>) {
    let earlier = |it: &&Arc<Event>| before.is_none_or(|before| it.entry.seq < before);
    let mut events: Vec<_> = open
        .case
        .history
        .iter()
        .rev()
        .filter(earlier)
        .take(PAGE_EVENTS + 1)
        .cloned()
        .collect();
    let more = events.len() > PAGE_EVENTS;
    events.truncate(PAGE_EVENTS);
    let last = events.last().filter(|_| more);
    let earlier = last.map(|it| format!("{}?before={}#history", open.href(), it.entry.seq));
    (events, earlier)
}

/// The events as moments of a timeline.
pub fn moments(events: &[Arc<Event>], open: &OpenCase) -> Vec<TimelineEntry> {
    let case = &open.case;
    let round = |place: usize| events.get(place).map(|it| it.entry.round);
    let part = |place: usize| {
        let begins = case.round > 1 && (place == 0 || round(place) != round(place - 1));
        begins.then(|| format!("第 {} 轮", events[place].entry.round))
    };
    let each = events.iter().enumerate();
    each.map(|(place, event)| TimelineEntry {
        part: part(place),
        ..moment(event, open)
    })
    .collect()
}

/// That something happened meanwhile, for who does not read the history.
pub fn outline(events: &[Arc<Event>]) -> Vec<TimelineEntry> {
    if events.is_empty() {
        return vec![];
    }
    vec![TimelineEntry {
        part: None,
        what: "案件有了新的办理记录，请看过案件现在的情况，再决定是否提交".to_owned(),
        href: None,
        notes: vec![],
        who: String::new(),
        basis: None,
        formal: false,
    }]
}

fn moment(event: &Event, open: &OpenCase) -> TimelineEntry {
    let (case, today) = (&open.case, open.today());
    let at = short_moment(event.entry.at, today);
    let said: Vec<Said> = event.body.facts.iter().map(|fact| said(fact, open)).collect();
    let by = case.name_of(event.entry.by);
    let drafter = event.carries_out().map(|(_, drafter)| case.name_of(drafter));
    let to = event.to.map(|to| format!("案件进入“{}”", to.name()));
    TimelineEntry {
        part: None,
        what: what(event, &said),
        href: event
            .entry
            .act
            .map(|act| format!("/cases/{}/acts/{act}", case.id)),
        notes: said
            .into_iter()
            .filter_map(|it| it.line)
            .chain(to)
            .chain(opinion(event))
            .collect(),
        who: match drafter {
            Some(drafter) => format!("经办 {drafter}，审批 {by} · {at}"),
            None => format!("{by} · {at}"),
        },
        basis: basis(event, case).article(),
        formal: drafter.is_some() || event.to.is_some(),
    }
}

/// Its words, as far as they are this reader's to read: what an objection contests, and why it was withdrawn, those read who read
/// it.
fn said(fact: &Fact, open: &OpenCase) -> Said {
    let said = fact.said(&open.case, open.today());
    let reads = |id| {
        open.case
            .objection(id)
            .is_some_and(|it| open.sight.reads_objection(it))
    };
    let objection = if let Fact::Objected(it) = fact {
        Some(it.id)
    } else if let Fact::ObjectionWithdrawn(it) = fact {
        Some(it.objection)
    } else {
        None
    };
    match objection.is_none_or(reads) {
        true => said,
        false => Said { line: None, ..said },
    }
}

/// What the approver wrote.
fn opinion(event: &Event) -> Option<String> {
    let opinion = &event.body.act.as_ref()?.opinion;
    (!opinion.is_empty()).then(|| format!("审批意见：{opinion}"))
}

/// The step, and what it is about where it is about one thing.
fn what(event: &Event, said: &[Said]) -> String {
    let name = event.kind.name();
    let mut about = said.iter().filter_map(|it| it.about.as_deref());
    match (about.next(), about.next()) {
        (Some(about), None) => format!("{name}：{about}"),
        _ => name.to_owned(),
    }
}

/// What the service of a document rests on, its kind says.
fn basis(event: &Event, case: &Case) -> Basis {
    let served = event.body.facts.iter().find_map(|fact| {
        let Fact::Served(it) = fact else { return None };
        case.document(it.document)
    });
    served.map_or(event.kind.row().basis, |it| it.kind.served_under())
}
