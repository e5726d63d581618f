//! 常用语: what a body keeps for its officers to put into what they write. Whoever leads the body keeps them, all of the body read
//! them; at the fields they are `offered`.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;

use crate::domain::actor::{Actor, ActorBody};
use crate::domain::dates::{shanghai_day, short_day};
use crate::domain::phrase::{Family, kept_by};
use crate::platform::App;
use crate::store::phrases::{self, Kept};
use crate::web::error::Nope;
use crate::web::frame::Frame;

pub mod form;
mod offered;
mod samples;

pub use offered::{NONE, Offered, Phrases};
pub use samples::{offered as sample_phrases, samples};

/// Where they are listed.
pub const PHRASES: &str = "/phrases";

#[derive(Template, WebTemplate)]
#[template(path = "phrases/list.html")]
pub struct PhrasesPage {
    frame: Frame,
    body: String,
    /// Whether the reader keeps them.
    keeps: bool,
    groups: Vec<Group>,
    withdrawn: Vec<Line>,
}

/// The phrases of a family.
struct Group {
    family: Family,
    lines: Vec<Line>,
}

struct Line {
    title: String,
    text: String,
    family: Family,
    /// Who wrote it last, and when.
    by: String,
    href: String,
}

/// `GET /phrases`
pub async fn show(State(app): State<App>, actor: Actor, frame: Frame) -> Result<PhrasesPage, Nope> {
    let body = body(&actor)?;
    let today = shanghai_day(app.clock.now());
    let mut db = app.pool.acquire().await?;
    let in_use = phrases::in_use(&mut db, body.id).await?;
    let withdrawn = match kept_by(&actor) {
        Some(_) => phrases::withdrawn(&mut db, body.id).await?,
        None => vec![],
    };
    drop(db);
    let line = |it: Kept| Line {
        title: it.title,
        text: it.text,
        family: it.family,
        by: format!("{} · {}", it.by, short_day(shanghai_day(it.at), today)),
        href: format!("{PHRASES}/{}", it.id),
    };
    Ok(PhrasesPage {
        frame: frame
            .titled("常用语")
            .back("/account", "返回我的账号")
            .here(PHRASES),
        body: body.short_name.clone(),
        keeps: kept_by(&actor).is_some(),
        groups: groups(in_use.into_iter().map(line).collect()),
        withdrawn: withdrawn.into_iter().map(line).collect(),
    })
}

/// The body whose phrases the person reads.
fn body(actor: &Actor) -> Result<&ActorBody, Nope> {
    let only_staff = Nope::Forbidden("常用语供管理机构的工作人员使用。");
    actor.body.as_ref().ok_or(only_staff)
}

/// Those that have any, in the order of the procedure.
fn groups(lines: Vec<Line>) -> Vec<Group> {
    let mut groups: Vec<_> = Family::ALL
        .iter()
        .map(|family| Group {
            family: *family,
            lines: vec![],
        })
        .collect();
    for line in lines {
        if let Some(group) = groups.iter_mut().find(|it| it.family == line.family) {
            group.lines.push(line);
        }
    }
    groups.retain(|it| !it.lines.is_empty());
    groups
}
