//! What is wrong with the guards of the tables and the rights of who serves, in words: `audit verify` names each, `doctor`
//! says how to mend them.

use sqlx::PgConnection;

use crate::platform::database::APP_ROLE;
use crate::store::guards::{self, Fault, Guard};
use crate::store::rights::{self, Right};

/// Everything that keeps the database from keeping the rules, a sentence each.
pub(super) async fn wrong(db: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    let faults = guards::faults(db).await?;
    let mut wrong: Vec<_> = faults.iter().map(sentence).collect();
    match rights::unbound(db, APP_ROLE).await? {
        // One role only: `doctor` says what is lost.
        None => {}
        Some(true) => wrong.push(format!(
            "角色 {APP_ROLE} 拥有表，或者能成为其所有者、建立角色：数据库拦不住它"
        )),
        Some(false) => {
            let beyond = rights::beyond(db, APP_ROLE).await?;
            wrong.extend(
                beyond
                    .iter()
                    .map(|it| format!("角色 {APP_ROLE} {}，超出应有的权限", held(it))),
            );
        }
    }
    Ok(wrong)
}

fn sentence(fault: &Fault) -> String {
    match fault {
        Fault::Asleep { table, names } => format!("表 {table} 的触发器 {} 已停用", names.join("、")),
        Fault::Replica { whose } if whose.is_empty() => {
            "数据库服务器设为跳过所有触发器（session_replication_role）".to_owned()
        }
        Fault::Replica { whose } => {
            format!("{whose} 的会话设为跳过所有触发器（session_replication_role）")
        }
        Fault::Missing(guard) => format!("{}：迁移所建的，现已缺失", name(guard)),
        Fault::Otherwise(guard) => format!("{}：与迁移所建的不同", name(guard)),
        Fault::Foreign(guard) => format!("{}：不是迁移所建的", name(guard)),
    }
}

fn name(it: &Guard) -> String {
    let what = match it.kind.as_str() {
        "trigger" => "触发器",
        "constraint" => "约束",
        "index" => "唯一索引",
        "rule" => "规则",
        "columns" => return format!("表 {} 的列", it.table),
        "list" => return format!("表 {} 的内容", it.table),
        "function" => return format!("函数 {}", it.name),
        other => other,
    };
    format!("表 {} 的{what} {}", it.table, it.name)
}

/// Which right on what somebody has.
fn held(it: &Right) -> String {
    let Right {
        table,
        privilege,
        columns,
    } = it;
    match (columns.as_slice(), table.as_str()) {
        ([], "public") => format!("可以在模式 public 里 {privilege}"),
        ([], "") => format!("可以在数据库里 {privilege}"),
        ([], _) => format!("可以 {privilege} {table}"),
        (columns, _) => format!("可以 {privilege} {table}（{}）", columns.join("、")),
    }
}
