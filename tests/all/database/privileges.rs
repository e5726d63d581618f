//! The server's role owns nothing, and may not even try to change what stays.

use crate::world::World;

#[tokio::test]
async fn our_tables_are_read_first_whatever_a_role_is_set_to() {
    let world = World::new().await;
    let name = &world.database.name;
    world.database.as_superuser(&format!(
        "CREATE SCHEMA other; ALTER ROLE rongcuo_app IN DATABASE {name} SET search_path = other, public"
    ));
    for pool in [
        rongcuo::store::pool::serving(world.database.options("rongcuo_app")),
        rongcuo::store::pool::owning(world.database.options("rongcuo")),
    ] {
        let path: String = sqlx::query_scalar("SHOW search_path")
            .fetch_one(&pool)
            .await
            .expect("a path");
        assert_eq!(path, "public,pg_temp");
    }
}

#[tokio::test]
async fn the_servers_role_may_not_change_what_stays() {
    let world = World::new().await;
    let owned: i64 =
        sqlx::query_scalar("SELECT count(*) FROM pg_class WHERE relowner = 'rongcuo_app'::regrole")
            .fetch_one(&world.database.app)
            .await
            .unwrap();
    assert_eq!(owned, 0);
    for table in [
        "events",
        "documents",
        "audit",
        "filings",
        "hearings",
        "assessments",
        "determinations",
        "procedure_moves",
        "bodies",
        "document_kinds",
        "procedure_clocks",
        "registers",
        "laws",
        "steps",
        "deadlines",
        "clock_moves",
        "openings",
        "phrases",
    ] {
        for right in ["UPDATE", "DELETE", "TRUNCATE"] {
            // Column grants count too.
            let column = if right == "UPDATE" {
                "OR has_any_column_privilege('rongcuo_app', $1, $2)"
            } else {
                ""
            };
            let may: bool = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
                "SELECT has_table_privilege('rongcuo_app', $1, $2) {column}"
            )))
            .bind(table)
            .bind(right)
            .fetch_one(&world.database.app)
            .await
            .unwrap();
            assert!(!may, "{right} on {table}");
        }
    }
}

#[tokio::test]
async fn the_servers_role_makes_nobody_who_approves() {
    let world = World::new().await;
    for sql in [
        "INSERT INTO users (id, username, name, password_digest, body_id, approver, created_at)
         SELECT gen_random_uuid(), 'forged', 'x', '!', id, true, now() FROM bodies LIMIT 1",
        "INSERT INTO units (id, name, body_id) SELECT gen_random_uuid(), 'x', id FROM bodies LIMIT 1",
        "UPDATE users SET approver = true",
        "UPDATE users SET disabled_at = NULL",
    ] {
        let refused = sqlx::query(sql).execute(&world.database.app).await;
        let error = refused.expect_err("the server makes no accounts");
        assert!(error.to_string().contains("permission denied"), "{error}");
    }
}
