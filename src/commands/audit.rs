//! `rongcuo audit`: `verify` reads everything back and says what is no longer what was written, `anchor` lists what to keep
//! elsewhere. It reckons the digests (R7) and the deadlines (R6) itself, holds every register to the events,
//! asks the rules again of what is stored, and asks the guards whether they stand: so a database that was made to lie about
//! them is found out too.

mod anchor;
mod blobs;
mod history;
mod law;
mod register;
mod rules;
mod step;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use sqlx::PgConnection;

use super::guards;
use super::trouble::Whose;
use crate::platform::blobs::Blobs;
use crate::store::{integrity, schema};

/// 审计
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Audit {
    /// 核对每件案件的事件链、状态、文书、期限、各项登记、材料原件，以及数据库的触发器、约束和权限；有不符即逐一指出
    ///
    /// 退出码：0 无误，1 有不符，2 没有核对完
    Verify {
        /// 以前用 `audit anchor` 留存在别处的摘要：据此发现经过末尾或者整件案件被删改
        #[arg(long, value_name = "文件")]
        anchor: Option<PathBuf>,
    },
    /// 列出每件案件最后一个事件的摘要，供留存到数据库以外的地方
    Anchor,
}

/// Exit code of what could not be done, as of a command line that cannot be understood.
const UNDONE: u8 = 2;

/// What was read, and how much of it was wrong.
#[derive(Default)]
struct Count {
    cases: u64,
    events: u64,
    documents: u64,
    deadlines: u64,
    files: u64,
    wrong: u64,
}

impl Count {
    /// Names something that is not what was written.
    fn wrong(&mut self, what: &str) {
        self.wrong += 1;
        println!("{what}");
    }
}

impl Audit {
    /// Runs it; exit code 1 when something is wrong, 2 when that could not be found out.
    pub async fn run(self) -> ExitCode {
        let (done, undone) = match self {
            Self::Verify { anchor } => (verified(anchor.as_deref()).await, "没有核对完"),
            Self::Anchor => (anchored().await, "没有列完"),
        };
        match done {
            Ok(code) => code,
            Err(error) => {
                eprintln!("{undone}。{:#}", Whose::Server.explain(error));
                ExitCode::from(UNDONE)
            }
        }
    }
}

async fn anchored() -> anyhow::Result<ExitCode> {
    let (_, database) = super::open().await?;
    let mut db = Whose::Server.migrated(&database).await?;
    anchor::print(&mut db).await?;
    Ok(ExitCode::SUCCESS)
}

async fn verified(anchor: Option<&Path>) -> anyhow::Result<ExitCode> {
    let heads = anchor.map_or_else(|| Ok(vec![]), anchor::read)?;
    let (config, database) = super::open().await?;
    let mut db = Whose::Server.readable(&database).await?;
    let kept = kept(&mut db, &config.data).await?;
    let mut count = verify(&mut db, kept.as_ref()).await?;
    anchor::compare(&mut db, &heads, &mut count).await?;
    if count.wrong > 0 {
        println!("共有 {} 处不符。", count.wrong);
        return Ok(ExitCode::FAILURE);
    }
    let Count {
        cases,
        events,
        documents,
        deadlines,
        files,
        ..
    } = count;
    println!(
        "核对无误：案件 {cases} 件，事件 {events} 条，文书 {documents} 份，期限 {deadlines} 个，材料 {files} 份。"
    );
    Ok(ExitCode::SUCCESS)
}

/// The kept files; `None` where none were kept yet. A wrong folder would have every one of them missing.
async fn kept(db: &mut PgConnection, data: &Path) -> anyhow::Result<Option<Blobs>> {
    let folder = data.join("files");
    if folder.is_dir() {
        return Ok(Some(Blobs::below(data)?));
    }
    match integrity::kept_files(db).await? {
        0 => Ok(None),
        files => bail!(
            "找不到材料文件夹 {}，登记的 {files} 份材料无从核对：请检查 RONGCUO_DATA。",
            folder.display()
        ),
    }
}

async fn verify(db: &mut PgConnection, kept: Option<&Blobs>) -> anyhow::Result<Count> {
    let mut count = Count::default();
    let beyond = guards::rights_beyond(db).await?;
    for wrong in guards::faults(db).await?.iter().chain(&beyond) {
        count.wrong(wrong);
    }
    if schema::tells_a_story(db).await? {
        count.wrong("数据库正在讲述演示故事（表 story_time），写入的时间可以不是实际时间");
    }
    let mut moment = integrity::one_moment(db).await?;
    let mut after = None;
    loop {
        let page = integrity::cases(&mut moment, after).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for case in &page {
            count.cases += 1;
            let history = history::read(&mut moment, case, &mut count).await?;
            register::originals(&mut moment, case, &history, &mut count).await?;
        }
        let numbers: BTreeMap<_, _> = page.iter().map(|it| (it.id, it.number.as_str())).collect();
        register::compare(&mut moment, &numbers, &mut count).await?;
        rules::compare(&mut moment, &numbers, &mut count).await?;
    }
    for (series, missing) in integrity::gaps(&mut moment).await? {
        count.wrong(&format!("{series}：缺少 {missing} 个编号"));
    }
    blobs::compare(&mut moment, kept, &mut count).await?;
    Ok(count)
}
