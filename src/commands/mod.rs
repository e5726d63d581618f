//! The subcommands of the program, a file each. Each finds the database by itself: the one in `DATABASE_URL`, or the
//! private one, which is started when it does not run and stopped when nobody uses it any longer.

mod audit;
mod backup;
mod body;
mod deadline;
pub mod demo;
mod doctor;
mod guards;
mod interrupt;
mod key;
mod migrate;
mod sample;
pub mod serve;
mod trouble;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::platform::{Clock, Config, Database, telemetry};
use trouble::Whose::{Owner, Server};

/// 容错纠错案件办理系统
#[derive(Debug, Parser)]
#[command(name = "rongcuo", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 启动服务
    Serve,
    /// 更新数据库结构
    Migrate,
    /// 在空的数据库里建立演示数据，人员和案件均为虚构；`demo end` 结束演示
    Demo(demo::Demo),
    /// 计算期限，不需要数据库
    Deadline(deadline::Deadline),
    /// 新建、停用、启用账号，重置密码
    User(user::User),
    /// 确认管理机构的正式名称
    #[command(subcommand)]
    Body(body::Body),
    /// 签名密钥：显示、更换、认证、会签
    #[command(subcommand)]
    Key(key::Key),
    /// 核对记录是否完整
    #[command(subcommand)]
    Audit(audit::Audit),
    /// 把数据库和材料备份到一个文件夹，不影响正在运行的服务
    Backup(backup::Backup),
    /// 把备份恢复到空的数据库和文件夹，然后核对
    Restore(backup::Restore),
    /// 打印配置样例：systemd 的服务、nginx 的反向代理
    Sample {
        #[arg(value_enum)]
        what: sample::Sample,
    },
    /// 检查运行环境，并说明如何解决问题
    Doctor,
}

/// Runs one command.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match cli.command {
        Command::Serve => serve::run().await.map_err(|error| Server.explain(error)),
        Command::Migrate => interrupt::ends(migrate::run())
            .await
            .map_err(|error| Owner.explain(error)),
        Command::Demo(it) => interrupt::ends(it.run())
            .await
            .map_err(|error| Server.explain(error)),
        Command::Deadline(it) => Ok(it.run()),
        Command::User(it) => interrupt::ends(as_owner(it))
            .await
            .map_err(|error| Owner.explain(error)),
        Command::Body(it) => interrupt::ends(confirmed_by_owner(it))
            .await
            .map_err(|error| Owner.explain(error)),
        Command::Key(it) => interrupt::ends(async { it.run().await.map(|()| ExitCode::SUCCESS) })
            .await
            .map_err(|error| Server.explain(error)),
        Command::Audit(it) => interrupt::ends(async { Ok(it.run().await) }).await,
        Command::Backup(it) => interrupt::ends(it.run())
            .await
            .map_err(|error| Owner.explain(error)),
        Command::Restore(it) => interrupt::ends(it.run())
            .await
            .map_err(|error| Owner.explain(error)),
        Command::Sample { what } => Ok(what.print()),
        Command::Doctor => interrupt::ends(doctor::run()).await,
    }
}

async fn as_owner(user: user::User) -> anyhow::Result<ExitCode> {
    let (_, database) = open().await?;
    let mut db = Owner.migrated(&database).await?;
    user.run(&mut db, Clock::System.now()).await?;
    Ok(ExitCode::SUCCESS)
}

async fn confirmed_by_owner(body: body::Body) -> anyhow::Result<ExitCode> {
    let (_, database) = open().await?;
    let mut db = Owner.migrated(&database).await?;
    body.run(&mut db).await?;
    Ok(ExitCode::SUCCESS)
}

/// The settings and the database they name: what most commands begin with.
async fn open() -> anyhow::Result<(Config, Database)> {
    let config = Config::from_env()?;
    telemetry::start(&config);
    let database = Database::open(&config).await?;
    Ok((config, database))
}
