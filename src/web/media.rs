//! What an uploaded file is, told by its content and never by its name or by what the browser says. Taken are the kinds
//! that offices exchange: PDF, scans, OOXML without macros, OFD (the national format for fixed documents), plain text.

mod packed;

/// A kind of file we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaType {
    Pdf,
    Png,
    Jpeg,
    Docx,
    Xlsx,
    Pptx,
    /// An OFD document (GB/T 33190).
    Ofd,
    /// Plain text, UTF-8 or GB 18030.
    Text,
}

/// How a browser shows a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    Image,
    /// A document of pages, in the browser's own reader.
    Pages,
}

impl Shown {
    /// How a kept file of this media type is shown.
    pub fn of_mime(mime: &str) -> Option<Self> {
        MediaType::noted(mime).and_then(MediaType::shown)
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// It is of no kind that we take.
    Kind,
    /// It carries programs (宏).
    Macros,
    /// It grows beyond all measure when it is opened.
    Bomb,
}

impl MediaType {
    /// The kind of this content.
    ///
    /// # Errors
    /// It is of no kind that we take, or carries programs.
    pub fn of(bytes: &[u8]) -> Result<Self, NotTaken> {
        if bytes.starts_with(b"PK\x03\x04") {
            return packed::kind(bytes);
        }
        match infer::get(bytes).map(|kind| kind.mime_type()) {
            Some("application/pdf") => Ok(Self::Pdf),
            Some("image/png") => Ok(Self::Png),
            Some("image/jpeg") => Ok(Self::Jpeg),
            None if is_text(bytes) => Ok(Self::Text),
            _ => Err(NotTaken::Kind),
        }
    }

    /// The kind of a kept file of this media type, if a browser may show it.
    pub fn noted(mime: &str) -> Option<Self> {
        let shown = [Self::Pdf, Self::Png, Self::Jpeg];
        shown.into_iter().find(|it| it.mime() == mime)
    }

    /// How a browser may show it; `None`: it is only offered to be saved. Text is not shown: its encoding is not known.
    pub const fn shown(self) -> Option<Shown> {
        match self {
            Self::Pdf => Some(Shown::Pages),
            Self::Png | Self::Jpeg => Some(Shown::Image),
            Self::Docx | Self::Xlsx | Self::Pptx | Self::Ofd | Self::Text => None,
        }
    }

    /// The endings that a name of such a file may have; the first is given to a name that has none of them.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Pptx => &["pptx"],
            Self::Ofd => &["ofd"],
            Self::Text => &["txt", "csv", "md"],
        }
    }

    /// Its media type, as sent to browsers.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Self::Ofd => "application/ofd",
            // No charset: it may be either, and is offered to be saved.
            Self::Text => "text/plain",
        }
    }
}

/// What people read about content that is not taken.
pub fn said_of(bytes: &[u8]) -> &'static str {
    match infer::get(bytes).map(|kind| kind.matcher_type()) {
        _ if bytes.starts_with(b"PK\x03\x04") => "是压缩包，或者文件已经损坏",
        _ if bytes.trim_ascii_start().starts_with(b"<") => "是网页",
        Some(infer::MatcherType::App) => "是程序",
        Some(infer::MatcherType::Archive) => "是压缩包",
        Some(infer::MatcherType::Image) => "是其他格式的图片",
        Some(infer::MatcherType::Audio | infer::MatcherType::Video) => "是音频或者视频",
        Some(_) => "是其他格式的文件",
        None => "无法识别",
    }
}

// No control characters but those of a text; Chinese Windows still writes GB 18030, so UTF-8 is not asked for.
// Markup is no plain text: neither a browser nor Windows must ever be tempted to run it.
fn is_text(bytes: &[u8]) -> bool {
    let plain = |byte: &u8| *byte >= b' ' || matches!(byte, b'\n' | b'\r' | b'\t');
    bytes.iter().all(plain) && !bytes.contains(&0x7f) && !is_markup(bytes)
}

fn is_markup(bytes: &[u8]) -> bool {
    const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let says = |tag: &[u8]| bytes.windows(tag.len()).any(|it| it.eq_ignore_ascii_case(tag));
    text.trim_ascii_start().starts_with(b"<") || says(b"<script") || says(b"<html") || says(b"<!doctype")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_content_says() {
        for (bytes, kind) in [
            (b"%PDF-1.7\n".to_vec(), MediaType::Pdf),
            (b"\x89PNG\r\n\x1a\n".to_vec(), MediaType::Png),
            (b"\xff\xd8\xff\xe0".to_vec(), MediaType::Jpeg),
            ("姓名,日期\r\n".as_bytes().to_vec(), MediaType::Text),
            (b"\xc8\xdd\xb4\xed".to_vec(), MediaType::Text),
        ] {
            assert_eq!(MediaType::of(&bytes), Ok(kind));
        }
    }

    #[test]
    fn programs_and_pages_are_not_taken() {
        for bytes in [
            b"MZ\x90\x00\x03\x00".to_vec(),
            b"\x7fELF\x02\x01\x01".to_vec(),
            b" <html><script>".to_vec(),
            b"<svg xmlns='http://www.w3.org/2000/svg'>".to_vec(),
            b"\xef\xbb\xbf<svg/>".to_vec(),
            b"x <SCRIPT>alert(1)</script>".to_vec(),
            b"x<!DOCTYPE html>".to_vec(),
        ] {
            assert_eq!(MediaType::of(&bytes), Err(NotTaken::Kind));
        }
    }
}
