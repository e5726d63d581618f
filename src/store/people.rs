//! People who sign in, and the bodies (管理机构) and units (单位) they belong to.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::ids::{BodyId, UnitId, UserId};

/// What signing in asks of an account.
pub struct Credentials {
    /// Whose.
    pub id: Uuid,
    /// argon2id in PHC format.
    pub password_digest: String,
    /// Whether somebody else chose the password.
    pub must_change_password: bool,
    /// When it was chosen.
    pub password_set_at: OffsetDateTime,
}

/// The account of this user name, if it is open. Unique index on `username`.
pub async fn credentials(db: &mut PgConnection, username: &str) -> sqlx::Result<Option<Credentials>> {
    sqlx::query_as!(
        Credentials,
        "SELECT id, password_digest, must_change_password, password_set_at FROM users WHERE username = $1 AND disabled_at IS NULL",
        username
    )
    .fetch_optional(db)
    .await
}

/// What the account page shows and asks.
pub struct Account {
    /// What the person signs in with.
    pub username: String,
    /// argon2id in PHC format.
    pub password_digest: String,
}

/// A person's own account. Primary key.
pub async fn account(db: &mut PgConnection, user: UserId) -> sqlx::Result<Account> {
    sqlx::query_as!(
        Account,
        "SELECT username, password_digest FROM users WHERE id = $1",
        user.0
    )
    .fetch_one(db)
    .await
}

/// Replaces a password by another, if nobody else has replaced it meanwhile.
pub async fn replace_password(
    db: &mut PgConnection,
    user: UserId,
    (old, new): (&str, &str),
    must_change: bool,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "UPDATE users SET password_digest = $3, must_change_password = $4 WHERE id = $1 AND password_digest = $2",
        user.0,
        old,
        new,
        must_change
    );
    Ok(done.execute(db).await?.rows_affected() == 1)
}

/// Sets a password, whatever it was; `must_change` where somebody else chose it.
pub async fn set_password(
    db: &mut PgConnection,
    user: UserId,
    digest: &str,
    must_change: bool,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE users SET password_digest = $2, must_change_password = $3 WHERE id = $1",
        user.0,
        digest,
        must_change
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A demo identity, as the sign-in page lists it.
pub struct DemoPerson {
    /// Its id.
    pub id: Uuid,
    /// Its fictitious name.
    pub name: String,
    /// May draft.
    pub officer: bool,
    /// May approve.
    pub approver: bool,
    /// Its body.
    pub body: Option<String>,
    /// Its unit.
    pub unit: Option<String>,
}

/// The demo identities: bodies in the order of their codes, then units, the one that files most first, then individuals.
/// Indexes `users_demo`, `cases_filed_by`.
pub async fn demo_people(db: &mut PgConnection) -> sqlx::Result<Vec<DemoPerson>> {
    sqlx::query_as!(
        DemoPerson,
        r#"
        SELECT    u.id, u.name, u.officer, u.approver, b.short_name AS "body?", n.name AS "unit?"
        FROM      users u
        LEFT JOIN bodies b ON b.id = u.body_id
        LEFT JOIN units n ON n.id = u.unit_id
        WHERE     u.demo AND u.disabled_at IS NULL
        ORDER BY  b.kind = 'office', b.code, (SELECT count(*) FROM cases c WHERE c.filed_by = u.id) DESC, n.name, u.approver, u.username
        LIMIT     100
        "#
    )
    .fetch_all(db)
    .await
}

/// Whether this is an open demo identity. Primary key.
pub async fn is_demo(db: &mut PgConnection, user: UserId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM users WHERE id = $1 AND demo AND disabled_at IS NULL) AS "is!""#,
        user.0
    )
    .fetch_one(db)
    .await
}

/// A person to be.
pub struct NewPerson<'a> {
    /// The id.
    pub id: UserId,
    /// What the person signs in with.
    pub username: &'a str,
    /// Name.
    pub name: &'a str,
    /// Position (职务).
    pub position: &'a str,
    /// argon2id in PHC format.
    pub password_digest: &'a str,
    /// The body, for staff.
    pub body: Option<BodyId>,
    /// The unit, for those who file for one.
    pub unit: Option<UnitId>,
    /// May draft.
    pub officer: bool,
    /// May approve.
    pub approver: bool,
    /// May approve determinations.
    pub approves_determinations: bool,
}

/// Adds a person, who must change the password first of all; `false` when the user name is taken.
pub async fn add(db: &mut PgConnection, person: &NewPerson<'_>, at: OffsetDateTime) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"
        INSERT INTO users (id, username, name, position, password_digest, body_id, unit_id,
                           officer, approver, approves_determinations, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (username) DO NOTHING
        "#,
        person.id.0,
        person.username,
        person.name,
        person.position,
        person.password_digest,
        person.body.map(|body| body.0),
        person.unit.map(|unit| unit.0),
        person.officer,
        person.approver,
        person.approves_determinations,
        at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Closes an account: it cannot sign in any more, and stays readable where it has acted.
pub async fn disable(db: &mut PgConnection, user: UserId, at: OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE users SET disabled_at = coalesce(disabled_at, $2) WHERE id = $1",
        user.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The person of this user name, open or closed. Unique index on `username`.
pub async fn by_username(db: &mut PgConnection, username: &str) -> sqlx::Result<Option<UserId>> {
    let id = sqlx::query_scalar!("SELECT id FROM users WHERE username = $1", username)
        .fetch_optional(db)
        .await?;
    Ok(id.map(UserId))
}

/// The body of this code. Unique index on `code`.
pub async fn body_by_code(db: &mut PgConnection, code: &str) -> sqlx::Result<Option<BodyId>> {
    let id = sqlx::query_scalar!("SELECT id FROM bodies WHERE code = $1", code)
        .fetch_optional(db)
        .await?;
    Ok(id.map(BodyId))
}

/// The unit of this name below this body; `new` becomes its id where there is none yet. `None` when a unit of this name
/// belongs to another body. Unique index on `name`.
pub async fn unit(
    db: &mut PgConnection,
    name: &str,
    body: BodyId,
    new: UnitId,
) -> sqlx::Result<Option<UnitId>> {
    sqlx::query!(
        "INSERT INTO units (id, name, body_id) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
        new.0,
        name,
        body.0
    )
    .execute(&mut *db)
    .await?;
    let id = sqlx::query_scalar!(
        "SELECT id FROM units WHERE name = $1 AND body_id = $2",
        name,
        body.0
    )
    .fetch_optional(db)
    .await?;
    Ok(id.map(UnitId))
}

/// The account of a user name, as an officer looks it up to link it to a party. Unique index on `username`.
pub async fn found(
    db: &mut PgConnection,
    username: &str,
) -> sqlx::Result<Option<crate::domain::account::Account>> {
    let row = sqlx::query!(
        r#"
        SELECT u.id, u.username, coalesce(n.name, u.name) AS "name!", u.unit_id, u.body_id IS NOT NULL AS "staff!",
               ARRAY(SELECT m.id FROM users m WHERE m.unit_id = u.unit_id) AS "people!"
        FROM users u LEFT JOIN units n ON n.id = u.unit_id
        WHERE u.username = $1 AND u.disabled_at IS NULL
        "#,
        username
    );
    Ok(row
        .fetch_optional(db)
        .await?
        .map(|row| crate::domain::account::Account {
            username: row.username,
            user: UserId(row.id),
            name: row.name,
            unit: row.unit_id.map(UnitId),
            people: row.people.into_iter().map(UserId).collect(),
            staff: row.staff,
        }))
}

/// Whether there is anybody yet.
pub async fn anybody(db: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM users) AS "anybody!""#)
        .fetch_one(db)
        .await
}

/// The body of this code as its staff carry it with them. Unique index on `code`.
pub async fn workplace(
    db: &mut PgConnection,
    code: &str,
) -> sqlx::Result<Option<crate::domain::actor::ActorBody>> {
    let row = sqlx::query!(
        r#"SELECT id, short_name, kind, bodies_below(b) AS "below!" FROM bodies b WHERE code = $1"#,
        code
    );
    Ok(row
        .fetch_optional(db)
        .await?
        .map(|row| crate::domain::actor::ActorBody {
            id: BodyId(row.id),
            short_name: row.short_name,
            office: row.kind == "office",
            below: row.below.into_iter().map(BodyId).collect(),
        }))
}

/// Adds a demo identity, who enters by a button and has no password to change.
pub async fn add_demo(db: &mut PgConnection, person: &NewPerson<'_>, at: OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO users (id, username, name, position, password_digest, body_id, unit_id,
                           officer, approver, approves_determinations, created_at, must_change_password, demo)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, false, true)
        "#,
        person.id.0,
        person.username,
        person.name,
        person.position,
        person.password_digest,
        person.body.map(|body| body.0),
        person.unit.map(|unit| unit.0),
        person.officer,
        person.approver,
        person.approves_determinations,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}
