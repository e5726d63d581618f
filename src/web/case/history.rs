//! 办理经过: events as people read them.

use serde_json::Value;
use time::Date;

use crate::domain::case::Case;
use crate::domain::dates::short_moment;
use crate::domain::fact::Fact;
use crate::domain::procedure::Kind;
use crate::domain::status::Status;
use crate::store::events::PastEvent;
use crate::web::parts::Moment;

/// The events as a timeline, newest first.
pub fn moments(events: &[PastEvent], case: &Case, today: Date) -> Vec<Moment> {
    events.iter().map(|event| moment(event, case, today)).collect()
}

/// What a party may know of them, newest first: that the case went on, and whereto; not who did what about whom.
pub fn outline(events: &[PastEvent], today: Date) -> Vec<Moment> {
    let bare = |event: &PastEvent| {
        let to = event.to_status.as_deref().and_then(Status::from_code);
        Moment {
            what: to.map_or_else(
                || "案件有新的办理记录".to_owned(),
                |to| format!("案件进入“{}”", to.name()),
            ),
            href: None,
            note: String::new(),
            who: short_moment(event.at, today),
            basis: None,
            formal: to.is_some(),
        }
    };
    events.iter().map(bare).collect()
}

fn moment(event: &PastEvent, case: &Case, today: Date) -> Moment {
    let kind = Kind::from_code(&event.kind);
    let name = kind.map_or("办理", Kind::name);
    let to = event.to_status.as_deref().and_then(Status::from_code);
    let at = short_moment(event.at, today);
    Moment {
        what: about(event, case).map_or_else(|| name.to_owned(), |party| format!("{name}：{party}")),
        href: event.act_id.map(|act| format!("/cases/{}/acts/{act}", case.id)),
        note: to
            .map(|to| format!("案件进入“{}”", to.name()))
            .or_else(|| replaced(event, case))
            .unwrap_or_default(),
        who: match &event.drafter_name {
            Some(drafter) => format!("经办 {drafter}，审批 {} · {at}", event.actor_name),
            None => format!("{} · {at}", event.actor_name),
        },
        basis: kind.and_then(|kind| kind.row().basis.article()),
        formal: event.drafter_name.is_some() || to.is_some(),
    }
}

/// The one party that an event is about, if it is about one.
fn about<'a>(event: &PastEvent, case: &'a Case) -> Option<&'a str> {
    let fact = only_fact(event)?;
    let inner = ["hearing", "objection", "clarification", "waiver"]
        .iter()
        .find_map(|it| fact.get(it));
    let party = inner.unwrap_or(&fact).get("party")?.as_str()?;
    case.parties
        .iter()
        .find(|it| it.id.to_string() == party)
        .map(|it| it.name.as_str())
}

/// Who took whose place, and why.
fn replaced(event: &PastEvent, case: &Case) -> Option<String> {
    match serde_json::from_value(only_fact(event)?) {
        Ok(Fact::Replaced { out, by, reason }) => {
            let (out, by) = (case.staff_name(out), case.staff_name(by));
            Some(format!("{out}由{by}接替：{reason}"))
        }
        _ => None,
    }
}

/// What an event says, where it says one thing.
fn only_fact(event: &PastEvent) -> Option<Value> {
    let body: Value = serde_json::from_str(&event.body).ok()?;
    match body.get("facts")?.as_array()?.as_slice() {
        [fact] => Some(fact.clone()),
        _ => None,
    }
}
