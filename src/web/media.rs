//! What an uploaded file is, told by its content and never by its name or by what the browser says. Taken are the kinds
//! that offices exchange: PDF, scans, OOXML without macros, OFD (the national format for fixed documents), plain text.

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
}

impl MediaType {
    /// The kind of this content.
    ///
    /// # Errors
    /// It is of no kind that we take, or carries programs.
    pub fn of(bytes: &[u8]) -> Result<Self, NotTaken> {
        if bytes.starts_with(b"PK\x03\x04") {
            return zipped(bytes);
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

fn zipped(bytes: &[u8]) -> Result<MediaType, NotTaken> {
    let names = names_in_zip(bytes).ok_or(NotTaken::Kind)?;
    let has = |name: &str| names.contains(&name.as_bytes());
    if names.iter().any(|name| name.ends_with(b"vbaProject.bin")) {
        return Err(NotTaken::Macros);
    }
    if has("word/document.xml") {
        Ok(MediaType::Docx)
    } else if has("xl/workbook.xml") {
        Ok(MediaType::Xlsx)
    } else if has("ppt/presentation.xml") {
        Ok(MediaType::Pptx)
    } else if has("OFD.xml") {
        Ok(MediaType::Ofd)
    } else {
        Err(NotTaken::Kind)
    }
}

/// The names in a zip's central directory, which stands at its end; nothing is unpacked.
fn names_in_zip(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    const END_BYTES: usize = 22;
    const COMMENT_BYTES_MAX: usize = 65_535;
    let first = bytes.len().saturating_sub(END_BYTES + COMMENT_BYTES_MAX);
    let end = first
        + bytes[first..]
            .windows(4)
            .rposition(|four| four == b"PK\x05\x06")?;
    let count = u16_at(bytes, end + 10)?;
    let mut at = u32_at(bytes, end + 16)? as usize;
    let mut names = Vec::new();
    for _ in 0..count {
        if bytes.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let name = usize::from(u16_at(bytes, at + 28)?);
        let extra = usize::from(u16_at(bytes, at + 30)?);
        let comment = usize::from(u16_at(bytes, at + 32)?);
        names.push(bytes.get(at + 46..at + 46 + name)?);
        at += 46 + name + extra + comment;
    }
    Some(names)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

// No control characters but those of a text; Chinese Windows still writes GB 18030, so UTF-8 is not asked for.
// Markup is no plain text: a browser must never be tempted to show it as a page.
fn is_text(bytes: &[u8]) -> bool {
    let plain = |byte: &u8| *byte >= b' ' || matches!(byte, b'\n' | b'\r' | b'\t');
    let markup = bytes.trim_ascii_start().starts_with(b"<");
    bytes.iter().all(plain) && !bytes.contains(&0x7f) && !markup
}

#[cfg(test)]
mod tests {
    use super::*;

    // A zip without content: what counts is the directory at its end.
    fn zip(names: &[&str]) -> Vec<u8> {
        let mut bytes = b"PK\x03\x04".to_vec();
        let start = u32::try_from(bytes.len()).expect("a few bytes");
        for name in names {
            let mut entry = [0_u8; 46];
            entry[..4].copy_from_slice(b"PK\x01\x02");
            entry[28] = u8::try_from(name.len()).expect("a short name");
            bytes.extend_from_slice(&entry);
            bytes.extend_from_slice(name.as_bytes());
        }
        let mut end = [0_u8; 22];
        end[..4].copy_from_slice(b"PK\x05\x06");
        end[10] = u8::try_from(names.len()).expect("a few names");
        end[16..20].copy_from_slice(&start.to_le_bytes());
        bytes.extend_from_slice(&end);
        bytes
    }

    #[test]
    fn a_file_is_what_its_content_says() {
        for (bytes, kind) in [
            (b"%PDF-1.7\n".to_vec(), MediaType::Pdf),
            (b"\x89PNG\r\n\x1a\n".to_vec(), MediaType::Png),
            (b"\xff\xd8\xff\xe0".to_vec(), MediaType::Jpeg),
            (
                zip(&["[Content_Types].xml", "word/document.xml"]),
                MediaType::Docx,
            ),
            (zip(&["xl/workbook.xml"]), MediaType::Xlsx),
            (zip(&["ppt/presentation.xml"]), MediaType::Pptx),
            (zip(&["OFD.xml", "Doc_0/Document.xml"]), MediaType::Ofd),
            ("姓名,日期\r\n".as_bytes().to_vec(), MediaType::Text),
            (b"\xc8\xdd\xb4\xed".to_vec(), MediaType::Text),
        ] {
            assert_eq!(MediaType::of(&bytes), Ok(kind));
        }
    }

    #[test]
    fn programs_pages_archives_and_macros_are_not_taken() {
        for bytes in [
            b"MZ\x90\x00\x03\x00".to_vec(),
            b"\x7fELF\x02\x01\x01".to_vec(),
            b" <html><script>".to_vec(),
            b"<svg xmlns='http://www.w3.org/2000/svg'>".to_vec(),
            zip(&["readme.txt"]),
            b"PK\x03\x04 cut off".to_vec(),
        ] {
            assert_eq!(MediaType::of(&bytes), Err(NotTaken::Kind));
        }
        let with_macros = zip(&["word/document.xml", "word/vbaProject.bin"]);
        assert_eq!(MediaType::of(&with_macros), Err(NotTaken::Macros));
    }
}
