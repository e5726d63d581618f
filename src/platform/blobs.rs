//! Kept files, named by the SHA-256 of their content: the same file is kept once, and a changed one is noticed. Neither
//! coming in nor going out is a file ever whole in memory, and what takes a disk or a digest runs beside the threads that
//! answer.

use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

mod incoming;
mod shelves;

pub use incoming::{Arrived, Incoming};

/// How much of a file is read in one go.
const STEP: usize = 64 * 1024;
/// How much of it tells what it is.
const HEAD: usize = 4 * 1024;

/// The SHA-256 of a content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sha256Name(pub [u8; 32]);

impl Sha256Name {
    /// The name of this content.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl std::str::FromStr for Sha256Name {
    type Err = std::num::ParseIntError;

    /// Of 64 hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut digest = [0; 32];
        for (at, byte) in digest.iter_mut().enumerate() {
            *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2).unwrap_or_default(), 16)?;
        }
        Ok(Self(digest))
    }
}

impl std::fmt::Display for Sha256Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A file could not be kept, or not be had again.
#[derive(Debug, thiserror::Error)]
pub enum BlobFailure {
    #[error("the folder of files cannot be made: {0}")]
    Folder(io::Error),
    #[error("the store of files failed: {0}")]
    Store(#[from] io::Error),
    /// What is kept under this name is not what was put there.
    #[error("file {0} is damaged: its content has another digest")]
    Damaged(Sha256Name),
}

impl BlobFailure {
    /// Whether the disk is full: nobody's fault, and over as soon as somebody makes room.
    pub fn full(&self) -> bool {
        match self {
            Self::Folder(error) | Self::Store(error) => {
                matches!(
                    error.kind(),
                    io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
                )
            }
            Self::Damaged(_) => false,
        }
    }
}

/// Where files are kept.
pub struct Blobs {
    folder: PathBuf,
}

/// A kept file whose digest was found right, from its beginning.
#[derive(Debug)]
pub struct Kept {
    pub file: File,
    /// Bytes.
    pub size: u64,
    /// Its first bytes, which tell what it is.
    pub head: Vec<u8>,
}

impl Blobs {
    /// Keeps files in `files` below this folder.
    pub fn below(data: &Path) -> Result<Self, BlobFailure> {
        let folder = data.join("files");
        let make = || {
            // Nobody else on the machine reads what was handed in.
            let mut builder = fs::DirBuilder::new();
            builder
                .recursive(true)
                .mode(0o700)
                .create(folder.join(incoming::FOLDER))?;
            fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
            incoming::sweep(&folder.join(incoming::FOLDER))
        };
        make().map_err(BlobFailure::Folder)?;
        Ok(Self { folder })
    }

    /// Those that are kept already below this folder, for who only reads.
    pub fn there(data: &Path) -> Self {
        Self {
            folder: data.join("files"),
        }
    }

    /// Keeps a content and names it.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<Sha256Name, BlobFailure> {
        let mut incoming = self.incoming().await?;
        incoming.push(&bytes).await?;
        self.keep(incoming.arrived().await?).await
    }

    /// Keeps what has arrived under its name; it is on the disk when this returns. Keeping it again makes it new, and mends
    /// a copy that was damaged.
    pub async fn keep(&self, arrived: Arrived) -> Result<Sha256Name, BlobFailure> {
        let (place, above) = (self.place(arrived.name), self.folder.clone());
        blocking(move || {
            let nobody_removes = shelves::lock(&above)?;
            nobody_removes.lock_shared()?;
            arrived.move_to(&place, &above)
        })
        .await
    }

    /// The file of this name, read from end to end and found to be what was put there.
    pub async fn open(&self, name: Sha256Name) -> Result<Kept, BlobFailure> {
        let place = self.place(name);
        let (kept, found) = blocking(move || read_through(File::open(place)?)).await?;
        match found == name {
            true => Ok(kept),
            false => Err(BlobFailure::Damaged(name)),
        }
    }

    /// Takes over a file that others keep, once it was found to be what was put there.
    pub async fn take(&self, others: &Self, name: Sha256Name) -> Result<(), BlobFailure> {
        let mut file = others.open(name).await?.file;
        let mut incoming = self.incoming().await?;
        loop {
            let (read, rest) = blocking(move || {
                let mut piece = vec![0; STEP];
                let read = file.read(&mut piece)?;
                piece.truncate(read);
                Ok((piece, file))
            })
            .await?;
            if read.is_empty() {
                break;
            }
            file = rest;
            incoming.push(&read).await?;
        }
        let arrived = incoming.arrived().await?;
        if arrived.name != name {
            return Err(BlobFailure::Damaged(name));
        }
        self.keep(arrived).await.map(|_| ())
    }

    /// Whether no file is kept yet.
    pub fn is_empty(&self) -> io::Result<bool> {
        for entry in fs::read_dir(&self.folder)? {
            // A folder of two letters; what else lies there is about the files.
            if entry?.file_name().len() == 2 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    // Two letters of folder, so that no folder holds a hundred thousand files.
    fn place(&self, name: Sha256Name) -> PathBuf {
        let name = name.to_string();
        self.folder.join(&name[..2]).join(name)
    }
}

/// A file at its beginning again, and the name that its content has.
fn read_through(mut file: File) -> io::Result<(Kept, Sha256Name)> {
    let (mut sha256, mut size) = (Sha256::new(), 0);
    let (mut step, mut head) = (vec![0; STEP], Vec::new());
    loop {
        let read = file.read(&mut step)?;
        if read == 0 {
            break;
        }
        if size == 0 {
            head = step[..read.min(HEAD)].to_vec();
        }
        sha256.update(&step[..read]);
        size += read as u64;
    }
    file.rewind()?;
    Ok((Kept { file, size, head }, Sha256Name(sha256.finalize().into())))
}

/// Off the threads that answer.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, BlobFailure> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(io::Error::other)??)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn content(blobs: &Blobs, name: Sha256Name) -> Result<Vec<u8>, BlobFailure> {
        let mut bytes = Vec::new();
        blobs.open(name).await?.file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    #[tokio::test]
    async fn a_file_is_kept_once_and_a_damaged_one_is_not_given_out() {
        let data = tempfile::tempdir().expect("a folder of our own");
        let blobs = Blobs::below(data.path()).expect("a fresh folder");
        let name = blobs.put(b"abc".to_vec()).await.expect("room for a file");
        assert_eq!(blobs.put(b"abc".to_vec()).await.expect("the same again"), name);
        assert_eq!(
            name.to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(content(&blobs, name).await.expect("what was put"), b"abc");
        let files = data.path().join("files");
        fs::write(files.join("ba").join(name.to_string()), b"abd").expect("a wrong byte");
        assert!(matches!(blobs.open(name).await, Err(BlobFailure::Damaged(_))));
        blobs.put(b"abc".to_vec()).await.expect("it is brought again");
        assert_eq!(content(&blobs, name).await.expect("it is mended"), b"abc");
        let mode = fs::metadata(&files).expect("the folder").permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "others do not enter");
    }

    #[tokio::test]
    async fn a_file_comes_in_pieces_and_one_that_broke_off_leaves_nothing() {
        let data = tempfile::tempdir().expect("a folder of our own");
        let blobs = Blobs::below(data.path()).expect("a fresh folder");
        let mut whole = Vec::new();
        let mut coming = blobs.incoming().await.expect("room for a file");
        let mut broken_off = blobs.incoming().await.expect("room for another");
        for piece in 0..=20_u8 {
            let piece = vec![piece; 50_000];
            coming.push(&piece).await.expect("room for a piece");
            broken_off.push(&piece).await.expect("room for a piece");
            whole.extend(piece);
        }
        drop(broken_off);
        let arrived = coming.arrived().await.expect("it is whole");
        assert_eq!(arrived.size, whole.len() as u64);
        let name = blobs.keep(arrived).await.expect("room for a file");
        assert_eq!(name, Sha256Name::of(&whole));
        assert_eq!(content(&blobs, name).await.expect("what came"), whole);
        let left = fs::read_dir(data.path().join("files").join(incoming::FOLDER)).expect("a folder");
        assert_eq!(left.count(), 0);
    }
}
