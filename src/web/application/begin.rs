//! An application begins: an empty draft, seen by its writer's unit alone.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::draft::Applicant;
use crate::casework::{Answer, application};
use crate::platform::App;
use crate::web::error::Nope;
use crate::web::extract::Form;

/// Begins one and leads to it; sent twice, to the same one.
pub async fn submit(
    State(app): State<App>,
    Applicant(actor): Applicant,
    form: Form,
) -> Result<Response, Nope> {
    let once = form.stamp.once;
    let id = application::id(&app, &actor, once);
    match application::begin(&app, &actor, once).await? {
        Answer::Done(()) | Answer::Before => Ok(Redirect::to(&format!("/applications/{id}")).into_response()),
        Answer::Refused(refusal) => Err(Nope::Refused(refusal)),
        Answer::Overtaken => Err(Nope::Conflict),
        Answer::NotFound => Err(Nope::NotFound),
    }
}
