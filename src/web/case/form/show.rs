//! A form is opened: while it stands open, with what the person drafted before; else a page that says why it does not.

use axum::extract::{Request, State};
use axum::response::Response;

use super::{FormState, StepForm};
use crate::domain::act::{self, ActState};
use crate::domain::ids::ActId;
use crate::domain::procedure::Kind;
use crate::platform::App;
use crate::store;
use crate::web::case::open::OpenCase;
use crate::web::case::unavailable;
use crate::web::error::Nope;
use crate::web::flash::Flash;
use crate::web::form::{Typed, Wrong};

/// Shows the form of a step, with the person's own draft in it.
///
/// # Errors
/// There is nothing that the form could be about.
pub async fn show<F: StepForm>(
    State(app): State<App>,
    open: OpenCase,
    request: Request,
) -> Result<Response, Nope> {
    if let Err(why) = open.available(F::KIND) {
        let typed = lapsed_draft(&app, &open, F::KIND).await?;
        return Ok(unavailable::instead_of(&app, &open, F::KIND, why, &typed));
    }
    let draft = own_draft(&app, &open, F::KIND).await?;
    if draft.state == Some(ActState::Waiting) {
        return Ok(open.done(Flash::Waiting));
    }
    let action = request.uri().path().to_owned();
    let wrong = not_to_be_submitted(&open, F::KIND, draft.id);
    let mut state = FormState::of(&app, &open, F::KIND, action, draft.typed, wrong);
    state.head.returned = draft.returned;
    F::page(&open, state)
}

/// While another act waits that would change the status, a draft can be written and saved, and the page says what it
/// waits for.
fn not_to_be_submitted(open: &OpenCase, kind: Kind, own: Option<ActId>) -> Wrong {
    if !kind.row().who.needs_approval() {
        return Wrong::default();
    }
    match act::may_wait(&open.case, kind, own) {
        Ok(()) => Wrong::default(),
        Err(refusal) => refusal.into(),
    }
}

/// What the person drafted before, where anything.
#[derive(Default)]
pub struct OwnDraft {
    id: Option<ActId>,
    pub typed: Typed,
    pub state: Option<ActState>,
    returned: Option<String>,
}

/// The person's own draft of an act, an empty one where there is none yet.
///
/// # Errors
/// The database failed.
pub async fn own_draft(app: &App, open: &OpenCase, kind: Kind) -> Result<OwnDraft, Nope> {
    if !kind.row().who.needs_approval() {
        return Ok(OwnDraft::default());
    }
    let mut db = app.pool.acquire().await?;
    let known = store::acts::under_way(&mut db, open.case.id, kind, open.subject, open.actor.user).await?;
    let Some(known) = known else {
        return Ok(OwnDraft::default());
    };
    let returned = match known.act.state {
        ActState::Returned => store::acts::moves(&mut db, known.act.id)
            .await?
            .pop()
            .map(|it| it.note),
        ActState::Draft | ActState::Waiting | ActState::Approved | ActState::TakenBack | ActState::Lapsed => {
            None
        }
    };
    Ok(OwnDraft {
        id: Some(known.act.id),
        typed: Typed(known.typed),
        state: Some(known.act.state),
        returned,
    })
}

/// What the person drafted before the case moved past it.
///
/// # Errors
/// The database failed.
pub async fn lapsed_draft(app: &App, open: &OpenCase, kind: Kind) -> Result<Typed, Nope> {
    if !kind.row().who.needs_approval() {
        return Ok(Typed::default());
    }
    let mut db = app.pool.acquire().await?;
    let typed = store::acts::left(&mut db, open.case.id, kind, open.subject, open.actor.user).await?;
    Ok(Typed(typed.unwrap_or_default()))
}
