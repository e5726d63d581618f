//! 符合的情形 (A7): which of the seven are claimed, each with its reason.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::Response;

use super::draft::{Draft, Kept, unprocessable};
use super::section::Section;
use super::task::Task;
use crate::casework::Stamp;
use crate::domain::chinese;
use crate::domain::regulation::{Article, Circumstance};
use crate::platform::App;
use crate::web::error::Nope;
use crate::web::extract::Form;
use crate::web::form::{Typed, Wrong};
use crate::web::frame::Frame;

#[derive(Template, WebTemplate)]
#[template(path = "application/circumstances.html")]
pub struct CircumstancesPage {
    frame: Frame,
    stamp: Stamp,
    typed: Typed,
    wrong: Wrong,
    all: Vec<Offered>,
}

/// One of the seven, with its box and the field for its reason.
struct Offered {
    it: Circumstance,
    id: String,
    reason: String,
}

impl CircumstancesPage {
    /// Whether something is written for it, or wrong with it, although it may not be chosen.
    fn open(&self, it: &Offered) -> bool {
        let fields = if it.last() {
            format!("{} beyond", it.reason)
        } else {
            it.reason.clone()
        };
        self.typed.any(&fields) || self.wrong.any(&fields)
    }
}

pub async fn show(State(app): State<App>, draft: Draft) -> CircumstancesPage {
    page(&app, &draft, Wrong::default())
}

pub async fn submit(State(app): State<App>, draft: Draft, form: Form) -> Result<Response, Nope> {
    match draft.keep(&app, Section::Circumstances, &form).await? {
        Kept::On(response) => Ok(response),
        Kept::Mend(draft, wrong) => Ok(unprocessable(page(&app, &draft, wrong))),
    }
}

fn page(app: &App, draft: &Draft, wrong: Wrong) -> CircumstancesPage {
    CircumstancesPage {
        frame: draft.step(app, "符合的情形", &wrong, Task::Circumstances),
        stamp: draft.stamp(),
        typed: draft.answers.section(Section::Circumstances),
        wrong,
        all: Circumstance::ALL.iter().map(Offered::new).collect(),
    }
}

impl Offered {
    fn new(it: &Circumstance) -> Self {
        Self {
            it: *it,
            id: match it.number() {
                1 => "circumstance".to_owned(),
                number => format!("circumstance-{number}"),
            },
            reason: format!("reason-{}", it.code()),
        }
    }

    fn label(&self) -> String {
        format!("为什么符合{}", self.it.article())
    }

    fn last(&self) -> bool {
        self.it == Circumstance::Other
    }
}
