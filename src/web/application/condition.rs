//! 六项条件 (A6): one condition a page, its wording above the field, and how somebody else has argued it in a fold.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::draft::{Draft, Kept, unprocessable};
use super::example;
use super::read::ARGUMENT_CHARS_MIN;
use super::section::Section;
use super::task::{self, Task};
use crate::casework::Stamp;
use crate::domain::assessment::Part;
use crate::domain::regulation::Condition;
use crate::platform::App;
use crate::web::error::Nope;
use crate::web::extract::{Form, Path};
use crate::web::form::{Choice, Typed, Wrong};
use crate::web::frame::Frame;

#[derive(Template, WebTemplate)]
#[template(path = "application/condition.html")]
pub struct ConditionPage {
    frame: Frame,
    stamp: Stamp,
    typed: Typed,
    wrong: Wrong,
    it: Condition,
    parts: Vec<Choice>,
    others: Vec<Other>,
}

/// The way to another of the six.
struct Other {
    it: Condition,
    href: String,
    finished: bool,
}

impl ConditionPage {
    fn examples(&self) -> [&'static str; 2] {
        example::of(self.it)
    }

    fn least(&self) -> usize {
        ARGUMENT_CHARS_MIN
    }

    /// （五）: one of two is enough.
    fn either(&self) -> bool {
        self.it == Condition::DueProcess
    }

    fn ask(&self) -> &'static str {
        match self.it {
            Condition::LawAbiding => {
                "依据哪些决策部署、文件，怎样确认没有违反禁止性规定。有文号的，写明文号。"
            }
            Condition::Reforming => "创新了什么制度，为什么可以复制推广。",
            Condition::Diligent => "做了哪些论证、部署和检查，为什么仍然出现偏差。",
            Condition::PublicSpirit => "为了什么，有没有人从中得到不正当的好处，怎样可以查证。",
            Condition::DueProcess => "谁、什么时候、在什么会议上、怎么决定的。有会议纪要的，写明文号。",
            Condition::SelfCorrecting => "什么时候发现，采取了哪些措施，挽回了多少，还剩什么影响。",
        }
    }
}

/// Leads to the first condition that is not finished.
pub async fn first(draft: Draft) -> Response {
    let path = Task::Conditions.path(&draft.answers, draft.writer());
    Redirect::to(&draft.href(&path)).into_response()
}

pub async fn show(
    State(app): State<App>,
    Path((_, number)): Path<(String, u8)>,
    draft: Draft,
) -> Result<ConditionPage, Nope> {
    Ok(page(&app, &draft, condition(number)?, Wrong::default()))
}

pub async fn submit(
    State(app): State<App>,
    Path((_, number)): Path<(String, u8)>,
    draft: Draft,
    form: Form,
) -> Result<Response, Nope> {
    let it = condition(number)?;
    match draft.keep(&app, Section::Condition(it), &form).await? {
        Kept::On(response) => Ok(response),
        Kept::Mend(draft, wrong) => Ok(unprocessable(page(&app, &draft, it, wrong))),
    }
}

fn condition(number: u8) -> Result<Condition, Nope> {
    let found = Condition::ALL.iter().find(|it| it.number() == number);
    found.copied().ok_or(Nope::NotFound)
}

fn page(app: &App, draft: &Draft, it: Condition, wrong: Wrong) -> ConditionPage {
    let section = Section::Condition(it);
    let other = |it: &Condition| Other {
        it: *it,
        href: draft.href(&Section::Condition(*it).path()),
        finished: task::finished(Section::Condition(*it), &draft.answers, draft.writer()),
    };
    let part = |part: &Part| {
        let choice = Choice::new(part.code(), part.text());
        match part {
            Part::EmergencyReported => choice.asks("a"),
            _ => choice,
        }
    };
    ConditionPage {
        frame: draft.step(app, it.short(), &wrong, Task::Conditions),
        stamp: draft.stamp(),
        typed: draft.answers.section(section),
        wrong,
        it,
        parts: Part::of(it).iter().map(part).collect(),
        others: Condition::ALL.iter().map(other).collect(),
    }
}
