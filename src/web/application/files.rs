//! 证明材料: files that come with the application, among them the signed or stamped scan of the 申请书 itself. Each upload and
//! each removal moves the version, so that nobody files what they have not seen.

use askama::Template;
use askama_web::WebTemplate;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::draft::{Draft, unprocessable};
use crate::casework::application::Attachment;
use crate::casework::{self, Answer, Stamp};
use crate::domain::filing;
use crate::domain::ids::FileId;
use crate::platform::App;
use crate::store::applications::{self, Attached};
use crate::store::submissions;
use crate::web::error::Nope;
use crate::web::extract::{Form, Path, Upload};
use crate::web::form::{Reading, Typed, Wrong};
use crate::web::frame::Frame;
use crate::web::size::size;
use crate::web::tag::Tag;
use crate::web::upload::{self, ALLOWED, UploadedFile};

#[derive(Template, WebTemplate)]
#[template(path = "application/files.html")]
pub struct FilesPage {
    frame: Frame,
    stamp: Stamp,
    typed: Typed,
    wrong: Wrong,
    rows: Vec<Row>,
    action: String,
    next: String,
    paper: String,
}

struct Row {
    name: String,
    signed: bool,
    size: String,
    remove: String,
}

impl FilesPage {
    fn allowed(&self) -> &'static str {
        ALLOWED
    }

    fn signed(&self) -> Tag {
        Tag::plain("签字盖章的申请书")
    }

    fn room(&self) -> bool {
        filing::files_fit(self.rows.len(), 1).is_ok()
    }
}

pub async fn show(State(app): State<App>, draft: Draft) -> Result<FilesPage, Nope> {
    page(&app, &draft, Typed::default(), Wrong::default()).await
}

pub async fn submit(State(app): State<App>, draft: Draft, mut upload: Upload) -> Result<Response, Nope> {
    let came = upload.files("file");
    let Upload { typed, stamp, .. } = upload;
    let mut reading = Reading::new(&typed);
    let name = reading.optional_line("name");
    let signed = reading.ticked("signed");
    let several = came.len() > 1;
    if several && !name.is_empty() {
        reading.wrong("name", "一次上传几个文件的，各用自己的文件名，请删去材料名称");
    }
    let (files, refused): (Vec<_>, Vec<_>) = came.into_iter().partition(Result::is_ok);
    let refused: Vec<_> = refused.into_iter().filter_map(Result::err).collect();
    if !refused.is_empty() {
        reading.wrong("file", refused.join("；"));
    } else if files.is_empty() {
        reading.wrong("file", "选择要上传的文件");
    }
    if let Err(wrong) = reading.done(()) {
        return mend(&app, &draft, typed, wrong).await;
    }
    let files: Vec<_> = files.into_iter().flatten().collect();
    // Asked before any of them is kept: what is refused leaves nothing. Of a form that comes again some may lie there already.
    let again = submissions::known(&mut *app.pool.acquire().await?, stamp.once, draft.actor.user).await?;
    if !again && let Some(why) = no_room(&app, &draft, &files).await? {
        return mend(&app, &draft, typed, Wrong::field("file", why)).await;
    }
    // Each file takes effect once, by an id of its own: where some were taken before the database failed, the rest follows.
    let onces = (0..).map(|no| Uuid::from_u128(stamp.once.as_u128().wrapping_add(no)));
    for (file, once) in files.into_iter().zip(onces) {
        if again && submissions::known(&mut *app.pool.acquire().await?, once, draft.actor.user).await? {
            continue;
        }
        let name = if name.is_empty() {
            file.name.clone()
        } else {
            name.clone()
        };
        let file = match upload::keep(&app, draft.actor.user, file).await? {
            Ok(file) => file,
            Err(why) => return mend(&app, &draft, typed, Wrong::field("file", why)).await,
        };
        let it = Attachment { file, name, signed };
        match casework::application::attach(&app, &draft.actor, draft.id, once, &it).await? {
            Answer::Done(()) | Answer::Before => {}
            Answer::Refused(refusal) => {
                return mend(&app, &draft, typed, Wrong::field("file", refusal.to_string())).await;
            }
            Answer::Overtaken => return Err(Nope::Conflict),
            Answer::NotFound => return Err(Nope::NotFound),
        }
    }
    Ok(Redirect::to(&draft.href("files")).into_response())
}

/// Why they are too many or too much.
async fn no_room(app: &App, draft: &Draft, files: &[UploadedFile]) -> Result<Option<String>, Nope> {
    let there = applications::files(&mut *app.pool.acquire().await?, draft.id).await?;
    if let Err(refusal) = filing::files_fit(there.len(), files.len()) {
        return Ok(Some(refusal.to_string()));
    }
    let bytes = files.iter().map(|it| it.content.size).sum();
    upload::no_room(app, draft.actor.user, bytes).await
}

pub async fn remove(
    State(app): State<App>,
    Path((_, file)): Path<(String, FileId)>,
    draft: Draft,
    _: Form,
) -> Result<Response, Nope> {
    casework::application::detach(&app, &draft.actor, draft.id, file).await?;
    Ok(Redirect::to(&draft.href("files")).into_response())
}

async fn mend(app: &App, draft: &Draft, typed: Typed, wrong: Wrong) -> Result<Response, Nope> {
    Ok(unprocessable(page(app, draft, typed, wrong).await?))
}

async fn page(app: &App, draft: &Draft, typed: Typed, wrong: Wrong) -> Result<FilesPage, Nope> {
    let files = applications::files(&mut *app.pool.acquire().await?, draft.id).await?;
    Ok(FilesPage {
        frame: draft.step(app, "证明材料", &wrong, None),
        stamp: draft.stamp(),
        typed,
        wrong,
        rows: files.into_iter().map(|file| row(draft, file)).collect(),
        action: draft.href("files"),
        next: draft.href("check"),
        paper: draft.href("paper"),
    })
}

fn row(draft: &Draft, file: Attached) -> Row {
    Row {
        remove: draft.href(&format!("files/{}/remove", file.file_id)),
        size: size(file.size),
        name: file.name,
        signed: file.signed,
    }
}
