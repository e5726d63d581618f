//! 提交前核对: everything answered, with a way to change each; then the application is filed and becomes a case.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use time::Date;

use super::draft::{self, Applicant, Draft, unprocessable};
use super::read;
use super::summary::{self, Group};
use crate::casework::{self, Answer, Stamp};
use crate::domain::calendar::WorkCalendar;
use crate::domain::case::PartyKind;
use crate::domain::dates::full_day;
use crate::domain::deadline::DeadlineKind;
use crate::domain::filing::Filing;
use crate::domain::ids::{ApplicationId, CaseId};
use crate::domain::regulation::Article;
use crate::platform::App;
use crate::store::bodies::{self, Receiving};
use crate::store::{applications, own_cases};
use crate::web::error::Nope;
use crate::web::extract::{Form, Path};
use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;

#[derive(Template, WebTemplate)]
#[template(path = "application/check.html")]
pub struct CheckPage {
    frame: Frame,
    stamp: Stamp,
    typed: Typed,
    wrong: Wrong,
    groups: Vec<Group>,
    body: String,
    due: String,
    provisional: bool,
    paper: String,
    unit: bool,
}

impl CheckPage {
    fn basis(&self) -> Article {
        Article::A8_1
    }

    fn days(&self) -> u16 {
        DeadlineKind::Initiation.days()
    }
}

struct Ready {
    draft: Draft,
    filing: Filing,
    body: Receiving,
}

/// Shows everything; while something is missing, the task list says what.
pub async fn show(State(app): State<App>, draft: Draft) -> Result<Response, Nope> {
    let ready = ready(&app, draft).await?;
    Ok(page(&app, &ready, Typed::default(), Wrong::default()).into_response())
}

/// Files it. Sent twice, from one tab or two, it is filed once, and both times the receipt is shown.
pub async fn submit(
    State(app): State<App>,
    Applicant(actor): Applicant,
    Path(id): Path<ApplicationId>,
    form: Form,
) -> Result<Response, Nope> {
    let Some(draft) = Draft::open(&app, &actor, id).await? else {
        let mut db = app.pool.acquire().await?;
        let filed = own_cases::filed_with(&mut db, form.stamp.once, actor.user).await?;
        return match filed {
            Some(case) => Ok(receipt(case)),
            None => Err(draft::no_draft(&app, &actor, id).await?),
        };
    };
    let ready = ready(&app, draft).await?;
    if !form.typed.has("truth", "yes") {
        let wrong = Wrong::field("truth", "请确认所填内容和材料真实，不含国家秘密");
        return Ok(unprocessable(page(&app, &ready, form.typed, wrong)));
    }
    match casework::file(&app, &actor, id, form.stamp, &ready.filing).await? {
        Answer::Done(case) => Ok(receipt(case)),
        Answer::Before => {
            let mut db = app.pool.acquire().await?;
            let case = own_cases::filed_with(&mut db, form.stamp.once, actor.user).await?;
            case.map(receipt).ok_or(Nope::NotFound)
        }
        Answer::Refused(refusal) => Ok(unprocessable(page(&app, &ready, form.typed, refusal.into()))),
        Answer::Overtaken => changed(&app, &ready, form).await,
        Answer::NotFound => Err(Nope::NotFound),
    }
}

/// Somebody of the unit changed it after it was checked: it is shown as it is now, to be checked again.
async fn changed(app: &App, ready: &Ready, form: Form) -> Result<Response, Nope> {
    let now = Draft::open(app, &ready.draft.actor, ready.draft.id).await?;
    let now = self::ready(app, now.ok_or(Nope::NotFound)?).await?;
    let wrong = Wrong::refused("您核对以后，本单位有人修改了这份申请。请再核对一遍，然后提交。");
    Ok((StatusCode::CONFLICT, page(app, &now, form.typed, wrong)).into_response())
}

fn receipt(case: CaseId) -> Response {
    Redirect::to(&format!("/cases/{case}/receipt")).into_response()
}

/// The filing, with the body it goes to; when something is missing, on to the task list.
async fn ready(app: &App, draft: Draft) -> Result<Ready, Nope> {
    let mut db = app.pool.acquire().await?;
    let files = applications::files(&mut db, draft.id).await?;
    let Ok(filing) = read::filing(&draft.answers, &files, draft.writer()) else {
        return Err(Nope::Elsewhere(draft.list_href()));
    };
    let mut bodies = bodies::taking_cases(&mut db).await?.into_iter();
    match bodies.find(|body| body.id == filing.body) {
        Some(body) => Ok(Ready { draft, filing, body }),
        None => Err(Nope::Elsewhere(draft.list_href())),
    }
}

fn page(app: &App, ready: &Ready, typed: Typed, wrong: Wrong) -> CheckPage {
    let Ready { draft, filing, body } = ready;
    let calendar = WorkCalendar::of(body.calendar);
    let due: Option<Date> = calendar.nth_working_day(draft.today, DeadlineKind::Initiation.days());
    CheckPage {
        frame: draft.step(app, "提交前核对", &wrong, None),
        stamp: draft.stamp(),
        typed,
        wrong,
        groups: summary::groups(draft, filing, &body.name),
        body: body.name.clone(),
        due: due.map_or_else(String::new, full_day),
        provisional: due.is_some_and(|due| calendar.provisional(due)),
        paper: draft.href("paper"),
        unit: filing.applicant.kind == PartyKind::Unit,
    }
}
