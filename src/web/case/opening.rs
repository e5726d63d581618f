//! 调阅 (practice): who watches over a case's body and needs to read it in full says why, before it opens.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use time::{Date, OffsetDateTime};

use super::views::{OpeningLine, opening_lines};
use crate::domain::access::{Relation, View};
use crate::domain::actor::Actor;
use crate::domain::case::Case;
use crate::domain::dates::{full_day, shanghai_day};
use crate::domain::ids::CaseId;
use crate::domain::opening::{self, DAYS, Ground, Opening};
use crate::platform::App;
use crate::platform::random::new_id;
use crate::store::{cases, openings, submissions};
use crate::web::error::Nope;
use crate::web::extract::{Form, Path};
use crate::web::flash::Flash;
use crate::web::form::{Choice, Reading, Stamp, Typed, Wrong, choices};
use crate::web::frame::{self, Frame};
use crate::web::tag::Tag;

/// Openings that the page lists.
const LISTED: i64 = 20;

#[derive(Template, WebTemplate)]
#[template(path = "case/opening.html")]
struct OpeningPage {
    frame: Frame,
    stamp: Stamp,
    typed: Typed,
    wrong: Wrong,
    number: String,
    title: String,
    body: String,
    tag: Tag,
    received: String,
    parties: usize,
    grounds: Vec<Choice>,
    days: Vec<Choice>,
    before: Vec<OpeningLine>,
}

/// A case that the person sees as a row of the ledger.
struct Row {
    actor: Actor,
    case: Case,
    before: Vec<OpeningLine>,
    at: OffsetDateTime,
}

/// `GET /cases/{id}/opening`
pub async fn show(
    State(app): State<App>,
    actor: Actor,
    frame: Frame,
    Path(id): Path<CaseId>,
) -> Result<Response, Nope> {
    let row = Row::of(&app, actor, id).await?;
    let stamp = Stamp {
        version: row.case.version,
        once: new_id(row.at),
    };
    Ok(row
        .page(frame, stamp, Typed::default(), Wrong::default())
        .into_response())
}

/// `POST /cases/{id}/opening`
pub async fn submit(
    State(app): State<App>,
    actor: Actor,
    frame: Frame,
    Path(id): Path<CaseId>,
    form: Form,
) -> Result<Response, Nope> {
    let row = Row::of(&app, actor, id).await?;
    let opening = match row.read(&form.typed) {
        Ok(opening) => opening,
        Err(wrong) => {
            let page = row.page(frame.errors(true), form.stamp, form.typed, wrong);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let mut tx = app.pool.begin().await?;
    if submissions::first(&mut tx, form.stamp.once, row.actor.user, row.at).await? {
        openings::record(&mut tx, id, row.actor.user, &opening, row.at).await?;
    }
    tx.commit().await?;
    Ok(Flash::Opened.at(&format!("/cases/{id}")))
}

impl Row {
    /// Whoever sees the case anyhow goes there; for whom there is no row, there is nothing.
    async fn of(app: &App, actor: Actor, id: CaseId) -> Result<Self, Nope> {
        let at = app.clock.now();
        let mut db = app.pool.acquire().await?;
        let case = cases::load(&mut db, &app.known, id)
            .await?
            .ok_or(Nope::NotFound)?;
        let there = || Err(Nope::Elsewhere(format!("/cases/{id}")));
        match Relation::of(&actor, &case).view(&actor) {
            View::None => return Err(Nope::NotFound),
            View::Own | View::Body | View::Addressee => return there(),
            View::Ledger if openings::counts(&mut db, id, actor.user, shanghai_day(at)).await? => {
                return there();
            }
            View::Ledger => {}
        }
        let before = openings::of_case(&mut db, id, LISTED).await?;
        Ok(Self {
            before: opening_lines(before, shanghai_day(at)),
            actor,
            case,
            at,
        })
    }

    fn today(&self) -> Date {
        shanghai_day(self.at)
    }

    fn read(&self, typed: &Typed) -> Result<Opening, Wrong> {
        let mut reading = Reading::new(typed);
        let ground = reading.choice("ground", "选择调阅事由", Ground::from_code);
        let reason = reading.text("reason", "写明要了解什么");
        let until = reading.choice("days", "选择查看期限", |code| {
            opening::until(code.parse().ok()?, self.today(), self.case.calendar())
        });
        reading.made(|| {
            Some(Opening {
                ground: ground?,
                reason: reason?,
                until: until?,
            })
        })
    }

    fn page(&self, frame: Frame, stamp: Stamp, mut typed: Typed, wrong: Wrong) -> OpeningPage {
        if typed.0.is_empty() {
            typed = Typed::from([("days", "3")]);
        }
        let case = &self.case;
        let zone = frame::zone(&self.actor).unwrap_or("工作台");
        OpeningPage {
            frame: frame
                .titled(format!("{} 调阅案件", case.number))
                .back("/zone", format!("返回{zone}"))
                .here("/zone"),
            stamp,
            typed,
            wrong,
            number: case.number.clone(),
            title: case.title.clone(),
            body: case.body.short_name.clone(),
            tag: Tag::of(case.status),
            received: full_day(shanghai_day(case.received_at)),
            parties: case.parties.len(),
            grounds: choices!(Ground),
            days: DAYS
                .iter()
                .map(|days| Choice::new(days.to_string(), format!("{days} 个工作日")))
                .collect(),
            before: self.before.clone(),
        }
    }
}
