//! What came in with a form: the fields, the stamp, and the file, which is kept at once so that it need not be chosen again.

use axum::extract::{FromRequest, Request};
use uuid::Uuid;

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
    file: Result<Option<UploadedFile>, String>,
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
        let file = upload.file("file");
        let Upload { mut typed, stamp, .. } = upload;
        let it = Self {
            deed: Deed::of(&typed),
            seen: typed.text("revision").parse().unwrap_or(0),
            takes_over: typed.has("take_over", "yes"),
            typed: Typed::default(),
            stamp,
            file,
        };
        for name in ["do", QUOTE, "revision", "take_over"] {
            typed.clear(name);
        }
        Self { typed, ..it }
    }

    /// The file that came along, kept from now on, or the one of the last try; or what is wrong with it.
    ///
    /// # Errors
    /// It could not be kept.
    pub async fn file(&mut self, app: &App, open: &OpenCase) -> Result<Result<Option<FileId>, String>, Nope> {
        let file = match std::mem::replace(&mut self.file, Ok(None)) {
            Err(wrong) => return Ok(Err(wrong)),
            Ok(None) => return self.kept_before(app, open).await,
            Ok(Some(file)) => file,
        };
        let name = file.name.clone();
        let id = match upload::keep(app, open.actor.user, file).await? {
            Ok(id) => id,
            Err(why) => return Ok(Err(why)),
        };
        self.typed.set("kept_file", id.to_string());
        self.typed.set("kept_file_name", name);
        Ok(Ok(Some(id)))
    }

    /// The file of the last try, if this person brought it. It may be gone by now.
    async fn kept_before(
        &mut self,
        app: &App,
        open: &OpenCase,
    ) -> Result<Result<Option<FileId>, String>, Nope> {
        let Ok(id) = self.typed.text("kept_file").parse::<Uuid>() else {
            return Ok(Ok(None));
        };
        let mut db = app.pool.acquire().await?;
        if store::files::brought_by(&mut db, FileId(id), open.actor.user).await? {
            return Ok(Ok(Some(FileId(id))));
        }
        self.typed.clear("kept_file");
        self.typed.clear("kept_file_name");
        Ok(Err("先前上传的文件已经清除，请重新选择".into()))
    }
}
