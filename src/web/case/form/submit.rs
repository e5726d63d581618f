//! A form is sent: it is read, carried out, and what became of it is said. Whatever stands against it, what was typed comes
//! back: in the form, while that stands open to the person; beside the reason, when it does not any more.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::asked::lawful;
use super::incoming::{Deed, Incoming};
use super::{FormState, StepForm, draft, preview};
use crate::casework::{self, Answer, Draft, Stamp};
use crate::domain::refusal::Refusal;
use crate::domain::step::Step;
use crate::platform::App;
use crate::store::acts::Kept;
use crate::web::case::open::OpenCase;
use crate::web::case::unavailable;
use crate::web::error::Nope;
use crate::web::flash::Flash;
use crate::web::form::{Typed, Wrong, saved_itself};

/// A form on its way, with what every answer to it needs.
struct Submission<'a> {
    app: &'a App,
    action: String,
    typed: Typed,
    stamp: Stamp,
    deed: Deed,
    /// The revision of the draft that was seen.
    seen: i32,
    takes_over: bool,
}

/// What came of it.
enum Done {
    /// The step is taken.
    Taken,
    /// The act is saved, or submitted.
    Kept(Kept),
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
    if let Err(why) = open.available(F::KIND) {
        let incoming = Incoming::read_words(&app, request).await?;
        return unavailable::given_back(&app, &open, F::KIND, why, (&incoming.typed, incoming.stamp)).await;
    }
    let mut incoming = Incoming::read(&app, request).await?;
    let read = read::<F>(&app, &open, &mut incoming).await?;
    let submission = Submission {
        app: &app,
        action,
        typed: incoming.typed,
        stamp: match incoming.deed {
            // The page stays: its one-time id is for the person's own press.
            Deed::SaveItself => Stamp {
                once: open.stamp().once,
                ..incoming.stamp
            },
            Deed::Submit | Deed::Save | Deed::Row(_) | Deed::Quote(_) | Deed::Preview => incoming.stamp,
        },
        deed: incoming.deed,
        seen: incoming.seen,
        takes_over: incoming.takes_over,
    };
    if let Deed::Row(_) | Deed::Quote(_) | Deed::Preview = submission.deed {
        return submission.shown_again::<F>(&open).await;
    }
    match read {
        Ok(steps) => {
            let answer = submission.carried_out::<F>(&open, steps).await?;
            submission.answered::<F>(open, answer).await
        }
        Err(wrong) => submission.again::<F>(&open, wrong).await,
    }
}

/// The step as it was filled in, with those that go along with it; none, where the draft is only to be saved.
async fn read<F: StepForm>(
    app: &App,
    open: &OpenCase,
    incoming: &mut Incoming,
) -> Result<Result<Vec<Step>, Wrong>, Nope> {
    let (files, refused) = match incoming.files(app, open, F::FILES_MAX).await? {
        Ok(files) => (files, None),
        Err(why) => (vec![], Some(why)),
    };
    let act = F::KIND.row().who.needs_approval();
    match incoming.deed {
        Deed::Save | Deed::SaveItself if act => return Ok(Ok(vec![])),
        Deed::Row(_) | Deed::Quote(_) | Deed::Preview => return Ok(Ok(vec![])),
        Deed::Submit | Deed::Save | Deed::SaveItself => {}
    }
    let mut step = match (F::read(open, &incoming.typed, files.first().copied()), refused) {
        (Ok(step), None) => step,
        (Err(wrong), None) => return Ok(Err(wrong)),
        // What is wrong with the fields is said in the same round.
        (read, Some(why)) => {
            let mut wrong = read.and_then(|step| lawful(open, step)).err().unwrap_or_default();
            wrong.say("file", why);
            return Ok(Err(wrong));
        }
    };
    if let Some(wrong) = F::prepare(app, &mut step).await? {
        return Ok(Err(wrong));
    }
    let along = F::along(open, &incoming.typed, &step);
    let steps = [step].into_iter().chain(along);
    Ok(steps.map(|it| lawful(open, it).map(Into::into)).collect())
}

/// Said beside the longest text, which is the one to shorten.
fn too_long(typed: &Typed) -> Wrong {
    let longest = typed.0.iter().max_by_key(|(_, value)| value.len());
    let name = longest.map_or("", |(name, _)| name.as_str());
    Wrong::field(name, Refusal::DraftTooLong.to_string())
}

impl Submission<'_> {
    /// Tells what was done.
    async fn carried_out<F: StepForm>(
        &self,
        open: &OpenCase,
        steps: Vec<Step>,
    ) -> Result<Answer<Done>, Nope> {
        let (actor, id) = (&open.actor, open.case.id);
        if !F::KIND.row().who.needs_approval() {
            let taken = casework::take_all(self.app, actor, id, self.stamp, &steps).await?;
            return Ok(taken.map(|()| Done::Taken));
        }
        let draft = Draft {
            kind: F::KIND,
            subject: open.subject,
            typed: self.typed.0.clone(),
            step: steps.into_iter().next(),
            seen: self.seen,
            takes_over: self.takes_over,
        };
        let drafted = casework::draft(self.app, actor, id, self.stamp, draft).await?;
        Ok(drafted.map(Done::Kept))
    }

    async fn answered<F: StepForm>(self, open: OpenCase, answer: Answer<Done>) -> Result<Response, Nope> {
        match answer {
            Answer::Done(Done::Taken) => Ok(open.done(Flash::Taken(F::KIND))),
            Answer::Done(Done::Kept(kept)) => Ok(self.kept(&open, kept)),
            Answer::Before if self.saving() => Ok(Flash::Saved.at(&self.action)),
            Answer::Before => Ok(open.done(Flash::Before)),
            Answer::NotFound => Err(Nope::NotFound),
            Answer::Refused(Refusal::DraftTooLong) => {
                let wrong = too_long(&self.typed);
                self.again::<F>(&open, wrong).await
            }
            Answer::Refused(refusal) => self.again::<F>(&open, refusal.into()).await,
            Answer::Overtaken => self.overtaken::<F>(open).await,
        }
    }

    fn saving(&self) -> bool {
        matches!(self.deed, Deed::Save | Deed::SaveItself)
    }

    /// Who saves stays on the form.
    fn kept(self, open: &OpenCase, kept: Kept) -> Response {
        match self.deed {
            Deed::SaveItself => saved_itself("revision", kept.revision, open.at),
            Deed::Save => Flash::Saved.at(&self.action),
            Deed::Submit | Deed::Row(_) | Deed::Quote(_) | Deed::Preview => open.done(Flash::Submitted),
        }
    }

    /// The form again, with a row more or less, a phrase in a field, or for its documents: nothing is saved, and what was seen is
    /// not asked anew.
    async fn shown_again<F: StepForm>(mut self, open: &OpenCase) -> Result<Response, Nope> {
        let mut pressed = None;
        match &self.deed {
            Deed::Row(row) => F::row(&mut self.typed, row),
            Deed::Quote(key) => pressed = Some(key.clone()),
            Deed::Submit | Deed::Save | Deed::SaveItself | Deed::Preview => {}
        }
        let seen = self.stamp.version;
        let mut state = self.shown::<F>(open, Wrong::default()).await?;
        let phrases = &state.head.beside.phrases;
        if let Some(quote) = pressed.and_then(|key| phrases.pressed(&key, &state.typed)) {
            quote.put(&mut state.typed);
        }
        state.head.stamp.version = seen;
        preview::page::<F>(open, state)
    }

    /// The form with what was typed, against the same draft as it was sent.
    async fn shown<F: StepForm>(self, open: &OpenCase, wrong: Wrong) -> Result<FormState, Nope> {
        let mut state = FormState::of::<F>(self.app, open, self.action, self.typed, wrong).await?;
        state.head.draft.revision = self.seen;
        state.head.draft.takes_over = self.takes_over;
        state.head.draft.unsaved = true;
        Ok(state)
    }

    /// Somebody was faster. Whoever may still go on gets the form, with what happened since.
    async fn overtaken<F: StepForm>(self, open: OpenCase) -> Result<Response, Nope> {
        let now = OpenCase::open(self.app, open.actor, open.case.id, open.subject).await?;
        if let Err(why) = now.available(F::KIND) {
            return unavailable::given_back(self.app, &now, F::KIND, why, (&self.typed, self.stamp)).await;
        }
        let act = draft::under_way(self.app, &now, F::KIND).await?;
        let (seen, since) = (self.seen, unavailable::since(&now, self.stamp.version));
        let mut state = self.shown::<F>(&now, Wrong::default()).await?;
        state.head.since = since;
        state.beside(&now, seen, act.as_ref());
        Ok((StatusCode::CONFLICT, preview::page::<F>(&now, state)?).into_response())
    }

    async fn again<F: StepForm>(self, open: &OpenCase, wrong: Wrong) -> Result<Response, Nope> {
        let state = self.shown::<F>(open, wrong).await?;
        Ok((StatusCode::UNPROCESSABLE_ENTITY, preview::page::<F>(open, state)?).into_response())
    }
}
