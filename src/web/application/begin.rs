//! An application begins: an empty draft, seen by its writer's unit alone.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::draft::Applicant;
use crate::domain::ids::ApplicationId;
use crate::platform::App;
use crate::store::{applications, submissions};
use crate::web::error::Nope;
use crate::web::extract::Form;

const FULL: &str = "没有提交的申请已有 50 份。请先提交，或者删除用不到的，再开始新的申请。";
const _: () = assert!(applications::OPEN_MAX == 50, "FULL says so");

/// Begins one; the form's one-time id names it, so that a double click begins one and not two.
pub async fn submit(
    State(app): State<App>,
    Applicant(actor): Applicant,
    form: Form,
) -> Result<Response, Nope> {
    let id = ApplicationId(form.stamp.once);
    let at = app.clock.now();
    let mut tx = app.pool.begin().await?;
    if submissions::first(&mut tx, form.stamp.once, actor.user, at).await? {
        if !applications::room_for_another(&mut tx, &actor).await? {
            return Err(Nope::Forbidden(FULL));
        }
        applications::begin(&mut tx, id, &actor, at).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(&format!("/applications/{id}")).into_response())
}
