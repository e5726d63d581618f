//! What was handed in and not used is swept: hourly, in small steps, beside everything else. First the rows that nothing names
//! (the database knows how old they are to be), then the files that no row names.

use std::time::Duration;

use anyhow::Context;
use sqlx::Connection;
use tokio::time::sleep;

use crate::platform::App;
use crate::platform::blobs::Sha256Name;
use crate::store::{files, schema};

/// After the start, and then every so often.
const FIRST_AFTER: Duration = Duration::from_secs(10 * 60);
const EVERY: Duration = Duration::from_secs(60 * 60);
/// Between two steps: others want the disk and the database, too.
const PAUSE: Duration = Duration::from_millis(20);
/// A file without a row stays for so long. A backup copies the database first and the files afterwards: what the database names
/// is still there when its turn comes.
pub const STAYS: Duration = Duration::from_secs(48 * 60 * 60);
/// So many files are asked about at once.
const ASKED_AT_ONCE: usize = 200;

/// What a sweep took away.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Swept {
    pub rows: usize,
    pub files: usize,
}

/// Sweeps for as long as it is let; what fails is logged and tried again an hour later.
pub async fn hourly(app: App) {
    sleep(FIRST_AFTER).await;
    loop {
        match once(&app).await {
            Ok(Swept { rows: 0, files: 0 }) => (),
            Ok(Swept { rows, files }) => tracing::info!(rows, files, "swept what was not used"),
            Err(error) => tracing::warn!("the sweep of unused files broke off: {error:#}"),
        }
        sleep(EVERY).await;
    }
}

/// Sweeps all that there is to be swept now.
///
/// # Errors
/// The database or the disk failed, or the files are another database's.
pub async fn once(app: &App) -> anyhow::Result<Swept> {
    let mut swept = Swept::default();
    loop {
        let rows = rows(app).await?;
        if rows == 0 {
            break;
        }
        swept.rows += rows;
        sleep(PAUSE).await;
    }
    let name = schema::name(&mut *app.pool.acquire().await?).await?;
    anyhow::ensure!(
        app.blobs.belong_to(name).await?,
        "the kept files are those of another database, and none is taken away: set RONGCUO_DATA to the right folder, or remove \
         files/database in it where that database is gone"
    );
    for shelf in 0..=u8::MAX {
        swept.files += files_of(app, shelf).await?;
        sleep(PAUSE).await;
    }
    Ok(swept)
}

/// Forgets some rows. Their files become new before they are forgotten: from now on they stay for as long as any without a row.
async fn rows(app: &App) -> anyhow::Result<usize> {
    let mut db = app.pool.acquire().await?;
    let mut tx = db.begin().await?;
    let gone = files::sweep(&mut tx).await?;
    for digest in &gone {
        app.blobs.renew(named(digest)?).await?;
    }
    tx.commit().await?;
    Ok(gone.len())
}

/// Removes the old files of a shelf that no row names. A row that is about to be written has a file that was just brought.
async fn files_of(app: &App, shelf: u8) -> anyhow::Result<usize> {
    let old = app.blobs.older(shelf, STAYS).await?;
    let mut removed = 0;
    for some in old.chunks(ASKED_AT_ONCE) {
        let digests: Vec<_> = some.iter().map(|it| it.0.to_vec()).collect();
        let nobodys = files::nobodys(&mut *app.pool.acquire().await?, &digests).await?;
        for digest in &nobodys {
            let gone = app.blobs.remove_older(named(digest)?, STAYS).await?;
            removed += usize::from(gone);
        }
    }
    Ok(removed)
}

fn named(digest: &[u8]) -> anyhow::Result<Sha256Name> {
    let digest = digest.try_into().context("a digest of another length")?;
    Ok(Sha256Name(digest))
}
