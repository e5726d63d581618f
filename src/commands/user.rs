//! `rongcuo user`: accounts made, closed and helped by whoever runs the program. A password made here is printed once, and
//! must be changed at the first sign-in.

use anyhow::{Context, bail, ensure};
use clap::{Args, Subcommand};
use sqlx::{Connection, PgConnection};
use time::OffsetDateTime;

use crate::domain::blank::{hides_in_a_name, trimmed, written};
use crate::domain::ids::{BodyId, UnitId, UserId};
use crate::platform::passwords::Passwords;
use crate::platform::random::{self, new_id};
use crate::store::people::{self, NewPerson};
use crate::store::{accounts, demo, sessions};
use crate::web::session::ONE_TIME;

/// 新建、停用、启用账号，重置密码
#[derive(Debug, Args)]
pub struct User {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// 新建账号，打印一次性密码
    Add(Box<Add>),
    /// 停用账号，退出它的所有登录
    Disable {
        /// 用户名
        username: String,
    },
    /// 启用停用的账号，密码还是原来的
    Enable {
        /// 用户名
        username: String,
    },
    /// 重置密码，打印一次性密码，退出它的所有登录；停用的账号须先启用
    Reset {
        /// 用户名
        username: String,
    },
}

#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("role").multiple(true).args(["officer", "approver"]))]
#[command(group = clap::ArgGroup::new("place").required(true).args(["body", "unit", "individual"]))]
struct Add {
    /// 用户名：2 至 40 个小写字母、数字、点、下划线、横线，以字母或者数字开头
    username: String,
    /// 姓名
    name: String,
    /// 职务
    #[arg(long, default_value = "")]
    position: String,
    /// 所属机构的代码，例如 ZMB
    #[arg(long, value_name = "CODE", requires = "role")]
    body: Option<String>,
    /// 所属单位的名称；没有的会新建
    #[arg(long, value_name = "NAME", requires = "under")]
    unit: Option<String>,
    /// 单位所在机构的代码
    #[arg(long, value_name = "CODE", requires = "unit")]
    under: Option<String>,
    /// 个人，不属于任何单位
    #[arg(long)]
    individual: bool,
    /// 经办人
    #[arg(long, conflicts_with_all = ["unit", "individual"])]
    officer: bool,
    /// 负责人
    #[arg(long, conflicts_with_all = ["unit", "individual"])]
    approver: bool,
    /// 可以审批容错认定
    #[arg(long, requires = "approver")]
    approves_determinations: bool,
}

impl User {
    /// Carries it out, all or nothing.
    ///
    /// # Errors
    /// It cannot be done; the sentence says why.
    pub async fn run(self, db: &mut PgConnection, at: OffsetDateTime) -> anyhow::Result<()> {
        let mut tx = db.begin().await?;
        let said = match self.deed {
            Deed::Add(add) => add.run(&mut tx, at).await?,
            Deed::Disable { username } => disable(&mut tx, &username, at).await?,
            Deed::Enable { username } => enable(&mut tx, &username).await?,
            Deed::Reset { username } => reset(&mut tx, &username).await?,
        };
        tx.commit().await?;
        println!("{said}");
        Ok(())
    }
}

impl Add {
    async fn run(&self, db: &mut PgConnection, at: OffsetDateTime) -> anyhow::Result<String> {
        ensure!(
            well_formed(&self.username),
            "用户名「{}」不合要求：用 2 至 40 个小写字母、数字、点、下划线、横线，以字母或者数字开头。",
            self.username
        );
        ensure!(written(&self.name), "请写明姓名。");
        for (what, text) in [
            ("姓名", Some(&self.name)),
            ("职务", Some(&self.position)),
            ("单位名称", self.unit.as_ref()),
        ] {
            ensure!(
                text.is_none_or(|text| plain(text)),
                "{what}里有看不见的控制字符，请重新输入。"
            );
        }
        ensure!(
            demo::kinds(db).await?.demo == 0,
            "这个数据库用于演示，不能新建真实账号：真实工作请用空的数据库（script/server --empty，或者另建数据库后运行 rongcuo \
             migrate）；演示不再需要的，请运行 rongcuo demo end。"
        );
        let id = UserId(new_id(at));
        let (password, digest) = one_time_password(id).await?;
        let person = NewPerson {
            id,
            username: &self.username,
            name: trimmed(&self.name),
            position: trimmed(&self.position),
            password_digest: &digest,
            body: self.body(db).await?,
            unit: self.unit(db, at).await?,
            officer: self.officer,
            approver: self.approver,
            approves_determinations: self.approves_determinations,
        };
        if !people::add(db, &person, at).await? {
            bail!("用户名「{}」已经有人使用，请换一个。", self.username);
        }
        Ok(told(&self.username, &password))
    }

    async fn body(&self, db: &mut PgConnection) -> anyhow::Result<Option<BodyId>> {
        match &self.body {
            Some(code) => Ok(Some(body(db, code).await?)),
            None => Ok(None),
        }
    }

    async fn unit(&self, db: &mut PgConnection, at: OffsetDateTime) -> anyhow::Result<Option<UnitId>> {
        let (Some(name), Some(under)) = (&self.unit, &self.under) else {
            return Ok(None);
        };
        let under = body(db, under).await?;
        ensure!(written(name), "请写明单位名称。");
        let unit = people::unit(db, trimmed(name), under, UnitId(new_id(at))).await?;
        let unit = unit.with_context(|| format!("单位「{name}」属于另一个机构，请核对 --under。"))?;
        Ok(Some(unit))
    }
}

async fn body(db: &mut PgConnection, code: &str) -> anyhow::Result<BodyId> {
    people::body_by_code(db, code)
        .await?
        .with_context(|| format!("没有代码为「{code}」的机构。"))
}

async fn disable(db: &mut PgConnection, username: &str, at: OffsetDateTime) -> anyhow::Result<String> {
    let (user, open) = user(db, username).await?;
    if !open {
        return Ok(format!("{username} 已经停用，没有改动。"));
    }
    people::disable(db, user, at).await?;
    sessions::end_all(db, user).await?;
    Ok(format!("已停用 {username}。"))
}

async fn enable(db: &mut PgConnection, username: &str) -> anyhow::Result<String> {
    let (user, open) = user(db, username).await?;
    if open {
        return Ok(format!("{username} 没有停用，没有改动。"));
    }
    ensure!(
        !accounts::of_demo(db, user).await?,
        "{username} 是演示账号，停用以后不能再启用：重新演示请用 script/server --anew；演示不再需要的，请运行 rongcuo demo end。"
    );
    accounts::enable(db, user).await?;
    Ok(format!("已启用 {username}。"))
}

async fn reset(db: &mut PgConnection, username: &str) -> anyhow::Result<String> {
    let (user, open) = user(db, username).await?;
    ensure!(
        open,
        "{username} 已经停用，不能登录，没有重置密码：请先运行 rongcuo user enable {username}。"
    );
    ensure!(
        !accounts::of_demo(db, user).await?,
        "{username} 是演示账号，没有密码，没有重置。"
    );
    let (password, digest) = one_time_password(user).await?;
    people::set_password(db, user, &digest, true).await?;
    sessions::end_all(db, user).await?;
    Ok(told(username, &password))
}

/// Whose account it is, and whether it is open.
async fn user(db: &mut PgConnection, username: &str) -> anyhow::Result<(UserId, bool)> {
    let user = people::by_username(db, username)
        .await?
        .with_context(|| format!("没有用户名为「{username}」的账号。"))?;
    Ok((user, accounts::open(db, user).await?))
}

async fn one_time_password(user: UserId) -> anyhow::Result<(String, String)> {
    let password = random::password()?;
    let digest = Passwords::default().digest(user.0, password.clone()).await?;
    Ok((password, digest))
}

// The password alone on a line of its own, so that a script can take it.
fn told(username: &str, password: &str) -> String {
    format!(
        "{username} 的一次性密码（{} 天内有效，首次登录时必须更换）：\n{password}",
        ONE_TIME.whole_days()
    )
}

// As the table's own check says it.
fn well_formed(username: &str) -> bool {
    let first = username
        .bytes()
        .next()
        .is_some_and(|byte| byte != b'.' && byte != b'_' && byte != b'-');
    let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(&byte);
    first && (2..=40).contains(&username.len()) && username.bytes().all(allowed)
}

/// Whether a name shows all that is in it, in its order.
fn plain(text: &str) -> bool {
    !text.contains(hides_in_a_name)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Cli {
        #[command(flatten)]
        user: User,
    }

    fn understood(line: &str) -> bool {
        Cli::try_parse_from(line.split(' ')).is_ok()
    }

    #[test]
    fn an_account_belongs_to_a_body_with_a_role_or_to_a_unit_or_to_nobody() {
        for right in [
            "user add lin 林 --body ZMB --officer",
            "user add lin 林 --body ZMB --officer --approver --approves-determinations",
            "user add lin 林 --unit 某局 --under CDGX",
            "user add lin 林 --individual",
            "user disable lin",
            "user enable lin",
            "user reset lin",
        ] {
            assert!(understood(right), "{right}");
        }
        for wrong in [
            "user add lin 林",
            "user add lin 林 --body ZMB",
            "user add lin 林 --unit 某局",
            "user add lin 林 --individual --officer",
            "user add lin 林 --body ZMB --officer --individual",
            "user add lin 林 --body ZMB --officer --approves-determinations",
            "user reset",
        ] {
            assert!(!understood(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_user_name_is_what_the_table_takes() {
        for right in ["ab", "lin.zhi-yuan_2"] {
            assert!(well_formed(right), "{right}");
        }
        for wrong in ["a", "", ".ab", "Lin", "林知远", "a b"] {
            assert!(!well_formed(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_name_hides_nothing() {
        for right in ["林知远", "Ana María", "葛\u{E0100}城", "阿不都·热西提"] {
            assert!(plain(right), "{right}");
        }
        for wrong in [
            "林\u{202E}知远",
            "林\n知远",
            "林\u{200B}知远",
            "\u{2066}林",
            "林\u{7F}",
            "林\u{1B}[31m",
        ] {
            assert!(!plain(wrong), "{wrong:?}");
        }
    }
}
