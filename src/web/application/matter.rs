//! 改革事项和经过: what was done, what happened, and with which consequences.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;

use super::draft::{Draft, Kept, unprocessable};
use super::read::ARGUMENT_CHARS_MIN;
use super::section::Section;
use super::task::Task;
use crate::casework::Stamp;
use crate::platform::App;
use crate::web::error::Nope;
use crate::web::extract::Form;
use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;

#[derive(Template, WebTemplate)]
#[template(path = "application/matter.html")]
pub struct MatterPage {
    frame: Frame,
    stamp: Stamp,
    typed: Typed,
    wrong: Wrong,
}

impl MatterPage {
    fn least(&self) -> usize {
        ARGUMENT_CHARS_MIN
    }
}

pub async fn show(State(app): State<App>, draft: Draft) -> MatterPage {
    page(&app, &draft, Wrong::default())
}

pub async fn submit(State(app): State<App>, draft: Draft, form: Form) -> Result<Response, Nope> {
    match draft.keep(&app, Section::Matter, &form).await? {
        Kept::On(response) => Ok(response),
        Kept::Mend(draft, wrong) => Ok(unprocessable(page(&app, &draft, wrong))),
    }
}

fn page(app: &App, draft: &Draft, wrong: Wrong) -> MatterPage {
    MatterPage {
        frame: draft.step(app, "改革事项和经过", &wrong, Task::Matter),
        stamp: draft.stamp(),
        typed: draft.answers.section(Section::Matter),
        wrong,
    }
}
