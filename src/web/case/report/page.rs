//! The page of one task of the report: what is asked, what can be quoted beside it, and where the party stands by the draft.
//! Right or wrong, what was typed is kept in the draft; somebody else's words are never overwritten unseen.

use std::sync::Arc;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};

use super::draft::{self, ReportDraft};
use super::fields::{Fields, begun_with};
use super::overtaken;
use super::read;
use super::source::{Desk, Source};
use super::standing::Standing;
use super::task::Task;
use crate::casework::{self, Answer, Draft, Stamp};
use crate::domain::filing::Filing;
use crate::domain::procedure::Kind;
use crate::domain::regulation::Article;
use crate::platform::App;
use crate::store::acts::{self, ActRecord};
use crate::store::filings::{self, KeptFiling};
use crate::web::case::form::{DraftHead, lapsed_draft};
use crate::web::case::open::OpenCase;
use crate::web::case::unavailable;
use crate::web::error::Nope;
use crate::web::extract::Form;
use crate::web::flash::Flash;
use crate::web::form::{Typed, Wrong, saved_itself};
use crate::web::frame::Frame;
use crate::web::phrases::Phrases;
use crate::web::quote::QUOTE;

#[derive(Template, WebTemplate)]
#[template(path = "case/report/task.html")]
pub struct TaskPage {
    frame: Frame,
    number: String,
    whose: String,
    heading: String,
    standing: Option<Standing>,
    href: String,
    list: String,
    case: String,
    evidence: usize,
    stamp: Stamp,
    seen: String,
    draft: DraftHead,
    typed: Typed,
    wrong: Wrong,
    fields: Fields,
    sources: Vec<Source>,
    phrases: Phrases,
    next: String,
    opinion: Article,
    circumstances: Article,
    distinctions: Article,
}

/// What the script sends where it saves by itself.
const AUTOSAVE: &str = "autosave";

/// Shows the page of a task.
///
/// # Errors
/// There is no such task.
pub async fn show(State(app): State<App>, open: OpenCase, uri: Uri, frame: Frame) -> Result<Response, Nope> {
    if let Err(why) = open.available(Kind::Report) {
        let typed = lapsed_draft(&app, &open, Kind::Report).await?;
        return Ok(unavailable::instead_of(&app, &open, Kind::Report, why, &typed));
    }
    let task = named(&open, &uri)?;
    let draft = ReportDraft::read(&app, &open).await?;
    if draft.waits {
        return Ok(open.done(Flash::Waiting));
    }
    let filing = filed(&app, &open).await?;
    let shown = Shown {
        open: &open,
        filing: filing.as_deref().map(|it| &it.filing),
        phrases: Phrases::of(&app, &open.actor).await?,
        task,
    };
    let page = shown.page(frame, draft, None, Wrong::default())?;
    Ok(page.into_response())
}

/// The task that the address names.
fn named(open: &OpenCase, uri: &Uri) -> Result<Task, Nope> {
    let path = uri.path().split_once("/report/").map(|(_, path)| path);
    path.and_then(|it| Task::at(it, &open.case)).ok_or(Nope::NotFound)
}

async fn filed(app: &App, open: &OpenCase) -> Result<Option<Arc<KeptFiling>>, Nope> {
    Ok(filings::kept(&app.pool, &app.known, open.case.id).await?)
}

/// Keeps what was typed on the page of a task, and leads on.
///
/// # Errors
/// There is no such task.
pub async fn submit(
    State(app): State<App>,
    open: OpenCase,
    uri: Uri,
    frame: Frame,
    form: Form,
) -> Result<Response, Nope> {
    if let Err(why) = open.available(Kind::Report) {
        let sent = (&form.typed, form.stamp);
        return unavailable::given_back(&app, &open, Kind::Report, why, sent).await;
    }
    let task = named(&open, &uri)?;
    let filing = filed(&app, &open).await?;
    let shown = Shown {
        open: &open,
        filing: filing.as_deref().map(|it| &it.filing),
        phrases: Phrases::of(&app, &open.actor).await?,
        task,
    };
    let (part, quoted) = shown.with_the_quote(&form.typed);
    let kept = shown.kept(&app, &part, &form).await?;
    let now = ReportDraft::read(&app, &open).await?;
    match kept {
        Answer::Done(_) => {}
        // Sent twice; or, after a way back, with other words.
        Answer::Before if !task.changes(&now.typed, &part) => {}
        Answer::Before | Answer::Overtaken => return Ok(overtaken::page(frame, &open, task, now, &part)),
        Answer::NotFound => return Err(Nope::NotFound),
        Answer::Refused(refusal) => {
            let page = shown.page(frame, now, Some(part), refusal.into())?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    }
    if form.typed.has("do", AUTOSAVE) {
        return Ok(saved_itself("seen", task.mark(&now.typed), open.at));
    }
    let href = shown.href();
    if let Some(field) = quoted {
        return Ok(Redirect::to(&format!("{href}#{field}")).into_response());
    }
    if form.typed.text("do") != "next" {
        return Ok(Flash::Saved.at(&href));
    }
    let wrong = read::wrong(task, &open.case, &now.typed);
    let next = task.next(&open.case, &now.typed);
    if !wrong.is_empty() {
        let page = shown.page(frame, now, None, wrong)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let path = next.map_or("check".to_owned(), Task::path);
    Ok(Redirect::to(&format!("{}/report/{path}", open.href())).into_response())
}

/// The page of a task about to be shown.
pub struct Shown<'a> {
    pub open: &'a OpenCase,
    pub filing: Option<&'a Filing>,
    /// What the reader's body keeps.
    pub phrases: Phrases,
    pub task: Task,
}

impl Shown<'_> {
    fn href(&self) -> String {
        format!("{}/report/{}", self.open.href(), self.task.path())
    }

    /// What was typed on the page, with what a press of 引用 or 插入 adds, and the field that this is in.
    fn with_the_quote(&self, typed: &Typed) -> (Typed, Option<String>) {
        let mut part = self.task.of(typed);
        let key = typed.text(QUOTE);
        let sources = self.desk(&part).sources(self.task);
        let pressed = sources.into_iter().find(|it| it.key == key);
        let quote = pressed.and_then(|it| it.quote);
        let quote = quote.or_else(|| self.phrases.pressed(key, &part));
        if let Some(quote) = &quote {
            quote.put(&mut part);
        }
        (part, quote.map(|it| it.field))
    }

    fn desk<'a>(&'a self, typed: &'a Typed) -> Desk<'a> {
        Desk {
            case: &self.open.case,
            filing: self.filing,
            typed,
            today: self.open.today(),
        }
    }

    /// Puts it into the draft, unless the page was saved with other words since it was shown, or another has the draft at hand.
    async fn kept(&self, app: &App, part: &Typed, form: &Form) -> Result<Answer<acts::Kept>, Nope> {
        let (open, task, sent) = (self.open, self.task, &form.typed);
        let change = |_: &_, known: Option<&ActRecord>| {
            let mut typed = draft::typed_in(known);
            let overtaken = task.mark(&typed) != sent.text("seen") && task.changes(&typed, part);
            task.put(&mut typed, part);
            let takes_over = sent.has("take_over", "yes");
            (!overtaken).then(|| Draft {
                takes_over,
                ..draft::over(open, known, typed, None)
            })
        };
        let once = match sent.has("do", AUTOSAVE) {
            // The page stays: its one-time id is for the person's own press.
            true => open.stamp().once,
            false => form.stamp.once,
        };
        let about = (Kind::Report, open.subject);
        Ok(casework::redraft(app, &open.actor, open.case.id, once, about, change).await?)
    }

    /// The page, with what the draft holds; `part` is what was typed instead and not kept.
    pub fn page(
        self,
        frame: Frame,
        draft: ReportDraft,
        part: Option<Typed>,
        wrong: Wrong,
    ) -> Result<TaskPage, Nope> {
        let (open, task) = (self.open, self.task);
        let case = &open.case;
        let ReportDraft {
            mut typed, mut head, ..
        } = draft;
        let seen = task.mark(&typed);
        head.unsaved = part.is_some();
        let part = part.unwrap_or_else(|| begun_with(task, case, &typed));
        task.put(&mut typed, &part);
        let party = task.party(case);
        let list = format!("{}/report", open.href());
        let heading = task.name();
        let next = task.next(case, &typed);
        let whose = |it: Task| it.party(case).filter(|_| it.no() != task.no());
        Ok(TaskPage {
            frame: frame
                .titled(format!("{} 核实报告：{heading}", case.number))
                .back(&list, "返回核实报告")
                .errors(!wrong.is_empty())
                .here("/cases"),
            number: case.number.clone(),
            whose: party.map_or_else(String::new, |it| it.name.clone()),
            standing: party.map(|it| Standing::of(case, it, &typed, Some(task))),
            href: self.href(),
            case: open.href(),
            evidence: case.evidence.len(),
            stamp: open.stamp(),
            seen,
            draft: head,
            fields: Fields::of(task, case, &typed).ok_or(Nope::NotFound)?,
            sources: self.desk(&typed).sources(task),
            phrases: self.phrases,
            next: match next {
                Some(next) => match whose(next) {
                    Some(party) => format!("保存，下一项：{}的{}", party.name, next.name()),
                    None => format!("保存，下一项：{}", next.name()),
                },
                None => "保存，去核对".into(),
            },
            list,
            heading,
            typed,
            wrong,
            opinion: Article::A8_3,
            circumstances: Article::A7,
            distinctions: Article::A5_2,
        })
    }
}
