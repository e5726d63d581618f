//! Who the database takes us for. The server works as `rongcuo_app`, which owns nothing and so cannot alter a table or
//! switch off a trigger, whatever bug or trick there may be in the program.

use sqlx::PgConnection;

/// Makes the serving role, where this is allowed and it is missing; before migrating, whose grants name it.
/// A role made here cannot sign in: whoever gives it a password and `LOGIN` decides that.
pub async fn ensure_app_role(db: &mut PgConnection) -> sqlx::Result<bool> {
    let (there, may_make): (bool, bool) = sqlx::query_as(
        "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'rongcuo_app'),
                (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user)",
    )
    .fetch_one(&mut *db)
    .await?;
    if !there && may_make {
        sqlx::query("CREATE ROLE rongcuo_app NOLOGIN")
            .execute(&mut *db)
            .await?;
        sqlx::query("GRANT rongcuo_app TO CURRENT_USER")
            .execute(&mut *db)
            .await?;
    }
    Ok(there || may_make)
}

/// Lets the serving role see how far the tables are migrated. Its other grants stand in the migrations.
pub async fn grant_schema_state(db: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query("GRANT SELECT ON _sqlx_migrations TO rongcuo_app")
        .execute(db)
        .await?;
    Ok(())
}

/// Becomes the serving role where we are another that may.
pub async fn step_down(db: &mut PgConnection) -> sqlx::Result<()> {
    let may: Option<bool> = sqlx::query_scalar(
        "SELECT pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles
         WHERE  rolname = 'rongcuo_app' AND current_user <> 'rongcuo_app'",
    )
    .fetch_optional(&mut *db)
    .await?;
    if may == Some(true) {
        sqlx::query("SET ROLE rongcuo_app").execute(db).await?;
    }
    Ok(())
}

/// As whom we came, and how many of the program's tables that role owns: who stepped down can step up again.
pub async fn login(db: &mut PgConnection) -> sqlx::Result<(String, i64)> {
    sqlx::query_as(
        "SELECT session_user::text, count(*) FROM pg_class
         WHERE  relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
         AND    pg_has_role(session_user, relowner, 'MEMBER')",
    )
    .fetch_one(db)
    .await
}

/// Who we are now.
pub async fn current(db: &mut PgConnection) -> sqlx::Result<String> {
    sqlx::query_scalar("SELECT current_user::text")
        .fetch_one(db)
        .await
}
