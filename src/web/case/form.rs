//! One shape for every step's form: show it with what was drafted, read it, hand it to casework, and say what became of it.
//! A step's own file says only how its fields are read and which template shows them.

use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::history;
use super::open::OpenCase;
use crate::casework::{self, Answer, Draft, Stamp};
use crate::domain::access;
use crate::domain::act::{ActState, Hands};
use crate::domain::ids::FileId;
use crate::domain::procedure::Kind;
use crate::domain::regulation::Basis;
use crate::domain::step::Step;
use crate::platform::App;
use crate::store;
use crate::web::door::Upload;
use crate::web::error::Nope;
use crate::web::flash::Flash;
use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;
use crate::web::parts::Moment;
use crate::web::upload;

/// How a step's form is read and shown.
pub trait StepForm {
    /// Which step.
    const KIND: Kind;

    /// Reads the step out of what was typed; `file` is what came along or was kept before.
    ///
    /// # Errors
    /// What is wrong, field by field.
    fn read(open: &OpenCase, typed: &Typed, file: Option<FileId>) -> Result<Step, Wrong>;

    /// The page with the form.
    ///
    /// # Errors
    /// The address names nothing that the step could be about.
    fn page(open: &OpenCase, sheet: Sheet) -> Result<Response, Nope>;

    /// Looks up what the rule needs to be told and the form does not say.
    fn prepare(_app: &App, _step: &mut Step) -> impl Future<Output = Result<Option<Wrong>, Nope>> + Send {
        async { Ok(None) }
    }
}

/// A form about to be shown.
pub struct Sheet {
    /// The frame.
    pub frame: Frame,
    /// What stands round the fields.
    pub shell: Shell,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// Declares a form's page: the sheet, and what its own fields need to be shown.
macro_rules! form_page {
    ($(#[$doc:meta])* $name:ident = $path:literal { $($field:ident: $kind:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(askama::Template, askama_web::WebTemplate)]
        #[template(path = $path)]
        struct $name {
            frame: $crate::web::frame::Frame,
            shell: $crate::web::case::form::Shell,
            typed: $crate::web::form::Typed,
            wrong: $crate::web::form::Wrong,
            $($field: $kind,)*
        }

        impl $name {
            fn of(sheet: $crate::web::case::form::Sheet $(, $field: $kind)*) -> axum::response::Response {
                let $crate::web::case::form::Sheet { frame, shell, typed, wrong } = sheet;
                axum::response::IntoResponse::into_response(Self { frame, shell, typed, wrong $(, $field)* })
            }
        }
    };
}

pub(crate) use form_page;

/// What stands round every step's form.
pub struct Shell {
    /// The case's number.
    pub number: String,
    /// The case's matter.
    pub title: String,
    /// What the form does.
    pub heading: &'static str,
    /// On which basis.
    pub basis: Basis,
    /// Where it goes.
    pub action: String,
    /// What it is filled in against.
    pub stamp: Stamp,
    /// Whether a second person approves.
    pub act: bool,
    /// Why it was returned.
    pub returned: Option<String>,
    /// What happened while it was filled in.
    pub since: Vec<Moment>,
    /// The file that was kept from the last try.
    pub kept_file: Option<String>,
    /// The address of the case.
    pub back: String,
}

impl Sheet {
    /// Gives the form another name: a party's own side of a step has its own words.
    pub fn name(&mut self, name: &'static str) {
        self.shell.heading = name;
        self.frame.title = name.to_owned();
    }

    fn of(app: &App, open: &OpenCase, kind: Kind, action: String, typed: Typed, wrong: Wrong) -> Self {
        let row = kind.row();
        let back = open.href();
        let frame = Frame::for_page(app, Some(&open.actor), row.name)
            .back(&back, "返回案件")
            .errors(!wrong.is_empty())
            .here(if open.actor.staff() { "/cases" } else { "/my" });
        let kept = typed.text("kept_file_name");
        let shell = Shell {
            number: open.case.number.clone(),
            title: open.case.title.clone(),
            heading: row.name,
            basis: row.basis,
            action,
            stamp: open.stamp(),
            act: row.who.needs_approval(),
            returned: None,
            since: vec![],
            kept_file: (!kept.is_empty()).then(|| kept.to_owned()),
            back,
        };
        Self {
            frame,
            shell,
            typed,
            wrong,
        }
    }
}

/// Shows the form of a step, with the person's own draft in it.
///
/// # Errors
/// The person may not take the step, or it cannot be taken now.
pub async fn show<F: StepForm>(
    State(app): State<App>,
    open: OpenCase,
    request: Request,
) -> Result<Response, Nope> {
    allowed(&open, F::KIND)?;
    let action = request.uri().path().to_owned();
    let draft = own_draft(&app, &open, F::KIND).await?;
    let (typed, returned) = match draft {
        Some((typed, ActState::Waiting, _)) if !typed.0.is_empty() => return Ok(open.done(Flash::Waiting)),
        Some((typed, _, returned)) => (typed, returned),
        None => (Typed::default(), None),
    };
    let mut sheet = Sheet::of(&app, &open, F::KIND, action, typed, Wrong::default());
    sheet.shell.returned = returned;
    F::page(&open, sheet)
}

/// Takes the form of a step.
///
/// # Errors
/// The person may not take the step.
pub async fn submit<F: StepForm>(
    State(app): State<App>,
    open: OpenCase,
    request: Request,
) -> Result<Response, Nope> {
    let action = request.uri().path().to_owned();
    let (mut typed, stamp, file) = taken(&app, &open, request).await?;
    let saving = F::KIND.row().who.needs_approval() && typed.text("do") == "save";
    typed.0.retain(|(name, _)| name != "do");
    let step = match (saving, file) {
        (true, _) => None,
        (false, Err(wrong)) => return again::<F>(&app, &open, action, typed, Wrong::field("file", wrong)),
        (false, Ok(file)) => match F::read(&open, &typed, file) {
            Err(wrong) => return again::<F>(&app, &open, action, typed, wrong),
            Ok(mut step) => match F::prepare(&app, &mut step).await? {
                Some(wrong) => return again::<F>(&app, &open, action, typed, wrong),
                None => Some(step),
            },
        },
    };
    let answer = carried_out::<F>(&app, &open, stamp, &typed, step).await?;
    answered::<F>(&app, open, action, typed, answer).await
}

async fn carried_out<F: StepForm>(
    app: &App,
    open: &OpenCase,
    stamp: Stamp,
    typed: &Typed,
    step: Option<Step>,
) -> Result<Answer, Nope> {
    let (actor, id) = (&open.actor, open.case.id);
    match step {
        Some(step) if !F::KIND.row().who.needs_approval() => {
            Ok(casework::take(app, actor, id, stamp, &step).await?)
        }
        step => {
            let draft = Draft {
                kind: F::KIND,
                subject: open.subject,
                typed: typed.0.clone(),
                step,
            };
            Ok(casework::draft(app, actor, id, stamp, draft).await?)
        }
    }
}

async fn answered<F: StepForm>(
    app: &App,
    open: OpenCase,
    action: String,
    typed: Typed,
    answer: Answer,
) -> Result<Response, Nope> {
    match answer {
        Answer::Done(_) => Ok(open.done(Flash::Taken(F::KIND))),
        Answer::Saved => Ok(open.done(Flash::Saved)),
        Answer::Submitted => Ok(open.done(Flash::Submitted)),
        Answer::Before => Ok(open.done(Flash::Before)),
        Answer::NotFound => Err(Nope::NotFound),
        Answer::Refused(refusal) => again::<F>(app, &open, action, typed, refusal.into()),
        Answer::Overtaken(events) => {
            let now = OpenCase::open(app, open.actor, open.case.id, open.subject).await?;
            shown_to(&now, F::KIND)?;
            let mut sheet = Sheet::of(app, &now, F::KIND, action, typed, Wrong::default());
            sheet.shell.since = if now.sight.inside() {
                history::moments(&events, &now.case, now.today())
            } else {
                history::outline(&events, now.today())
            };
            Ok((StatusCode::CONFLICT, F::page(&now, sheet)?).into_response())
        }
    }
}

fn again<F: StepForm>(
    app: &App,
    open: &OpenCase,
    action: String,
    typed: Typed,
    wrong: Wrong,
) -> Result<Response, Nope> {
    shown_to(open, F::KIND)?;
    let sheet = Sheet::of(app, open, F::KIND, action, typed, wrong);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, F::page(open, sheet)?).into_response())
}

/// A form that is given back shows as much as one that is opened: findings, names, another party's words. Those who see
/// the inside get their text back even when the step is no longer theirs; anybody else only when it is.
fn shown_to(open: &OpenCase, kind: Kind) -> Result<(), Nope> {
    if open.sight.inside() {
        return Ok(());
    }
    allowed(open, kind)
}

fn allowed(open: &OpenCase, kind: Kind) -> Result<(), Nope> {
    match access::may(&open.case, kind.row(), open.subject, Hands::One(&open.actor)) {
        Ok(()) => Ok(()),
        Err(_) => Err(Nope::Forbidden(
            "这一项不由您办理。请回到案件，查看您现在可以办的事。",
        )),
    }
}

async fn own_draft(
    app: &App,
    open: &OpenCase,
    kind: Kind,
) -> Result<Option<(Typed, ActState, Option<String>)>, Nope> {
    if !kind.row().who.needs_approval() {
        return Ok(None);
    }
    let mut db = app.pool.acquire().await?;
    let known = store::acts::under_way(&mut db, open.case.id, kind, open.subject, open.actor.user).await?;
    let Some(known) = known else { return Ok(None) };
    let returned = match known.act.state {
        ActState::Returned => store::acts::moves(&mut db, known.act.id)
            .await?
            .pop()
            .map(|it| it.note),
        _ => None,
    };
    Ok(Some((Typed(known.typed), known.act.state, returned)))
}

type Taken = (Typed, Stamp, Result<Option<FileId>, String>);

/// What came in: the fields, the stamp, and the file, kept at once so that it need not be chosen again.
async fn taken(app: &App, open: &OpenCase, request: Request) -> Result<Taken, Nope> {
    let mut upload = Upload::from_request(request, app).await?;
    let came = upload.file("file");
    let Upload { mut typed, stamp, .. } = upload;
    let file = match came {
        Err(wrong) => Err(wrong),
        Ok(Some(file)) => {
            let id = upload::keep(app, open.actor.user, &file, open.at).await?;
            typed.set("kept_file", id.to_string());
            typed.set("kept_file_name", file.name);
            Ok(Some(id))
        }
        Ok(None) => Ok(kept_before(app, open, &typed).await?),
    };
    Ok((typed, stamp, file))
}

/// The file of the last try, if this person brought it.
async fn kept_before(app: &App, open: &OpenCase, typed: &Typed) -> Result<Option<FileId>, Nope> {
    let Ok(id) = typed.text("kept_file").parse::<Uuid>() else {
        return Ok(None);
    };
    let own = store::files::brought_by(&mut *app.pool.acquire().await?, FileId(id), open.actor.user).await?;
    Ok(own.then_some(FileId(id)))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{applicant, case, officer_at, open};
    use super::*;
    use crate::domain::procedure::PROCEDURE;

    #[test]
    fn no_form_of_the_body_is_given_back_to_a_party() {
        let mut case = case();
        case.parties[0].user = Some(applicant(51).user);
        let party = open(case.clone(), applicant(51), None);
        let own = PROCEDURE.iter().filter(|row| shown_to(&party, row.kind).is_ok());
        let own: Vec<_> = own.map(|row| row.code).collect();
        assert_eq!(
            own,
            [
                "take_evidence",
                "hear",
                "object",
                "report_correction",
                "waive_clarification"
            ]
        );
        let officer = open(case, officer_at(61, 90), None);
        assert!(PROCEDURE.iter().all(|row| shown_to(&officer, row.kind).is_ok()));
    }
}
