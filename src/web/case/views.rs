//! 外部查看记录: who from outside the body read the case, and why. For the body itself.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use time::Date;

use super::open::OpenCase;
use crate::domain::access::Sight;
use crate::domain::dates::{shanghai_day, short_day, short_moment};
use crate::platform::App;
use crate::store::openings::{self, Opened, Viewed};
use crate::web::error::Nope;
use crate::web::frame::Frame;

/// Lines of each list.
const LISTED: i64 = 100;

#[derive(Template, WebTemplate)]
#[template(path = "case/views.html")]
pub struct ViewsPage {
    frame: Frame,
    number: String,
    title: String,
    openings: Vec<OpeningLine>,
    views: Vec<ViewLine>,
}

/// A reason that somebody gave.
#[derive(Clone)]
pub struct OpeningLine {
    pub who: String,
    pub at: String,
    pub why: String,
    pub until: String,
}

struct ViewLine {
    who: String,
    at: String,
    what: &'static str,
}

/// `GET /cases/{id}/views`
pub async fn show(State(app): State<App>, open: OpenCase, frame: Frame) -> Result<ViewsPage, Nope> {
    if open.sight != Sight::Body {
        return Err(Nope::NotFound);
    }
    let mut db = app.pool.acquire().await?;
    let opened = openings::of_case(&mut db, open.case.id, LISTED).await?;
    let viewed = openings::views(&mut db, open.case.id, LISTED).await?;
    drop(db);
    Ok(ViewsPage {
        frame: frame
            .titled(format!("{} 外部查看记录", open.case.number))
            .back(open.href(), "返回案件")
            .here("/cases"),
        number: open.case.number.clone(),
        title: open.case.title.clone(),
        openings: opening_lines(opened, open.today()),
        views: viewed
            .into_iter()
            .map(|it| ViewLine::of(it, open.today()))
            .collect(),
    })
}

/// The openings as pages list them.
pub fn opening_lines(opened: Vec<Opened>, today: Date) -> Vec<OpeningLine> {
    let line = |it: Opened| OpeningLine {
        who: format!("{} {}", it.body_name, it.name),
        at: short_moment(it.at, today),
        why: format!("{}：{}", it.ground.short(), it.reason),
        until: match it.until == shanghai_day(it.at) {
            true => "当日有效".to_owned(),
            false => format!("至{}", short_day(it.until, today)),
        },
    };
    opened.into_iter().map(line).collect()
}

impl ViewLine {
    fn of(it: Viewed, today: Date) -> Self {
        Self {
            who: format!("{} {}", it.body_name, it.name),
            at: short_moment(it.at, today),
            what: if it.took_out { "下载" } else { "查看" },
        }
    }
}
