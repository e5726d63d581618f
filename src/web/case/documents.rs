//! An issued document as it stands, and the files of a case. Both ask whether this person may read them; downloads are
//! recorded.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::open::OpenCase;
use crate::documents::html::{Look, Paper};
use crate::domain::dates::moment;
use crate::domain::document::DocumentKind;
use crate::domain::ids::{DocumentId, FileId};
use crate::platform::App;
use crate::platform::blobs::Sha256Name;
use crate::store;
use crate::store::audit::Deed;
use crate::web::error::Nope;
use crate::web::frame::Frame;
use crate::web::paper::PaperPage;

/// Shows an issued document.
///
/// # Errors
/// There is none that this person may read.
pub async fn show(State(app): State<App>, open: OpenCase) -> Result<PaperPage, Nope> {
    let id = open.subject.map(DocumentId).ok_or(Nope::NotFound)?;
    let issued = open
        .case
        .documents
        .iter()
        .find(|it| it.id == id && open.sight.reads(it))
        .ok_or(Nope::NotFound)?;
    let found = store::documents::read(&mut *app.pool.acquire().await?, open.case.id, id).await?;
    let found = found.ok_or(Nope::NotFound)?;
    let look = if issued.kind == DocumentKind::Receipt {
        Look::Receipt
    } else {
        Look::Official
    };
    Ok(PaperPage {
        frame: Frame::for_page(
            &app,
            Some(&open.actor),
            format!("{} {}", issued.number, issued.kind.short()),
        )
        .back(open.href(), "返回案件")
        .here(open.section()),
        paper: Paper {
            document: found.document,
            look,
            demo: app.demo(),
            within: false,
        },
        issued: format!("{}印发", moment(found.issued_at)),
        digest: Some(found.digest),
    })
}

/// Gives out a file of the case.
///
/// # Errors
/// There is none that this person may have, or it is damaged.
pub async fn file(State(app): State<App>, open: OpenCase) -> Result<Response, Nope> {
    let id = open.subject.map(FileId).ok_or(Nope::NotFound)?;
    let kept = open.case.file(id).ok_or(Nope::NotFound)?;
    if !open.sight.reads_file(kept, &open.case) {
        return Err(Nope::NotFound);
    }
    let mut db = app.pool.acquire().await?;
    store::audit::record(
        &mut db,
        open.actor.user,
        Deed::Download,
        Some(open.case.id),
        open.at,
    )
    .await?;
    drop(db);
    let file = &kept.file;
    let digest = file.sha256.parse::<Sha256Name>().map_err(|_| Nope::NotFound)?;
    let bytes = app.blobs.get(digest).await?;
    let name = utf8_percent_encode(&file.name, NON_ALPHANUMERIC);
    let headers = [
        (CONTENT_TYPE, file.media_type.clone()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{name}"),
        ),
    ];
    Ok((headers, bytes).into_response())
}
