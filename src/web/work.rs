//! 工作台: what waits for me, by deadline, and the tiles that count it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::domain::actor::{Actor, ActorBody};
use crate::domain::dates::shanghai_day;
use crate::platform::App;
use crate::store::lists::{self, Pile, Tiles};
use crate::web::case_rows::{self, Line};
use crate::web::error::Nope;
use crate::web::extract::Query;
use crate::web::frame::{Frame, home};

#[derive(Template, WebTemplate)]
#[template(path = "work.html")]
struct WorkPage {
    frame: Frame,
    tiles: Vec<Tile>,
    heading: &'static str,
    lines: Vec<Line>,
    objections: Vec<Line>,
    /// The Office has no cases of its own: objections are all that waits there.
    office: bool,
    next: Option<String>,
}

struct Tile {
    name: &'static str,
    count: String,
    href: &'static str,
    here: bool,
    late: bool,
}

/// Which pile is asked for, and from where.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    pile: Option<String>,
    after: Option<String>,
    id: Option<Uuid>,
}

pub async fn show(
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
    let cursor = case_rows::cursor(asked.after.as_deref(), asked.id);
    let rows = lists::waiting(&mut db, body.id, actor.user, pile, cursor).await?;
    let objections = match tiles.objections {
        0 => vec![],
        _ => lists::objections(&mut db, body.id).await?,
    };
    let (rows, next) = case_rows::paged(rows, &format!("/work?pile={name}"));
    let ids: Vec<_> = rows.iter().chain(&objections).map(|row| row.id).collect();
    let beside = lists::beside(&mut db, &actor, &ids).await?;
    drop(db);
    let page = WorkPage {
        frame: Frame::for_page(&app, Some(&actor), "工作台").here("/work"),
        tiles: tiled(&tiles, name, &body),
        heading: heading(pile),
        lines: case_rows::lines(&rows, &beside, &actor, today),
        objections: case_rows::lines(&objections, &beside, &actor, today),
        office: body.office,
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
    let mut all = vec![tile("已逾期", tiles.late, "", "/cases?deadline=late")];
    if !body.office {
        all.extend([
            tile("等我办", tiles.officer, "officer", "/work?pile=officer"),
            tile("等审批", tiles.approver, "approver", "/work?pile=approver"),
            tile("等当事人", tiles.party, "party", "/work?pile=party"),
        ]);
    }
    if body.office || tiles.objections > 0 {
        let late = false;
        all.push(Tile {
            name: "异议",
            count: count(tiles.objections),
            href: "/work#objections",
            here: body.office,
            late,
        });
    }
    all
}
