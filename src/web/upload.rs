//! Files that come in: their type is told by their content, their name is cleaned, and they are kept by their digest.

use super::error::Nope;
use super::media::{self, MediaType, NotTaken};
use crate::domain::blank::hides_in_a_name;
use crate::domain::ids::{FileId, UserId};
use crate::platform::App;
use crate::platform::blobs::{Arrived, BlobFailure};
use crate::platform::bounds::{UNFILED_BYTES_OF_A_PERSON_MAX, UPLOAD_BYTES_MAX};
use crate::platform::clamd::Found;
use crate::platform::random::new_id;
use crate::store;

/// How long a file's name may be.
const NAME_CHARS_MAX: usize = 120;
/// What people read about it beside the field.
pub const ALLOWED: &str = "PDF、图片（PNG、JPEG）、Word、Excel、PPT、OFD 或者文本文件，全部不超过 50 MB。";
const _: () = assert!(UPLOAD_BYTES_MAX == 50 * 1024 * 1024, "ALLOWED says 50 MB");

/// What people read beside a file of nothing.
pub const EMPTY: &str = "这个文件是空的，请重新选择";
const UNASKED: &str = "病毒查杀暂时没有应答，这个文件没有收下。请过一分钟重新选择文件，再提交一次；还是不行的，请联系系统管理员";
const BOMB: &str = "文件解压后过大，不能接受。请用办公软件打开后另存，或者转成 PDF";
const MACROS: &str = "文件中含有宏，不能接受。请另存为不含宏的 docx、xlsx 或者 pptx，或者转成 PDF";

/// A file that came in and may be kept.
#[derive(Debug)]
pub struct UploadedFile {
    /// Its cleaned name.
    pub name: String,
    /// Its type, by content.
    pub media_type: &'static str,
    pub content: Arrived,
}

/// The file, if its content is of a type that may be kept.
///
/// # Errors
/// It cannot be read again.
pub async fn checked(
    app: &App,
    name: &str,
    content: Arrived,
) -> Result<Result<UploadedFile, String>, BlobFailure> {
    let name = clean(name);
    let (looks, shown) = (app.uploads.looks.clone(), name.clone());
    let look = looks.acquire_owned().await;
    let (content, kind) = content
        .read(move |bytes| {
            // The next may look when this one is done, also where nobody waits for the answer any more.
            let _look = look;
            taken(&shown, bytes)
        })
        .await?;
    let kind = match kind {
        Ok(kind) => scanned(app, &name, &content).await?.map(|()| kind),
        Err(why) => Err(why),
    };
    Ok(kind.map(|kind| UploadedFile {
        name: ended(name, kind),
        media_type: kind.mime(),
        content,
    }))
}

/// Whether nothing was found in a file, where there is somebody to ask.
async fn scanned(app: &App, name: &str, content: &Arrived) -> Result<Result<(), String>, BlobFailure> {
    let Some(clamd) = &app.config.clamd else {
        return Ok(Ok(()));
    };
    Ok(match clamd.asked(content.reopened().await?).await {
        Ok(Found::Nothing) => Ok(()),
        Ok(Found::Virus(virus)) => {
            tracing::warn!(%virus, sha256 = %content.name, "a file with a virus was refused");
            Err(format!(
                "「{name}」：查出病毒（{virus}），没有收下。请先在本机杀毒，再上传没有病毒的文件"
            ))
        }
        Err(error) => {
            tracing::error!(%error, %clamd, "clamd does not answer, and no file is taken");
            Err(format!("「{name}」：{UNASKED}"))
        }
    })
}

/// What a content is, if it may be kept under this name.
fn taken(name: &str, bytes: &[u8]) -> Result<MediaType, String> {
    // By its name: of several that came at once it must be found.
    MediaType::of(bytes).map_err(|why| match why {
        NotTaken::Macros => format!("「{name}」：{MACROS}"),
        NotTaken::Bomb => format!("「{name}」：{BOMB}"),
        NotTaken::Kind => format!(
            "「{name}」：{}不接受这种文件。请上传{ALLOWED}",
            mistaken(name, bytes)
        ),
    })
}

/// What the name promises and the content is not, where the name promises a kind that we take.
fn mistaken(name: &str, bytes: &[u8]) -> String {
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_lowercase();
    let promised = match ending.as_str() {
        "pdf" => "PDF",
        "png" | "jpg" | "jpeg" => "图片",
        "docx" => "Word 文档",
        "xlsx" => "Excel 表格",
        "pptx" => "PPT",
        "ofd" => "OFD",
        "txt" => "文本",
        _ => return String::new(),
    };
    format!(
        "文件名以 .{ending} 结尾，内容不是{promised}，{}。",
        media::said_of(bytes)
    )
}

/// The name with an ending that its content has: a program that opens it by its name finds what it expects, and nothing to run.
fn ended(name: String, kind: MediaType) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((&name, ""));
    let fits = |it: &&str| it.eq_ignore_ascii_case(ending);
    if kind.endings().iter().any(fits) && !stem.is_empty() {
        return name;
    }
    let ending = kind.endings()[0];
    let room = NAME_CHARS_MAX - ending.len() - 1;
    let stem: String = name.chars().take(room).collect();
    format!("{}.{ending}", stem.trim_end_matches(['.', ' ']))
}

/// The name of a file without the way to it, without control characters or turned writing, and not too long; its ending
/// stays.
fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let odd = |c: char| hides_in_a_name(c) || "<>:\"|?*".contains(c);
    let kept: String = last.chars().filter(|&c| !odd(c)).collect();
    let kept = kept.trim().trim_start_matches('.');
    let ending = kept.rfind('.').map_or("", |at| &kept[at..]);
    let ending = if ending.chars().count() <= 10 { ending } else { "" };
    let stem = &kept[..kept.len() - ending.len()];
    let room = NAME_CHARS_MAX - ending.chars().count();
    let name: String = stem.chars().take(room).chain(ending.chars()).collect();
    if name.is_empty() { "未命名".into() } else { name }
}

/// Keeps a file: its bytes in their place, its row beside them. It dates from when it is whole: over a slow line its request began
/// long before. `Err` inside says to the person why there is no room for it.
pub async fn keep(app: &App, user: UserId, file: UploadedFile) -> Result<Result<FileId, String>, Nope> {
    if let Some(why) = no_room(app, user, file.content.size).await? {
        return Ok(Err(why));
    }
    let size = i64::try_from(file.content.size).unwrap_or(i64::MAX);
    let digest = app.blobs.keep(file.content).await?;
    let at = app.clock.now();
    let id = FileId(new_id(at));
    let row = store::files::NewFile {
        id,
        sha256: digest.0,
        size,
        media_type: file.media_type,
        name: &file.name,
        uploaded_by: user,
    };
    store::files::insert(&mut *app.pool.acquire().await?, &app.signer, &row, at).await?;
    Ok(Ok(id))
}

/// Why there is no room for so many bytes more of this person, if there is none.
pub async fn no_room(app: &App, user: UserId, bytes: u64) -> Result<Option<String>, Nope> {
    const MB: u64 = 1024 * 1024;
    const MOST: u64 = UNFILED_BYTES_OF_A_PERSON_MAX as u64;
    let unfiled = store::files::unfiled_bytes(&mut *app.pool.acquire().await?, user).await?;
    let unfiled = u64::try_from(unfiled).unwrap_or(0);
    Ok((unfiled.saturating_add(bytes) > MOST).then(|| {
        format!(
            "您上传了还没有提交的文件共 {} MB，加上这次的超过 {} MB，没有保存。请先提交申请，或者删去草稿里不用的材料；\
             填写有误而没有用上的文件两天后自动清除",
            unfiled / MB,
            MOST / MB
        )
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_by_content_and_names_are_cleaned() {
        assert_eq!(
            taken("a.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            Ok(MediaType::Png)
        );
        assert_eq!(clean("..\\..\\a.pdf"), "a.pdf");
        assert!(taken("a.html", b"<script>alert(1)</script>").is_err());
        assert!(taken("a.exe", b"MZ\x90\0\x03\0\0\0").is_err());
        for (name, content, said) in [
            (
                "决定.pdf",
                b"MZ\x90\0\x03\0\0\0".as_slice(),
                "内容不是PDF，是程序",
            ),
            ("决定.PDF", b" <html><body>", "内容不是PDF，是网页"),
            (
                "纪要.docx",
                b"PK\x03\x04 cut off",
                "内容不是Word 文档，是压缩包，或者文件已经损坏",
            ),
            ("扫描.jpg", b"\0\x01\x02", "内容不是图片，无法识别"),
        ] {
            let why = taken(name, content).expect_err("it is something else");
            assert!(why.contains(said) && why.contains("请上传PDF"), "{why}");
        }
        assert!(taken("旧.txt", b"\xc8\xdd\xb4\xed").is_ok(), "GB 18030");
        assert!(taken("说明.txt", "会议纪要".as_bytes()).is_ok());
    }

    #[test]
    fn the_ending_follows_the_content() {
        for (sent, kind, shown) in [
            ("决定.PDF", MediaType::Pdf, "决定.PDF"),
            ("名单.csv", MediaType::Text, "名单.csv"),
            ("会议纪要.pdf.bat", MediaType::Text, "会议纪要.pdf.bat.txt"),
            ("证据.js", MediaType::Text, "证据.js.txt"),
            ("打开.url", MediaType::Text, "打开.url.txt"),
            ("说明.hta", MediaType::Text, "说明.hta.txt"),
            ("a.svg", MediaType::Png, "a.svg.png"),
            ("扫描.pdf", MediaType::Png, "扫描.pdf.png"),
            ("纪要.docm", MediaType::Docx, "纪要.docm.docx"),
            ("没有结尾", MediaType::Ofd, "没有结尾.ofd"),
            ("点.", MediaType::Jpeg, "点.jpg"),
        ] {
            assert_eq!(ended(clean(sent), kind), shown);
        }
        let long = ended(clean(&"长".repeat(300)), MediaType::Pdf);
        assert_eq!(
            (long.chars().count(), long.ends_with("长.pdf")),
            (NAME_CHARS_MAX, true)
        );
    }

    #[test]
    fn a_name_loses_its_way_its_tricks_and_its_excess() {
        for (sent, shown) in [
            ("说明.pdf", "说明.pdf"),
            ("../../etc/passwd", "passwd"),
            ("a\u{202E}fdp.exe\r\n", "afdp.exe"),
            ("a\u{61C}\u{200B}\u{2028}\u{FEFF}b.pdf", "ab.pdf"),
            (" .htaccess ", "htaccess"),
            ("..", "未命名"),
        ] {
            assert_eq!(clean(sent), shown);
        }
        let long = clean(&format!("{}.docx", "长".repeat(300)));
        assert_eq!(
            (long.chars().count(), long.ends_with("长.docx")),
            (NAME_CHARS_MAX, true)
        );
    }
}
