//! Kept files, named by the SHA-256 of their content: the same file is kept once, and a changed one is noticed.

use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path as Folder;
use std::sync::Arc;

use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use sha2::{Digest, Sha256};

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

/// Where files are kept.
pub struct Blobs(Arc<dyn ObjectStore>);

/// A file could not be kept, or not be had again.
#[derive(Debug, thiserror::Error)]
pub enum BlobFailure {
    #[error("the folder of files cannot be made: {0}")]
    Folder(#[from] std::io::Error),
    #[error("the store of files failed: {0}")]
    Store(#[from] object_store::Error),
    /// What is kept under this name is not what was put there.
    #[error("file {0} is damaged: its content has another digest")]
    Damaged(Sha256Name),
}

impl Blobs {
    /// Keeps files in `files` below this folder.
    pub fn below(data: &Folder) -> Result<Self, BlobFailure> {
        let folder = data.join("files");
        // Nobody else on the machine reads what was handed in.
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&folder)?;
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700))?;
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self(Arc::new(store)))
    }

    /// Keeps a content and names it; it is on the disk when this returns. Keeping it again changes nothing, but mends a copy
    /// that was damaged.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<Sha256Name, BlobFailure> {
        let name = Sha256Name::of(&bytes);
        let once = PutOptions {
            mode: PutMode::Create,
            ..PutOptions::default()
        };
        let bytes = PutPayload::from(bytes);
        match self.0.put_opts(&place(name), bytes.clone(), once).await {
            Ok(_) => Ok(name),
            Err(object_store::Error::AlreadyExists { .. }) => {
                if self.get(name).await.is_err() {
                    self.0.put(&place(name), bytes).await?;
                }
                Ok(name)
            }
            Err(failure) => Err(failure.into()),
        }
    }

    /// The content of this name, checked against it.
    pub async fn get(&self, name: Sha256Name) -> Result<Vec<u8>, BlobFailure> {
        let bytes = self.0.get(&place(name)).await?.bytes().await?;
        if Sha256Name::of(&bytes) == name {
            Ok(bytes.into())
        } else {
            Err(BlobFailure::Damaged(name))
        }
    }
}

// Two letters of folder, so that no folder holds a hundred thousand files.
fn place(name: Sha256Name) -> Path {
    let name = name.to_string();
    Path::from_iter([&name[..2], &name])
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(blobs.get(name).await.expect("what was put"), b"abc");
        std::fs::write(data.path().join("files/ba").join(name.to_string()), b"abd").expect("a wrong byte");
        assert!(matches!(blobs.get(name).await, Err(BlobFailure::Damaged(_))));
        blobs.put(b"abc".to_vec()).await.expect("it is brought again");
        assert_eq!(blobs.get(name).await.expect("it is mended"), b"abc");
        let mode = std::fs::metadata(data.path().join("files"))
            .expect("the folder")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o700, "others do not enter");
    }
}
