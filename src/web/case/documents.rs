//! An issued document as it stands, for whom it is addressed to and those inside. That a party opened it is recorded: until
//! then it is unread (未读).

use axum::extract::State;

use super::open::OpenCase;
use crate::documents::html::{Look, Paper};
use crate::domain::dates::moment;
use crate::domain::document::DocumentKind;
use crate::domain::ids::DocumentId;
use crate::platform::App;
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
    let mut db = app.pool.acquire().await?;
    let found = store::documents::read(&mut db, open.case.id, id).await?;
    let found = found.ok_or(Nope::NotFound)?;
    if !open.sight.inside() {
        let (user, case) = (open.actor.user, Some(open.case.id));
        store::audit::record(&mut db, user, Deed::Read(id), case, open.at).await?;
    }
    drop(db);
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
