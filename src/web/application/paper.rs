//! 申请书 on paper: to be signed or stamped before it is filed, and afterwards as it was filed, with its files. Before, the
//! writers see it; after, the filer and those who see the case from inside.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::draft::Draft;
use super::read;
use crate::documents::html::{Look, Paper};
use crate::domain::dates::{day, moment};
use crate::domain::document::application::application;
use crate::platform::App;
use crate::store::bodies;
use crate::store::{applications, filings};
use crate::web::case::open::OpenCase;
use crate::web::error::Nope;
use crate::web::form::Wrong;
use crate::web::frame::Frame;
use crate::web::size::size;

/// The paper with its files.
#[derive(Template, WebTemplate)]
#[template(path = "application/paper.html")]
pub struct ApplicationPaperPage {
    frame: Frame,
    paper: Paper,
    said: String,
    digest: Option<String>,
    files: Vec<PaperFile>,
}

struct PaperFile {
    name: String,
    href: String,
    signed: bool,
    size: String,
}

/// The 申请书 of an application that is not filed yet; while something is missing, the task list says what.
pub async fn show(State(app): State<App>, draft: Draft) -> Result<Response, Nope> {
    let mut db = app.pool.acquire().await?;
    let files = applications::files(&mut db, draft.id).await?;
    let Ok(filing) = read::filing(&draft.answers, &files, draft.writer()) else {
        return Ok(Redirect::to(&draft.list_href()).into_response());
    };
    let bodies = bodies::taking_cases(&mut db).await?;
    let body = bodies.into_iter().find(|body| body.id == filing.body);
    let body = body.map_or_else(String::new, |body| body.name);
    let page = ApplicationPaperPage {
        frame: draft.frame(&app, "申请书", &Wrong::default()),
        paper: Paper {
            document: application(&filing, &body, None, None),
            look: Look::Form,
            demo: app.demo(),
            within: false,
        },
        said: "尚未提交".into(),
        digest: None,
        files: vec![],
    };
    Ok(page.into_response())
}

/// The 申请书 as it was filed.
pub async fn filed(State(app): State<App>, open: OpenCase) -> Result<ApplicationPaperPage, Nope> {
    if !open.sight.reads_filing() {
        return Err(Nope::NotFound);
    }
    let case = &open.case;
    let kept = filings::kept(&app.pool, &app.known, case.id).await?;
    let kept = kept.ok_or(Nope::NotFound)?;
    let files = filings::files(&mut *app.pool.acquire().await?, case.id).await?;
    let on = day(crate::domain::dates::shanghai_day(case.received_at));
    let here = if open.actor.staff() { "/cases" } else { "/my" };
    Ok(ApplicationPaperPage {
        frame: Frame::for_page(&app, Some(&open.actor), "申请书")
            .back(open.href(), "返回案件")
            .here(here),
        paper: Paper {
            document: application(&kept.filing, &case.body.name, Some(&case.number), Some(on)),
            look: Look::Form,
            demo: app.demo(),
            within: false,
        },
        said: format!("{} 提交", moment(case.received_at)),
        digest: Some(kept.digest.clone()),
        files: files
            .into_iter()
            .map(|file| PaperFile {
                href: open.file(file.file_id),
                size: size(file.size),
                name: file.name,
                signed: file.signed,
            })
            .collect(),
    })
}
