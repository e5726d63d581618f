//! 案件: every case that staff may see, searched and narrowed; the filter stands in the address. And the same as a sheet.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sqlx::PgConnection;
use time::Date;

use crate::domain::actor::{Actor, ActorBody};
use crate::domain::dates::shanghai_day;
use crate::domain::status::Stage;
use crate::platform::App;
use crate::platform::known::Known;
use crate::store::audit::{self, Deed};
use crate::store::lists::{self, After, COUNTED_MAX, Dated, Due, Filter, Found, Question, Sort};
use crate::store::{directory, integrity};
use crate::web::came_from;
use crate::web::case_filter::{self, Asked, IN_HAND, behind};
use crate::web::case_rows::{self, Line};
use crate::web::case_sheet::{CaseSheet, SHEET_ROWS_MAX};
use crate::web::error::Nope;
use crate::web::extract::Query;
use crate::web::form::{Choice, choices};
use crate::web::frame::{Frame, home};

mod samples;

pub use samples::samples;

/// Rows of a sheet in memory at a time.
const SHEET_PAGE_ROWS: i64 = 500;

#[derive(Template, WebTemplate)]
#[template(path = "cases.html")]
struct CasesPage {
    frame: Frame,
    fields: Fields,
    /// Whether anything is asked at all.
    filtered: bool,
    count: String,
    heads: Vec<Head>,
    lines: Vec<Line>,
    next: Option<String>,
    sheet: String,
}

/// The filter as a form: what can be chosen, and what is.
struct Fields {
    words: String,
    stages: Vec<Choice>,
    stage: &'static str,
    outcomes: Vec<Choice>,
    outcome: &'static str,
    officers: Vec<Choice>,
    officer: String,
    /// None where all cases are of one body.
    bodies: Vec<Choice>,
    body: String,
    /// Whether only the bodies below are listed.
    below: bool,
    deadlines: Vec<Choice>,
    deadline: &'static str,
    dates: Vec<Choice>,
    dated: &'static str,
    from: String,
    to: String,
    /// The order, where it is another than usual.
    sort: Option<&'static str>,
}

/// The head of a column.
struct Head {
    text: &'static str,
    /// The same list in the order of this column.
    href: Option<String>,
    /// How the list is sorted by it.
    sorted: Option<&'static str>,
}

pub async fn show(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, Nope> {
    let Some(body) = actor.body.as_ref() else {
        return Ok(Redirect::to(home(&actor)).into_response());
    };
    let today = shanghai_day(app.clock.now());
    let (filter, sort, after) = (asked.filter(), asked.sort(), asked.after());
    let mut db = app.pool.acquire().await?;
    let question = Question::new(&mut db, &actor, (&filter, sort), today).await?;
    let lists::Page { rows, count } = lists::page(&mut db, &app.known, &question, after.as_ref()).await?;
    let fields = fields(&mut db, &app.known, body, &filter, sort).await?;
    drop(db);
    let href = case_filter::href("/cases", &filter, sort);
    let (rows, next) = case_rows::paged(rows, &href, sort);
    let page = CasesPage {
        frame: Frame::for_page(&app, Some(&actor), "案件").here("/cases"),
        fields,
        filtered: filter != Filter::default(),
        count: counted(count),
        heads: heads(&filter, sort),
        lines: case_rows::lines(&rows, &actor, today),
        next,
        sheet: case_filter::href("/cases.xlsx", &filter, sort),
    };
    let here = after.map_or(href.clone(), |after| behind(&href, &after));
    Ok((came_from::remember(&here), page).into_response())
}

/// `GET /cases.xlsx`: what is filtered, as a sheet. Who took it is recorded, or it is not given.
pub async fn export(
    State(app): State<App>,
    actor: Actor,
    Query(asked): Query<Asked>,
) -> Result<Response, Nope> {
    if !actor.staff() {
        return Err(Nope::Forbidden("案件列表由管理机构的工作人员导出。"));
    }
    let at = app.clock.now();
    let (filter, sort) = (asked.filter(), asked.sort());
    let mut db = app.pool.acquire().await?;
    let question = Question::new(&mut db, &actor, (&filter, sort), shanghai_day(at)).await?;
    let sheet = filled(&mut db, &app.known, &question).await?;
    let asked = case_filter::href("/cases", &filter, sort);
    let deed = Deed::Export {
        asked: &asked,
        rows: sheet.rows(),
    };
    audit::record(&mut db, actor.user, deed, None, at).await?;
    drop(db);
    let packed = tokio::task::spawn_blocking(move || sheet.packed()).await;
    let bytes = packed.map_err(Nope::failed)?.map_err(Nope::failed)?;
    let name = format!("案件 {}.xlsx", shanghai_day(at));
    let name = utf8_percent_encode(&name, NON_ALPHANUMERIC);
    let headers = [
        (
            CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{name}"),
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// All rows, page by page, as they stood at one moment.
async fn filled(db: &mut PgConnection, known: &Known, question: &Question<'_>) -> Result<CaseSheet, Nope> {
    let mut sheet = CaseSheet::new().map_err(Nope::failed)?;
    let mut moment = integrity::one_moment(db).await?;
    let mut after = None;
    loop {
        let rows = lists::found(&mut moment, known, question, after.as_ref(), SHEET_PAGE_ROWS).await?;
        for row in &rows {
            sheet.add(row, question.reader).map_err(Nope::failed)?;
        }
        match rows.last() {
            Some(last) if sheet.rows() < SHEET_ROWS_MAX => after = Some(After::row(last, question.sort)),
            Some(_) | None => break,
        }
    }
    moment.commit().await?;
    Ok(sheet)
}

fn counted(count: i64) -> String {
    if count > COUNTED_MAX {
        format!("{COUNTED_MAX} 件以上")
    } else {
        format!("{count} 件")
    }
}

async fn fields(
    db: &mut PgConnection,
    known: &Known,
    body: &ActorBody,
    filter: &Filter,
    sort: Sort,
) -> Result<Fields, Nope> {
    let officers = lists::officers(db, known, body.id).await?.into_iter();
    let directory = directory::of_this_request(db, known).await?;
    let own = [body.id];
    let bodies: Vec<_> = directory
        .those(&own)
        .chain(directory.those(&body.below))
        .map(|it| Choice::new(it.id.to_string(), it.short_name.clone()))
        .collect();
    let day = |it: Option<Date>| it.map(|it| it.to_string()).unwrap_or_default();
    Ok(Fields {
        words: filter.words.clone(),
        stages: stages(),
        stage: case_filter::stage(filter).unwrap_or_default(),
        outcomes: Found::all()
            .map(|it| Choice::new(it.code(), it.short()))
            .collect(),
        outcome: filter.found.map_or("", Found::code),
        officers: officers
            .map(|(id, name)| Choice::new(id.to_string(), name))
            .collect(),
        officer: filter.officer.map(|it| it.to_string()).unwrap_or_default(),
        bodies: if bodies.len() > 1 { bodies } else { vec![] },
        body: filter.body.map(|it| it.to_string()).unwrap_or_default(),
        below: filter.below,
        deadlines: choices!(Due),
        deadline: filter.due.map_or("", Due::code),
        dates: choices!(Dated),
        dated: filter.dated.code(),
        from: day(filter.from),
        to: day(filter.to),
        sort: Some(case_filter::code(sort)).filter(|_| sort != Sort::default()),
    })
}

fn stages() -> Vec<Choice> {
    let all = Stage::ALL.into_iter().map(Stage::name);
    let all = [IN_HAND].into_iter().chain(all);
    all.map(|it| Choice::new(it, it)).collect()
}

fn heads(filter: &Filter, sort: Sort) -> Vec<Head> {
    let plain = |text| Head {
        text,
        href: None,
        sorted: None,
    };
    let sorted = |text, next, sorted| Head {
        text,
        href: Some(case_filter::href("/cases", filter, next)),
        sorted,
    };
    let (by_receipt, other) = match sort {
        Sort::Due => (None, Sort::Newest),
        Sort::Newest => (Some("descending"), Sort::Oldest),
        Sort::Oldest => (Some("ascending"), Sort::Newest),
    };
    vec![
        plain("案件"),
        plain("经办人"),
        plain("状态"),
        plain("待办事项"),
        sorted("期限", Sort::Due, (sort == Sort::Due).then_some("ascending")),
        sorted("收件", other, by_receipt),
    ]
}
