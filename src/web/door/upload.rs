//! A form with files. A file that is not taken is said beside its field, like any other mistake, so that the page can be
//! shown again with everything typed.

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::StatusCode;

use super::{FIELDS_MAX, FORM_BYTES_MAX, announced, drain, storable};
use crate::platform::App;
use crate::web::error::Nope;
use crate::web::form::{Stamp, Typed};
use crate::web::upload::{self, UPLOAD_BYTES_MAX, UploadedFile};

/// A form with files.
pub struct Upload {
    /// What was typed.
    pub typed: Typed,
    /// Which version was seen, and the one-time id.
    pub stamp: Stamp,
    /// The files that came along, by field, or what is wrong with one. A field without a file is not here.
    pub files: Vec<(String, Result<UploadedFile, String>)>,
}

impl Upload {
    /// The file of a field, if one came.
    ///
    /// # Errors
    /// What is wrong with it, to be said beside the field.
    pub fn file(&self, field: &str) -> Result<Option<&UploadedFile>, String> {
        match self.files.iter().find(|(name, _)| name == field) {
            Some((_, Ok(file))) => Ok(Some(file)),
            Some((_, Err(wrong))) => Err(wrong.clone()),
            None => Ok(None),
        }
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Nope;

    async fn from_request(request: Request, app: &App) -> Result<Self, Nope> {
        let mut form = open(request, app).await?;
        let mut upload = Self {
            typed: Typed::default(),
            stamp: crate::web::form::stamp(-1),
            files: Vec::new(),
        };
        let mut room = UPLOAD_BYTES_MAX + FORM_BYTES_MAX;
        while let Some(field) = form.next_field().await.map_err(|error| broken(&error))? {
            upload.take(field, &mut room).await?;
        }
        upload.stamp = upload.typed.take_stamp();
        Ok(upload)
    }
}

/// The typed part of a form with files, whose session has ended: the files have to be chosen again.
pub async fn read_typed(request: Request, app: &App) -> Result<Typed, Nope> {
    Ok(Upload::from_request(request, app).await?.typed)
}

async fn open(mut request: Request, app: &App) -> Result<Multipart, Nope> {
    if announced(request.headers()).is_some_and(|length| length > UPLOAD_BYTES_MAX + FORM_BYTES_MAX) {
        drain(request.into_body()).await;
        return Err(Nope::TooLarge);
    }
    // The limit is kept while reading, field by field.
    DefaultBodyLimit::disable().apply(&mut request);
    Multipart::from_request(request, app)
        .await
        .map_err(|_| Nope::BadRequest)
}

impl Upload {
    async fn take(&mut self, field: Field<'_>, room: &mut usize) -> Result<(), Nope> {
        if self.typed.0.len() + self.files.len() >= FIELDS_MAX {
            return Err(Nope::TooLarge);
        }
        let name = field.name().ok_or(Nope::BadRequest)?.to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let bytes = read(field, room).await?;
        match file_name {
            None => {
                let text = String::from_utf8(bytes)
                    .map(storable)
                    .map_err(|_| Nope::BadRequest)?;
                self.typed.0.push((name, text));
            }
            // A field in which no file was chosen.
            Some(file_name) if bytes.is_empty() && file_name.is_empty() => {}
            Some(file_name) => self.files.push((name, upload::checked(&file_name, bytes.into()))),
        }
        Ok(())
    }
}

async fn read(mut field: Field<'_>, room: &mut usize) -> Result<Vec<u8>, Nope> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken(&error))? {
        *room = room.checked_sub(chunk.len()).ok_or(Nope::TooLarge)?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn broken(error: &MultipartError) -> Nope {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Nope::TooLarge
    } else {
        Nope::BadRequest
    }
}
