//! What is wrong with the guards of the tables and the rights of who serves, in words: `audit verify` names each, `doctor`
//! says how to mend them.

use sqlx::PgConnection;

use crate::platform::database::APP_ROLE;
use crate::store::guards::{self, Fault, Guard};
use crate::store::rights::{self, Right};

/// What is wrong with the guards, a sentence each.
pub(super) async fn faults(db: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    Ok(guards::faults(db).await?.iter().map(sentence).collect())
}

/// What the serving role may do that it should not, a sentence each. Where the database has one role only, `doctor` says what
/// is lost.
pub(super) async fn rights_beyond(db: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    match rights::unbound(db, APP_ROLE).await? {
        None => Ok(vec![]),
        Some(true) => Ok(vec![format!(
            "角色 {APP_ROLE} 拥有表，或者能成为其所有者、建立角色：数据库拦不住它"
        )]),
        Some(false) => {
            let beyond = rights::beyond(db, APP_ROLE).await?;
            let sentence = |it: &Right| format!("角色 {APP_ROLE} 可以 {}，超出应有的权限", what(it));
            let of_others = rights::of_others(db).await?;
            let other = |(role, it): &(String, Right)| format!("{role} 可以 {}，超出应有的权限", what(it));
            Ok(beyond
                .iter()
                .map(sentence)
                .chain(of_others.iter().map(other))
                .collect())
        }
    }
}

/// What the role lacks that serves, as it is granted.
pub(super) async fn rights_missing(db: &mut PgConnection, role: &str) -> sqlx::Result<Vec<String>> {
    Ok(rights::missing(db, role).await?.iter().map(what).collect())
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
        Fault::Path { whose } => format!("{whose} 的会话先读其他模式里的表（search_path）"),
        Fault::Missing(guard) => format!("{}：迁移所建的，现已缺失", name(guard)),
        Fault::Otherwise(guard) => format!("{}：与迁移所建的不同", name(guard)),
        Fault::List { table } => format!("表 {table} 的内容：与本程序的不同"),
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
        "function" | "overload" => return format!("函数 {}", it.name),
        "view" => return format!("视图 {}", it.name),
        "operator" => return format!("运算符 {}", it.name),
        "cast" => return format!("类型转换 {}", it.name),
        "namesake" => return format!("与本程序的表同名的 {}", it.name),
        other => other,
    };
    format!("表 {} 的{what} {}", it.table, it.name)
}

/// A right, as `GRANT` and `REVOKE` name it.
fn what(it: &Right) -> String {
    let Right {
        table,
        privilege,
        columns,
    } = it;
    match (columns.as_slice(), table.as_str()) {
        ([], "public") => format!("{privilege} ON SCHEMA public"),
        ([], _) if privilege == "EXECUTE" => format!("{privilege} ON FUNCTION {table}"),
        ([], _) => format!("{privilege} ON {table}"),
        (columns, _) => format!("{privilege} ({}) ON {table}", columns.join(", ")),
    }
}
