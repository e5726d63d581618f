//! 受理机构: the body the application goes to, one of those that take cases.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;

use super::draft::{Draft, Kept, unprocessable};
use super::section::Section;
use super::task::Task;
use crate::casework::Stamp;
use crate::domain::regulation::Article;
use crate::platform::App;
use crate::store::bodies;
use crate::web::error::Nope;
use crate::web::extract::Form;
use crate::web::form::{Choice, Typed, Wrong};
use crate::web::frame::Frame;

#[derive(Template, WebTemplate)]
#[template(path = "application/body.html")]
pub struct BodyPage {
    frame: Frame,
    stamp: Stamp,
    typed: Typed,
    wrong: Wrong,
    bodies: Vec<Choice>,
    /// Those that take none here yet, by their short names.
    unconfirmed: Vec<String>,
}

pub async fn show(State(app): State<App>, draft: Draft) -> Result<BodyPage, Nope> {
    page(&app, &draft, Wrong::default()).await
}

pub async fn submit(State(app): State<App>, draft: Draft, form: Form) -> Result<Response, Nope> {
    match draft.keep(&app, Section::Body, &form).await? {
        Kept::On(response) => Ok(response),
        Kept::Mend(draft, wrong) => Ok(unprocessable(page(&app, &draft, wrong).await?)),
    }
}

async fn page(app: &App, draft: &Draft, wrong: Wrong) -> Result<BodyPage, Nope> {
    let mut db = app.pool.acquire().await?;
    let bodies = bodies::taking_cases(&mut db).await?;
    let unconfirmed = bodies::unconfirmed(&mut db).await?;
    drop(db);
    let choice = |body: bodies::Receiving| Choice::new(body.id.to_string(), body.name);
    Ok(BodyPage {
        frame: draft.step(app, "受理机构", &wrong, Task::Body),
        stamp: draft.stamp(),
        typed: draft.answers.section(Section::Body),
        wrong,
        bodies: bodies.into_iter().map(choice).collect(),
        unconfirmed: unconfirmed.into_iter().map(|(_, name)| name).collect(),
    })
}
