//! What lies on the shelves, the folders of two letters, and may lie there unused: it is found by its age, made new, or removed.
//! Whose the shelves are stands beside them, so that a server with another database, by mistake, takes none of it for unused.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{BlobFailure, Blobs, Sha256Name, blocking};

/// Held by whoever keeps a file, and alone by whoever removes one: so none is removed that is brought again at that moment.
const LOCK: &str = "lock";
/// Names the database that knows the files.
const DATABASE: &str = "database";

pub(super) fn lock(folder: &Path) -> io::Result<File> {
    File::options()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(folder.join(LOCK))
}

impl Blobs {
    /// Whether these are the files of this database; whoever asks first is it.
    pub async fn belong_to(&self, database: String) -> Result<bool, BlobFailure> {
        let mark = self.folder.join(DATABASE);
        blocking(move || match File::create_new(&mark) {
            Ok(mut file) => file.write_all(database.as_bytes()).map(|()| true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let mut named = String::new();
                File::open(&mark)?.read_to_string(&mut named)?;
                Ok(named == database)
            }
            Err(error) => Err(error),
        })
        .await
    }

    /// What has lain on a shelf for so long.
    pub async fn older(&self, shelf: u8, age: Duration) -> Result<Vec<Sha256Name>, BlobFailure> {
        let folder = self.folder.join(format!("{shelf:02x}"));
        blocking(move || {
            let mut found = vec![];
            for entry in entries(&folder)? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().parse();
                if let Ok(name) = name
                    && is_older(&entry.path(), age)
                {
                    found.push(name);
                }
            }
            Ok(found)
        })
        .await
    }

    /// Makes a file new, if it is there.
    #[expect(
        clippy::disallowed_methods,
        reason = "a file is as old as the machine's clock says"
    )]
    pub async fn renew(&self, name: Sha256Name) -> Result<(), BlobFailure> {
        let place = self.place(name);
        blocking(move || match File::options().append(true).open(place) {
            Ok(file) => file.set_modified(SystemTime::now()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        })
        .await
    }

    /// Removes a file, unless it was brought again meanwhile; tells whether it did.
    pub async fn remove_older(&self, name: Sha256Name, age: Duration) -> Result<bool, BlobFailure> {
        let (place, folder) = (self.place(name), self.folder.clone());
        blocking(move || {
            let nobody_keeps = lock(&folder)?;
            nobody_keeps.lock()?;
            match is_older(&place, age) {
                true => fs::remove_file(&place).map(|()| true),
                false => Ok(false),
            }
        })
        .await
    }
}

/// A shelf on which nothing was ever laid is not there.
fn entries(folder: &Path) -> io::Result<impl Iterator<Item = io::Result<fs::DirEntry>>> {
    match fs::read_dir(folder) {
        Ok(entries) => Ok(Some(entries).into_iter().flatten()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None.into_iter().flatten()),
        Err(error) => Err(error),
    }
}

/// One of the future, by a clock that jumped, is not.
fn is_older(path: &Path, age: Duration) -> bool {
    let modified = fs::metadata(path).and_then(|it| it.modified());
    modified.is_ok_and(|it| it.elapsed().is_ok_and(|lay| lay > age))
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "a file is as old as the machine's clock says"
)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    #[tokio::test]
    async fn what_is_old_is_removed_unless_it_is_brought_again() {
        let data = tempfile::tempdir().expect("a folder of our own");
        let blobs = Blobs::below(data.path()).expect("a fresh folder");
        let name = blobs.put(b"abc".to_vec()).await.expect("room for a file");
        let shelf = name.0[0];
        assert_eq!(blobs.older(shelf, DAY).await.expect("a shelf"), []);
        assert_eq!(blobs.older(!shelf, DAY).await.expect("none"), []);
        let age = async || {
            let file = File::options()
                .append(true)
                .open(blobs.place(name))
                .expect("the file");
            file.set_modified(SystemTime::now() - 2 * DAY)
                .expect("an older file");
        };
        age().await;
        assert_eq!(blobs.older(shelf, DAY).await.expect("a shelf"), [name]);
        blobs.put(b"abc".to_vec()).await.expect("it is brought again");
        assert!(!blobs.remove_older(name, DAY).await.expect("it is new"));
        age().await;
        blobs.renew(name).await.expect("it is there");
        assert!(!blobs.remove_older(name, DAY).await.expect("it is new"));
        age().await;
        assert!(blobs.remove_older(name, DAY).await.expect("it is old"));
        assert!(!blobs.remove_older(name, DAY).await.expect("it is gone"));
        blobs.renew(name).await.expect("there is nothing to renew");
    }

    #[tokio::test]
    async fn the_files_are_those_of_one_database() {
        let data = tempfile::tempdir().expect("a folder of our own");
        let blobs = Blobs::below(data.path()).expect("a fresh folder");
        for (database, theirs) in [("a", true), ("a", true), ("b", false)] {
            let answer = blobs.belong_to(database.into()).await;
            assert_eq!(answer.expect("a mark"), theirs, "{database}");
        }
    }
}
