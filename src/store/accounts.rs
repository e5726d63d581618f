//! Accounts and the units behind them, as a command makes them: for a new colleague, or for the demo's people.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::ids::{BodyId, UnitId, UserId};

/// How many people there are.
pub async fn count(db: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM users"#)
        .fetch_one(db)
        .await
}

/// A body as an account names it.
pub struct KnownBody {
    /// Its id.
    pub id: Uuid,
    /// Its short name.
    pub short_name: String,
    /// What it is, as a code.
    pub kind: String,
}

/// The body of that code. Unique index on `code`.
pub async fn body_by_code(db: &mut PgConnection, code: &str) -> sqlx::Result<Option<KnownBody>> {
    sqlx::query_as!(
        KnownBody,
        "SELECT id, short_name, kind FROM bodies WHERE code = $1",
        code
    )
    .fetch_optional(db)
    .await
}

/// Adds a unit (单位) that falls under a body.
pub async fn add_unit(db: &mut PgConnection, id: UnitId, name: &str, body: BodyId) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO units (id, name, body_id) VALUES ($1, $2, $3)",
        id.0,
        name,
        body.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An account to be made.
pub struct NewUser<'a> {
    /// Its id.
    pub id: UserId,
    /// The name to sign in with.
    pub username: &'a str,
    /// The person's name.
    pub name: &'a str,
    /// Position (职务).
    pub position: &'a str,
    /// The password's digest, in PHC format.
    pub password_digest: &'a str,
    /// Whether it must be changed at the first sign-in.
    pub must_change_password: bool,
    /// The body of staff.
    pub body: Option<BodyId>,
    /// The unit of an applicant who files for one.
    pub unit: Option<UnitId>,
    /// 经办人
    pub officer: bool,
    /// 负责人
    pub approver: bool,
    /// Whether the approver may approve determinations.
    pub approves_determinations: bool,
    /// A demo identity.
    pub demo: bool,
}

/// Makes an account.
pub async fn add_user(db: &mut PgConnection, it: &NewUser<'_>, at: OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO users (id, username, name, position, password_digest, must_change_password, body_id, unit_id, officer, approver,
                           approves_determinations, demo, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
        "#,
        it.id.0,
        it.username,
        it.name,
        it.position,
        it.password_digest,
        it.must_change_password,
        it.body.map(|body| body.0),
        it.unit.map(|unit| unit.0),
        it.officer,
        it.approver,
        it.approves_determinations,
        it.demo,
        at,
    )
    .execute(db)
    .await?;
    Ok(())
}
