//! A form is sent: it is read, carried out, and what became of it is said. Whatever stands against it, what was typed comes
//! back: in the form, while that stands open to the person; beside the reason, when it does not any more.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::asked::lawful;
use super::incoming::Incoming;
use super::{FormState, StepForm, preview};
use crate::casework::{self, Answer, Draft, Stamp};
use crate::domain::step::Step;
use crate::platform::App;
use crate::web::case::open::OpenCase;
use crate::web::case::unavailable;
use crate::web::error::Nope;
use crate::web::flash::Flash;
use crate::web::form::{Typed, Wrong};

/// A form on its way, with what every answer to it needs.
struct Submission<'a> {
    app: &'a App,
    action: String,
    typed: Typed,
    stamp: Stamp,
}

/// Takes the form of a step.
///
/// # Errors
/// There is nothing that the form could be about, or it cannot be read.
pub async fn submit<F: StepForm>(
    State(app): State<App>,
    open: OpenCase,
    request: Request,
) -> Result<Response, Nope> {
    let action = request.uri().path().to_owned();
    let mut incoming = Incoming::read(&app, request).await?;
    if let Err(why) = open.available(F::KIND) {
        return unavailable::given_back(&app, &open, F::KIND, why, (&incoming.typed, incoming.stamp)).await;
    }
    if incoming.previewing {
        return previewed::<F>(&app, &open, action, incoming);
    }
    let read = read::<F>(&app, &open, &mut incoming).await?;
    let submission = Submission {
        app: &app,
        action,
        typed: incoming.typed,
        stamp: incoming.stamp,
    };
    match read {
        Ok(step) => {
            let answer = submission.carried_out::<F>(&open, step).await?;
            submission.answered::<F>(open, answer).await
        }
        Err(wrong) => submission.again::<F>(&open, wrong),
    }
}

/// Nothing is done or saved: the form as it was filled in, against the version that was seen, with its documents as they look.
fn previewed<F: StepForm>(
    app: &App,
    open: &OpenCase,
    action: String,
    it: Incoming,
) -> Result<Response, Nope> {
    let mut state = FormState::of(app, open, F::KIND, action, it.typed, Wrong::default());
    state.head.stamp.version = it.stamp.version;
    preview::page::<F>(open, state)
}

/// The step as it was filled in; none, where the draft is only to be saved.
async fn read<F: StepForm>(
    app: &App,
    open: &OpenCase,
    incoming: &mut Incoming,
) -> Result<Result<Option<Step>, Wrong>, Nope> {
    let file = match incoming.file(app, open).await? {
        Ok(file) => file,
        Err(wrong) => return Ok(Err(Wrong::field("file", wrong))),
    };
    if incoming.saving && F::KIND.row().who.needs_approval() {
        return Ok(Ok(None));
    }
    let mut step = match F::read(open, &incoming.typed, file) {
        Ok(step) => step,
        Err(wrong) => return Ok(Err(wrong)),
    };
    if let Some(wrong) = F::prepare(app, &mut step).await? {
        return Ok(Err(wrong));
    }
    Ok(lawful(open, step).map(|step| Some(step.into())))
}

impl Submission<'_> {
    /// Tells what was done.
    async fn carried_out<F: StepForm>(
        &self,
        open: &OpenCase,
        step: Option<Step>,
    ) -> Result<Answer<Flash>, Nope> {
        let (actor, id) = (&open.actor, open.case.id);
        match step {
            Some(step) if !F::KIND.row().who.needs_approval() => {
                let taken = casework::take(self.app, actor, id, self.stamp, &step).await?;
                Ok(taken.map(|()| Flash::Taken(F::KIND)))
            }
            step => {
                let draft = Draft {
                    kind: F::KIND,
                    subject: open.subject,
                    typed: self.typed.0.clone(),
                    step,
                };
                let drafted = casework::draft(self.app, actor, id, self.stamp, draft).await?;
                Ok(drafted.map(|state| match state.amendable() {
                    true => Flash::Saved,
                    false => Flash::Submitted,
                }))
            }
        }
    }

    async fn answered<F: StepForm>(self, open: OpenCase, answer: Answer<Flash>) -> Result<Response, Nope> {
        match answer {
            Answer::Done(flash) => Ok(open.done(flash)),
            Answer::Before => Ok(open.done(Flash::Before)),
            Answer::NotFound => Err(Nope::NotFound),
            Answer::Refused(refusal) => self.again::<F>(&open, refusal.into()),
            Answer::Overtaken => self.overtaken::<F>(open).await,
        }
    }

    /// Somebody was faster. Whoever may still go on gets the form, with what happened since.
    async fn overtaken<F: StepForm>(self, open: OpenCase) -> Result<Response, Nope> {
        let now = OpenCase::open(self.app, open.actor, open.case.id, open.subject).await?;
        if let Err(why) = now.available(F::KIND) {
            return unavailable::given_back(self.app, &now, F::KIND, why, (&self.typed, self.stamp)).await;
        }
        let mut state = FormState::of(self.app, &now, F::KIND, self.action, self.typed, Wrong::default());
        state.head.since = unavailable::since(&now, self.stamp.version);
        Ok((StatusCode::CONFLICT, preview::page::<F>(&now, state)?).into_response())
    }

    fn again<F: StepForm>(self, open: &OpenCase, wrong: Wrong) -> Result<Response, Nope> {
        let state = FormState::of(self.app, open, F::KIND, self.action, self.typed, wrong);
        Ok((StatusCode::UNPROCESSABLE_ENTITY, preview::page::<F>(open, state)?).into_response())
    }
}
