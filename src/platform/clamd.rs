//! clamd, the scanner of ClamAV, where a setting names one: every file that comes in is shown to it before it is taken. Its
//! protocol is a word, the content in pieces that say how long they are, and a line of answer (INSTREAM of clamd(8)).

use std::fmt;
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

use super::bounds::SCAN_TIMEOUT;

/// How much of a file goes in one piece.
const PIECE: usize = 64 * 1024;
/// No answer is longer.
const ANSWER_BYTES_MAX: u64 = 4 * 1024;

/// Where it is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clamd {
    Tcp(String),
    Unix(PathBuf),
}

/// What it says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// Something that it knows by this name.
    Virus(String),
}

trait Line: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Line for T {}

impl Clamd {
    /// `host:port`, or the path of a socket.
    pub fn at(text: &str) -> Option<Self> {
        if text.starts_with('/') {
            return Some(Self::Unix(text.into()));
        }
        let (host, port) = text.rsplit_once(':')?;
        (!host.is_empty() && port.parse::<u16>().is_ok()).then(|| Self::Tcp(text.to_owned()))
    }

    /// What it says of a file, read from where it stands.
    ///
    /// # Errors
    /// It does not answer in time, or not to the question.
    pub async fn asked(&self, file: File) -> io::Result<Found> {
        let answer = self.within(self.sent(b"zINSTREAM\0", Some(file))).await?;
        read(&answer).ok_or_else(|| io::Error::other(format!("clamd says: {answer}")))
    }

    /// Whether it is there.
    ///
    /// # Errors
    /// It does not answer in time, or is something else.
    pub async fn there(&self) -> io::Result<()> {
        let answer = self.within(self.sent(b"zPING\0", None)).await?;
        match answer == "PONG" {
            true => Ok(()),
            false => Err(io::Error::other(format!("clamd says: {answer}"))),
        }
    }

    async fn within(&self, asked: impl Future<Output = io::Result<String>>) -> io::Result<String> {
        let answer = timeout(SCAN_TIMEOUT, asked).await;
        answer.unwrap_or_else(|_| Err(ErrorKind::TimedOut.into()))
    }

    async fn sent(&self, word: &[u8], file: Option<File>) -> io::Result<String> {
        let mut line: Box<dyn Line> = match self {
            Self::Tcp(place) => Box::new(TcpStream::connect(place).await?),
            Self::Unix(place) => Box::new(UnixStream::connect(place).await?),
        };
        // Who has had enough of a file hangs up: why, its answer says.
        let sent = said(&mut line, word, file).await;
        let mut answer = Vec::new();
        let heard = line.take(ANSWER_BYTES_MAX).read_to_end(&mut answer).await;
        if answer.is_empty() {
            sent.and(heard)?;
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let answer = String::from_utf8_lossy(&answer);
        Ok(answer.trim_matches(['\0', '\n', ' ']).to_owned())
    }
}

async fn said(line: &mut Box<dyn Line>, word: &[u8], file: Option<File>) -> io::Result<()> {
    line.write_all(word).await?;
    if let Some(file) = file {
        let mut file = tokio::fs::File::from_std(file);
        let mut piece = vec![0; PIECE];
        loop {
            let read = file.read(&mut piece).await?;
            line.write_u32(u32::try_from(read).map_err(io::Error::other)?)
                .await?;
            if read == 0 {
                break;
            }
            line.write_all(&piece[..read]).await?;
        }
    }
    line.flush().await
}

/// `stream: OK`, or `stream: Eicar-Test-Signature FOUND`.
fn read(answer: &str) -> Option<Found> {
    let said = answer.strip_prefix("stream: ")?;
    if said == "OK" {
        return Some(Found::Nothing);
    }
    said.strip_suffix(" FOUND")
        .map(|name| Found::Virus(name.to_owned()))
}

impl fmt::Display for Clamd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(place) => f.write_str(place),
            Self::Unix(place) => place.display().fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, Write};

    use tokio::net::TcpListener;

    use super::*;

    #[test]
    fn a_place_is_a_socket_or_a_host_with_a_port() {
        assert_eq!(
            Clamd::at("/run/clamav/clamd.ctl"),
            Some(Clamd::Unix("/run/clamav/clamd.ctl".into()))
        );
        assert_eq!(Clamd::at("[::1]:3310"), Some(Clamd::Tcp("[::1]:3310".into())));
        for wrong in ["clamd", "clamd:", ":3310", "clamd:99999", "run/clamd.ctl"] {
            assert_eq!(Clamd::at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn nothing_but_a_clear_word_is_taken_for_clean() {
        assert_eq!(read("stream: OK"), Some(Found::Nothing));
        assert_eq!(
            read("stream: Eicar-Test FOUND"),
            Some(Found::Virus("Eicar-Test".into()))
        );
        for odd in [
            "OK",
            "stream: ",
            "INSTREAM size limit exceeded. ERROR",
            "UNKNOWN COMMAND",
            "stream: OK not",
        ] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }

    // Time stands still and jumps to what is waited for.
    #[tokio::test(start_paused = true)]
    async fn one_that_is_silent_is_given_up() {
        let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let place = silent.local_addr().expect("an address").to_string();
        let clamd = Clamd::at(&place).expect("a place");
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(b"%PDF-1.7").expect("room");
        file.rewind().expect("a file");
        let asked = clamd.asked(file).await.expect_err("nobody answers");
        assert_eq!(asked.kind(), ErrorKind::TimedOut);
        assert!(clamd.there().await.is_err());
    }
}
