//! `rongcuo migrate`: brings the tables up to date, as the owner.

use std::process::ExitCode;

use super::trouble::Whose;
use crate::store::{pool, schema};

pub async fn run() -> anyhow::Result<ExitCode> {
    let (_, database) = super::open().await?;
    Whose::Owner.connect(&database).await?;
    let owner = pool::owning(database.owner.clone());
    schema::migrate(&owner).await?;
    owner.close().await;
    println!("数据库结构已是最新。");
    Ok(ExitCode::SUCCESS)
}
