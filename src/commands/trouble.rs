//! What stands between a command and its database, said to who runs the program: one sentence, what is wrong and what to do.
//! The driver's own words come behind it, once.

use std::time::Duration;

use sqlx::PgConnection;
use sqlx::migrate::MigrateError;
use sqlx::postgres::PgConnectOptions;

use crate::platform::Database;
use crate::platform::blobs::BlobFailure;
use crate::store::pool;
use crate::store::schema::{self, Standing};

/// How long a server may take to answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// What is wrong with the database, in sentences that say what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Trouble(pub String);

/// As whom a command comes to the database.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whose {
    /// As the server.
    Server,
    /// As the owner of the tables.
    Owner,
}

impl Whose {
    /// A connection of its own, outside any pool; what keeps it away is said in words for whoever runs the program.
    pub async fn connect(self, database: &Database) -> Result<PgConnection, Trouble> {
        let options = match self {
            Self::Server => &database.app,
            Self::Owner => &database.owner,
        };
        let connecting = async {
            match self {
                Self::Server => pool::one_serving(options).await,
                Self::Owner => pool::one_owning(options).await,
            }
        };
        match tokio::time::timeout(CONNECT_TIMEOUT, connecting).await {
            Ok(connected) => connected.map_err(|error| self.unreached(options, &error)),
            Err(_) => Err(self.away(options, &format!("{} 秒没有回答", CONNECT_TIMEOUT.as_secs()))),
        }
    }

    /// A connection to tables that are as this program wants them.
    pub async fn migrated(self, database: &Database) -> Result<PgConnection, Trouble> {
        let mut db = self.connect(database).await?;
        let standing = schema::standing(&mut db).await;
        self.current(db, standing)
    }

    /// A connection to tables that this program can read, whatever stands in the lists of the law: `audit verify` names those
    /// that somebody bent, which a migration would write anew.
    pub async fn readable(self, database: &Database) -> Result<PgConnection, Trouble> {
        let mut db = self.connect(database).await?;
        let standing = schema::tables(&mut db).await;
        self.current(db, standing)
    }

    fn current(self, db: PgConnection, standing: sqlx::Result<Standing>) -> Result<PgConnection, Trouble> {
        match standing.map_err(|error| self.refused(&error))? {
            Standing::Current => Ok(db),
            behind => Err(Trouble(not_current(behind).unwrap_or_default())),
        }
    }

    /// The sentence for what a command failed of; what is no matter of the database stays as it is said.
    pub fn explain(self, error: anyhow::Error) -> anyhow::Error {
        if error.chain().any(|it| it.is::<Trouble>()) {
            return error;
        }
        for cause in error.chain() {
            if let Some(MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_)) =
                cause.downcast_ref()
            {
                let sentence = "数据库结构不是这个程序建立的，没有更新：请使用与数据库相符的程序版本";
                return Trouble(format!("{sentence}（{cause}）。")).into();
            }
            if let Some(cause) = cause.downcast_ref::<sqlx::Error>() {
                return self.refused(cause).into();
            }
            if let Some(BlobFailure::Folder(cause)) = cause.downcast_ref() {
                return Trouble(format!(
                    "不能建立材料文件夹：请把 RONGCUO_DATA 设为自己的文件夹（{cause}）。"
                ))
                .into();
            }
        }
        error
    }

    fn unreached(self, options: &PgConnectOptions, error: &sqlx::Error) -> Trouble {
        let (variable, said) = (self.variable(), said(error));
        let user = options.get_username();
        match code(error).as_deref() {
            Some("28P01" | "28000") => Trouble(format!(
                "用户「{user}」不能登录数据库：请检查 {variable} 里的用户和密码，以及数据库是否允许它登录（{said}）。"
            )),
            Some("3D000") => {
                let database = options.get_database().unwrap_or(user);
                Trouble(format!(
                    "没有数据库「{database}」：请先建立，或者更正 {variable}（{said}）。"
                ))
            }
            Some(_) => self.refused(error),
            None => self.away(options, &said),
        }
    }

    fn away(self, options: &PgConnectOptions, said: &str) -> Trouble {
        let (host, port, variable) = (options.get_host(), options.get_port(), self.variable());
        let place = match options.get_socket() {
            Some(socket) => socket.display().to_string(),
            None => format!("{host}:{port}"),
        };
        Trouble(format!(
            "连接不上 {place} 的数据库：请检查 {variable} 的地址，以及数据库是否运行（{said}）。"
        ))
    }

    fn refused(self, error: &sqlx::Error) -> Trouble {
        let said = said(error);
        let sentence = match (code(error).as_deref(), self) {
            (Some("42501"), Self::Server) => {
                "服务所用的角色没有这个权限：请运行 rongcuo doctor，它列出缺少的权限"
            }
            (Some("42501"), Self::Owner) => {
                "所用的角色没有这个权限：更新结构、管理账号要用表的所有者，请把它的地址写入 RONGCUO_OWNER_DATABASE_URL"
            }
            (Some("42P01" | "42703" | "42883" | "3F000"), _) => {
                "数据库里没有所需的表：请先以所有者运行 rongcuo migrate"
            }
            (Some("53300"), _) => "数据库的连接已满：请稍后再试，或者调高它的 max_connections",
            (Some("57P01" | "57P02" | "57P03"), _) => "数据库正在启动或者停止：请稍后再试",
            (Some("25006"), _) => "数据库只读：请让 DATABASE_URL 指向可以写入的主库",
            (Some(_), _) => "数据库没有做到：请运行 rongcuo doctor",
            (None, _) => "与数据库的连接断了：请检查数据库是否运行",
        };
        Trouble(format!("{sentence}（{said}）。"))
    }

    /// The setting that names the address.
    fn variable(self) -> &'static str {
        match self {
            Self::Server => "DATABASE_URL",
            Self::Owner => "RONGCUO_OWNER_DATABASE_URL 或者 DATABASE_URL",
        }
    }
}

/// What is wrong with tables that are not as this program wants them.
pub(super) fn not_current(standing: Standing) -> Option<String> {
    match standing {
        Standing::Current => None,
        Standing::Behind(n) => Some(format!(
            "数据库结构不是最新，还有 {n} 次更新没有执行：请先运行 rongcuo migrate。"
        )),
        Standing::Foreign(n) => Some(format!(
            "数据库结构有 {n} 次更新不属于这个程序：请使用与数据库相符的程序版本。"
        )),
    }
}

fn code(error: &sqlx::Error) -> Option<String> {
    let error = error.as_database_error()?;
    error.code().map(|code| code.into_owned())
}

/// The driver's own words.
fn said(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => error.to_string(),
        other => other.to_string(),
    }
}
