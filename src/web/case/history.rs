//! 办理经过: events as people read them.

use time::Date;

use super::open::OpenCase;
use super::timeline::Moment;
use crate::domain::case::Case;
use crate::domain::dates::short_moment;
use crate::domain::fact::Fact;
use crate::domain::regulation::Basis;
use crate::store::events::{PAGE_EVENTS, PastEvent};

pub mod told;

/// The events of one page, and where the earlier ones stand if there are any.
pub fn page(open: &OpenCase, mut events: Vec<PastEvent>) -> (Vec<PastEvent>, Option<String>) {
    let most = usize::try_from(PAGE_EVENTS).unwrap_or(usize::MAX);
    let more = events.len() > most;
    events.truncate(most);
    let last = events.last().filter(|_| more);
    let earlier = last.map(|it| format!("{}?before={}#history", open.href(), it.seq));
    (events, earlier)
}

/// The events as a timeline, newest first.
pub fn moments(events: &[PastEvent], case: &Case, today: Date) -> Vec<Moment> {
    events.iter().map(|event| moment(event, case, today)).collect()
}

/// What a party may know of them: that the case went on. When, by whom and with what would tell what others said or did.
pub fn outline(events: &[PastEvent]) -> Vec<Moment> {
    if events.is_empty() {
        return vec![];
    }
    vec![Moment {
        what: "案件有了新的办理记录，请看过案件现在的情况，再决定是否提交".to_owned(),
        href: None,
        notes: vec![],
        who: String::new(),
        basis: None,
        formal: false,
    }]
}

fn moment(event: &PastEvent, case: &Case, today: Date) -> Moment {
    let facts = event.facts.as_slice();
    let (name, to) = (event.kind.name(), event.to_status);
    let at = short_moment(event.at, today);
    Moment {
        what: match facts {
            [fact] => told::about(fact, case).map_or_else(|| name.to_owned(), |it| format!("{name}：{it}")),
            _ => name.to_owned(),
        },
        href: event.act_id.map(|act| format!("/cases/{}/acts/{act}", case.id)),
        notes: told::lines(facts, case, today)
            .into_iter()
            .chain(to.map(|to| format!("案件进入“{}”", to.name())))
            .collect(),
        who: match &event.drafter_name {
            Some(drafter) => format!("经办 {drafter}，审批 {} · {at}", event.actor_name),
            None => format!("{} · {at}", event.actor_name),
        },
        basis: match facts {
            [Fact::Served { service, .. }] => {
                case.document(service.document).map(|it| it.kind.served_under())
            }
            _ => Some(event.kind.row().basis),
        }
        .and_then(Basis::article),
        formal: event.drafter_name.is_some() || to.is_some(),
    }
}
