//! 案件: every case that staff may see, to be found by number, party or matter, and narrowed by stage and deadline.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use time::Date;
use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::dates::shanghai_day;
use crate::domain::status::{Stage, Status};
use crate::platform::App;
use crate::store::lists::{self, Search};
use crate::web::case_rows::{self, Line};
use crate::web::error::Nope;
use crate::web::extract::Query;
use crate::web::form::{Choice, Typed};
use crate::web::frame::{Frame, home};

#[derive(Template, WebTemplate)]
#[template(path = "cases.html")]
struct CasesPage {
    frame: Frame,
    typed: Typed,
    stages: Vec<Choice>,
    stage: String,
    deadlines: Vec<Choice>,
    deadline: &'static str,
    lines: Vec<Line>,
    next: Option<String>,
    searched: bool,
}

/// The answer to 期限 that asks for what is past its deadline.
const LATE: &str = "late";

/// Which part of the list is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    q: Option<String>,
    stage: Option<String>,
    deadline: Option<String>,
    after: Option<String>,
    id: Option<Uuid>,
}

pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, Nope> {
    if !actor.staff() {
        return Ok(Redirect::to(home(&actor)).into_response());
    }
    let today = shanghai_day(app.clock.now());
    let cursor = case_rows::cursor(asked.after.as_deref(), asked.id);
    let mut db = app.pool.acquire().await?;
    let rows = lists::found(&mut db, &actor, &asked.search(today), cursor).await?;
    drop(db);
    let (rows, next) = case_rows::paged(rows, &asked.href());
    let (words, stage) = (asked.words(), asked.stage());
    let page = CasesPage {
        frame: Frame::for_page(&app, Some(&actor), "案件").here("/cases"),
        searched: !words.is_empty() || stage.is_some() || asked.late(),
        typed: Typed::from([("q", words.as_str())]),
        stages: Stage::ALL
            .into_iter()
            .map(|it| Choice::new(it.name(), it.name()))
            .collect(),
        stage: stage.map_or("", Stage::name).to_owned(),
        deadlines: vec![Choice::new(LATE, "只看已逾期")],
        deadline: if asked.late() { LATE } else { "" },
        lines: case_rows::lines(&rows, &actor, today),
        next,
    };
    Ok(page.into_response())
}

impl Asked {
    fn words(&self) -> String {
        let words = self.q.as_deref().unwrap_or_default().replace('\0', "");
        words.trim().chars().take(60).collect()
    }

    fn stage(&self) -> Option<Stage> {
        Stage::ALL
            .into_iter()
            .find(|it| Some(it.name()) == self.stage.as_deref())
    }

    fn late(&self) -> bool {
        self.deadline.as_deref() == Some(LATE)
    }

    fn search(&self, today: Date) -> Search {
        let stage = self.stage();
        let within = |it: &Status| stage.is_some_and(|stage| it.stage() == stage);
        let statuses = Status::ALL.into_iter().filter(within);
        Search {
            words: self.words(),
            statuses: statuses.collect(),
            due_before: self.late().then_some(today),
        }
    }

    /// The list of cases that is asked for, from its beginning.
    fn href(&self) -> String {
        let plain = |it: &str| utf8_percent_encode(it, NON_ALPHANUMERIC).to_string();
        let stage = self.stage().map_or("", Stage::name);
        let late = if self.late() { LATE } else { "" };
        format!(
            "/cases?q={}&stage={}&deadline={late}",
            plain(&self.words()),
            plain(stage)
        )
    }
}
