//! `rongcuo migrate`: brings the tables up to date, as the owner.

use std::process::ExitCode;

use anyhow::Context;

use crate::store::{pool, schema};

/// Migrates.
pub async fn run() -> anyhow::Result<ExitCode> {
    let (_, database) = super::open().await?;
    let owner = pool::owning(database.owner.clone());
    schema::migrate(&owner).await.context("数据库结构没有更新")?;
    owner.close().await;
    println!("数据库结构已是最新。");
    Ok(ExitCode::SUCCESS)
}
