//! Files that come in: their type is told by their content, their name is cleaned, and they are kept by their digest.

use axum::body::Bytes;
use time::OffsetDateTime;

use super::error::Nope;
use crate::domain::ids::{FileId, UserId};
use crate::platform::App;
use crate::platform::chance::new_id;
use crate::store;

/// How large one request with files may be.
pub const UPLOAD_BYTES_MAX: usize = 50 * 1024 * 1024;
/// How long a file's name may be.
const NAME_CHARS_MAX: usize = 120;
/// What people read about it beside the field.
pub const ALLOWED: &str =
    "PDF、图片（PNG、JPEG）、Word、Excel、PPT、OFD 或者文本文件，全部不超过 50 MB。不得上传国家秘密。";

/// A file that came in and may be kept.
#[derive(Debug, Clone)]
pub struct UploadedFile {
    /// Its cleaned name.
    pub name: String,
    /// Its type, by content.
    pub media_type: &'static str,
    /// Its content.
    pub bytes: Bytes,
}

/// The file, if its content is of a type that may be kept.
pub fn checked(name: &str, bytes: Bytes) -> Result<UploadedFile, String> {
    if bytes.is_empty() {
        return Err("这个文件是空的，请重新选择".into());
    }
    let name = clean(name);
    match media_type(&name, &bytes) {
        Some(media_type) => Ok(UploadedFile {
            name,
            media_type,
            bytes,
        }),
        None => Err(format!("不接受这种文件。请上传{ALLOWED}")),
    }
}

fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last
        .chars()
        .filter(|it| !it.is_control() && !"<>:\"|?*".contains(*it))
        .collect();
    let chars: Vec<char> = name.trim().trim_start_matches('.').chars().collect();
    let kept: String = chars[chars.len().saturating_sub(NAME_CHARS_MAX)..]
        .iter()
        .collect();
    if kept.is_empty() { "未命名".into() } else { kept }
}

fn media_type(name: &str, bytes: &[u8]) -> Option<&'static str> {
    const KEPT: [&str; 6] = [
        "application/pdf",
        "image/png",
        "image/jpeg",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ];
    let lower = name.to_lowercase();
    match infer::get(bytes).map(|kind| kind.mime_type()) {
        Some(found) if KEPT.contains(&found) => Some(found),
        Some("application/zip") if lower.ends_with(".ofd") => Some("application/ofd"),
        Some(_) => None,
        None if std::str::from_utf8(bytes).is_ok_and(plain) => Some("text/plain; charset=utf-8"),
        None => None,
    }
}

/// Text that is no markup: a browser must not take it for a page.
fn plain(text: &str) -> bool {
    let start = text.trim_start_matches('\u{feff}').trim_start().to_lowercase();
    !start.starts_with('<') && !text.chars().any(|it| it.is_control() && !"\n\r\t".contains(it))
}

/// Keeps a file: its bytes in the object store, its row beside them.
///
/// # Errors
/// The store or the database failed.
pub async fn keep(app: &App, user: UserId, file: &UploadedFile, at: OffsetDateTime) -> Result<FileId, Nope> {
    let digest = app.blobs.put(file.bytes.to_vec()).await?;
    let id = FileId(new_id(at));
    let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
    let row = store::files::NewFile {
        id,
        sha256: digest.0,
        size,
        media_type: file.media_type,
        name: &file.name,
        uploaded_by: user,
    };
    store::files::insert(&mut *app.pool.acquire().await?, &row, at).await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_content_and_names_are_cleaned() {
        let png = Bytes::from_static(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
        let kept = checked("..\\..\\a.pdf", png).expect("a picture");
        assert_eq!((kept.name.as_str(), kept.media_type), ("a.pdf", "image/png"));
        assert!(checked("a.html", Bytes::from_static(b"<script>alert(1)</script>")).is_err());
        assert!(checked("a.exe", Bytes::from_static(b"MZ\x90\0\x03\0\0\0")).is_err());
        assert!(checked("空.txt", Bytes::new()).is_err());
        assert!(checked("说明.txt", Bytes::from_static("会议纪要".as_bytes())).is_ok());
    }
}
