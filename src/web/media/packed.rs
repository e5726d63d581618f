//! What a packed document is, and whether it harms whoever opens it: its parts are read through once, to a bound, and kept nowhere.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::{MediaType, NotTaken};
use crate::platform::bounds::{UNPACKED_BYTES_FREE, UNPACKED_BYTES_MAX, UNPACKED_TIMES_MAX};

/// The list of an Office document's parts and of what each is.
const CONTENT_TYPES: &str = "[Content_Types].xml";
/// Types of parts that are programs: the document carries macros, or controls that run code.
const PROGRAMS: [&str; 3] = [
    "macroenabled",
    "vnd.ms-office.vbaproject",
    "vnd.ms-office.activex",
];
/// So long a list has no honest document.
const CONTENT_TYPES_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// The kind of a packed document. Nothing may stand before, behind or beside what the list at its end names: another program
/// would find another document there.
///
/// # Errors
/// It is of no kind that we take, is damaged, carries programs, or grows beyond all measure when it is opened.
pub fn kind(bytes: &[u8]) -> Result<MediaType, NotTaken> {
    let damaged = |_| NotTaken::Kind;
    let mut parts = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if parts.offset() != 0 || !parts.comment().is_empty() || parts.has_duplicate_names() {
        return Err(NotTaken::Kind);
    }
    let kind = by_its_parts(&parts)?;
    let programs = parts
        .file_names()
        .any(|it| it.is_ok_and(|it| it.to_lowercase().ends_with("vbaproject.bin")));
    if programs || names_programs(&mut parts, kind)? {
        return Err(NotTaken::Macros);
    }
    unpacks_within(&mut parts, room(bytes.len()))?;
    Ok(kind)
}

fn by_its_parts(parts: &ZipArchive<Cursor<&[u8]>>) -> Result<MediaType, NotTaken> {
    [
        ("word/document.xml", MediaType::Docx),
        ("xl/workbook.xml", MediaType::Xlsx),
        ("ppt/presentation.xml", MediaType::Pptx),
        ("OFD.xml", MediaType::Ofd),
    ]
    .into_iter()
    .find_map(|(name, kind)| parts.index_for_name(name).map(|_| kind))
    .ok_or(NotTaken::Kind)
}

/// Whether the list of parts says of one that it is a program, whatever its name. OFD has no such list.
fn names_programs(parts: &mut ZipArchive<Cursor<&[u8]>>, kind: MediaType) -> Result<bool, NotTaken> {
    let names = parts.file_names_raw().enumerate();
    let lists = names.filter(|(_, name)| name.eq_ignore_ascii_case(CONTENT_TYPES.as_bytes()));
    let lists: Vec<_> = lists.map(|(at, _)| at).collect();
    let list = match (lists.as_slice(), kind) {
        ([list], _) => *list,
        ([], MediaType::Ofd) => return Ok(false),
        _ => return Err(NotTaken::Kind),
    };
    let list = parts.by_index(list).map_err(|_| NotTaken::Kind)?;
    let mut text = Vec::new();
    list.take(CONTENT_TYPES_BYTES_MAX + 1)
        .read_to_end(&mut text)
        .map_err(|_| NotTaken::Kind)?;
    if text.len() as u64 > CONTENT_TYPES_BYTES_MAX {
        return Err(NotTaken::Kind);
    }
    // UTF-16 is allowed, too: what is left of it without its zeros reads the same.
    text.retain(|byte| *byte != 0);
    let text = String::from_utf8_lossy(&text).to_lowercase();
    // No program writes a letter of a type as a reference, unless it hides something.
    Ok(text.contains("&#") || PROGRAMS.iter().any(|it| text.contains(it)))
}

/// What a document of this size may grow to when it is opened.
fn room(packed: usize) -> u64 {
    let room = packed.saturating_mul(UNPACKED_TIMES_MAX);
    room.clamp(UNPACKED_BYTES_FREE, UNPACKED_BYTES_MAX) as u64
}

/// Reads all parts through: what a head says of a part's size need not be true.
fn unpacks_within(parts: &mut ZipArchive<Cursor<&[u8]>>, mut room: u64) -> Result<(), NotTaken> {
    for at in 0..parts.len() {
        let part = parts.by_index(at).map_err(|_| NotTaken::Kind)?;
        let read = io::copy(&mut part.take(room + 1), &mut io::sink()).map_err(|_| NotTaken::Kind)?;
        room = room.checked_sub(read).ok_or(NotTaken::Bomb)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const LIST: (&str, &[u8]) = (CONTENT_TYPES, b"<Types/>");
    const DOCX: (&str, &[u8]) = ("word/document.xml", b"<w:document/>");

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in parts {
            zip.start_file(*name, SimpleFileOptions::default())
                .expect("a part");
            zip.write_all(content).expect("its content");
        }
        zip.finish().expect("an archive").into_inner()
    }

    #[test]
    fn a_packed_document_is_what_its_parts_say() {
        for (name, is) in [
            ("word/document.xml", MediaType::Docx),
            ("xl/workbook.xml", MediaType::Xlsx),
            ("ppt/presentation.xml", MediaType::Pptx),
        ] {
            assert_eq!(kind(&packed(&[LIST, (name, b"<x/>")])), Ok(is));
        }
        let ofd = packed(&[("OFD.xml", b"<ofd/>"), ("Doc_0/Document.xml", b"<ofd/>")]);
        assert_eq!(kind(&ofd), Ok(MediaType::Ofd));
        for other in [packed(&[("readme.txt", b"x")]), b"PK\x03\x04 cut off".to_vec()] {
            assert_eq!(kind(&other), Err(NotTaken::Kind));
        }
    }

    #[test]
    fn macros_under_another_name_are_not_taken() {
        let of_type = |it: &str| {
            let list = format!(r#"<Types><Override PartName="/word/x.dat" ContentType="{it}"/></Types>"#);
            packed(&[(CONTENT_TYPES, list.as_bytes()), DOCX, ("word/x.dat", b"x")])
        };
        for programs in [
            packed(&[LIST, DOCX, ("word/vbaProject.bin", b"x")]),
            packed(&[LIST, DOCX, ("word/VBAPROJECT.BIN", b"x")]),
            of_type("application/vnd.ms-office.vbaProject"),
            of_type("application/vnd.ms-word.document.macroEnabled.main+xml"),
            of_type("application/vnd.ms-office.activeX+xml"),
            of_type("application/vnd.ms-office.vba&#80;roject"),
        ] {
            assert_eq!(kind(&programs), Err(NotTaken::Macros));
        }
        assert_eq!(kind(&of_type("image/png")), Ok(MediaType::Docx));
        let list = b"<Override ContentType='application/vnd.ms-office.vbaProject'/>";
        assert_eq!(
            kind(&packed(&[("[content_types].XML", list), DOCX])),
            Err(NotTaken::Macros)
        );
        assert_eq!(kind(&packed(&[DOCX])), Err(NotTaken::Kind), "no list at all");
        let two = packed(&[LIST, ("[content_types].xml", list), DOCX]);
        assert_eq!(kind(&two), Err(NotTaken::Kind));
    }

    #[test]
    fn a_document_that_hides_another_is_not_taken() {
        let mut behind = packed(&[LIST, DOCX]);
        behind.extend(packed(&[LIST, DOCX, ("word/vbaProject.bin", b"x")]));
        assert!(kind(&behind).is_err());
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.set_comment("PK\u{5}\u{6}").expect("a short comment");
        zip.start_file(DOCX.0, SimpleFileOptions::default())
            .expect("a part");
        let commented = zip.finish().expect("an archive").into_inner();
        assert_eq!(kind(&commented), Err(NotTaken::Kind));
    }

    #[test]
    fn a_document_that_grows_beyond_measure_is_not_taken() {
        let zeros = vec![0; 40 * 1024 * 1024];
        let bomb = packed(&[LIST, DOCX, ("word/media/image1.emf", &zeros)]);
        assert!(bomb.len() < 100_000, "it is small: {}", bomb.len());
        assert_eq!(kind(&bomb), Err(NotTaken::Bomb));
        let honest = packed(&[LIST, DOCX, ("word/media/image1.emf", &zeros[..20 * 1024 * 1024])]);
        assert_eq!(kind(&honest), Ok(MediaType::Docx));
    }

    #[test]
    fn a_damaged_part_is_found() {
        let mut bytes = packed(&[LIST, DOCX]);
        let at = bytes.windows(8).position(|it| it == b"document").expect("a name") + 20;
        bytes[at] ^= 0xff;
        assert_eq!(kind(&bytes), Err(NotTaken::Kind));
    }
}
