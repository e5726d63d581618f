//! A form with files. A file that is not taken is said beside its field, like any other mistake, so that the page can be
//! shown again with everything typed.

use axum::body::Bytes;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::StatusCode;

use super::media::MediaType;
use super::{FIELDS_MAX, FORM_BYTES_MAX, announced, drain};
use crate::platform::App;
use crate::web::error::Nope;
use crate::web::form::{Stamp, Typed, Wrong};

/// All files of one sending together, in bytes.
pub const UPLOAD_BYTES_MAX: usize = 50 * 1024 * 1024;
/// The longest name of a file, in characters.
const NAME_CHARS_MAX: usize = 120;

/// A form with files.
pub struct Upload {
    /// What was typed.
    pub typed: Typed,
    /// Which version was seen, and the one-time id.
    pub stamp: Stamp,
    /// The files that can be taken, in their order. A field without a file is not here.
    pub files: Vec<UploadedFile>,
    /// What is wrong with the others.
    pub wrong: Wrong,
}

/// A file that can be taken.
pub struct UploadedFile {
    /// The field it was chosen in.
    pub field: String,
    /// Its name, fit to be shown and to be offered again.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
    /// What it is.
    pub media_type: MediaType,
}

impl Upload {
    /// The file chosen in this field.
    pub fn file(&self, field: &str) -> Option<&UploadedFile> {
        self.files.iter().find(|file| file.field == field)
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
            wrong: Wrong::default(),
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
        let file_name = field.file_name().map(fit_to_show);
        let bytes = read(field, room).await?;
        match file_name {
            None => {
                let text = String::from_utf8(bytes).map_err(|_| Nope::BadRequest)?;
                self.typed.0.push((name, text));
            }
            // A field in which no file was chosen.
            Some(file_name) if bytes.is_empty() && file_name.is_empty() => {}
            Some(_) if bytes.is_empty() => self.wrong.add(&name, "文件是空的，请检查以后重新选择"),
            Some(file_name) => self.take_file(name, file_name, bytes),
        }
        Ok(())
    }

    fn take_file(&mut self, field: String, name: String, bytes: Vec<u8>) {
        match MediaType::of(&bytes) {
            Ok(media_type) => self.files.push(UploadedFile {
                field,
                name: if name.is_empty() { "未命名".into() } else { name },
                bytes: bytes.into(),
                media_type,
            }),
            Err(why) => self.wrong.add(&field, why),
        }
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

/// The name of a file without the way to it, without control characters or turned writing, and not too long; its ending stays.
fn fit_to_show(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let turns =
        |c: &char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let shown: String = last.chars().filter(|c| !c.is_control() && !turns(c)).collect();
    let shown = shown.trim().trim_start_matches('.');
    let chars = shown.chars().count();
    if chars <= NAME_CHARS_MAX {
        return shown.to_owned();
    }
    let ending = shown
        .rfind('.')
        .map(|at| &shown[at..])
        .filter(|it| it.chars().count() <= 10);
    let ending = ending.unwrap_or_default();
    let kept = NAME_CHARS_MAX - ending.chars().count();
    shown.chars().take(kept).chain(ending.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_way_its_tricks_and_its_excess() {
        for (sent, shown) in [
            ("说明.pdf", "说明.pdf"),
            ("C:\\Users\\x\\说明.pdf", "说明.pdf"),
            ("../../etc/passwd", "passwd"),
            ("a\u{202E}fdp.exe\r\n", "afdp.exe"),
            (" .htaccess ", "htaccess"),
            ("..", ""),
        ] {
            assert_eq!(fit_to_show(sent), shown);
        }
        let long = fit_to_show(&format!("{}.docx", "长".repeat(300)));
        assert_eq!(
            (long.chars().count(), long.ends_with("长.docx")),
            (NAME_CHARS_MAX, true)
        );
    }
}
