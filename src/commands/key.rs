//! `rongcuo key`: the key with which this server signs, and those kept outside that vouch for it or countersign.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, bail};
use time::format_description::well_known::Rfc3339;

use super::trouble::Whose;
use crate::platform::keys::{PublicKey, SigningKey};
use crate::platform::note::Note;
use crate::platform::signing::{self, Signer};
use crate::platform::{Clock, Config};
use crate::store::signatures;

/// 签名密钥
#[derive(Debug, Clone, clap::Subcommand)]
pub enum Key {
    /// 显示本服务的公钥；还没有密钥时建立
    Show,
    /// 换一把密钥：重启服务后使用新的，以前的签名仍然有效
    Rotate,
    /// 新建一把密钥，用作根密钥或者上级机关的会签密钥，由其保管人留在别处；显示公钥
    New {
        /// 私钥写入的文件，不能已经存在
        file: PathBuf,
        /// 名称，不能有空白和加号
        #[arg(long)]
        name: String,
    },
    /// 用根密钥认证一把公钥，输出证书；不需要数据库
    Certify {
        /// 根密钥的文件
        #[arg(long, value_name = "文件")]
        root: PathBuf,
        /// `key show` 显示的公钥
        key: PublicKey,
    },
    /// 把证书存入数据库
    Accept {
        /// `key certify` 输出的证书
        file: PathBuf,
    },
    /// 在留存的摘要上会签；不需要数据库
    Countersign {
        /// 会签密钥的文件
        #[arg(long, value_name = "文件")]
        key: PathBuf,
        /// `audit anchor` 写成的检查点
        file: PathBuf,
    },
}

impl Key {
    pub async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Show => {
                let config = Config::from_env()?;
                let signer = Signer::below(&config.data, config.name())?;
                println!("{}", signer.key().public());
            }
            Self::Rotate => rotate()?,
            Self::New { file, name } => {
                let key = SigningKey::new(&name)?;
                key.keep(&file, false)?;
                println!("{}", key.public());
            }
            Self::Certify { root, key } => {
                let since = Clock::System.now().format(&Rfc3339)?;
                let mut note = Note::new(signing::certificate(&key, &since));
                note.sign(&SigningKey::kept(&root)?);
                print!("{note}");
            }
            Self::Accept { file } => accept(&file).await?,
            Self::Countersign { key, file } => {
                let mut note = read(&file)?;
                note.sign(&SigningKey::kept(&key)?);
                let unwritten = || format!("不能写入 {}", file.display());
                fs::write(&file, note.to_string()).with_context(unwritten)?;
            }
        }
        Ok(())
    }
}

fn rotate() -> anyhow::Result<()> {
    let config = Config::from_env()?;
    let key = SigningKey::new(config.name())?;
    key.keep(&Signer::file(&config.data), true)?;
    println!("{}", key.public());
    eprintln!("已经换成新的密钥：请重启服务，并请保管根密钥的人认证新的公钥。");
    Ok(())
}

async fn accept(file: &PathBuf) -> anyhow::Result<()> {
    let note = read(file)?;
    let Some(key) = signing::certified(note.text()) else {
        bail!("{} 不是密钥的证书", file.display())
    };
    let (_, database) = super::open().await?;
    let mut db = Whose::Server.migrated(&database).await?;
    signatures::certify(&mut db, key.bytes(), &note.to_string()).await?;
    println!("已经存入 {key} 的证书。");
    Ok(())
}

fn read(file: &PathBuf) -> anyhow::Result<Note> {
    let text = fs::read_to_string(file).with_context(|| format!("不能读取 {}", file.display()))?;
    Note::read(&text).with_context(|| format!("{} 看不懂：须为签过名的文本", file.display()))
}
