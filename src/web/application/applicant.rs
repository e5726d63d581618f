//! 申请人: who applies, how to reach them, and whether documents may be served electronically (电子送达).

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;

use super::draft::{Draft, Kept, unprocessable};
use super::section::Section;
use super::task::Task;
use crate::casework::Stamp;
use crate::platform::App;
use crate::web::error::Nope;
use crate::web::extract::Form;
use crate::web::form::{Choice, Typed, Wrong};
use crate::web::frame::Frame;

#[derive(Template, WebTemplate)]
#[template(path = "application/applicant.html")]
pub struct ApplicantPage {
    frame: Frame,
    stamp: Stamp,
    typed: Typed,
    wrong: Wrong,
    consent: Vec<Choice>,
    unit: bool,
}

pub async fn show(State(app): State<App>, draft: Draft) -> ApplicantPage {
    page(&app, &draft, Wrong::default())
}

pub async fn submit(State(app): State<App>, draft: Draft, form: Form) -> Result<Response, Nope> {
    match draft.keep(&app, Section::Applicant, &form).await? {
        Kept::On(response) => Ok(response),
        Kept::Mend(draft, wrong) => Ok(unprocessable(page(&app, &draft, wrong))),
    }
}

fn page(app: &App, draft: &Draft, wrong: Wrong) -> ApplicantPage {
    ApplicantPage {
        frame: draft.step(app, "申请人", &wrong, Task::Applicant),
        stamp: draft.stamp(),
        typed: typed(draft),
        wrong,
        consent: vec![
            Choice::new("yes", "同意，文书送到我在本系统的页面"),
            Choice::new("no", "不同意，请用其他方式送达"),
        ],
        unit: draft.actor.unit.is_some(),
    }
}

/// What was typed; before that, and for a unit's name always, what its account says.
fn typed(draft: &Draft) -> Typed {
    if !draft.answers.begun(Section::Applicant) {
        return draft.writer().applicant();
    }
    let mut typed = draft.answers.section(Section::Applicant);
    if let Some(unit) = &draft.actor.unit_name {
        typed.set("name", unit.as_str());
    }
    typed
}
