//! What one request, one connection, one person may cost at most, in memory and in time, before and after signing in. All of
//! it stands here, so that the sum can be reckoned; the README shows the same table, and the test below compares them.

use std::time::Duration;

const KB: usize = 1024;
const MB: usize = 1024 * KB;
const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

macro_rules! bounds {
    ($($(#[doc = $why:literal])+ $name:ident: $kind:ty = $value:expr;)+) => {
        $($(#[doc = $why])+ pub const $name: $kind = $value;)+

        /// Every bound as a row of the README's table.
        #[cfg(test)]
        fn rows() -> Vec<String> {
            vec![$(tests::row(stringify!($name), tests::Shown::from($value), concat!($($why),+))),+]
        }
    };
}

bounds! {
    /// A form without files, as it is sent: a Chinese character is nine bytes there. Also what is typed beside files.
    FORM_BYTES_MAX: usize = 2 * MB;
    /// Fields of a form. They are counted before they are decoded: each costs more in memory than on the line.
    FIELDS_MAX: usize = 2_000;
    /// An application or an act as it was typed so far, all pages together. A longer page is shown again and not kept.
    ANSWERS_BYTES_MAX: usize = MB;
    /// A longer form is decoded where nobody else waits, not on a thread that answers others.
    DECODED_AT_ONCE_BYTES_MAX: usize = 256 * KB;
    /// What is typed on the sign-in page, which shows it again.
    SIGN_IN_WORDS_BYTES_MAX: usize = 4 * KB;
    /// The form of the sign-in page: besides, a form kept from an ended session, which is a third longer there.
    SIGN_IN_BYTES_MAX: usize = 64 * KB + FORM_BYTES_MAX / 3 * 4;
    /// What lies between the contents of two fields in a form with files: their heads. It is held until it is whole.
    HEAD_OF_A_FIELD_BYTES_MAX: usize = 64 * KB;
    /// The files of one request.
    UPLOAD_BYTES_MAX: usize = 50 * MB;
    /// A larger request is not read to its end. Up to here what is too large is read and dropped, so that the browser shows why.
    READ_BYTES_MAX: usize = 4 * UPLOAD_BYTES_MAX;
    /// The files of one person that are in no case: in drafts, or in forms that were refused.
    UNFILED_BYTES_OF_A_PERSON_MAX: usize = 10 * UPLOAD_BYTES_MAX;
    /// So much of a file is held before it goes to the disk.
    HELD_OF_A_FILE_BYTES: usize = 256 * KB;
    /// Requests of one person whose files are taken in at once.
    UPLOADS_OF_A_PERSON_MAX: usize = 2;
    /// Requests whose files are taken in at once.
    UPLOADS_MAX: usize = 16;
    /// How long a file waits for the end of others before it is refused; its words stay.
    UPLOAD_TURN_TIMEOUT: Duration = SECOND.saturating_mul(3);
    /// Files that are held whole at once, to be told by their content.
    FILES_LOOKED_AT_MAX: usize = 1;
    /// How long the scanner for viruses may take over one file. One that is not asked in time is not taken.
    SCAN_TIMEOUT: Duration = SECOND.saturating_mul(15);
    /// A packed document may always grow to so much when it is opened.
    UNPACKED_BYTES_FREE: usize = 32 * MB;
    /// A larger one to so many times its size.
    UNPACKED_TIMES_MAX: usize = 100;
    /// None to more; it is read through to here at most.
    UNPACKED_BYTES_MAX: usize = 500 * MB;
    /// A request: nothing that a page asks takes as long.
    PAGE_TIMEOUT: Duration = SECOND.saturating_mul(30);
    /// A request with files of somebody who is signed in: lines may be slow.
    UPLOAD_TIMEOUT: Duration = MINUTE.saturating_mul(10);
    /// The head of a request, the first of a connection or the next.
    HEAD_TIMEOUT: Duration = SECOND.saturating_mul(30);
    /// Who sends nothing of a body, or takes nothing of an answer, for so long is given up; so is who is slower than the least rate, as soon as that has cost as much.
    STALL_TIMEOUT: Duration = SECOND.saturating_mul(30);
    /// The least rate of a body and of an answer, in bytes a second.
    LEAST_BYTES_A_SECOND: usize = KB;
    /// The head of a request, and what is held of its answer on the way to the line.
    HEAD_BYTES_MAX: usize = 64 * KB;
    /// Headers of a request.
    HEADERS_MAX: usize = 64;
    /// Open connections. Beyond them the one that has been silent longest gives way, or the new one is closed.
    CONNECTIONS_MAX: usize = 2_000;
    /// Open connections of one address, in the same way: a whole office may stand behind it. Not counted behind a proxy of ours.
    CONNECTIONS_OF_AN_ADDRESS_MAX: usize = 300;
    /// A connection on which nothing moved for so long, while no request of it is under way, may have to give way.
    SILENT_AFTER: Duration = SECOND;
    /// After so long of silence the system asks whether the other side of a connection still lives.
    KEEPALIVE_AFTER: Duration = MINUTE;
    /// Open files that connections leave to kept files, the database and the log.
    OPEN_FILES_LEFT: usize = 200;
}

#[cfg(test)]
mod tests {
    use super::*;

    pub enum Shown {
        Number(usize),
        Time(Duration),
    }

    impl From<usize> for Shown {
        fn from(it: usize) -> Self {
            Self::Number(it)
        }
    }

    impl From<Duration> for Shown {
        fn from(it: Duration) -> Self {
            Self::Time(it)
        }
    }

    pub fn row(name: &str, value: Shown, why: &str) -> String {
        let value = match value {
            Shown::Number(it) if !name.contains("BYTES") => it.to_string(),
            Shown::Number(it) if it % MB == 0 => format!("{} MB", it / MB),
            Shown::Number(it) => format!("{} kB", it / KB),
            Shown::Time(it) if it > MINUTE => format!("{} min", it.as_secs() / 60),
            Shown::Time(it) => format!("{} s", it.as_secs()),
        };
        format!("| `{name}` | {value} |{why} |")
    }

    #[test]
    fn the_readme_shows_every_bound() {
        let readme = include_str!("../../README.md");
        let (_, after) = readme.split_once("## Bounds").expect("its chapter");
        let chapter = after.split("\n## ").next().unwrap_or_default();
        let shown: Vec<_> = chapter.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(shown, rows(), "the table is to be:\n{}", rows().join("\n"));
    }
}
