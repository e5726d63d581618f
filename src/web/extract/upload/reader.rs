//! The fields of a form with files, one after the other, each within the room that is left.

use std::sync::Arc;

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::http::StatusCode;

use super::Upload;
use crate::domain::ids::UserId;
use crate::platform::App;
use crate::platform::blobs::{BlobFailure, Incoming};
use crate::platform::bounds::{FIELDS_MAX, FORM_BYTES_MAX, UPLOAD_BYTES_MAX};
use crate::platform::uploads::Turn;
use crate::web::error::Nope;
use crate::web::extract::piecemeal::{Tap, TooMuch};
use crate::web::extract::storable;
use crate::web::upload::{self, UploadedFile};

const TOO_LARGE: &str = "文件太大：一次上传的文件合计不能超过 50 MB。请分几次上传，或者压缩扫描件的分辨率";
const BUSY: &str = "现在同时上传的文件太多，这个文件没有收下。请过一分钟重新选择文件，再提交一次";
const FULL: &str =
    "服务器存放文件的磁盘已满，这个文件没有收下。请联系系统管理员，有了空间以后重新选择文件，再提交一次";
const _: () = assert!(UPLOAD_BYTES_MAX == 50 * 1024 * 1024, "TOO_LARGE says 50 MB");

/// What becomes of the files of a form.
pub enum Files {
    /// They are taken in, for this person.
    Of(UserId),
    /// Nobody is there whose they could be, or their form leads nowhere.
    Dropped,
}

/// Why no more is read.
pub enum End {
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

/// What is said of a file where the disk is full; all that was typed stays, also behind the file.
fn full(failure: BlobFailure) -> Result<&'static str, End> {
    if !failure.full() {
        return Err(failure.into());
    }
    tracing::error!(cause = %failure, "there is no room for a file that was sent");
    Ok(FULL)
}

/// How much room is left, in bytes.
struct Room {
    files: usize,
    text: usize,
}

/// A form with files while it is read.
pub struct Reader<'a> {
    app: &'a App,
    tap: Arc<Tap>,
    files: Files,
    /// Held from the first file on until the form is read.
    turn: Option<Turn>,
    room: Room,
    upload: &'a mut Upload,
}

impl<'a> Reader<'a> {
    pub fn new(app: &'a App, tap: Arc<Tap>, files: Files, upload: &'a mut Upload) -> Self {
        Self {
            app,
            tap,
            files,
            turn: None,
            room: Room {
                files: UPLOAD_BYTES_MAX,
                text: FORM_BYTES_MAX,
            },
            upload,
        }
    }

    /// Reads it to its end.
    pub async fn read(&mut self, form: &mut Multipart) -> Result<(), End> {
        let tap = self.tap.clone();
        while let Some(field) = tap.next(form.next_field()).await?? {
            if self.upload.typed.0.len() + self.upload.files.len() >= FIELDS_MAX {
                return Err(End::Refused(Nope::TooLarge));
            }
            let name = field.name().ok_or(End::Refused(Nope::BadRequest))?;
            let name = storable(name.to_owned());
            self.typed(name.len())?;
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

    /// So much more was typed, or stands for what was.
    fn typed(&mut self, bytes: usize) -> Result<(), End> {
        let left = self.room.text.checked_sub(bytes);
        self.room.text = left.ok_or(End::Refused(Nope::TooLarge))?;
        Ok(())
    }

    async fn text(&mut self, mut field: Field<'_>) -> Result<String, End> {
        let mut bytes = Vec::new();
        while let Some(chunk) = self.tap.next(field.chunk()).await?? {
            self.typed(chunk.len())?;
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
            if let Ok(Some(it)) = &mut coming
                && let Err(failure) = it.push(&chunk).await
            {
                coming = Err(full(failure)?);
            }
        }
        match coming {
            Ok(None) if name.is_empty() => Ok(None),
            Ok(None) => Ok(Some(Err(upload::EMPTY.into()))),
            Ok(Some(whole)) => Ok(Some(match whole.arrived().await {
                Ok(whole) => upload::checked(self.app, name, whole).await?,
                Err(failure) => Err(full(failure)?.into()),
            })),
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
            Some(_) => match self.app.blobs.incoming().await {
                Ok(incoming) => Ok(Ok(Some(incoming))),
                Err(failure) => Ok(Err(full(failure)?)),
            },
            None => Ok(Err(BUSY)),
        }
    }
}
