//! `rongcuo body`: the official name of a body (管理机构) whose papers would otherwise bind nobody.

use anyhow::{bail, ensure};
use clap::Subcommand;
use sqlx::{Connection, PgConnection};

use crate::domain::blank::{hides_in_a_name, written};
use crate::store::bodies;

/// 核实管理机构的正式名称
#[derive(Debug, Subcommand)]
pub enum Body {
    /// 确认管理机构的正式名称和机关代字，从此可以受理案件
    Confirm {
        /// 机构代码，例如 XQ-YB；没有确认的，rongcuo doctor 列出
        code: String,
        /// 正式名称，印在文书上
        #[arg(long)]
        name: String,
        /// 机关代字，例如“成高管”，用于案号和文号；确认以后不再更改
        #[arg(long)]
        word: String,
    },
}

impl Body {
    /// Carries it out.
    ///
    /// # Errors
    /// It cannot be done; the sentence says why.
    pub async fn run(self, db: &mut PgConnection) -> anyhow::Result<()> {
        let Self::Confirm { code, name, word } = self;
        let (name, word) = (name.trim(), word.trim());
        for (what, text) in [("正式名称", name), ("机关代字", word)] {
            ensure!(written(text), "请写明{what}。");
            ensure!(
                !text.contains(hides_in_a_name),
                "{what}里有看不见的控制字符，请重新输入。"
            );
        }
        let mut tx = db.begin().await?;
        if let Some(other) = bodies::taken_by(&mut tx, &code, name, word).await? {
            bail!("名称「{name}」或者机关代字「{word}」已由{other}使用。");
        }
        ensure!(
            bodies::confirm(&mut tx, &code, name, word).await?,
            "没有代码为「{code}」而名称待核实的管理机构；待核实的，rongcuo doctor 列出。"
        );
        tx.commit().await?;
        println!("{name}的名称已经确认，可以受理案件。");
        Ok(())
    }
}
