//! Accounts that are open or closed: what who runs the program asks and does, as the owner.

use sqlx::PgConnection;

use crate::domain::ids::UserId;

/// Whether an account can be signed in to. Primary key.
pub async fn open(db: &mut PgConnection, user: UserId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT disabled_at IS NULL AS "open!" FROM users WHERE id = $1"#,
        user.0
    )
    .fetch_one(db)
    .await
}

/// Whether an account is one of a demo. Primary key.
pub async fn of_demo(db: &mut PgConnection, user: UserId) -> sqlx::Result<bool> {
    sqlx::query_scalar!("SELECT demo FROM users WHERE id = $1", user.0)
        .fetch_one(db)
        .await
}

/// Opens a closed account again. Primary key.
pub async fn enable(db: &mut PgConnection, user: UserId) -> sqlx::Result<()> {
    sqlx::query!("UPDATE users SET disabled_at = NULL WHERE id = $1", user.0)
        .execute(db)
        .await?;
    Ok(())
}
