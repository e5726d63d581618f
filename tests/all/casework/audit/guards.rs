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
        "services_guard、services_no_truncate、services_proof_fkey 已停用",
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
        "ALTER TABLE acts ADD CONSTRAINT r5_four_eyes CHECK (approved_by <> ALL (drafters)) NOT VALID",
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
        "ALTER FUNCTION must_tolerate(uuid, uuid, smallint) RESET search_path",
        "函数 must_tolerate(case_ uuid, party_ uuid, round_ smallint)：与迁移所建的不同",
        "ALTER FUNCTION must_tolerate(uuid, uuid, smallint) SET search_path = public, pg_temp",
    ),
    (
        "CREATE FUNCTION speaks_for(uuid, text) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "函数 speaks_for(uuid, text)：不是迁移所建的",
        "DROP FUNCTION speaks_for(uuid, text)",
    ),
    (
        "CREATE TABLE events_of_mine () INHERITS (events)",
        "表 events 的列：与迁移所建的不同",
        "DROP TABLE events_of_mine",
    ),
    // A law's question answered with yes, a law or register taken away, bent or added.
    (
        "ALTER FUNCTION two_officers_verify(cases) RENAME TO kept; CREATE FUNCTION two_officers_verify(c cases) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT true'",
        "函数 two_officers_verify(c cases)：与迁移所建的不同",
        "DROP FUNCTION two_officers_verify(cases); ALTER FUNCTION kept RENAME TO two_officers_verify",
    ),
    (
        "CREATE TABLE kept AS SELECT * FROM laws WHERE rule = 'two_officers'; DELETE FROM laws WHERE rule = 'two_officers'",
        "表 laws 的内容：与迁移所建的不同",
        "INSERT INTO laws SELECT * FROM kept; DROP TABLE kept",
    ),
    (
        "UPDATE laws SET statuses = '{verifying}' WHERE rule = 'two_officers'",
        "表 laws 的内容：与迁移所建的不同",
        "UPDATE laws SET statuses = '{verifying,suspended,determining,referred}' WHERE rule = 'two_officers'",
    ),
    (
        "CREATE TABLE kept AS SELECT * FROM registers WHERE fact = 'notified'; DELETE FROM registers WHERE fact = 'notified'",
        "表 registers 的内容：与迁移所建的不同",
        "INSERT INTO registers SELECT * FROM kept; DROP TABLE kept",
    ),
    (
        "UPDATE registers SET approved = NULL WHERE fact = 'determined'",
        "表 registers 的内容：与迁移所建的不同",
        "UPDATE registers SET approved = 'determined_as_approved' WHERE fact = 'determined'",
    ),
    (
        "UPDATE registers SET steps = steps || 'hear'::text WHERE fact = 'round_began'",
        "表 registers 的内容：与迁移所建的不同",
        "UPDATE registers SET steps = '{file,decide_objection,withdraw_objection}' WHERE fact = 'round_began'",
    ),
    // The lists of the law.
    (
        "INSERT INTO procedure_moves VALUES ('close', 'submitted', 'closed')",
        "表 procedure_moves 的内容：与本程序的不同",
        "DELETE FROM procedure_moves WHERE from_status = 'submitted' AND to_status = 'closed'",
    ),
    (
        "UPDATE steps SET approves = NULL WHERE kind = 'close'",
        "表 steps 的内容：与本程序的不同",
        "UPDATE steps SET approves = 'approver' WHERE kind = 'close'",
    ),
    (
        "UPDATE procedure_clocks SET always = false WHERE kind = 'report' AND move = 'meet'",
        "表 procedure_clocks 的内容：与本程序的不同",
        "UPDATE procedure_clocks SET always = true WHERE kind = 'report' AND move = 'meet'",
    ),
    (
        "UPDATE deadline_kinds SET days = days + 1 WHERE kind = 'feedback'",
        "表 deadline_kinds 的内容：与本程序的不同",
        "UPDATE deadline_kinds SET days = days - 1 WHERE kind = 'feedback'",
    ),
    (
        "UPDATE document_kinds SET word = word || 'x' WHERE kind = 'receipt'",
        "表 document_kinds 的内容：与本程序的不同",
        "UPDATE document_kinds SET word = left(word, -1) WHERE kind = 'receipt'",
    ),
    (
        "INSERT INTO statuses VALUES ('pardoned')",
        "表 statuses 的内容：与本程序的不同",
        "DELETE FROM statuses WHERE status = 'pardoned'",
    ),
    (
        "GRANT EXECUTE ON FUNCTION events_tell() TO rongcuo_app",
        "角色 rongcuo_app 可以 EXECUTE ON FUNCTION events_tell，超出应有的权限",
        "REVOKE EXECUTE ON FUNCTION events_tell() FROM rongcuo_app",
    ),
    (
        "GRANT INSERT ON hearings TO rongcuo_app",
        "角色 rongcuo_app 可以 INSERT ON hearings，超出应有的权限",
        "REVOKE INSERT ON hearings FROM rongcuo_app",
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
    // What stands before ours, or before PostgreSQL's own in a guard.
    (
        "CREATE FUNCTION format(text, text, integer, integer) RETURNS text LANGUAGE sql AS 'SELECT ''x'''",
        "函数 format(text,text,integer,integer)：不是迁移所建的",
        "DROP FUNCTION format(text, text, integer, integer)",
    ),
    (
        "CREATE FUNCTION num_nonnulls(text, text) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "函数 num_nonnulls(text,text)：不是迁移所建的",
        "DROP FUNCTION num_nonnulls(text, text)",
    ),
    (
        "CREATE FUNCTION never(integer, numeric) RETURNS boolean LANGUAGE sql AS 'SELECT false'; CREATE OPERATOR <> (FUNCTION = never, LEFTARG = integer, RIGHTARG = numeric)",
        "运算符 <>(integer,numeric)：不是迁移所建的",
        "DROP FUNCTION never CASCADE",
    ),
    (
        "CREATE CAST (uuid AS json) WITH INOUT AS IMPLICIT",
        "类型转换 uuid AS json：不是迁移所建的",
        "DROP CAST (uuid AS json)",
    ),
    (
        "CREATE SCHEMA other; CREATE VIEW other.determinations AS SELECT 1 AS id",
        "与本程序的表同名的 other.determinations：不是迁移所建的",
        "DROP SCHEMA other CASCADE",
    ),
    (
        "ALTER ROLE rongcuo_app IN DATABASE {db} SET search_path = other, public",
        "{db} rongcuo_app 的会话先读其他模式里的表",
        "ALTER ROLE rongcuo_app IN DATABASE {db} RESET search_path",
    ),
    (
        "CREATE TABLE kept AS SELECT pg_get_viewdef('party_accounts') AS it; CREATE OR REPLACE VIEW party_accounts AS SELECT case_id, id AS party, \"user\", unit, electronic FROM parties WHERE false",
        "视图 party_accounts：与迁移所建的不同",
        "DO $$ BEGIN EXECUTE 'CREATE OR REPLACE VIEW party_accounts AS ' || (SELECT it FROM kept); END $$; DROP TABLE kept",
    ),
    (
        "ALTER TABLE users ALTER approver SET DEFAULT true",
        "表 users 的列：与迁移所建的不同",
        "ALTER TABLE users ALTER approver SET DEFAULT false",
    ),
    (
        "ALTER TABLE units DROP CONSTRAINT units_name_key; ALTER TABLE units ALTER name TYPE text COLLATE \"C\"; ALTER TABLE units ADD UNIQUE (name)",
        "表 units 的列：与迁移所建的不同",
        "ALTER TABLE units DROP CONSTRAINT units_name_key; ALTER TABLE units ALTER name TYPE text COLLATE \"default\"; ALTER TABLE units ADD UNIQUE (name)",
    ),
    (
        "GRANT UPDATE ON users TO PUBLIC",
        "PUBLIC 可以 UPDATE ON users，超出应有的权限",
        "REVOKE UPDATE ON users FROM PUBLIC",
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
