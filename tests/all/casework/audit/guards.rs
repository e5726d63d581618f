//! Guards that sleep, are gone or are others, and rights too many, are named, though nothing was written yet.

use super::{tamper, verify};
use crate::world::World;

/// What is done, what is said of it, and how it is undone.
const CHANGES: &[(&str, &str, &str)] = &[
    (
        "ALTER TABLE acts DISABLE TRIGGER acts_guard",
        "表 acts 的触发器 acts_guard 已停用",
        "ALTER TABLE acts ENABLE TRIGGER acts_guard",
    ),
    (
        "ALTER TABLE services DISABLE TRIGGER ALL",
        "services_guard、services_no_truncate、services_proof_id_fkey 已停用",
        "ALTER TABLE services ENABLE TRIGGER ALL",
    ),
    (
        "ALTER TABLE events ENABLE REPLICA TRIGGER events_append_only",
        "表 events 的触发器 events_append_only 已停用",
        "ALTER TABLE events ENABLE TRIGGER events_append_only",
    ),
    (
        "ALTER ROLE rongcuo_app IN DATABASE {db} SET session_replication_role = replica",
        "{db} rongcuo_app 的会话设为跳过所有触发器",
        "ALTER ROLE rongcuo_app IN DATABASE {db} RESET session_replication_role",
    ),
    (
        "DROP TRIGGER events_append_only ON events",
        "表 events 的触发器 events_append_only：迁移所建的，现已缺失",
        "CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    ),
    (
        "CREATE OR REPLACE TRIGGER acts_guard BEFORE INSERT ON acts FOR EACH ROW EXECUTE FUNCTION acts_four_eyes()",
        "表 acts 的触发器 acts_guard：与迁移所建的不同",
        "CREATE OR REPLACE TRIGGER acts_guard BEFORE INSERT OR UPDATE ON acts FOR EACH ROW EXECUTE FUNCTION acts_four_eyes()",
    ),
    (
        "CREATE TRIGGER mine BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        "表 events 的触发器 mine：不是迁移所建的",
        "DROP TRIGGER mine ON events",
    ),
    (
        "CREATE RULE mine AS ON INSERT TO audit DO INSTEAD NOTHING",
        "表 audit 的规则 mine：不是迁移所建的",
        "DROP RULE mine ON audit",
    ),
    (
        "ALTER TABLE acts DROP CONSTRAINT r5_four_eyes",
        "表 acts 的约束 r5_four_eyes：迁移所建的，现已缺失",
        "ALTER TABLE acts ADD CONSTRAINT r5_four_eyes CHECK (approved_by <> drafted_by) NOT VALID",
    ),
    (
        "SELECT",
        "表 acts 的约束 r5_four_eyes：与迁移所建的不同",
        "ALTER TABLE acts VALIDATE CONSTRAINT r5_four_eyes",
    ),
    (
        "DROP INDEX acts_one_change_waits",
        "表 acts 的唯一索引 acts_one_change_waits：迁移所建的，现已缺失",
        "CREATE UNIQUE INDEX acts_one_change_waits ON acts (case_id) WHERE state = 'waiting' AND changes_status",
    ),
    (
        "ALTER TABLE events ALTER body DROP NOT NULL",
        "表 events 的列：与迁移所建的不同",
        "ALTER TABLE events ALTER body SET NOT NULL",
    ),
    (
        "ALTER FUNCTION must_tolerate(uuid, uuid) RESET search_path",
        "函数 must_tolerate(report uuid, party uuid)：与迁移所建的不同",
        "ALTER FUNCTION must_tolerate(uuid, uuid) SET search_path = public, pg_temp",
    ),
    (
        "CREATE FUNCTION told(uuid, text, text, jsonb) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "函数 told(uuid, text, text, jsonb)：不是迁移所建的",
        "DROP FUNCTION told(uuid, text, text, jsonb)",
    ),
    (
        "INSERT INTO procedure_moves VALUES ('close', 'submitted', 'closed', false)",
        "表 procedure_moves 的内容：与迁移所建的不同",
        "DELETE FROM procedure_moves WHERE from_status = 'submitted' AND to_status = 'closed'",
    ),
    (
        "GRANT UPDATE (body, at), DELETE ON events TO rongcuo_app",
        "角色 rongcuo_app 可以 UPDATE (at, body) ON events，超出应有的权限",
        "REVOKE UPDATE (body, at), DELETE ON events FROM rongcuo_app",
    ),
    (
        "GRANT CREATE ON SCHEMA public TO PUBLIC",
        "角色 rongcuo_app 可以 CREATE ON SCHEMA public，超出应有的权限",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    ),
    // Other things in the database are nobody's concern.
    (
        "CREATE TABLE reports_of_ours (id int); CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "",
        "SELECT",
    ),
];

#[tokio::test]
async fn each_guard_that_is_not_as_it_was_made_is_named() {
    let world = World::new().await;
    world.case().filed().await;
    let named = |text: &str| text.replace("{db}", &world.database.name);
    for (change, said, undo) in CHANGES {
        tamper(&world, &named(change)).await;
        let (good, lines) = verify(&world);
        assert_eq!(good, said.is_empty(), "{change}: {lines}");
        assert!(lines.contains(&named(said)), "{change}: {lines}");
        tamper(&world, &named(undo)).await;
    }
    let (good, said) = verify(&world);
    assert!(good, "{said}");
}

#[tokio::test]
async fn a_serving_role_that_nothing_holds_back_is_named() {
    let world = World::new().await;
    tamper(&world, "ALTER TABLE units OWNER TO rongcuo_app").await;
    let (good, said) = verify(&world);
    assert!(!good && said.contains("角色 rongcuo_app 拥有表"), "{said}");
}
