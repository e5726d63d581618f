//! The only code that turns a ruling into rows. It knows no step by name.

use std::sync::Arc;

use time::OffsetDateTime;

use crate::domain::act::{self, Act, ActState};
use crate::domain::actor::Actor;
use crate::domain::calendar::WorkCalendar;
use crate::domain::case::{Case, Surroundings};
use crate::domain::event::{Beside, Event, Filed};
use crate::domain::ids::{ActId, CaseId, FileId, UserId};
use crate::domain::recorded::Entry;
use crate::domain::ruling::Ruling;
use crate::store::{self, Failure, SignedTx};

/// By whom and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct By {
    /// Who took or approved the step.
    pub actor: UserId,
    /// The act that was approved.
    pub act: Option<ActId>,
    /// When (UTC).
    pub at: OffsetDateTime,
}

/// Begins a case: the first event, with the application that it files. The case as it then stands.
pub(super) async fn begin(
    db: &mut SignedTx<'_>,
    id: CaseId,
    around: Surroundings,
    filed: Filed,
    (ruling, by): (&Ruling, By),
) -> Result<Option<Case>, Failure> {
    let attached = store::filings::files(db, id).await?;
    let files: Vec<_> = attached.iter().map(|it| it.file_id).collect();
    let beside = Beside {
        act: None,
        files: store::files::told(db, &files).await?,
        documents: store::documents::issue(db, id, by.act, &ruling.documents, by.at).await?,
    };
    let calendar = WorkCalendar::of(around.body.calendar);
    let event = Event::first(ruling, filed, calendar, by.entry(1, 1), beside);
    let event = store::events::append(db, id, event).await?;
    let case = Case::of(id, around, [Arc::new(event)]);
    if let Some(case) = &case {
        renew(db, case).await?;
    }
    Ok(case)
}

/// Writes everything a ruling changes, but what `renew` does. The case as it then stands.
async fn apply(db: &mut SignedTx<'_>, case: Case, ruling: &Ruling, by: By) -> Result<Case, Failure> {
    let files: Vec<FileId> = ruling
        .facts
        .iter()
        .filter_map(|it| Some(it.file(&case)?.id))
        .collect();
    // The documents come last: from here on everybody waits who numbers such documents of the body.
    let beside = Beside {
        act: match by.act {
            Some(act) => Some(store::acts::told(db, act).await?),
            None => None,
        },
        files: match files.as_slice() {
            [] => vec![],
            files => store::files::told(db, files).await?,
        },
        documents: store::documents::issue(db, case.id, by.act, &ruling.documents, by.at).await?,
    };
    let event = Event::of(&case, ruling, by.entry(case.seq + 1, case.round), beside);
    let event = store::events::append(db, case.id, event).await?;
    let mut after = case.after(Arc::new(event));
    lapse(db, &mut after, by).await?;
    Ok(after)
}

/// Writes everything a ruling changes, and what follows from it by itself: who agreed to electronic service is served at once.
pub(super) async fn carry_out(
    db: &mut SignedTx<'_>,
    case: Case,
    ruling: &Ruling,
    actor: &Actor,
    by: By,
) -> Result<Case, Failure> {
    let mut case = apply(db, case, ruling, by).await?;
    let issued = case.seq;
    let no_act = By { act: None, ..by };
    while let Some(service) = super::served_at_once(&case, issued, actor, by.at) {
        case = apply(db, case, &service, no_act).await?;
    }
    renew(db, &case).await?;
    Ok(case)
}

impl By {
    fn entry(self, seq: i32, round: i16) -> Entry {
        Entry {
            seq,
            at: self.at,
            by: self.actor,
            act: self.act,
            round,
        }
    }
}

/// Renews what lists read of the case.
pub(super) async fn renew(db: &mut SignedTx<'_>, case: &Case) -> Result<(), Failure> {
    Ok(store::standing::renew(db, case).await?)
}

/// Acts that the case has moved past lapse: their text is kept.
async fn lapse(db: &mut SignedTx<'_>, case: &mut Case, by: By) -> Result<(), Failure> {
    case.acts.retain(|it| Some(it.id) != by.act);
    let left = |act: &Act| act::left_behind(act, case);
    let lapsed: Vec<_> = case
        .acts
        .iter()
        .filter_map(|it| Some((it.id, left(it)?)))
        .collect();
    for (id, why) in &lapsed {
        store::acts::settle(db, *id, by.actor, ActState::Lapsed, why, by.at).await?;
    }
    case.acts.retain(|it| lapsed.iter().all(|(id, _)| *id != it.id));
    Ok(())
}
