//! `rongcuo backup` and `rongcuo restore`: everything at one moment of the database into a folder, and back into an empty place. The
//! database comes first and then the files that it names: a file is never gone before two days have passed.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use time::OffsetDateTime;

use super::audit::{self, Audit};
use super::trouble::Whose;
use crate::platform::Clock;
use crate::platform::blobs::{Blobs, Sha256Name};
use crate::platform::pg_tools::PgTools;
use crate::store::{integrity, roles, schema, sessions};

/// The database.
const DUMP: &str = "database.dump";
/// What the folder holds. It is written last: a folder without it is no backup.
const LIST: &str = "backup.json";

/// 备份
#[derive(Debug, clap::Args)]
pub struct Backup {
    /// 备份到哪里：不存在或者空的文件夹
    folder: PathBuf,
}

/// 恢复
#[derive(Debug, clap::Args)]
pub struct Restore {
    /// 从哪里恢复：rongcuo backup 写成的文件夹
    folder: PathBuf,
}

/// What a backup holds.
#[derive(Debug, Serialize, Deserialize)]
struct List {
    /// When it was made (UTC).
    #[serde(with = "time::serde::rfc3339")]
    made_at: OffsetDateTime,
    /// The migrations of the program that made it.
    tables: String,
    /// The role that owned everything: rights are given and taken in its name.
    owner: String,
    /// The SHA-256 of the database's file.
    dump: String,
    files: u64,
}

impl Backup {
    /// Fails where a file could not be copied, when all else is.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let (config, database) = super::open().await?;
        let mut db = Whose::Owner.migrated(&database).await?;
        empty(&self.folder)?;
        let owner = roles::current(&mut db).await?;
        let kept = audit::kept(&mut db, &config.data).await?;
        let major = schema::server_version(&mut db).await?;
        let mut moment = integrity::one_moment(&mut db).await?;
        let snapshot = integrity::snapshot(&mut moment).await?;
        let tools = PgTools {
            options: &database.owner,
            major,
        };
        let dump = self.folder.join(DUMP);
        tools.dump(&snapshot, &dump).await?;
        let (files, wrong) = copied(&mut moment, kept.as_ref(), &Blobs::below(&self.folder)?).await?;
        let list = List {
            made_at: Clock::System.now(),
            tables: schema::fingerprint(),
            owner,
            dump: digest(&dump)?,
            files,
        };
        fs::write(self.folder.join(LIST), serde_json::to_vec_pretty(&list)?).context("备份的清单没有写成")?;
        println!("已经备份到 {}：数据库，材料 {files} 份。", self.folder.display());
        told(&wrong)
    }
}

impl Restore {
    /// Ends with what `audit verify` ends with.
    pub async fn run(self) -> anyhow::Result<ExitCode> {
        let (config, database) = super::open().await?;
        let list = self.list()?;
        let mut db = Whose::Owner.connect(&database).await?;
        ensure!(
            schema::is_empty(&mut db).await?,
            "数据库里已经有数据，没有恢复：请恢复到空的数据库，例如另设一个 RONGCUO_DATA。"
        );
        let kept = Blobs::below(&config.data)?;
        ensure!(
            kept.is_empty()?,
            "{} 里已经有材料，没有恢复：请恢复到空的文件夹。",
            config.data.join("files").display()
        );
        let owner = roles::current(&mut db).await?;
        ensure!(
            owner == list.owner,
            "备份里的表属于数据库用户「{}」，现在的用户是「{owner}」，没有恢复：请以同名的用户恢复。",
            list.owner
        );
        let major = schema::server_version(&mut db).await?;
        schema::prepare(&mut db).await?;
        let tools = PgTools {
            options: &database.owner,
            major,
        };
        tools.restore(&self.folder.join(DUMP)).await?;
        schema::restored(&mut db).await?;
        // Who signed in before the backup was made may have signed out since, or lost the cookie.
        sessions::end_everybodys(&mut db).await?;
        let (files, wrong) = copied(&mut db, Some(&Blobs::there(&self.folder)), &kept)
            .await
            .context("数据库已经恢复，材料没有复制完：请清空数据库和材料文件夹，然后重新恢复")?;
        println!("已经恢复 {} 的备份：数据库，材料 {files} 份。", list.made_at);
        told(&wrong)?;
        drop(db);
        Ok(Audit::plain().run().await)
    }

    /// What the backup says of itself, if it is whole.
    fn list(&self) -> anyhow::Result<List> {
        let place = self.folder.join(LIST);
        let text = fs::read(&place)
            .with_context(|| format!("{} 不是完整的备份（没有 {LIST}）", self.folder.display()))?;
        let list: List =
            serde_json::from_slice(&text).with_context(|| format!("{} 无法读取", place.display()))?;
        ensure!(
            list.tables == schema::fingerprint(),
            "这份备份是由另一版本的程序做的：请用那个版本恢复，再用这个版本更新数据库结构。"
        );
        let dump = self.folder.join(DUMP);
        ensure!(
            digest(&dump)? == list.dump,
            "{} 与清单里的摘要不符，备份以后被改动或者损坏，没有恢复。",
            dump.display()
        );
        Ok(list)
    }
}

/// Makes the folder, or finds it empty. Nobody else on the machine reads it.
fn empty(folder: &Path) -> anyhow::Result<()> {
    let cannot = || format!("不能建立文件夹 {}", folder.display());
    fs::create_dir_all(folder).with_context(cannot)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).with_context(cannot)?;
    if fs::read_dir(folder).with_context(cannot)?.next().is_some() {
        bail!(
            "文件夹 {} 不是空的，没有备份：每次备份到一个新的文件夹。",
            folder.display()
        );
    }
    Ok(())
}

/// Copies every file that the database names; tells how many, and what is wrong with others.
async fn copied(
    db: &mut PgConnection,
    from: Option<&Blobs>,
    to: &Blobs,
) -> anyhow::Result<(u64, Vec<String>)> {
    let (mut files, mut wrong, mut after) = (0, vec![], None);
    loop {
        let page = integrity::files(db, after).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for it in &page {
            let name = <[u8; 32]>::try_from(&it.sha256[..]).map(Sha256Name);
            let copied = match (from, name) {
                (Some(from), Ok(name)) => to.take(from, name).await.map_err(|failure| failure.to_string()),
                (None, _) => Err("原件缺失".to_owned()),
                (_, Err(_)) => Err("登记的摘要不是 SHA-256".to_owned()),
            };
            match copied {
                Ok(()) => files += 1,
                Err(why) => wrong.push(format!("材料 {}（{}）没有复制：{why}", it.name, it.id)),
            }
        }
    }
    Ok((files, wrong))
}

fn told(wrong: &[String]) -> anyhow::Result<ExitCode> {
    for it in wrong {
        println!("{it}");
    }
    match wrong.len() {
        0 => Ok(ExitCode::SUCCESS),
        many => bail!("有 {many} 份材料没有复制：其余的都在。请用 rongcuo audit verify 核对原来的数据。"),
    }
}

/// The SHA-256 of a file, read piece by piece.
fn digest(file: &Path) -> anyhow::Result<String> {
    let mut digest = Sha256::new();
    let mut file = fs::File::open(file).with_context(|| format!("不能读取 {}", file.display()))?;
    let mut piece = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok(Sha256Name(digest.finalize().into()).to_string());
        }
        digest.update(&piece[..read]);
    }
}
