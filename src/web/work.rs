//! 工作台: what is to be done, thing by thing, what burns first; and the tiles that count it.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::domain::actor::Actor;
use crate::domain::dates::shanghai_day;
use crate::platform::App;
use crate::store::piles::{self, After, Counts, Reader, Work};
use crate::web::came_from;
use crate::web::error::Nope;
use crate::web::extract::Query;
use crate::web::frame::{Frame, home};

mod task_lines;
pub mod together;

use task_lines::{Line, TaskGroup, after, groups, next};

#[derive(Template, WebTemplate)]
#[template(path = "work.html")]
struct WorkPage {
    frame: Frame,
    tiles: Vec<Tile>,
    heading: &'static str,
    nothing: &'static str,
    /// How many simple acts wait, which are approved together.
    together: i64,
    groups: Vec<TaskGroup>,
    /// Whether the reader decided something just now, and goes on with the first.
    decided: bool,
    /// Whether the list is what the reader decides.
    deciding: bool,
    next: Option<String>,
}

impl WorkPage {
    /// One alone is decided on its own page.
    fn offers_together(&self) -> bool {
        self.deciding && self.together >= 2
    }

    fn first(&self) -> Option<&Line> {
        self.groups.first()?.lines.first().filter(|_| self.decided)
    }
}

struct Tile {
    name: &'static str,
    count: String,
    href: String,
    here: bool,
    late: bool,
}

/// Which pile is asked for, and from where.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    pile: Option<String>,
    after: Option<String>,
}

pub async fn show(
    State(app): State<App>,
    actor: Actor,
    frame: Frame,
    Query(asked): Query<Asked>,
) -> Result<Response, Nope> {
    let Some(reader) = reader(&actor) else {
        return Ok(Redirect::to(home(&actor)).into_response());
    };
    let today = shanghai_day(app.clock.now());
    let work = work(&asked, &actor);
    let mut db = app.pool.acquire().await?;
    let counts = piles::counts(&mut db, &reader, today).await?;
    let begin = asked.after.as_deref().and_then(after).unwrap_or(After::START);
    let mut lines = piles::lines(&mut db, &app.known, (&reader, &counts), work, today, begin).await?;
    drop(db);
    let href = format!("/work?pile={}", code(work));
    let next = next(&mut lines, &href);
    let frame = frame.titled("工作台").here("/work");
    let page = WorkPage {
        deciding: work == Work::ToDecide,
        decided: work == Work::ToDecide && frame.flash.is_some(),
        frame,
        tiles: tiles(&counts, work, &actor),
        heading: heading(work),
        together: counts.deciding.together.min(piles::TOGETHER_MAX as i64),
        nothing: nothing(work),
        groups: groups(lines, work, today),
        next,
    };
    Ok((came_from::remember(&href), page).into_response())
}

/// Whose work it is; `None`: no staff.
fn reader(actor: &Actor) -> Option<Reader> {
    Some(Reader {
        desk: actor.body.as_ref()?.id,
        user: actor.user,
        officer: actor.officer,
        approver: actor.approver,
    })
}

/// Who decides what others drafted.
fn decider(actor: &Actor) -> Result<(), Nope> {
    match actor.approver {
        true => Ok(()),
        false => Err(Nope::Forbidden("一并审批由负责人办理。")),
    }
}

fn work(asked: &Asked, actor: &Actor) -> Work {
    match asked.pile.as_deref() {
        Some("approver") if actor.approver => Work::ToDecide,
        Some("approver") => Work::Sent,
        Some("party") => Work::Parties,
        Some("desk") if actor.approver => Work::Desk,
        Some("officer") => Work::Mine,
        _ if actor.approver => Work::ToDecide,
        _ => Work::Mine,
    }
}

/// The pile as the address names it.
fn code(work: Work) -> &'static str {
    match work {
        Work::Mine => "officer",
        Work::Sent | Work::ToDecide => "approver",
        Work::Parties => "party",
        Work::Desk => "desk",
    }
}

fn heading(work: Work) -> &'static str {
    match work {
        Work::Mine => "待我办理",
        Work::Sent => "待审批",
        Work::ToDecide => "待我审批",
        Work::Parties => "待当事人办理",
        Work::Desk => "本机关已逾期和本周届满的事项",
    }
}

fn nothing(work: Work) -> &'static str {
    match work {
        Work::Mine => "现在没有待您办理的事项。有了新的事项，会按期限排在这里。",
        Work::Sent => "您送审的事项都已经有了结果。",
        Work::ToDecide => "现在没有待您审批的事项。",
        Work::Parties => "暂无待当事人办理的事项。",
        Work::Desk => "本机关没有逾期或者本周届满的事项。",
    }
}

fn tiles(counts: &Counts, here: Work, actor: &Actor) -> Vec<Tile> {
    let tile = |name, count: i64, work: Work, part: &str| Tile {
        name,
        count: match count >= piles::COUNTED_MAX {
            true => "99+".to_owned(),
            false => count.to_string(),
        },
        href: format!("/work?pile={}{part}", code(work)),
        here: part.is_empty() && work == here,
        late: false,
    };
    let late = |name, count: i64, work| Tile {
        late: count > 0,
        ..tile(name, count, work, "#late")
    };
    let mut all = vec![];
    if actor.approver {
        all.extend([
            tile("待我审批", counts.deciding.to_decide, Work::ToDecide, ""),
            late("本机关已逾期", counts.deciding.desk_late, Work::Desk),
            tile("本机关本周届满", counts.deciding.desk_near, Work::Desk, ""),
        ]);
    }
    if actor.officer {
        all.extend([
            late("已逾期", counts.own.late, Work::Mine),
            tile("今天届满", counts.own.today, Work::Mine, "#today"),
        ]);
        // What came back is rare: it has a tile while there is some.
        let back = tile("退回修改", counts.own.returned, Work::Mine, "#returned");
        all.extend(Some(back).filter(|_| counts.own.returned > 0));
        all.extend([
            tile("本周届满", counts.own.week, Work::Mine, "#week"),
            tile("以后", counts.own.later, Work::Mine, "#later"),
            tile("待当事人办理", counts.own.parties, Work::Parties, ""),
        ]);
    }
    if !actor.approver {
        all.push(tile("待审批", counts.own.sent, Work::Sent, ""));
    }
    all
}
