//! A form is opened: while it stands open, with what was drafted before; else a page that says why it does not.

use axum::extract::{Request, State};
use axum::response::Response;

use super::{Approved, DraftHead, FormState, StepForm, draft, preview};
use crate::domain::act::{self, ActState};
use crate::domain::ids::ActId;
use crate::domain::procedure::Kind;
use crate::platform::App;
use crate::store;
use crate::store::acts::ActRecord;
use crate::web::case::open::OpenCase;
use crate::web::case::unavailable;
use crate::web::error::Nope;
use crate::web::flash::Flash;
use crate::web::form::{Typed, Wrong};

/// Shows the form of a step, with its draft in it; what another has at hand is only read.
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
    let act = draft::under_way(&app, &open, F::KIND).await?;
    if act.as_ref().is_some_and(|it| it.act.state == ActState::Waiting) {
        return Ok(open.done(Flash::Waiting));
    }
    let action = request.uri().path().to_owned();
    let wrong = not_to_be_submitted(&open, F::KIND, act.as_ref().map(|it| it.act.id));
    let mut state = FormState::of::<F>(&app, &open, action, Typed::default(), wrong).await?;
    if let Some(act) = act {
        state.head.draft = DraftHead::of(&open, &act);
        state.head.returned = returned(&app, &act).await?;
        state.typed = Typed(act.typed);
    } else {
        let begun = F::begins(&open, &Approved::read(&app, &open, F::BEGINS_WITH).await?);
        state.head.begun = begun.note;
        state.typed = begun.typed;
    }
    preview::page::<F>(&open, state)
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

/// Why it came back, while it has not gone again.
async fn returned(app: &App, act: &ActRecord) -> Result<Option<String>, Nope> {
    if act.act.state != ActState::Returned {
        return Ok(None);
    }
    let mut db = app.pool.acquire().await?;
    let moves = store::acts::moves(&mut db, act.act.id).await?;
    let mut back = moves
        .into_iter()
        .rev()
        .filter(|it| it.state == Some(ActState::Returned));
    Ok(back.next().map(|it| it.note))
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
