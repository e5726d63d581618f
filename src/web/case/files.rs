//! The files of a case. Images and PDFs open on a page of ours, everything else is offered to be saved. Each answer asks
//! whether this person may read the file, and each handing out of its bytes is recorded.
//!
//! What is shown was written by somebody else. So the bytes go out in a frame of their own, as what they are by content, in a
//! sandbox: nothing in them may run, load anything, or be framed by another site. What a browser could take for a page of
//! ours (HTML, SVG) is never shown.

use askama::Template;
use askama_web::WebTemplate;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, Method};
use axum::response::{IntoResponse, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tokio_util::io::ReaderStream;

use super::open::OpenCase;
use crate::domain::event::KeptFile;
use crate::domain::ids::FileId;
use crate::platform::App;
use crate::platform::blobs::{Kept, Sha256Name};
use crate::store::audit::{self, Deed};
use crate::web::error::Nope;
use crate::web::frame::Frame;
use crate::web::media::{MediaType, Shown};
use crate::web::samples::{self, Sample};
use crate::web::size::size;

/// The policy of bytes that are shown.
const SEALED: &str = "sandbox; default-src 'none'; frame-ancestors 'self'";
/// How much of a file is held on its way out.
const STEP: usize = 64 * 1024;

/// A file on its page.
#[derive(Template, WebTemplate)]
#[template(path = "case/file_page.html")]
pub struct FilePage {
    frame: Frame,
    name: String,
    size: String,
    digest: String,
    href: String,
    image: bool,
}

impl FilePage {
    fn download(&self) -> String {
        format!("{}/download", self.href)
    }
}

/// The page of a file that can be shown; another one is handed out at once.
///
/// # Errors
/// There is none that this person may have, or it is damaged.
pub async fn show(State(app): State<App>, method: Method, open: OpenCase) -> Result<Response, Nope> {
    let file = asked_for(&open)?;
    let Some(shown) = Shown::of_mime(&file.media_type) else {
        return handed_out(&app, &method, &open, file).await;
    };
    let frame = Frame::for_page(&app, Some(&open.actor), format!("{} 文件", open.case.number));
    let page = FilePage {
        frame: frame.back(open.href(), "返回案件").here(open.section()),
        name: file.name.clone(),
        size: size(file.size),
        digest: file.sha256.clone(),
        href: open.file(file.id),
        image: shown == Shown::Image,
    };
    Ok(page.into_response())
}

/// The bytes that the page shows.
///
/// # Errors
/// There is no such file for this person, or it is by its content nothing to be shown.
pub async fn content(State(app): State<App>, method: Method, open: OpenCase) -> Result<Response, Nope> {
    let file = asked_for(&open)?;
    let kept = taken_out(&app, &method, &open, file).await?;
    let kind = match &kept {
        Some(kept) => MediaType::of(&kept.head).ok(),
        None => MediaType::noted(&file.media_type),
    };
    let kind = kind.filter(|it| it.shown().is_some()).ok_or(Nope::NotFound)?;
    let headers = [
        (CONTENT_TYPE, kind.mime().to_owned()),
        (CONTENT_DISPOSITION, named("inline", file)),
        (CONTENT_SECURITY_POLICY, SEALED.to_owned()),
    ];
    Ok(answer(headers, file, kept))
}

/// The file to be saved.
///
/// # Errors
/// There is none that this person may have, or it is damaged.
pub async fn download(State(app): State<App>, method: Method, open: OpenCase) -> Result<Response, Nope> {
    handed_out(&app, &method, &open, asked_for(&open)?).await
}

fn asked_for(open: &OpenCase) -> Result<&KeptFile, Nope> {
    let id = open.subject.map(FileId).ok_or(Nope::NotFound)?;
    let kept = open.case.file(id).ok_or(Nope::NotFound)?;
    match open.sight.reads_file(kept, &open.case) {
        true => Ok(&kept.file),
        false => Err(Nope::NotFound),
    }
}

async fn handed_out(app: &App, method: &Method, open: &OpenCase, file: &KeptFile) -> Result<Response, Nope> {
    let kept = taken_out(app, method, open, file).await?;
    let headers = [
        (CONTENT_TYPE, file.media_type.clone()),
        (CONTENT_DISPOSITION, named("attachment", file)),
        (
            CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'; frame-ancestors 'none'".to_owned(),
        ),
    ];
    Ok(answer(headers, file, kept))
}

/// The bytes, checked before the first of them goes out; none for who asks for the head of the answer alone, and then none
/// were looked at.
async fn taken_out(
    app: &App,
    method: &Method,
    open: &OpenCase,
    file: &KeptFile,
) -> Result<Option<Kept>, Nope> {
    if method == Method::HEAD {
        return Ok(None);
    }
    let mut db = app.pool.acquire().await?;
    let (user, case) = (open.actor.user, Some(open.case.id));
    audit::record(&mut db, user, Deed::Download(file.id), case, open.at).await?;
    drop(db);
    let digest = file.sha256.parse::<Sha256Name>().map_err(|_| Nope::NotFound)?;
    Ok(Some(app.blobs.open(digest).await?))
}

/// The bytes go out as they are read.
fn answer<const N: usize>(
    headers: [(HeaderName, String); N],
    file: &KeptFile,
    kept: Option<Kept>,
) -> Response {
    let bytes = kept.map_or_else(Body::empty, |kept| {
        let file = tokio::fs::File::from_std(kept.file);
        Body::from_stream(ReaderStream::with_capacity(file, STEP))
    });
    (headers, [(CONTENT_LENGTH, file.size.to_string())], bytes).into_response()
}

fn named(how: &str, file: &KeptFile) -> String {
    let name = utf8_percent_encode(&file.name, NON_ALPHANUMERIC);
    format!("{how}; filename*=UTF-8''{name}")
}

/// An image, and a document with the longest name.
pub fn samples() -> Vec<Sample> {
    let page = |image, name: String| FilePage {
        frame: samples::frame("文件"),
        name,
        size: "312 KB".into(),
        digest: "7b1f0c9e".repeat(8),
        href: "/favicon.svg?".into(),
        image,
    };
    vec![
        Sample::of("file image", &page(true, "现场照片.png".into())),
        Sample::of("file pages", &page(false, samples::longest())),
    ]
}
