//! A form is sent: it is read, carried out, and what became of it is said. Whatever stands against it, what was typed comes
//! back: in the form, while that stands open to the person; beside the reason, when it does not any more.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::asked::lawful;
use super::incoming::Incoming;
use super::{FormState, StepForm};
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
    let read = read::<F>(&app, &open, &mut incoming).await?;
    let submission = Submission {
        app: &app,
        action,
        typed: incoming.typed,
        stamp: incoming.stamp,
    };
    match read {
        Ok(steps) => {
            let answer = submission.carried_out::<F>(&open, steps).await?;
            submission.answered::<F>(open, answer).await
        }
        Err(wrong) => submission.again::<F>(&open, wrong),
    }
}

/// The step as it was filled in, with those that go along with it; none, where the draft is only to be saved.
async fn read<F: StepForm>(
    app: &App,
    open: &OpenCase,
    incoming: &mut Incoming,
) -> Result<Result<Vec<Step>, Wrong>, Nope> {
    let file = match incoming.file(app, open).await? {
        Ok(file) => file,
        Err(wrong) => return Ok(Err(Wrong::field("file", wrong))),
    };
    if incoming.saving && F::KIND.row().who.needs_approval() {
        return Ok(Ok(vec![]));
    }
    let mut step = match F::read(open, &incoming.typed, file) {
        Ok(step) => step,
        Err(wrong) => return Ok(Err(wrong)),
    };
    if let Some(wrong) = F::prepare(app, &mut step).await? {
        return Ok(Err(wrong));
    }
    let along = F::along(open, &incoming.typed, &step);
    let steps = [step].into_iter().chain(along);
    Ok(steps.map(|it| lawful(open, it).map(Into::into)).collect())
}

impl Submission<'_> {
    /// Tells what was done.
    async fn carried_out<F: StepForm>(
        &self,
        open: &OpenCase,
        steps: Vec<Step>,
    ) -> Result<Answer<Flash>, Nope> {
        let (actor, id) = (&open.actor, open.case.id);
        if !F::KIND.row().who.needs_approval() {
            let taken = casework::take_all(self.app, actor, id, self.stamp, &steps).await?;
            return Ok(taken.map(|()| Flash::Taken(F::KIND)));
        }
        let draft = Draft {
            kind: F::KIND,
            subject: open.subject,
            typed: self.typed.0.clone(),
            step: steps.into_iter().next(),
        };
        let drafted = casework::draft(self.app, actor, id, self.stamp, draft).await?;
        Ok(drafted.map(|state| match state.amendable() {
            true => Flash::Saved,
            false => Flash::Submitted,
        }))
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
        Ok((StatusCode::CONFLICT, F::page(&now, state)?).into_response())
    }

    fn again<F: StepForm>(self, open: &OpenCase, wrong: Wrong) -> Result<Response, Nope> {
        let state = FormState::of(self.app, open, F::KIND, self.action, self.typed, wrong);
        Ok((StatusCode::UNPROCESSABLE_ENTITY, F::page(open, state)?).into_response())
    }
}
