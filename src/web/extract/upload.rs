//! A form with files. A file that is not taken is said beside its field, like any other mistake, so that the page can be
//! shown again with everything typed: one of the wrong kind, an empty one, one too large, one that broke off on its way.
//! A form that could have brought files and came without any is read all the same.

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::StatusCode;
use uuid::Uuid;

use super::{FIELDS_MAX, FORM_BYTES_MAX, Form, announced, drain, storable};
use crate::platform::App;
use crate::web::error::Nope;
use crate::web::form::{Stamp, Typed};
use crate::web::upload::{self, UPLOAD_BYTES_MAX, UploadedFile};
use crate::web::visitor::is_multipart;

/// A request of more bytes than this is not read to its end.
pub const READ_BYTES_MAX: usize = 8 * UPLOAD_BYTES_MAX;

const BROKEN_OFF: &str = "传送中断，文件没有收全。请重新选择文件，再提交一次";
const TOO_LARGE: &str = "文件太大：一次上传的文件合计不能超过 50 MB。请分几次上传，或者压缩扫描件的分辨率";
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
        if !is_multipart(request.headers()) {
            let Form { typed, stamp } = Form::from_request(request, app).await?;
            return Ok(Self {
                typed,
                stamp,
                ..Self::empty()
            });
        }
        Self::received(request, app, UPLOAD_BYTES_MAX).await
    }
}

impl Upload {
    /// Only what was typed. Files are read and dropped as they come: nobody fills the memory who is not signed in, or whose
    /// form leads nowhere.
    ///
    /// # Errors
    /// The form cannot be read, or is too large.
    pub async fn without_files(request: Request, app: &App) -> Result<Self, Nope> {
        if is_multipart(request.headers()) {
            return Self::received(request, app, 0).await;
        }
        Self::from_request(request, app).await
    }

    async fn received(request: Request, app: &App, files: usize) -> Result<Self, Nope> {
        let at = app.clock.now();
        let mut form = open(request, app).await?;
        let mut upload = Self::empty();
        match upload.read_fields(&mut form, files).await {
            Err(End::Refused(nope)) => return Err(nope),
            Err(End::BrokenOff) if upload.typed.0.is_empty() => return Err(Nope::BadRequest),
            Err(End::BrokenOff) => upload.broken_off = true,
            Ok(()) => {}
        }
        upload.stamp = upload.typed.take_stamp(at);
        Ok(upload)
    }
}

async fn open(mut request: Request, app: &App) -> Result<Multipart, Nope> {
    if announced(request.headers()).is_some_and(|length| length > READ_BYTES_MAX) {
        drain(request.into_body()).await;
        return Err(Nope::TooLarge);
    }
    // The limits are kept while reading, field by field.
    DefaultBodyLimit::disable().apply(&mut request);
    Multipart::from_request(request, app)
        .await
        .map_err(|_| Nope::BadRequest)
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

/// How much room is left, in bytes.
struct Room {
    files: usize,
    text: usize,
    total: usize,
}

impl Upload {
    async fn read_fields(&mut self, form: &mut Multipart, files: usize) -> Result<(), End> {
        let mut room = Room {
            files,
            text: FORM_BYTES_MAX,
            total: READ_BYTES_MAX,
        };
        while let Some(field) = form.next_field().await? {
            self.take(field, &mut room).await?;
        }
        Ok(())
    }

    async fn take(&mut self, field: Field<'_>, room: &mut Room) -> Result<(), End> {
        if self.typed.0.len() + self.files.len() >= FIELDS_MAX {
            return Err(End::Refused(Nope::TooLarge));
        }
        let name = field.name().ok_or(End::Refused(Nope::BadRequest))?.to_owned();
        let Some(file_name) = field.file_name().map(str::to_owned) else {
            let text = read(field, &mut room.text, &mut room.total).await?;
            let text = text.ok_or(End::Refused(Nope::TooLarge))?;
            let text = String::from_utf8(text)
                .map(storable)
                .map_err(|_| End::Refused(Nope::BadRequest))?;
            self.typed.0.push((name, text));
            return Ok(());
        };
        match read(field, &mut room.files, &mut room.total).await? {
            // A field in which no file was chosen.
            Some(bytes) if bytes.is_empty() && file_name.is_empty() => {}
            Some(bytes) => self.files.push((name, upload::checked(&file_name, bytes.into()))),
            None => self.files.push((name, Err(TOO_LARGE.into()))),
        }
        Ok(())
    }
}

/// The content of a field; `None` when it is more than there is room for. It is read to its end all the same, or the
/// browser would not read the answer.
async fn read(mut field: Field<'_>, room: &mut usize, total: &mut usize) -> Result<Option<Vec<u8>>, End> {
    let mut bytes = Some(Vec::new());
    while let Some(chunk) = field.chunk().await? {
        let spent = total.checked_sub(chunk.len());
        *total = spent.ok_or(End::Refused(Nope::TooLarge))?;
        match (&mut bytes, room.checked_sub(chunk.len())) {
            (Some(bytes), Some(left)) => {
                *room = left;
                bytes.extend_from_slice(&chunk);
            }
            _ => bytes = None,
        }
    }
    Ok(bytes)
}
