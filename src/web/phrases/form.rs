//! The form of a phrase: a new one, another version of one, or its end (停用).

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use time::OffsetDateTime;
use uuid::Uuid;

use super::{PHRASES, body};
use crate::domain::actor::{Actor, ActorBody};
use crate::domain::dates::{shanghai_day, short_moment};
use crate::domain::phrase::{Family, IN_A_FAMILY_MAX, Phrase, TEXT_CHARS_MAX, TITLE_CHARS_MAX, kept_by};
use crate::platform::App;
use crate::platform::random::new_id;
use crate::store::phrases::{self, Kept, Version, Writing};
use crate::store::submissions;
use crate::web::case::form::differing;
use crate::web::error::Nope;
use crate::web::extract::{Form, Path};
use crate::web::flash::Flash;
use crate::web::form::{Choice, Reading, Stamp, Typed, Wrong, stamp};
use crate::web::frame::Frame;

/// What the button sends that ends the use of a phrase.
const WITHDRAW: &str = "withdraw";

#[derive(Template, WebTemplate)]
#[template(path = "phrases/form.html")]
pub struct PhrasePage {
    pub frame: Frame,
    pub heading: &'static str,
    pub action: String,
    pub stamp: Stamp,
    pub typed: Typed,
    pub wrong: Wrong,
    pub families: Vec<Choice>,
    /// Whether there is one yet.
    pub known: bool,
    /// Whether it is out of use.
    pub withdrawn: bool,
    /// Who wrote another version after this one was opened, and when.
    pub overtaken: Option<(String, String)>,
}

impl PhrasePage {
    fn title_most(&self) -> usize {
        TITLE_CHARS_MAX
    }

    fn text_most(&self) -> usize {
        TEXT_CHARS_MAX
    }
}

/// A phrase in the hands of whoever keeps it.
struct Desk {
    actor: Actor,
    body: ActorBody,
    /// `None`: a new one.
    kept: Option<Kept>,
    at: OffsetDateTime,
}

/// `GET /phrases/new`
pub async fn begin(State(app): State<App>, actor: Actor, frame: Frame) -> Result<PhrasePage, Nope> {
    let desk = Desk::open(&app, actor, None).await?;
    Ok(desk.page(frame, Typed::default(), Wrong::default()))
}

/// `POST /phrases/new`
pub async fn add(State(app): State<App>, actor: Actor, frame: Frame, form: Form) -> Result<Response, Nope> {
    let desk = Desk::open(&app, actor, None).await?;
    desk.takes(&app, frame, form).await
}

/// `GET /phrases/{subject}`
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    frame: Frame,
    Path(id): Path<Uuid>,
) -> Result<PhrasePage, Nope> {
    let desk = Desk::open(&app, actor, Some(id)).await?;
    let typed = desk.kept.as_ref().map(written).unwrap_or_default();
    Ok(desk.page(frame, typed, Wrong::default()))
}

/// `POST /phrases/{subject}`
pub async fn submit(
    State(app): State<App>,
    actor: Actor,
    frame: Frame,
    Path(id): Path<Uuid>,
    form: Form,
) -> Result<Response, Nope> {
    let desk = Desk::open(&app, actor, Some(id)).await?;
    desk.takes(&app, frame, form).await
}

/// A phrase as it would be typed.
fn written(it: &Kept) -> Typed {
    Typed::default()
        .with("family", it.family.code())
        .with("title", &it.title)
        .with("text", &it.text)
}

fn read(typed: &Typed) -> Result<Phrase, Wrong> {
    let mut form = Reading::new(typed);
    let family = form.choice("family", "选择用在哪里", Family::from_code);
    let title = form.bounded_line("title", TITLE_CHARS_MAX, "写一个便于查找的标题");
    let text = form.bounded("text", TEXT_CHARS_MAX, "写明内容");
    form.made(|| {
        Some(Phrase {
            family: family?,
            title: title?,
            text: text?,
        })
    })
}

impl Desk {
    /// Only whoever leads the body keeps its phrases; another body's are not there.
    async fn open(app: &App, actor: Actor, id: Option<Uuid>) -> Result<Self, Nope> {
        body(&actor)?;
        let body = kept_by(&actor)
            .ok_or(Nope::Forbidden("常用语由本机关负责人维护。"))?
            .clone();
        let kept = match id {
            None => None,
            Some(id) => {
                let mut db = app.pool.acquire().await?;
                Some(phrases::last(&mut db, body.id, id).await?.ok_or(Nope::NotFound)?)
            }
        };
        Ok(Self {
            actor,
            body,
            kept,
            at: app.clock.now(),
        })
    }

    async fn takes(self, app: &App, frame: Frame, form: Form) -> Result<Response, Nope> {
        let Form { mut typed, stamp } = form;
        let withdrawn = typed.has("do", WITHDRAW);
        typed.clear("do");
        let phrase = match read(&typed) {
            Ok(phrase) => phrase,
            Err(wrong) => return Ok(self.again(frame, typed, wrong, stamp)),
        };
        let mut tx = app.pool.begin().await?;
        if !submissions::first(&mut tx, stamp.once, self.actor.user, self.at).await? {
            return Ok(Flash::Before.at(PHRASES));
        }
        let next = Version {
            id: self.kept.as_ref().map_or_else(|| new_id(self.at), |it| it.id),
            seen: if self.kept.is_some() { stamp.version } else { 0 },
            phrase: &phrase,
            withdrawn,
        };
        match phrases::write(&mut tx, self.body.id, self.actor.user, &next, self.at).await? {
            Writing::Done => {}
            Writing::Full => return Ok(self.again(frame, typed, full(phrase.family), stamp)),
            Writing::Overtaken => {
                drop(tx);
                return self.overtaken(app, frame, typed).await;
            }
        }
        tx.commit().await?;
        let done = if withdrawn {
            Flash::PhraseWithdrawn
        } else {
            Flash::PhraseKept
        };
        Ok(done.at(PHRASES))
    }

    /// The form again, against the same version as it was sent.
    fn again(&self, frame: Frame, typed: Typed, wrong: Wrong, sent: Stamp) -> Response {
        let mut page = self.page(frame, typed, wrong);
        page.stamp.version = sent.version;
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    }

    /// Somebody was faster: what is kept now stands beside what was typed, and what is sent from here on has seen it.
    async fn overtaken(self, app: &App, frame: Frame, typed: Typed) -> Result<Response, Nope> {
        let now = Self::open(app, self.actor, self.kept.map(|it| it.id)).await?;
        let kept = now.kept.as_ref().ok_or(Nope::Conflict)?;
        let said = (kept.by.clone(), short_moment(kept.at, shanghai_day(now.at)));
        let wrong = Wrong {
            kept: differing(&typed, &written(kept)),
            ..Wrong::default()
        };
        let mut page = now.page(frame, typed, wrong);
        page.overtaken = Some(said);
        Ok((StatusCode::CONFLICT, page).into_response())
    }

    fn page(&self, frame: Frame, typed: Typed, wrong: Wrong) -> PhrasePage {
        let kept = self.kept.as_ref();
        let heading = if kept.is_some() {
            "修改常用语"
        } else {
            "新增常用语"
        };
        PhrasePage {
            frame: frame
                .titled(heading)
                .back(PHRASES, "返回常用语")
                .errors(!wrong.is_empty())
                .here(PHRASES),
            heading,
            action: kept.map_or_else(|| format!("{PHRASES}/new"), |it| format!("{PHRASES}/{}", it.id)),
            stamp: stamp(kept.map_or(0, |it| it.version), self.at),
            typed,
            wrong,
            families: families(),
            known: kept.is_some(),
            withdrawn: kept.is_some_and(|it| it.withdrawn),
            overtaken: None,
        }
    }
}

/// There is no room for another of the family.
fn full(family: Family) -> Wrong {
    Wrong::refused(format!(
        "“{family}”已有 {IN_A_FAMILY_MAX} 条常用语，达到上限。请先停用不再使用的，或者修改已有的。"
    ))
}

pub fn families() -> Vec<Choice> {
    let choice = |it: &Family| Choice::new(it.code(), it.short()).hint(it.fields());
    Family::ALL.iter().map(choice).collect()
}
