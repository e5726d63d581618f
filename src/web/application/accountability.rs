//! 追责问责事项 (A8.1 予以责任追究时): who pursues it, for what, how far it is and since when.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;

use super::draft::{Draft, Kept, unprocessable};
use super::section::Section;
use super::task::Task;
use crate::casework::Stamp;
use crate::domain::filing::Pursuit;
use crate::domain::regulation::Article;
use crate::platform::App;
use crate::web::error::Nope;
use crate::web::extract::Form;
use crate::web::form::{Choice, Typed, Wrong};
use crate::web::frame::Frame;

#[derive(Template, WebTemplate)]
#[template(path = "application/accountability.html")]
pub struct AccountabilityPage {
    frame: Frame,
    stamp: Stamp,
    typed: Typed,
    wrong: Wrong,
    pursuits: Vec<Choice>,
}

pub async fn show(State(app): State<App>, draft: Draft) -> AccountabilityPage {
    page(&app, &draft, Wrong::default())
}

pub async fn submit(State(app): State<App>, draft: Draft, form: Form) -> Result<Response, Nope> {
    match draft.keep(&app, Section::Accountability, &form).await? {
        Kept::On(response) => Ok(response),
        Kept::Mend(draft, wrong) => Ok(unprocessable(page(&app, &draft, wrong))),
    }
}

fn page(app: &App, draft: &Draft, wrong: Wrong) -> AccountabilityPage {
    AccountabilityPage {
        frame: draft.step(app, "正在追责问责的事项", &wrong, Task::Accountability),
        stamp: draft.stamp(),
        typed: draft.answers.section(Section::Accountability),
        wrong,
        pursuits: Pursuit::ALL
            .iter()
            .map(|it| Choice::new(it.code(), it.short()))
            .collect(),
    }
}
