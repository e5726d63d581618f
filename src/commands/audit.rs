//! `rongcuo audit`: `verify` reads everything back and says what is no longer what was written, `anchor` writes what to keep
//! elsewhere. It reckons the digests (R7) and the deadlines (R6) itself, holds every register to the events,
//! asks the rules again of what is stored, and asks the guards whether they stand: so a database that was made to lie about
//! them is found out too.

mod anchor;
mod blobs;
mod changes;
mod configuration;
mod history;
mod keys;
mod law;
mod moves;
mod register;
mod rules;
mod step;
mod trail;
mod written;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use sqlx::PgConnection;

use self::keys::{Keys, Root};
use self::written::Ground;
use super::guards;
use super::trouble::Whose;
use crate::platform::blobs::Blobs;
use crate::platform::keys::{PublicKey, SigningKey};
use crate::platform::signing::Signer;
use crate::store::{audit, demo, integrity, schema, signatures};

/// 审计
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Audit {
    /// 核对每件案件的事件链、状态、文书、期限、各项登记、材料原件，机构、单位、账号的历次变动，留痕，以及数据库的触发器、约束和权限；有不符即逐一指出
    ///
    /// 退出码：0 无误，1 有不符，2 没有核对完
    Verify {
        /// 以前用 `audit anchor` 留存在别处的摘要：据此发现经过末尾或者整件案件被删改
        #[arg(long, value_name = "文件")]
        anchor: Option<PathBuf>,
        /// 根公钥：只承认经它认证的密钥所作的签名
        #[arg(long, value_name = "文件")]
        root: Option<PathBuf>,
        /// 会签机关的公钥：留存的摘要须有它的签名
        #[arg(long, value_name = "公钥", requires = "anchor")]
        witness: Vec<PublicKey>,
    },
    /// 写下每件案件的事件和审批经过到哪里为止，由本服务签名，供留存到数据库以外的地方
    Anchor {
        /// 检查点写入的文件；各件案件的摘要写入同名的 .heads 文件
        file: PathBuf,
    },
    /// 列出机构、单位和账号的每次变动：何时，以数据库的哪个角色，改了什么
    Changes,
}

/// Exit code of what could not be done, as of a command line that cannot be understood.
const UNDONE: u8 = 2;

/// What was read, and how much of it was wrong.
#[derive(Default)]
struct Count {
    cases: u64,
    events: u64,
    moves: u64,
    documents: u64,
    deadlines: u64,
    files: u64,
    /// Lines of the audit trail that are sealed, and that are not yet.
    lines: u64,
    unsealed: i64,
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
    /// The whole, held to nothing that is kept elsewhere.
    pub fn plain() -> Self {
        Self::Verify {
            anchor: None,
            root: None,
            witness: vec![],
        }
    }

    /// Runs it; exit code 1 when something is wrong, 2 when that could not be found out.
    pub async fn run(self) -> ExitCode {
        let (done, undone) = match self {
            Self::Verify {
                anchor,
                root,
                witness,
            } => {
                let done = verified(anchor.as_deref(), root.as_deref(), &witness).await;
                (done, "没有核对完")
            }
            Self::Anchor { file } => (anchored(&file).await, "没有写完"),
            Self::Changes => (changed().await, "没有列完"),
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

async fn anchored(file: &Path) -> anyhow::Result<ExitCode> {
    let (config, database) = super::open().await?;
    let mut db = Whose::Server.migrated(&database).await?;
    let key = SigningKey::kept(&Signer::file(&config.data))?;
    audit::seal(&mut db).await?;
    // Nothing may have been signed here yet.
    signatures::register(&mut db, key.public().bytes(), key.public().name()).await?;
    let cases = anchor::write(&mut db, &key, file).await?;
    println!("已经写下 {cases} 件案件的摘要。");
    Ok(ExitCode::SUCCESS)
}

async fn changed() -> anyhow::Result<ExitCode> {
    let (_, database) = super::open().await?;
    let mut db = Whose::Server.migrated(&database).await?;
    changes::print(&mut db).await?;
    Ok(ExitCode::SUCCESS)
}

async fn verified(
    anchor: Option<&Path>,
    root: Option<&Path>,
    witnesses: &[PublicKey],
) -> anyhow::Result<ExitCode> {
    let anchor = anchor.map(anchor::read).transpose()?;
    let root = root.map(Root::read).transpose()?;
    let (config, database) = super::open().await?;
    let mut db = Whose::Server.readable(&database).await?;
    let kept = kept(&mut db, &config.data).await?;
    let mut count = verify(&mut db, root.as_ref(), kept.as_ref()).await?;
    if let Some(anchor) = &anchor {
        let keys = Keys::of(&mut db, root.as_ref()).await?;
        anchor::signed(anchor, &keys, witnesses, &mut count);
        anchor::compare(&mut db, anchor, &mut count).await?;
    }
    if root.is_none() {
        println!("没有给出根公钥（--root）：签名是对照数据库里登记的公钥核对的，公钥本身没有核对。");
    }
    if count.wrong > 0 {
        println!("共有 {} 处不符。", count.wrong);
        return Ok(ExitCode::FAILURE);
    }
    let Count {
        cases,
        events,
        moves,
        documents,
        deadlines,
        files,
        lines,
        unsealed,
        ..
    } = count;
    println!(
        "核对无误：案件 {cases} 件，事件 {events} 条，审批经过 {moves} 条，文书 {documents} 份，期限 {deadlines} 个，材料 {files} 份，留痕 {lines} 行，另有 {unsealed} 行尚未封存。"
    );
    Ok(ExitCode::SUCCESS)
}

/// The kept files; `None` where none were kept yet. A wrong folder would have every one of them missing.
pub(super) async fn kept(db: &mut PgConnection, data: &Path) -> anyhow::Result<Option<Blobs>> {
    let folder = data.join("files");
    if folder.is_dir() {
        return Ok(Some(Blobs::there(data)));
    }
    match integrity::kept_files(db).await? {
        0 => Ok(None),
        files => bail!(
            "找不到材料文件夹 {}，登记的 {files} 份材料无从核对：请检查 RONGCUO_DATA。",
            folder.display()
        ),
    }
}

async fn verify(db: &mut PgConnection, root: Option<&Root>, kept: Option<&Blobs>) -> anyhow::Result<Count> {
    let mut count = Count::default();
    let beyond = guards::rights_beyond(db).await?;
    for wrong in guards::faults(db).await?.iter().chain(&beyond) {
        count.wrong(wrong);
    }
    if schema::tells_a_story(db).await? {
        count.wrong("数据库正在讲述演示故事（表 story_time），写入的时间可以不是实际时间");
    }
    let kinds = demo::kinds(db).await?;
    if kinds.mixed() {
        let (demo, real) = (kinds.demo, kinds.real);
        count.wrong(&format!("{demo} 个演示账号和 {real} 个真实账号混在一起"));
    }
    let mut moment = integrity::one_moment(db).await?;
    let keys = Keys::of(&mut moment, root).await?;
    let past = configuration::read(&mut moment, &mut count).await?;
    let ground = Ground::of(&mut moment, keys, past).await?;
    let mut after = None;
    loop {
        let page = integrity::cases(&mut moment, after).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for case in &page {
            count.cases += 1;
            let history = history::read(&mut moment, case, &ground, &mut count).await?;
            moves::read(&mut moment, case, &ground, &mut count).await?;
            register::originals(&mut moment, case, &history, &mut count).await?;
        }
        let numbers: BTreeMap<_, _> = page.iter().map(|it| (it.id, it.number.as_str())).collect();
        register::compare(&mut moment, &numbers, &mut count).await?;
        moves::compare(&mut moment, &numbers, &mut count).await?;
        rules::compare(&mut moment, &numbers, &mut count).await?;
        configuration::compare(&mut moment, &ground.past, &numbers, &mut count).await?;
    }
    for (series, missing) in integrity::gaps(&mut moment).await? {
        count.wrong(&format!("{series}：缺少 {missing} 个编号"));
    }
    let of_nothing = signatures::of_nothing(&mut moment).await?;
    if of_nothing > 0 {
        count.wrong(&format!(
            "有 {of_nothing} 个签名，它们所签的事件或者审批经过已经不在"
        ));
    }
    trail::compare(&mut moment, &mut count).await?;
    let files = blobs::listed(&mut moment).await?;
    moment.rollback().await?;
    blobs::compare(db, &files, kept, &ground.keys, &mut count).await?;
    Ok(count)
}
