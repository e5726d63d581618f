//! What came in with a form: the fields, the stamp, and the files, which are kept at once, all or none, so that they need not be
//! chosen again.

use axum::extract::{FromRequest, Request};

use crate::casework::Stamp;
use crate::domain::ids::FileId;
use crate::platform::App;
use crate::store;
use crate::web::case::open::OpenCase;
use crate::web::error::Nope;
use crate::web::extract::Upload;
use crate::web::form::Typed;
use crate::web::quote::QUOTE;
use crate::web::upload::{self, UploadedFile};

/// What is asked for with a form.
pub enum Deed {
    /// It is carried out, or put before an approver.
    Submit,
    /// The draft is kept as it is.
    Save,
    /// The same, by the script: the page stays.
    SaveItself,
    /// The page is shown again with its documents as they look so far.
    Preview,
    /// A row more, or one less: the page is shown again with it.
    Row(String),
    /// A phrase of the body is put into a field: the page is shown again with it.
    Quote(String),
}

impl Deed {
    fn of(typed: &Typed) -> Self {
        match typed.text(QUOTE) {
            "" => Self::named(typed.text("do")),
            key => Self::Quote(key.to_owned()),
        }
    }

    fn named(name: &str) -> Self {
        match name {
            "save" => Self::Save,
            "autosave" => Self::SaveItself,
            "preview" => Self::Preview,
            row if row.starts_with("more-") || row.starts_with("less-") => Self::Row(row.to_owned()),
            _ => Self::Submit,
        }
    }
}

/// What came in.
pub struct Incoming {
    pub typed: Typed,
    /// What they were filled in against.
    pub stamp: Stamp,
    pub deed: Deed,
    /// The revision of the draft that was seen; 0: there was none.
    pub seen: i32,
    /// Whether it is taken over from who has it at hand.
    pub takes_over: bool,
    files: Vec<Result<UploadedFile, String>>,
}

impl Incoming {
    /// Reads it.
    ///
    /// # Errors
    /// It is no form, or too large.
    pub async fn read(app: &App, request: Request) -> Result<Self, Nope> {
        Ok(Self::of(Upload::from_request(request, app).await?))
    }

    /// Only what was typed, of a form that does not stand open: no file is taken in for it.
    ///
    /// # Errors
    /// It is no form, or too large.
    pub async fn read_words(app: &App, request: Request) -> Result<Self, Nope> {
        Ok(Self::of(Upload::without_files(request, app).await?))
    }

    fn of(mut upload: Upload) -> Self {
        let files = upload.files("file");
        let Upload { mut typed, stamp, .. } = upload;
        let it = Self {
            deed: Deed::of(&typed),
            seen: typed.text("revision").parse().unwrap_or(0),
            takes_over: typed.has("take_over", "yes"),
            typed: Typed::default(),
            stamp,
            files,
        };
        for name in ["do", QUOTE, "revision", "take_over"] {
            typed.clear(name);
        }
        Self { typed, ..it }
    }

    /// The files that came along, at most so many, kept from now on, or those of the last try; or what is wrong with them.
    ///
    /// # Errors
    /// They could not be kept.
    pub async fn files(
        &mut self,
        app: &App,
        open: &OpenCase,
        most: usize,
    ) -> Result<Result<Vec<FileId>, String>, Nope> {
        if self.files.is_empty() {
            return self.kept_before(app, open, most).await;
        }
        let came = std::mem::take(&mut self.files);
        if came.len() > most {
            return Ok(Err(format!(
                "一次最多选择 {most} 个文件，这次都没有收下。请分几次提交"
            )));
        }
        let (files, refused): (Vec<_>, Vec<_>) = came.into_iter().partition(Result::is_ok);
        let mut refused: Vec<_> = refused.into_iter().filter_map(Result::err).collect();
        if !refused.is_empty() {
            if !files.is_empty() {
                refused.push("同时选择的其他文件也没有收下，请一起重新选择".into());
            }
            return Ok(Err(refused.join("；")));
        }
        self.forget_kept();
        let mut kept = vec![];
        for file in files.into_iter().flatten() {
            let name = file.name.clone();
            let id = match upload::keep(app, open.actor.user, file).await? {
                Ok(id) => id,
                Err(why) => return Ok(Err(why)),
            };
            self.typed.0.push((KEPT.into(), id.to_string()));
            self.typed.0.push((KEPT_NAME.into(), name));
            kept.push(id);
        }
        Ok(Ok(kept))
    }

    /// The files of the last try, if this person brought them. They may be gone by now, and a form may name any.
    async fn kept_before(
        &mut self,
        app: &App,
        open: &OpenCase,
        most: usize,
    ) -> Result<Result<Vec<FileId>, String>, Nope> {
        let named = self.typed.all(KEPT);
        let mut kept: Vec<FileId> = vec![];
        for id in named
            .iter()
            .take(most)
            .filter_map(|it| it.parse().ok().map(FileId))
        {
            let mut db = app.pool.acquire().await?;
            if !kept.contains(&id) && store::files::brought_by(&mut db, id, open.actor.user).await? {
                kept.push(id);
            }
        }
        if kept.len() < named.len() {
            self.forget_kept();
            return Ok(Err("先前上传的文件已经清除，请重新选择".into()));
        }
        Ok(Ok(kept))
    }

    fn forget_kept(&mut self) {
        self.typed.clear(KEPT);
        self.typed.clear(KEPT_NAME);
    }
}

/// What was kept on the last try goes along with the form: by its id, and by its name.
pub const KEPT: &str = "kept_file";
pub const KEPT_NAME: &str = "kept_file_name";
