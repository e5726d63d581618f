//! What `doctor` asks the database: does it answer, are its tables ours, who are we there, what time does it say it is?

use sqlx::PgConnection;

use super::Finding;
use crate::platform::{Clock, Database};
use crate::store::schema::Standing;
use crate::store::{pool, roles, schema};

/// Beyond this the two clocks would date one event differently.
const CLOCKS_APART_SECONDS_MAX: i64 = 5;

/// All about the database.
pub async fn check(database: &Database) -> Vec<Finding> {
    match pool::one_serving(&database.app).await {
        Err(error) => vec![Finding::bad(
            "数据库",
            format!("连接不上（{error}）：请检查 DATABASE_URL、数据库是否运行、用户能否登录。"),
        )],
        Ok(mut db) => {
            let kind = if database.is_private() {
                "私有数据库可以连接"
            } else {
                "可以连接"
            };
            vec![
                Finding::good("数据库", kind),
                asked("数据库结构", tables(&mut db).await),
                asked("数据库角色", role(&mut db).await),
                asked("时钟", clock(&mut db).await),
            ]
        }
    }
}

fn asked(what: &'static str, answer: sqlx::Result<Result<String, String>>) -> Finding {
    let found = answer.unwrap_or_else(|error| {
        Err(format!(
            "数据库没有回答（{error}）：请先用所有者运行 rongcuo migrate，再检查该角色的权限。"
        ))
    });
    Finding { what, found }
}

async fn tables(db: &mut PgConnection) -> sqlx::Result<Result<String, String>> {
    Ok(match schema::standing(db).await? {
        Standing::Current => Ok("最新".into()),
        Standing::Behind(n) => Err(format!("还有 {n} 次更新没有执行：请运行 rongcuo migrate。")),
        Standing::Foreign(n) => Err(format!(
            "有 {n} 次更新不属于这个程序：请使用与数据库相符的程序版本。"
        )),
    })
}

async fn role(db: &mut PgConnection) -> sqlx::Result<Result<String, String>> {
    let (role, owned) = roles::owned_tables(db).await?;
    Ok(match owned {
        0 => Ok(format!("以 {role} 服务，不拥有任何表")),
        n => Err(format!(
            "以 {role} 服务，它拥有 {n} 张表，程序出错时数据库拦不住：请建立角色 rongcuo_app，让 DATABASE_URL 使用它，\
             所有者写入 RONGCUO_OWNER_DATABASE_URL，再运行 rongcuo migrate。"
        )),
    })
}

async fn clock(db: &mut PgConnection) -> sqlx::Result<Result<String, String>> {
    let apart = (schema::clock(db).await? - Clock::System.now()).whole_seconds();
    Ok(if apart.abs() <= CLOCKS_APART_SECONDS_MAX {
        Ok("与数据库一致".into())
    } else {
        Err(format!(
            "与数据库相差 {} 秒：请在两台机器上开启时间同步（NTP）。",
            apart.abs()
        ))
    })
}
