//! A form with files. A file that is not taken is said beside its field, like any other mistake, so that the page can be
//! shown again with everything typed: one of the wrong kind, an empty one, one too large, one that broke off on its way.
//! A form that could have brought files and came without any is read all the same.

use std::sync::Arc;

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::StatusCode;
use uuid::Uuid;

use super::piecemeal::{Piecemeal, Tap, TooMuch};
use super::{Form, announced, drain, storable};
use crate::domain::ids::UserId;
use crate::platform::App;
use crate::platform::blobs::{BlobFailure, Incoming};
use crate::platform::bounds::{
    FIELDS_MAX, FORM_BYTES_MAX, HEAD_OF_A_FIELD_BYTES_MAX, READ_BYTES_MAX, UPLOAD_BYTES_MAX,
};
use crate::platform::uploads::Turn;
use crate::web::error::Nope;
use crate::web::form::{Stamp, Typed};
use crate::web::upload::{self, UploadedFile};
use crate::web::visitor::{Visitor, is_multipart};

const BROKEN_OFF: &str = "传送中断，文件没有收全。请重新选择文件，再提交一次";
const TOO_LARGE: &str = "文件太大：一次上传的文件合计不能超过 50 MB。请分几次上传，或者压缩扫描件的分辨率";
const BUSY: &str = "现在同时上传的文件太多，这个文件没有收下。请过一分钟重新选择文件，再提交一次";
const _: () = assert!(UPLOAD_BYTES_MAX == 50 * 1024 * 1024, "TOO_LARGE says 50 MB");

pub struct Upload {
    pub typed: Typed,
    /// Which version was seen, and the one-time id.
    pub stamp: Stamp,
    files: Vec<(String, Result<UploadedFile, String>)>,
    broken_off: bool,
}

impl Upload {
    /// The file of a field, if one came.
    ///
    /// # Errors
    /// What is wrong with it, to be said beside the field.
    pub fn file(&mut self, field: &str) -> Result<Option<UploadedFile>, String> {
        if self.broken_off {
            return Err(BROKEN_OFF.into());
        }
        match self.files.iter().position(|(name, _)| name == field) {
            Some(place) => self.files.swap_remove(place).1.map(Some),
            None => Ok(None),
        }
    }

    /// All files of a field that takes several, in their order: each, or what is wrong with it.
    pub fn files(&mut self, field: &str) -> Vec<Result<UploadedFile, String>> {
        if self.broken_off {
            return vec![Err(BROKEN_OFF.into())];
        }
        let all = std::mem::take(&mut self.files).into_iter();
        let (own, others): (Vec<_>, Vec<_>) = all.partition(|(name, _)| name == field);
        self.files = others;
        own.into_iter().map(|(_, file)| file).collect()
    }

    fn empty() -> Self {
        Self {
            typed: Typed::default(),
            stamp: Stamp {
                version: -1,
                once: Uuid::nil(),
            },
            files: Vec::new(),
            broken_off: false,
        }
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Nope;

    async fn from_request(request: Request, app: &App) -> Result<Self, Nope> {
        let here = request
            .extensions()
            .get::<Visitor>()
            .and_then(|it| it.session.as_ref());
        let files = here.map_or(Files::Dropped, |it| Files::Of(it.actor.user));
        if !is_multipart(request.headers()) {
            return Self::plain(request, app).await;
        }
        if announced(request.headers()).is_some_and(|length| length > READ_BYTES_MAX) {
            drain(request.into_body()).await;
            return Err(Nope::TooLarge);
        }
        Self::received(request, app, files, READ_BYTES_MAX).await
    }
}

impl Upload {
    /// Only what was typed; files are dropped as they come.
    ///
    /// # Errors
    /// The form cannot be read, or is too large.
    pub async fn without_files(request: Request, app: &App) -> Result<Self, Nope> {
        Self::typed_within(request, app, READ_BYTES_MAX).await
    }

    /// The same for somebody whom we do not know: what comes before a file is enough, and no file is waited for.
    ///
    /// # Errors
    /// The form cannot be read, or is too large.
    pub async fn of_a_stranger(request: Request, app: &App) -> Result<Self, Nope> {
        Self::typed_within(request, app, FORM_BYTES_MAX + HEAD_OF_A_FIELD_BYTES_MAX).await
    }

    async fn typed_within(request: Request, app: &App, most: usize) -> Result<Self, Nope> {
        match is_multipart(request.headers()) {
            true => Self::received(request, app, Files::Dropped, most).await,
            false => Self::plain(request, app).await,
        }
    }

    async fn plain(request: Request, app: &App) -> Result<Self, Nope> {
        let Form { typed, stamp } = Form::from_request(request, app).await?;
        Ok(Self {
            typed,
            stamp,
            ..Self::empty()
        })
    }

    async fn received(request: Request, app: &App, files: Files, most: usize) -> Result<Self, Nope> {
        let at = app.clock.now();
        let tap = Arc::new(Tap::default());
        let mut form = open(request, app, &tap, most).await?;
        let mut reader = Reader {
            app,
            tap,
            files,
            turn: None,
            room: Room {
                files: UPLOAD_BYTES_MAX,
                text: FORM_BYTES_MAX,
            },
            upload: Self::empty(),
        };
        let read = reader.read(&mut form).await;
        let mut upload = reader.upload;
        match read {
            Err(End::Refused(nope)) => return Err(nope),
            Err(End::BrokenOff) if upload.typed.0.is_empty() => return Err(Nope::BadRequest),
            Err(End::BrokenOff) => upload.broken_off = true,
            Ok(()) => {}
        }
        upload.stamp = upload.typed.take_stamp(at);
        Ok(upload)
    }
}

async fn open(request: Request, app: &App, tap: &Arc<Tap>, most: usize) -> Result<Multipart, Nope> {
    let mut request = request.map(|body| Piecemeal::of(body, tap));
    DefaultBodyLimit::max(most).apply(&mut request);
    Multipart::from_request(request, app)
        .await
        .map_err(|_| Nope::BadRequest)
}

/// What becomes of the files of a form.
enum Files {
    /// They are taken in, for this person.
    Of(UserId),
    /// Nobody is there whose they could be, or their form leads nowhere.
    Dropped,
}

/// Why no more is read.
enum End {
    /// What came so far is all there is.
    BrokenOff,
    /// It is answered with a page of its own.
    Refused(Nope),
}

impl From<MultipartError> for End {
    fn from(error: MultipartError) -> Self {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::Refused(Nope::TooLarge),
            _ => Self::BrokenOff,
        }
    }
}

impl From<TooMuch> for End {
    fn from(_: TooMuch) -> Self {
        Self::Refused(Nope::TooLarge)
    }
}

impl From<BlobFailure> for End {
    fn from(failure: BlobFailure) -> Self {
        Self::Refused(failure.into())
    }
}

/// How much room is left, in bytes.
struct Room {
    files: usize,
    text: usize,
}

/// A form with files while it is read.
struct Reader<'a> {
    app: &'a App,
    tap: Arc<Tap>,
    files: Files,
    /// Held from the first file on until the form is read.
    turn: Option<Turn>,
    room: Room,
    upload: Upload,
}

impl Reader<'_> {
    async fn read(&mut self, form: &mut Multipart) -> Result<(), End> {
        let tap = self.tap.clone();
        while let Some(field) = tap.next(form.next_field()).await?? {
            if self.upload.typed.0.len() + self.upload.files.len() >= FIELDS_MAX {
                return Err(End::Refused(Nope::TooLarge));
            }
            let name = field.name().ok_or(End::Refused(Nope::BadRequest))?;
            let name = storable(name.to_owned());
            match field.file_name().map(str::to_owned) {
                None => {
                    let text = self.text(field).await?;
                    self.upload.typed.0.push((name, text));
                }
                Some(file_name) => {
                    let file = self.file(field, &file_name).await?;
                    self.upload.files.extend(file.map(|file| (name, file)));
                }
            }
        }
        Ok(())
    }

    async fn text(&mut self, mut field: Field<'_>) -> Result<String, End> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.tap.next(field.chunk()).await?? {
            let left = self.room.text.checked_sub(chunk.len());
            self.room.text = left.ok_or(End::Refused(Nope::TooLarge))?;
            bytes.extend_from_slice(&chunk);
        }
        let text = String::from_utf8(bytes).map_err(|_| End::Refused(Nope::BadRequest))?;
        Ok(storable(text))
    }

    /// A file, or what is wrong with it; `None`: a field in which none was chosen. It is read to its end all the same, or the
    /// browser would not read the answer.
    async fn file(
        &mut self,
        mut field: Field<'_>,
        name: &str,
    ) -> Result<Option<Result<UploadedFile, String>>, End> {
        let mut coming: Result<Option<Incoming>, &str> = Ok(None);
        loop {
            let chunk = match self.tap.next(field.chunk()).await? {
                Ok(None) => break,
                Ok(Some(chunk)) => chunk,
                // More than is read at all: what was typed before the file is kept.
                Err(_) => return Err(End::BrokenOff),
            };
            if coming.is_err() {
                continue;
            }
            let Some(left) = self.room.files.checked_sub(chunk.len()) else {
                coming = Err(TOO_LARGE);
                continue;
            };
            self.room.files = left;
            if let Ok(None) = coming
                && !chunk.is_empty()
            {
                coming = self.begin().await?;
            }
            if let Ok(Some(coming)) = &mut coming {
                coming.push(&chunk).await?;
            }
        }
        match coming {
            Ok(None) if name.is_empty() => Ok(None),
            Ok(None) => Ok(Some(Err(upload::EMPTY.into()))),
            Ok(Some(whole)) => Ok(Some(
                upload::checked(self.app, name, whole.arrived().await?).await?,
            )),
            Err(why) => Ok(Some(Err(why.into()))),
        }
    }

    /// Room for a file, when its person's turn has come.
    async fn begin(&mut self) -> Result<Result<Option<Incoming>, &'static str>, End> {
        let Files::Of(user) = self.files else {
            return Ok(Err(BUSY));
        };
        if self.turn.is_none() {
            self.turn = self.app.uploads.turn(user.0).await;
        }
        match self.turn {
            Some(_) => Ok(Ok(Some(self.app.blobs.incoming().await?))),
            None => Ok(Err(BUSY)),
        }
    }
}
