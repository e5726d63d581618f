//! The only code that turns a ruling into rows. It knows no step by name.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::domain::act::{self, Act, ActState};
use crate::domain::case::Case;
use crate::domain::fact::Fact;
use crate::domain::ids::{ActId, UserId};
use crate::domain::ruling::Ruling;
use crate::domain::status::Status;
use crate::store::facts::Entry;
use crate::store::told::{Told, ToldDocument};
use crate::store::{self, Failure, events::NewEvent};

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

/// Writes everything a ruling changes and tells the case as it then stands.
pub(super) async fn apply(
    db: &mut PgConnection,
    case: Case,
    ruling: &Ruling,
    by: By,
) -> Result<Case, Failure> {
    let documents = issue(db, &case, ruling, by).await?;
    let numbers: Vec<_> = documents.iter().map(|it| it.number.clone()).collect();
    let (from, version) = (case.status, case.version + i32::from(moves_version(ruling)));
    let mut after = case.after(ruling, &numbers, by.at);
    after.version = version;
    let told = tell(db, &after, ruling, by, documents).await?;
    let seq = append(db, &after, (ruling, from), by, &told).await?;
    let entry = Entry {
        case: after.id,
        round: after.round,
        act: by.act,
        actor: by.actor,
        at: by.at,
    };
    for fact in &told.facts {
        store::facts::record(db, entry, fact).await?;
    }
    for movement in &told.clocks {
        if let Some(clock) = after.clock(movement.deadline) {
            store::deadlines::move_clock(db, after.id, seq, movement, clock).await?;
        }
    }
    lapse(db, &mut after, by).await?;
    renew(db, &after).await?;
    Ok(after)
}

/// Renews what lists read of the case.
pub(super) async fn renew(db: &mut PgConnection, case: &Case) -> Result<(), Failure> {
    Ok(store::standing::renew(db, case).await?)
}

async fn issue(
    db: &mut PgConnection,
    case: &Case,
    ruling: &Ruling,
    by: By,
) -> Result<Vec<ToldDocument>, Failure> {
    let mut issued = Vec::with_capacity(ruling.documents.len());
    for draft in &ruling.documents {
        issued.push(store::documents::issue(db, case.id, by.act, draft, by.at).await?);
    }
    Ok(issued)
}

/// Puts together what the event tells.
async fn tell(
    db: &mut PgConnection,
    after: &Case,
    ruling: &Ruling,
    by: By,
    documents: Vec<ToldDocument>,
) -> Result<Told, Failure> {
    let mut files: Vec<_> = ruling.facts.iter().filter_map(Fact::file).collect();
    if ruling.begins_a_case() {
        let attached = store::filings::files(db, after.id).await?;
        files.extend(attached.iter().map(|it| it.file_id));
    }
    Ok(Told {
        facts: ruling.facts.clone(),
        clocks: store::deadlines::told(after, &ruling.clocks),
        documents,
        files: store::files::told(db, &files).await?,
        act: match by.act {
            Some(act) => Some(store::acts::told(db, act).await?),
            None => None,
        },
        filing: match ruling.begins_a_case() {
            true => Some(store::filings::told(db, after.id).await?),
            false => None,
        },
    })
}

async fn append(
    db: &mut PgConnection,
    after: &Case,
    (ruling, from): (&Ruling, Status),
    by: By,
    told: &Told,
) -> Result<i32, Failure> {
    let event = NewEvent {
        case: after.id,
        at: by.at,
        kind: ruling.kind,
        actor: by.actor,
        act: by.act,
        from: (!ruling.begins_a_case()).then_some(from),
        to: ruling.to,
        version: after.version,
        body: &serde_json::to_string(told)?,
    };
    Ok(store::events::append(db, &event).await?)
}

fn moves_version(ruling: &Ruling) -> bool {
    ruling.to.is_some() || !ruling.clocks.is_empty() || ruling.facts.iter().any(Fact::moves_version)
}

/// Acts that the case has moved past lapse: their text is kept.
async fn lapse(db: &mut PgConnection, case: &mut Case, by: By) -> Result<(), Failure> {
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
