//! An application being written, as its handlers get it: only the writer and the writer's unit find it, for everybody else
//! there is none, and staff of a body file nothing. Each page's answers are kept through here, right or wrong.

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use time::{Date, OffsetDateTime};

use super::answers::Answers;
use super::overtaken::OvertakenPage;
use super::read::{self, Writer};
use super::section::Section;
use super::task::{self, Task};
use super::way;
use crate::casework::{Answer, Stamp, application};
use crate::domain::access;
use crate::domain::actor::Actor;
use crate::domain::dates::shanghai_day;
use crate::domain::ids::{ApplicationId, CaseId};
use crate::platform::App;
use crate::platform::bounds::ANSWERS_BYTES_MAX;
use crate::store::{self, applications};
use crate::web::error::Nope;
use crate::web::extract::Form;
use crate::web::flash::Flash;
use crate::web::form::{self, Wrong, saved_itself};
use crate::web::frame::Frame;

/// An application that is not filed yet.
#[derive(Debug, Clone)]
pub struct Draft {
    pub id: ApplicationId,
    /// Who has it open.
    pub actor: Actor,
    /// What was typed so far.
    pub answers: Answers,
    /// Moves with every save.
    pub version: i32,
    /// When it was last saved (UTC).
    pub saved_at: OffsetDateTime,
    pub at: OffsetDateTime,
    pub today: Date,
}

/// What became of answers that were to be saved.
pub enum Saved {
    /// They are kept.
    Done(Draft),
    /// Somebody of the unit saved in between: the application as it is now.
    Overtaken(Draft),
}

/// What became of a page that was sent.
pub enum Kept {
    /// It is kept; on to the next page.
    On(Response),
    /// It is kept as it is, and something in it is to be mended first.
    Mend(Box<Draft>, Wrong),
}

const TOO_LONG: &str =
    "填写的内容过长，这一页没有保存，以前保存的内容还在。请缩短以后再保存，详细材料可以作为证明材料上传。";

impl Draft {
    /// The application of that id, if this person may write it.
    pub async fn open(app: &App, actor: &Actor, id: ApplicationId) -> Result<Option<Self>, Nope> {
        let at = app.clock.now();
        let mut db = app.pool.acquire().await?;
        let row = applications::read(&mut db, id, actor).await?;
        Ok(row.map(|row| Self {
            id,
            actor: actor.clone(),
            answers: Answers(form::Typed(row.answers.0)),
            version: row.version,
            saved_at: row.updated_at,
            at,
            today: shanghai_day(at),
        }))
    }

    pub fn writer(&self) -> Writer<'_> {
        Writer {
            actor: &self.actor,
            today: self.today,
        }
    }

    /// An address below the application's own.
    pub fn href(&self, path: &str) -> String {
        format!("/applications/{}/{path}", self.id)
    }

    /// The task list.
    pub fn list_href(&self) -> String {
        format!("/applications/{}", self.id)
    }

    /// What a form shown now is filled in against.
    pub fn stamp(&self) -> Stamp {
        form::stamp(self.version, self.at)
    }

    /// The frame of one of its pages.
    pub fn frame(&self, app: &App, title: &str, wrong: &Wrong) -> Frame {
        Frame::for_page(app, Some(&self.actor), title)
            .back(self.list_href(), "返回清单")
            .errors(!wrong.is_empty())
            .here("/my")
    }

    /// The same of a step of the way, with the others beside it.
    pub fn step(&self, app: &App, title: &str, wrong: &Wrong, step: impl Into<Option<Task>>) -> Frame {
        Frame {
            way: way::stops(self, step.into()),
            ..self.frame(app, title, wrong)
        }
    }

    /// Keeps what was typed on a page, right or wrong, and says where to go on.
    pub async fn keep(self, app: &App, section: Section, form: &Form) -> Result<Kept, Nope> {
        let mut answers = self.answers.clone();
        answers.put(section, &form.typed);
        if answers.bytes() > ANSWERS_BYTES_MAX {
            // Shown again, and not kept: what stood there before stays.
            let draft = Self { answers, ..self };
            return Ok(Kept::Mend(Box::new(draft), Wrong::refused(TOO_LONG)));
        }
        let draft = match self.save(app, answers, form.stamp).await? {
            Saved::Done(draft) => draft,
            Saved::Overtaken(now) if same(&now.answers, section, form) => now,
            Saved::Overtaken(now) => return Ok(Kept::On(OvertakenPage::show(app, now, section, form))),
        };
        if form.typed.has("then", "autosave") {
            return Ok(Kept::On(saved_itself("version", draft.version, draft.saved_at)));
        }
        let wrong = read::wrong(section, &draft.answers, draft.writer());
        if form.typed.has("then", "list") {
            let said = match wrong.is_empty() {
                true => Flash::ApplicationSaved,
                false => Flash::ApplicationUnfinished,
            };
            return Ok(Kept::On(said.at(&draft.list_href())));
        }
        if !wrong.is_empty() {
            return Ok(Kept::Mend(Box::new(draft), wrong));
        }
        let path = task::next(section, &draft.answers, draft.writer());
        Ok(Kept::On(Redirect::to(&draft.href(&path)).into_response()))
    }

    /// Saves the answers over those that were seen.
    pub async fn save(self, app: &App, answers: Answers, seen: Stamp) -> Result<Saved, Nope> {
        let typed = task::typed(&answers, self.writer());
        match application::save(app, &self.actor, self.id, seen.version, &typed).await? {
            Answer::Done(()) | Answer::Before => Ok(Saved::Done(Self {
                answers,
                version: seen.version + 1,
                saved_at: self.at,
                ..self
            })),
            Answer::Overtaken => {
                let now = Self::open(app, &self.actor, self.id).await?;
                now.map(Saved::Overtaken).ok_or(Nope::NotFound)
            }
            Answer::Refused(refusal) => Err(Nope::Refused(refusal)),
            Answer::NotFound => Err(Nope::NotFound),
        }
    }
}

/// Whether the very same text is kept already: the form was sent twice.
fn same(now: &Answers, section: Section, form: &Form) -> bool {
    let mut then = now.clone();
    then.put(section, &form.typed);
    then.section(section) == now.section(section) && then.parties() == now.parties()
}

/// A page that is to be mended.
pub fn unprocessable(page: impl IntoResponse) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// A person who may file: nobody of a body's staff.
pub struct Applicant(pub Actor);

impl FromRequestParts<App> for Applicant {
    type Rejection = Nope;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Nope> {
        let actor = Actor::from_request_parts(parts, app).await?;
        match actor.staff() {
            true => Err(Nope::Forbidden(
                "容错申请由当事单位或者个人提出，管理机构的工作人员不能填写。",
            )),
            false => Ok(Self(actor)),
        }
    }
}

impl FromRequestParts<App> for Draft {
    type Rejection = Nope;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Nope> {
        let Applicant(actor) = Applicant::from_request_parts(parts, app).await?;
        let path = RawPathParams::from_request_parts(parts, app).await;
        let path = path.map_err(|_| Nope::NotFound)?;
        let id = path.iter().find(|(name, _)| *name == "id");
        let id = id.and_then(|(_, id)| id.parse().ok()).ok_or(Nope::NotFound)?;
        match Self::open(app, &actor, id).await? {
            Some(draft) => Ok(draft),
            None => Err(no_draft(app, &actor, id).await?),
        }
    }
}

/// Where an application leads that is no draft any more: to the receipt of the case it became.
pub async fn no_draft(app: &App, actor: &Actor, id: ApplicationId) -> Result<Nope, Nope> {
    let mut db = app.pool.acquire().await?;
    let case = store::cases::load(&mut db, &app.known, CaseId(id.0)).await?;
    Ok(match case.filter(|case| access::filed(actor, case)) {
        Some(case) => Nope::Elsewhere(format!("/cases/{}/receipt", case.id)),
        None => Nope::NotFound,
    })
}
