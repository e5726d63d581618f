//! People: who signs in, and the accounts that others look for.

use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::account::Account;
use crate::domain::ids::{UnitId, UserId};

/// What is needed to check a password.
pub struct Credentials {
    /// Who.
    pub id: Uuid,
    /// The digest of the password.
    pub password_digest: String,
}

/// The enabled account of a user name. Unique index on `username`.
pub async fn credentials(db: &mut PgConnection, username: &str) -> sqlx::Result<Option<Credentials>> {
    sqlx::query_as!(
        Credentials,
        "SELECT id, password_digest FROM users WHERE username = $1 AND disabled_at IS NULL",
        username
    )
    .fetch_optional(db)
    .await
}

/// What the account page shows.
pub struct OwnAccount {
    /// What one signs in with.
    pub username: String,
    /// The digest of the password.
    pub password_digest: String,
}

/// One's own account. Primary key.
pub async fn own(db: &mut PgConnection, user: UserId) -> sqlx::Result<OwnAccount> {
    sqlx::query_as!(
        OwnAccount,
        "SELECT username, password_digest FROM users WHERE id = $1",
        user.0
    )
    .fetch_one(db)
    .await
}

/// A new password of one's own choice.
pub async fn change_password(db: &mut PgConnection, user: UserId, digest: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE users SET password_digest = $2, must_change_password = false WHERE id = $1",
        user.0,
        digest
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A demo identity.
pub struct DemoPerson {
    /// Who.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// The body, for staff.
    pub body_name: Option<String>,
    /// The unit, for applicants.
    pub unit_name: Option<String>,
    /// Position.
    pub position: String,
    /// May draft.
    pub officer: bool,
    /// May approve.
    pub approver: bool,
}

/// The demo identities, by body; empty outside a demo. Index `users_demo`.
pub async fn demo(db: &mut PgConnection) -> sqlx::Result<Vec<DemoPerson>> {
    sqlx::query_as!(
        DemoPerson,
        r#"
        SELECT u.id, u.name, b.short_name AS "body_name?", n.name AS "unit_name?", u.position, u.officer, u.approver
        FROM users u LEFT JOIN bodies b ON b.id = u.body_id LEFT JOIN units n ON n.id = u.unit_id
        WHERE u.demo AND u.disabled_at IS NULL
        ORDER BY b.kind = 'office', b.code NULLS FIRST, n.name NULLS LAST, u.approver, u.username
        LIMIT 100
        "#
    )
    .fetch_all(db)
    .await
}

/// Whether somebody is a demo identity that may be stepped into.
pub async fn is_demo(db: &mut PgConnection, user: UserId) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        "SELECT demo FROM users WHERE id = $1 AND disabled_at IS NULL",
        user.0
    );
    Ok(found.fetch_optional(db).await?.unwrap_or(false))
}

/// The account of a user name, as an officer looks it up to link it to a party.
pub async fn account(db: &mut PgConnection, username: &str) -> sqlx::Result<Option<Account>> {
    let row = sqlx::query!(
        r#"
        SELECT u.id, u.username, coalesce(n.name, u.name) AS "name!", u.unit_id, u.body_id IS NOT NULL AS "staff!"
        FROM users u LEFT JOIN units n ON n.id = u.unit_id
        WHERE u.username = $1 AND u.disabled_at IS NULL
        "#,
        username
    );
    Ok(row.fetch_optional(db).await?.map(|row| Account {
        username: row.username,
        user: UserId(row.id),
        name: row.name,
        unit: row.unit_id.map(UnitId),
        staff: row.staff,
    }))
}
