//! A case begins: the application becomes a case with its number, its receipt and its first deadline, in one transaction.

use time::OffsetDateTime;

use super::{Answer, Stamp, apply};
use crate::domain::actor::Actor;
use crate::domain::case::{Filer, Surroundings};
use crate::domain::event::Filed;
use crate::domain::filing::{self, Filing};
use crate::domain::ids::{ApplicationId, CaseId};
use crate::domain::refusal::Refusal;
use crate::domain::ruling::{Moment, Ruling};
use crate::platform::App;
use crate::platform::random::new_id;
use crate::store::{self, Failure, SignedTx};

/// Files an application; the draft is gone with it. Tells the new case.
///
/// # Errors
/// The database failed.
pub async fn file(
    app: &App,
    actor: &Actor,
    application: ApplicationId,
    stamp: Stamp,
    it: &Filing,
) -> Result<Answer<CaseId>, Failure> {
    let at = app.clock.now();
    let mut tx = SignedTx::begin(&app.pool, &app.signer).await?;
    if !store::submissions::first(&mut tx, stamp.once, actor.user, at).await? {
        return Ok(Answer::Before);
    }
    if !store::applications::discard(&mut tx, application, stamp.version).await? {
        return Ok(Answer::Overtaken);
    }
    // The case keeps its application's id, so that an address of the application leads on to it.
    let id = CaseId(application.0);
    let filer = Filer {
        user: actor.user,
        unit: actor.unit,
        name: it.applicant.name.clone(),
        electronic: it.applicant.electronic,
    };
    if !store::filings::begin(&mut tx, id, it, &filer, at).await? {
        return Ok(Answer::Refused(Refusal::NoSuchBody));
    }
    let Some(around) = store::cases::surroundings(&mut tx, &app.known, id).await? else {
        return Ok(Answer::NotFound);
    };
    let filed = store::filings::told(&mut tx, id, it, &filer).await?;
    let ruling = match ruled(it, &around, &filed, actor, at) {
        Ok(ruling) => ruling,
        Err(refusal) => return Ok(Answer::Refused(refusal)),
    };
    let by = apply::By {
        actor: actor.user,
        act: None,
        at,
    };
    apply::begin(&mut tx, id, around, filed, (&ruling, by)).await?;
    tx.commit().await?;
    Ok(Answer::Done(id))
}

/// Asks the law at an instant.
fn ruled(
    it: &Filing,
    around: &Surroundings,
    filed: &Filed,
    actor: &Actor,
    at: OffsetDateTime,
) -> Result<Ruling, Refusal> {
    let now = Moment {
        at,
        new_id: &|| new_id(at),
    };
    filing::file(it, &around.body, &filed.number, actor, &now)
}
