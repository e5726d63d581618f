//! 工作台 and 案件: what waits for me, by deadline; and every case I may see, to be found by number, party or matter.

use std::collections::HashMap;

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use time::Date;
use uuid::Uuid;

use super::case::{RowDue, row_chip};
use crate::domain::actor::{Actor, ActorBody};
use crate::domain::dates::{shanghai_day, short_day};
use crate::domain::status::{Stage, Status};
use crate::platform::App;
use crate::store::lists::{self, Beside, CaseRow, Cursor, PAGE_ROWS, Pile, Search, Tiles};
use crate::web::door::Query;
use crate::web::error::Nope;
use crate::web::form::{Choice, Typed};
use crate::web::frame::{Frame, home};
use crate::web::parts::Chip;

#[derive(Template, WebTemplate)]
#[template(path = "work/work.html")]
struct WorkPage {
    frame: Frame,
    tiles: Vec<Tile>,
    heading: &'static str,
    lines: Vec<Line>,
    objections: Vec<Line>,
    next: Option<String>,
}

#[derive(Template, WebTemplate)]
#[template(path = "work/cases.html")]
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

struct Tile {
    name: &'static str,
    count: String,
    href: &'static str,
    here: bool,
    late: bool,
}

struct Line {
    href: Option<String>,
    todo: String,
    title: String,
    number: String,
    parties: String,
    status: &'static str,
    chip: Option<Chip>,
    due: String,
}

/// Which part of a list is asked for.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    pile: Option<String>,
    q: Option<String>,
    stage: Option<String>,
    deadline: Option<String>,
    after: Option<String>,
    id: Option<Uuid>,
}

/// The answer to 期限 that asks for what is past its deadline.
const LATE: &str = "late";

impl Asked {
    fn cursor(&self) -> Cursor {
        let Some(id) = self.id else { return Cursor::START };
        let format = time::macros::format_description!("[year]-[month]-[day]");
        Cursor {
            due: self.after.as_deref().and_then(|it| Date::parse(it, &format).ok()),
            id,
        }
    }

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
            statuses: statuses.map(|it| it.code().to_owned()).collect(),
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

/// `GET /work`.
pub async fn work(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, Nope> {
    let Some(body) = actor.body.clone() else {
        return Ok(Redirect::to(home(&actor)).into_response());
    };
    let today = shanghai_day(app.clock.now());
    let (pile, name) = pile(&asked, &actor);
    let mut db = app.pool.acquire().await?;
    let tiles = lists::tiles(&mut db, body.id, actor.user, today).await?;
    let mine = pile == Pile::Officer;
    let rows = lists::waiting(&mut db, body.id, actor.user, pile, mine, asked.cursor()).await?;
    let objections = lists::objections(&mut db, body.id).await?;
    let (rows, next) = paged(rows, &format!("/work?pile={name}"));
    let ids: Vec<_> = rows.iter().chain(&objections).map(|row| row.id).collect();
    let beside = lists::beside(&mut db, &actor, &ids).await?;
    drop(db);
    let page = WorkPage {
        frame: Frame::for_page(&app, Some(&actor), "工作台").here("/work"),
        tiles: tiled(&tiles, name, &body),
        heading: heading(pile),
        lines: lines(&rows, &beside, &actor, today),
        objections: lines(&objections, &beside, &actor, today),
        next,
    };
    Ok(page.into_response())
}

fn pile(asked: &Asked, actor: &Actor) -> (Pile, &'static str) {
    match asked.pile.as_deref() {
        Some("approver") => (Pile::Approver, "approver"),
        Some("party") => (Pile::Party, "party"),
        Some("officer") => (Pile::Officer, "officer"),
        _ if actor.approver => (Pile::Approver, "approver"),
        _ => (Pile::Officer, "officer"),
    }
}

fn heading(pile: Pile) -> &'static str {
    match pile {
        Pile::Officer => "等我办",
        Pile::Approver => "等审批",
        Pile::Party => "等当事人",
    }
}

fn tiled(tiles: &Tiles, here: &str, body: &ActorBody) -> Vec<Tile> {
    let count = |count: i64| {
        if count >= lists::COUNTED_MAX {
            "99+".to_owned()
        } else {
            count.to_string()
        }
    };
    let tile = |name, number, pile: &str, href| Tile {
        name,
        count: count(number),
        href,
        here: !pile.is_empty() && pile == here,
        late: pile.is_empty() && number > 0,
    };
    let mut all = vec![
        tile("已逾期", tiles.late, "", "/cases?deadline=late"),
        tile("等我办", tiles.officer, "officer", "/work?pile=officer"),
        tile("等审批", tiles.approver, "approver", "/work?pile=approver"),
        tile("等当事人", tiles.party, "party", "/work?pile=party"),
    ];
    if body.office || tiles.objections > 0 {
        let late = false;
        all.push(Tile {
            name: "异议",
            count: count(tiles.objections),
            href: "/work#objections",
            here: false,
            late,
        });
    }
    all
}

/// The rows of a page, and where the next one begins.
fn paged(mut rows: Vec<CaseRow>, href: &str) -> (Vec<CaseRow>, Option<String>) {
    let page = usize::try_from(PAGE_ROWS).unwrap_or(usize::MAX);
    if rows.len() <= page {
        return (rows, None);
    }
    rows.truncate(page);
    let sign = if href.contains('?') { '&' } else { '?' };
    let next = rows.last().map(|last| {
        let after = last
            .due_on
            .map(|due| due.to_string())
            .unwrap_or_else(|| "none".to_owned());
        format!("{href}{sign}after={after}&id={}", last.id)
    });
    (rows, next)
}

/// The rows as this person reads them.
fn lines(rows: &[CaseRow], beside: &HashMap<Uuid, Beside>, actor: &Actor, today: Date) -> Vec<Line> {
    let known = rows.iter().filter_map(|row| Some((row, beside.get(&row.id)?)));
    known
        .map(|(row, beside)| line(row, beside, actor, today))
        .collect()
}

fn line(row: &CaseRow, beside: &Beside, actor: &Actor, today: Date) -> Line {
    let status = Status::from_code(&row.status);
    let due = row.due_on.zip(row.due_kind.as_deref()).map(|(on, kind)| RowDue {
        on,
        kind,
        days: row.due_days,
        provisional: row.due_provisional,
        calendar: &beside.calendar,
    });
    Line {
        href: beside
            .relation
            .opens_to(actor)
            .then(|| format!("/cases/{}", row.id)),
        todo: row.todo.clone(),
        title: row.title.clone(),
        number: row.number.clone(),
        parties: row.party_names.clone(),
        status: status.map_or("", Status::name),
        chip: due.and_then(|due| row_chip(&due, today)),
        due: row
            .due_on
            .map_or_else(|| "—".to_owned(), |due| short_day(due, today)),
    }
}

/// `GET /cases`.
pub async fn cases(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, Nope> {
    let Some(body) = actor.body.clone() else {
        return Ok(Redirect::to(home(&actor)).into_response());
    };
    let today = shanghai_day(app.clock.now());
    let mut db = app.pool.acquire().await?;
    let rows = lists::found(&mut db, body.id, &asked.search(today), asked.cursor()).await?;
    let (rows, next) = paged(rows, &asked.href());
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let beside = lists::beside(&mut db, &actor, &ids).await?;
    drop(db);
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
        lines: lines(&rows, &beside, &actor, today),
        next,
    };
    Ok(page.into_response())
}
