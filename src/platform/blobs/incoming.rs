//! A file on its way in: it goes to a nameless place on the disk piece by piece, digested as it comes, and is moved to its
//! name when it is whole. One that breaks off is removed.

use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use super::{BlobFailure, Blobs, Sha256Name, blocking};
use crate::platform::bounds::HELD_OF_A_FILE_BYTES;

/// Below the folder of files: no two letters, so no folder of kept ones.
pub(super) const FOLDER: &str = "incoming";
/// What lies there for longer was left by a server that ended while it came.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);

/// A file of which some has come.
pub struct Incoming {
    /// Not there while it is being written to, beside the threads that answer.
    work: Option<Work>,
    held: Vec<u8>,
}

struct Work {
    file: NamedTempFile,
    sha256: Sha256,
    size: u64,
}

/// A file that has come whole, and is gone again unless it is kept.
#[derive(Debug)]
pub struct Arrived {
    pub name: Sha256Name,
    /// Bytes.
    pub size: u64,
    file: NamedTempFile,
}

impl Blobs {
    /// Makes room for a file.
    pub async fn incoming(&self) -> Result<Incoming, BlobFailure> {
        let folder = self.folder.join(FOLDER);
        let file = blocking(move || NamedTempFile::new_in(folder)).await?;
        let work = Work {
            file,
            sha256: Sha256::new(),
            size: 0,
        };
        Ok(Incoming {
            work: Some(work),
            held: Vec::new(),
        })
    }
}

impl Incoming {
    /// The next piece has come.
    pub async fn push(&mut self, piece: &[u8]) -> Result<(), BlobFailure> {
        self.held.extend_from_slice(piece);
        if self.held.len() < HELD_OF_A_FILE_BYTES {
            return Ok(());
        }
        let work = self.written().await?;
        self.work = Some(work);
        Ok(())
    }

    /// It is whole.
    pub async fn arrived(mut self) -> Result<Arrived, BlobFailure> {
        let work = self.written().await?;
        Ok(Arrived {
            name: Sha256Name(work.sha256.finalize().into()),
            size: work.size,
            file: work.file,
        })
    }

    async fn written(&mut self) -> Result<Work, BlobFailure> {
        let held = std::mem::take(&mut self.held);
        let work = self.work.take();
        let mut work = work.ok_or_else(|| io::Error::other("a file that broke off is written to"))?;
        blocking(move || {
            work.file.write_all(&held)?;
            work.sha256.update(&held);
            work.size += held.len() as u64;
            Ok(work)
        })
        .await
    }
}

impl Arrived {
    /// What somebody finds who reads it from end to end: whole in memory, so not many do so at once.
    pub async fn read<T: Send + 'static>(
        self,
        reader: impl FnOnce(&[u8]) -> T + Send + 'static,
    ) -> Result<(Self, T), BlobFailure> {
        blocking(move || {
            let mut it = self;
            let mut bytes = Vec::new();
            it.file.rewind()?;
            it.file.read_to_end(&mut bytes)?;
            let found = reader(&bytes);
            Ok((it, found))
        })
        .await
    }

    /// The file once more, from its beginning.
    pub async fn reopened(&self) -> Result<File, BlobFailure> {
        let again = self.file.path().to_owned();
        blocking(move || File::open(again)).await
    }

    /// What stood there before is replaced in one go: it is the same, or damaged.
    pub(super) fn move_to(self, place: &Path, above: &Path) -> io::Result<Sha256Name> {
        let folder = place.parent().unwrap_or(above);
        fs::create_dir_all(folder)?;
        self.file.as_file().sync_all()?;
        self.file.persist(place)?;
        for folder in [folder, above] {
            File::open(folder)?.sync_all()?;
        }
        Ok(self.name)
    }
}

/// Removes what was left behind.
pub(super) fn sweep(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // One that is gone meanwhile, or of a clock that jumped, is left alone.
        let age = entry
            .metadata()
            .and_then(|it| it.modified())
            .ok()
            .and_then(|it| it.elapsed().ok());
        if age.is_some_and(|age| age > LEFT_BEHIND) {
            fs::remove_file(entry.path()).ok();
        }
    }
    Ok(())
}
