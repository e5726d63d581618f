//! 我的案件: where an applicant begins. First what it must do, then its cases with their progress and deadlines, beside them
//! its drafts and the way to a new application. Five queries, the session's included. Staff are led to their own home.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::application::Task;
use crate::casework::Stamp;
use crate::domain::actor::Actor;
use crate::domain::dates::{shanghai_day, short_day, short_moment};
use crate::domain::document::DocumentKind;
use crate::domain::procedure::Kind;
use crate::platform::App;
use crate::store::applications::{self, ApplicationRow};
use crate::store::own_cases::{self, Cursor, OwnCase, PAGE, Paper};
use crate::web::case;
use crate::web::chip::{Chip, RowDue, of_the_body, row_chip};
use crate::web::error::Nope;
use crate::web::extract::Query;
use crate::web::form;
use crate::web::frame::{Frame, home};
use crate::web::tag::Tag;

#[derive(Template, WebTemplate)]
#[template(path = "my_cases.html")]
pub struct MyCasesPage {
    frame: Frame,
    stamp: Stamp,
    todo: Vec<Todo>,
    cases: Vec<Row>,
    later: bool,
    drafts: Vec<DraftRow>,
    papers: Vec<PaperRow>,
    next: Option<String>,
}

struct Todo {
    what: String,
    href: String,
    title: String,
    number: String,
    chip: Option<Chip>,
    due: String,
}

struct Row {
    title: String,
    number: String,
    href: String,
    tag: Tag,
    body: String,
    chip: Option<Chip>,
}

/// A document that came to the person or its unit.
struct PaperRow {
    title: &'static str,
    href: String,
    number: String,
    about: String,
    /// Where an objection to it is raised.
    objects: Option<String>,
    read: bool,
}

struct DraftRow {
    title: String,
    href: String,
    about: String,
}

/// Where the page begins.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    after: String,
}

pub async fn show(
    State(app): State<App>,
    actor: Actor,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Nope> {
    if actor.staff() {
        return Ok(Redirect::to(home(&actor)).into_response());
    }
    let today = shanghai_day(app.clock.now());
    let after = cursor(&asked.after);
    let mut db = app.pool.acquire().await?;
    let asked = own_cases::asked(&mut db, &actor).await?;
    let mut cases = own_cases::page(&mut db, &actor, after).await?;
    let papers = own_cases::papers(&mut db, &actor).await?;
    let drafts = applications::list(&mut db, &actor).await?;
    let more = cases.len() > PAGE;
    cases.truncate(PAGE);
    let next = cases.last().filter(|_| more).map(href_after);
    let page = MyCasesPage {
        frame: frame.titled("我的案件"),
        stamp: form::stamp(0, app.clock.now()),
        todo: asked.into_iter().map(|it| todo(it, today)).collect(),
        cases: cases.into_iter().map(|it| row(it, today)).collect(),
        later: after.is_some(),
        papers: papers.into_iter().map(|it| paper(it, today)).collect(),
        drafts: drafts.into_iter().map(|it| draft(it, today)).collect(),
        next,
    };
    Ok(page.into_response())
}

/// 1764000000000000-0193…: the last case's receipt in microseconds, and its id.
fn cursor(text: &str) -> Option<Cursor> {
    let (at, id) = text.split_once('-')?;
    let nanos = at.parse::<i64>().ok().map(|micros| i128::from(micros) * 1000)?;
    Some(Cursor {
        at: OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()?,
        id: Uuid::parse_str(id).ok()?.into(),
    })
}

fn href_after(last: &OwnCase) -> String {
    let micros = last.received_at.unix_timestamp_nanos() / 1000;
    format!("/my?after={micros}-{}", last.id.0.simple())
}

fn todo(it: own_cases::Asked, today: Date) -> Todo {
    let due = it.due_on.map(|on| RowDue {
        on,
        legal: it.legal,
        days: Some(it.days),
        provisional: it.provisional,
        calendar: it.calendar,
    });
    Todo {
        what: it.todo,
        href: case::href(it.case_id, it.step, it.about),
        chip: due.map(|due| row_chip(&due, today)),
        due: it
            .due_on
            .map_or_else(String::new, |due| format!("{} 24:00 届满", short_day(due, today))),
        title: it.title,
        number: it.number,
    }
}

fn row(it: OwnCase, today: Date) -> Row {
    // An internal target, or what another party is owed, is for those who work on the case.
    let kind = it.due_kind.filter(|kind| kind.legal());
    let chip = it.due_on.zip(kind).map(|(on, kind)| {
        let due = RowDue {
            on,
            legal: kind.legal(),
            days: it.due_days,
            provisional: it.due_provisional,
            calendar: it.calendar,
        };
        of_the_body(kind, row_chip(&due, today))
    });
    Row {
        chip,
        title: it.title,
        number: it.number,
        href: format!("/cases/{}", it.id),
        tag: Tag::determined(it.status, it.determined.verdict()),
        body: it.body,
    }
}

fn paper(it: Paper, today: Date) -> PaperRow {
    PaperRow {
        title: it.kind.short(),
        href: format!("/cases/{}/documents/{}", it.case_id, it.id),
        number: it.number,
        about: format!("{} · {}", it.title, short_day(shanghai_day(it.issued_at), today)),
        read: it.read,
        objects: (it.kind == DocumentKind::Determination && !it.contested)
            .then(|| case::href(it.case_id, Kind::Object, Some(it.party.0))),
    }
}

fn draft(it: ApplicationRow, today: Date) -> DraftRow {
    DraftRow {
        title: if it.title.is_empty() {
            "新的容错申请".into()
        } else {
            it.title
        },
        href: format!("/applications/{}", it.id),
        about: format!(
            "已完成 {}/{} · {}保存",
            it.tasks_done,
            Task::ALL.len(),
            short_moment(it.updated_at, today)
        ),
    }
}
