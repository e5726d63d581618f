//! The law asked again of an event that was written: which step it tells of, and how it differs from the one that the law has follow.
//! Ids are made anew each time it is asked; so a new one stands for whichever the event tells in its place, and always for the same.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::assignment::Assignment;
use crate::domain::case::Case;
use crate::domain::event::Event;
use crate::domain::fact::Fact;
use crate::domain::refusal::Refusal;
use crate::domain::ruling::{self, Moment, Ruling};
use crate::domain::service::{self, Means, Served, Service};
use crate::domain::step::Step;

/// The step that one person took, put together from the facts that it left: they hold the whole value. `None` where they tell of
/// none, or of another than the event's.
pub fn step_of(event: &Event) -> Option<Step> {
    let step = event.body.facts.iter().find_map(taken)?;
    (step.kind() == event.kind).then_some(step)
}

fn taken(fact: &Fact) -> Option<Step> {
    match fact {
        Fact::Withdrawn(it) => Some(it.clone().into()),
        Fact::Replaced(it) => Some(it.clone().into()),
        Fact::Assigned(it) => {
            let officers = it.officers.clone();
            Some(Assignment { officers }.into())
        }
        Fact::EvidenceTaken(it) => Some(it.evidence.clone().into()),
        Fact::Heard(it) => Some(it.hearing.clone().into()),
        Fact::Served(it) => Some(service(it).into()),
        Fact::Notified(it) => Some(it.clone().into()),
        Fact::Objected(it) => Some(it.objection.clone().into()),
        Fact::ObjectionWithdrawn(it) => Some(it.clone().into()),
        Fact::CorrectionReported(it) => Some(it.clone().into()),
        Fact::ClarificationWaived(it) => Some(it.clone().into()),
        // Those of the filing, and of acts: what was approved is kept with the act.
        Fact::PartyNamed(_)
        | Fact::RoundBegan(_)
        | Fact::Initiated(_)
        | Fact::Declined(_)
        | Fact::Linked(_)
        | Fact::Assessed(_)
        | Fact::Opined(_)
        | Fact::Suspended(_)
        | Fact::Resumed(_)
        | Fact::Extended(_)
        | Fact::Referred(_)
        | Fact::OrganReturned(_)
        | Fact::Determined(_)
        | Fact::CorrectionRequired(_)
        | Fact::ObjectionDecided(_)
        | Fact::CorrectionJudged(_)
        | Fact::Clarified(_)
        | Fact::Closed(_)
        | Fact::ClockMoved(_) => None,
    }
}

fn service(it: &Served) -> Service {
    Service {
        document: it.document,
        means: it.means,
        served_on: (it.means != Means::Electronic).then_some(it.served_on),
        place: it.place.clone(),
        recipient: it.recipient.clone(),
        proof: it.proof,
    }
}

/// What the law answers to a step at an instant that is past.
///
/// # Errors
/// What stood against it.
pub fn rule(case: &Case, step: &Step, taken_by: TakenBy<'_>, at: OffsetDateTime) -> Result<Ruling, Refusal> {
    at_moment(at, |now| ruling::rule(case, step, taken_by, now))
}

/// The service that followed by itself from the issue of the document that the event tells of; `None` where it did not.
pub fn served_at_once(case: &Case, event: &Event, by: &Actor) -> Option<Ruling> {
    let Step::Serve(served) = step_of(event)? else {
        return None;
    };
    let issue = case.document(served.document)?.document.entry;
    let with_it = (issue.at, issue.by) == (event.entry.at, event.entry.by);
    let follows = || {
        at_moment(event.entry.at, |now| {
            service::served_at_once(case, issue.seq, by, now)
        })
    };
    with_it.then(follows).flatten()
}

/// Asks with ids of which each is new.
pub fn at_moment<T>(at: OffsetDateTime, ask: impl FnOnce(&Moment<'_>) -> T) -> T {
    let made = Cell::new(u128::MAX);
    let new_id = || {
        let id = made.get();
        made.set(id - 1);
        Uuid::from_u128(id)
    };
    ask(&Moment { at, new_id: &new_id })
}

/// Ids above this one were made by `at_moment`: no id that is written is.
const MADE_ABOVE: u128 = u128::MAX - (1 << 32);

/// How an event differs from the lawful one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    Status,
    Version,
    /// Facts of a kind that it should have told, and does not.
    Untold(&'static str),
    /// Facts of a kind that it should not have told, or not so many.
    Beyond(&'static str),
    /// A fact of a kind that says otherwise, and which of its fields.
    Otherwise(&'static str, Vec<String>),
    /// The facts are the lawful ones in another order.
    Order,
    /// So many documents should have been issued.
    Documents(usize),
    /// A document says otherwise than it should: its number as it was told, and which of its fields.
    Document(String, Vec<String>),
}

/// How an event differs from the lawful one. The last day of a clock is asked about elsewhere: it needs the calendar of that moment.
pub fn differences(lawful: &Event, told: &Event) -> Vec<Difference> {
    let mut found = vec![];
    if (lawful.kind, lawful.from, lawful.to) != (told.kind, told.from, told.to) {
        found.push(Difference::Status);
    }
    if lawful.version != told.version {
        found.push(Difference::Version);
    }
    let mut ids = Ids::default();
    for code in Fact::CODES {
        let of_the_kind = |event: &Event| -> Vec<Value> {
            let facts = event.body.facts.iter().filter(|it| it.code() == *code);
            facts.map(|it| dateless(as_json(it))).collect()
        };
        let (lawful, told) = (of_the_kind(lawful), of_the_kind(told));
        match lawful.len().cmp(&told.len()) {
            std::cmp::Ordering::Greater => found.push(Difference::Untold(code)),
            std::cmp::Ordering::Less => found.push(Difference::Beyond(code)),
            std::cmp::Ordering::Equal => {}
        }
        for (lawful, told) in lawful.iter().zip(&told) {
            let fields = ids.fields_amiss(lawful, told);
            if !fields.is_empty() {
                found.push(Difference::Otherwise(code, fields));
            }
        }
    }
    let codes = |event: &Event| -> Vec<&str> { event.body.facts.iter().map(Fact::code).collect() };
    if found.is_empty() && codes(lawful) != codes(told) {
        found.push(Difference::Order);
    }
    let (lawful, told) = (&lawful.body.documents, &told.body.documents);
    if lawful.len() != told.len() {
        found.push(Difference::Documents(lawful.len()));
    }
    for (lawful, told) in lawful.iter().zip(told) {
        let fields = ids.fields_amiss(&as_json(lawful), &as_json(told));
        if !fields.is_empty() {
            found.push(Difference::Document(told.number.clone(), fields));
        }
    }
    found
}

fn as_json(it: &impl Serialize) -> Value {
    serde_json::to_value(it).expect("facts and documents are kept as JSON in every event")
}

/// A clock's move without the day that it leads to.
fn dateless(mut fact: Value) -> Value {
    if let Value::Object(fields) = &mut fact
        && fields.contains_key("provisional")
    {
        fields.retain(|field, _| !["due", "provisional"].contains(&field.as_str()));
    }
    fact
}

/// Which id of the event each new one stands for.
#[derive(Default)]
struct Ids {
    stands_for: BTreeMap<Uuid, String>,
    taken: BTreeSet<String>,
}

impl Ids {
    /// The fields that are not the same, by name.
    fn fields_amiss(&mut self, lawful: &Value, told: &Value) -> Vec<String> {
        let (Value::Object(lawful), Value::Object(told)) = (lawful, told) else {
            return vec![];
        };
        let names: BTreeSet<_> = lawful.keys().chain(told.keys()).collect();
        let same = |ids: &mut Self, name: &str| {
            let (lawful, told) = (lawful.get(name), told.get(name));
            ids.same(lawful.unwrap_or(&Value::Null), told.unwrap_or(&Value::Null))
        };
        let amiss = names.into_iter().filter(|name| !same(self, name));
        amiss.cloned().collect()
    }

    fn same(&mut self, lawful: &Value, told: &Value) -> bool {
        match (lawful, told) {
            (Value::String(lawful), Value::String(told)) => lawful == told || self.stands(lawful, told),
            (Value::Array(lawful), Value::Array(told)) => {
                lawful.len() == told.len()
                    && lawful
                        .iter()
                        .zip(told)
                        .all(|(lawful, told)| self.same(lawful, told))
            }
            (Value::Object(_), Value::Object(_)) => self.fields_amiss(lawful, told).is_empty(),
            (lawful, told) => lawful == told,
        }
    }

    /// Whether the first is a new id that stands for the second.
    fn stands(&mut self, made: &str, told: &str) -> bool {
        let (Ok(made), Ok(_)) = (made.parse::<Uuid>(), told.parse::<Uuid>()) else {
            return false;
        };
        if made.as_u128() <= MADE_ABOVE {
            return false;
        }
        match self.stands_for.get(&made) {
            Some(known) => known == told,
            None => {
                self.stands_for.insert(made, told.to_owned());
                self.taken.insert(told.to_owned())
            }
        }
    }
}
