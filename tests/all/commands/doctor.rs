//! `rongcuo doctor` finds what is wrong, a line each, says how to mend it, and leaves nothing behind.

use super::{Shell, changed};
use crate::world::World;

/// The line about something.
fn line<'a>(said: &'a str, what: &str) -> &'a str {
    let about = |line: &&str| line.trim_start_matches(['✓', '✗', ' ']).starts_with(what);
    said.lines()
        .find(about)
        .unwrap_or_else(|| panic!("{what}: {said}"))
}

#[tokio::test]
async fn a_sound_database_has_a_good_line_each_and_nothing_is_left_behind() {
    let world = World::new().await;
    let shell = Shell::at(&world.database, "rongcuo_app", "rongcuo");
    let said = shell.runs("doctor").out;
    for what in [
        "数据库：",
        "数据库结构：",
        "数据库角色：",
        "权限：",
        "触发器和约束：",
        "数据文件夹：",
        "材料文件夹：",
    ] {
        assert!(line(&said, what).starts_with('✓'), "{said}");
    }
    let left = std::fs::read_dir(shell.here())
        .expect("the folder is there")
        .count();
    assert_eq!(left, 0, "doctor makes nothing");
}

#[tokio::test]
async fn sleeping_guards_and_rights_too_many_are_found() {
    let world = World::new().await;
    let database = &world.database;
    changed(
        database,
        "ALTER TABLE acts DISABLE TRIGGER acts_guard; ALTER TABLE audit DISABLE TRIGGER audit_append_only;
         GRANT DELETE ON events TO rongcuo_app",
    )
    .await;
    let shell = Shell::at(database, "rongcuo_app", "rongcuo");
    let said = shell.runs("doctor");
    assert_eq!(said.code, 1);
    let guards = line(&said.out, "触发器和约束：");
    for words in [
        "✗",
        "表 acts 的触发器 acts_guard 已停用",
        "表 audit",
        "ENABLE TRIGGER",
        "rongcuo audit verify",
    ] {
        assert!(guards.contains(words), "{guards}");
    }
    let rights = line(&said.out, "权限：");
    assert!(
        rights.contains("可以 DELETE ON events，超出应有的权限") && rights.contains("REVOKE"),
        "{rights}"
    );
}

#[tokio::test]
async fn missing_rights_and_missing_files_are_found() {
    let world = World::new().await;
    world.case().initiated().await.evidence().await;
    let database = &world.database;
    changed(
        database,
        &format!(
            "REVOKE INSERT ON events FROM rongcuo_app; REVOKE UPDATE (state) ON acts FROM rongcuo_app; REVOKE TEMPORARY ON DATABASE {} FROM PUBLIC",
            database.name
        ),
    )
    .await;
    let said = Shell::at(database, "rongcuo_app", "rongcuo").runs("doctor").out;
    let rights = line(&said, "权限：");
    for words in ["✗", "INSERT ON events", "UPDATE (state) ON acts", "GRANT"] {
        assert!(rights.contains(words), "{rights}");
    }
    assert!(
        !rights.contains("TEMPORARY"),
        "nothing needs temporary tables: {rights}"
    );
    let files = line(&said, "材料文件夹：");
    assert!(
        files.contains("找不到 var/files，数据库里却登记着 1 份材料"),
        "{files}"
    );
}

#[tokio::test]
async fn who_can_become_the_owner_again_is_found() {
    let world = World::new().await;
    let said = Shell::at(&world.database, "rongcuo", "rongcuo")
        .runs("doctor")
        .out;
    let role = line(&said, "数据库角色：");
    for words in ["✗", "以 rongcuo 登录，它拥有", "RONGCUO_OWNER_DATABASE_URL"] {
        assert!(role.contains(words), "{role}");
    }
}

#[tokio::test]
async fn a_database_that_tells_a_story_is_found() {
    let world = World::new().await;
    let shell = Shell::at(&world.database, "rongcuo_app", "rongcuo");
    let said = shell.runs("doctor").out;
    let told = line(&said, "写入时间：");
    assert!(told.contains("DELETE FROM story_time"), "{told}");
    let verified = shell.runs("audit verify");
    assert_eq!(verified.code, 1);
    assert!(verified.out.contains("正在讲述演示故事"), "{}", verified.out);
    world.database.is_real().await;
    let said = shell.runs("doctor").out;
    assert!(line(&said, "写入时间：").starts_with('✓'), "{said}");
    assert!(line(&said, "时钟：").starts_with('✓'), "{said}");
    assert_eq!(shell.runs("audit verify").code, 0);
}
