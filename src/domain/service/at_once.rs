//! 批准即送达 (practice): electronic service is complete when the document reaches the party's page here, which it does with the
//! signature that issues it. So no officer is asked for it: who agreed is served in that moment, by who signed, each document
//! with a service of its own.

use super::{Service, agreed_to, consents, to_serve};
use crate::domain::act::TakenBy;
use crate::domain::actor::Actor;
use crate::domain::case::{Case, Issued};
use crate::domain::document::Draft;
use crate::domain::ruling::{self, Moment, Ruling};
use crate::domain::step::{Asked, Step};

/// The next service that follows by itself from the event that issued documents last; `None` once there is none.
pub fn served_at_once(case: &Case, issued: i32, by: &Actor, now: &Moment<'_>) -> Option<Ruling> {
    let waits = |it: &&Issued| {
        let just_issued = it.document.entry.seq == issued;
        just_issued && to_serve(case, it.id).is_ok() && agreed_to(case, it).is_ok()
    };
    let document = case.documents.iter().find(waits)?;
    let (step, taken_by) = (Step::from(Service::electronic(document.id)), TakenBy::One(by));
    ruling::preview(&step, Asked { case, taken_by, now }).ok()
}

/// Whether a document will be served with its issue.
pub fn reaches_at_once(case: &Case, draft: &Draft) -> bool {
    draft.kind.is_served() && !draft.kind.is_for_an_organ() && consents(case, draft.party).is_ok()
}
