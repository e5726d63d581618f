//! An application is thrown away before it is filed: asked first, then gone without a trace.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::draft::{Applicant, Draft};
use super::tasks;
use crate::casework::{Answer, Stamp, application};
use crate::domain::actor::Actor;
use crate::domain::dates::short_moment;
use crate::domain::ids::ApplicationId;
use crate::platform::App;
use crate::web::error::Nope;
use crate::web::extract::{Form, Path};
use crate::web::flash::Flash;
use crate::web::form::Wrong;
use crate::web::frame::Frame;

#[derive(Template, WebTemplate)]
#[template(path = "application/discard.html")]
pub struct DiscardPage {
    frame: Frame,
    stamp: Stamp,
    wrong: Wrong,
    title: String,
    saved: String,
    keep: String,
}

pub async fn show(State(app): State<App>, draft: Draft) -> DiscardPage {
    page(&app, &draft, Wrong::default())
}

/// Throws it away; sent twice, it is gone once.
pub async fn submit(
    State(app): State<App>,
    Applicant(actor): Applicant,
    Path(id): Path<ApplicationId>,
    form: Form,
) -> Result<Response, Nope> {
    match application::discard(&app, &actor, id, form.stamp).await? {
        Answer::Done(()) | Answer::Before => Ok(Flash::ApplicationDiscarded.at("/my")),
        Answer::Refused(refusal) => Err(Nope::Refused(refusal)),
        Answer::Overtaken => changed(&app, &actor, id).await,
        Answer::NotFound => Err(Nope::NotFound),
    }
}

async fn changed(app: &App, actor: &Actor, id: ApplicationId) -> Result<Response, Nope> {
    let now = Draft::open(app, actor, id).await?.ok_or(Nope::NotFound)?;
    let wrong = Wrong::refused("您打开这一页以后，有人修改了这份申请。请看过以后再决定是否删除。");
    Ok((StatusCode::CONFLICT, page(app, &now, wrong)).into_response())
}

fn page(app: &App, draft: &Draft, wrong: Wrong) -> DiscardPage {
    DiscardPage {
        frame: draft.frame(app, "删除申请草稿", &wrong),
        stamp: draft.stamp(),
        wrong,
        title: tasks::title(draft),
        saved: short_moment(draft.saved_at, draft.today),
        keep: draft.list_href(),
    }
}
