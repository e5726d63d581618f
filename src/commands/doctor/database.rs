//! What `doctor` asks the database: does it answer, are its tables ours, do their guards stand, who are we there and what may
//! we do, what time does it say it is?

use sqlx::PgConnection;

use super::Finding;
use crate::commands::guards;
use crate::commands::trouble::{Whose, not_current};
use crate::platform::{Clock, Database};
use crate::store::bodies;
use crate::store::demo::{self, Kinds};
use crate::store::{integrity, limits, roles, schema};

/// So many of a kind are named on one line.
const NAMED_MAX: usize = 3;

/// What was found, or what keeps it from being found.
type Answer = sqlx::Result<Result<String, String>>;

/// All about the database; and how many files are kept there, where it knows.
pub async fn check(database: &Database) -> (Vec<Finding>, Option<i64>) {
    let mut db = match Whose::Server.connect(database).await {
        Ok(db) => db,
        Err(trouble) => return (vec![Finding::bad("数据库", trouble.0)], None),
    };
    let kind = if database.is_private() {
        "私有数据库可以连接"
    } else {
        "可以连接"
    };
    let mut findings = vec![
        Finding::good("数据库", kind),
        asked("数据库结构", tables(&mut db).await),
        asked("时钟", clock(&mut db).await),
    ];
    // Of other tables than ours there is nothing else to say.
    if findings
        .iter()
        .any(|it| it.what == "数据库结构" && it.found.is_err())
    {
        return (findings, None);
    }
    findings.extend([
        asked("写入时间", dated(&mut db).await),
        asked("账号", accounts(&mut db).await),
        asked("机构名称", names(&mut db).await),
        asked("数据库角色", role(&mut db).await),
        asked("权限", rights(&mut db).await),
        asked("触发器和约束", standing_guards(&mut db).await),
    ]);
    (findings, integrity::kept_files(&mut db).await.ok())
}

fn asked(what: &'static str, answer: Answer) -> Finding {
    let found = answer.unwrap_or_else(|error| Err(Whose::Server.explain(error.into()).to_string()));
    Finding { what, found }
}

async fn tables(db: &mut PgConnection) -> Answer {
    let wrong = not_current(schema::standing(db).await?);
    Ok(wrong.map_or_else(|| Ok("最新".into()), Err))
}

async fn role(db: &mut PgConnection) -> Answer {
    let (role, owned) = roles::login(db).await?;
    Ok(match owned {
        0 => Ok(format!("以 {role} 登录，不拥有任何表")),
        n => Err(format!(
            "以 {role} 登录，它拥有 {n} 张表，程序出错时数据库拦不住：请建立角色 rongcuo_app，让 DATABASE_URL 使用它，\
             所有者写入 RONGCUO_OWNER_DATABASE_URL，再运行 rongcuo migrate。"
        )),
    })
}

async fn rights(db: &mut PgConnection) -> Answer {
    let role = roles::current(db).await?;
    let missing = guards::rights_missing(db, &role).await?;
    if !missing.is_empty() {
        return Ok(Err(format!(
            "角色 {role} 缺少权限 {}：请由所有者授予（GRANT … TO {role}）。",
            named(&missing)
        )));
    }
    Ok(match guards::rights_beyond(db).await?.as_slice() {
        [] => Ok(format!("{role} 有服务所需的权限")),
        beyond => Err(format!("{}：请由所有者收回（REVOKE … FROM …）。", named(beyond))),
    })
}

async fn standing_guards(db: &mut PgConnection) -> Answer {
    Ok(match guards::faults(db).await?.as_slice() {
        [] => Ok("都在起作用，与迁移所建的一致".into()),
        faults => Err(format!(
            "{}：请查明是谁改动、为什么，由所有者改回（停用的用 ALTER TABLE … ENABLE TRIGGER ALL，缺少的按 migrations/ 重建），\
             再运行 rongcuo audit verify。",
            named(faults)
        )),
    })
}

async fn accounts(db: &mut PgConnection) -> Answer {
    let kinds = demo::kinds(db).await?;
    Ok(match kinds {
        Kinds { real, demo, .. } if kinds.mixed() => Err(format!(
            "{demo} 个演示账号和 {real} 个真实账号混在一起：请运行 rongcuo demo end，再查明触发器何时、由谁停用。"
        )),
        Kinds { real, demo: 0, .. } => Ok(format!("{real} 个")),
        Kinds {
            demo, demo_open: 0, ..
        } => Ok(format!("{demo} 个演示账号，演示已经结束")),
        Kinds { demo_open, .. } => Ok(format!("{demo_open} 个演示账号，不用密码就能进入")),
    })
}

/// Nothing is wrong with the machine where a name is open; who runs it is told what waits for it.
async fn names(db: &mut PgConnection) -> Answer {
    let open = bodies::unconfirmed(db).await?;
    let open: Vec<_> = open
        .into_iter()
        .map(|(code, name)| format!("{name} {code}"))
        .collect();
    Ok(Ok(match open.as_slice() {
        [] => "都已确认".to_owned(),
        open => format!(
            "以下机构的正式名称没有核实，暂不受理案件：{}。核实以后运行 rongcuo body confirm <代码> --name <正式名称> --word <机关代字>",
            open.join("、")
        ),
    }))
}

/// The first of them, and how many there are.
fn named(all: &[String]) -> String {
    let first = all[..all.len().min(NAMED_MAX)].join("；");
    match all.len() {
        n if n > NAMED_MAX => format!("{first}，等 {n} 项"),
        _ => first,
    }
}

async fn clock(db: &mut PgConnection) -> Answer {
    let apart = (schema::clock(db).await? - Clock::System.now())
        .as_seconds_f64()
        .abs();
    Ok(if apart <= limits::CLOCKS_APART_MAX {
        Ok("与数据库一致".into())
    } else {
        Err(format!(
            "与数据库相差 {apart:.0} 秒，不能办理案件：请在两台机器上开启时间同步（NTP）。"
        ))
    })
}

async fn dated(db: &mut PgConnection) -> Answer {
    Ok(match schema::tells_a_story(db).await? {
        false => Ok("只按数据库的时钟写入".into()),
        true => Err(
            "数据库正在讲述演示故事，写入的时间可以不是实际时间：没有在运行 rongcuo demo 的，请由所有者执行 DELETE FROM story_time。"
                .into(),
        ),
    })
}
