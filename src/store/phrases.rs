//! 常用语: what a body keeps, version by version. Nothing is changed; the last version of a phrase counts.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::ids::{BodyId, UserId};
use crate::domain::phrase::{Family, IN_A_FAMILY_MAX, Phrase};

/// So many of those that are out of use are listed.
const WITHDRAWN_LISTED: i64 = 50;

/// The last version of a phrase.
pub struct Kept {
    pub id: Uuid,
    pub version: i32,
    pub family: Family,
    pub title: String,
    pub text: String,
    /// Whether it is out of use (停用).
    pub withdrawn: bool,
    /// Who wrote this version, and when.
    pub by: String,
    pub at: OffsetDateTime,
}

/// What a body has in use, in the order in which it was first kept.
pub async fn in_use(db: &mut PgConnection, body: BodyId) -> sqlx::Result<Vec<Kept>> {
    let most = Family::ALL.len() * IN_A_FAMILY_MAX;
    of_body(db, body, false, i64::try_from(most).unwrap_or(i64::MAX)).await
}

/// What a body took out of use, the last first.
pub async fn withdrawn(db: &mut PgConnection, body: BodyId) -> sqlx::Result<Vec<Kept>> {
    of_body(db, body, true, WITHDRAWN_LISTED).await
}

/// The last versions. Index `phrases_body`.
async fn of_body(db: &mut PgConnection, body: BodyId, withdrawn: bool, most: i64) -> sqlx::Result<Vec<Kept>> {
    let rows = sqlx::query_as!(
        Kept,
        r#"
        SELECT p.id, p.version, p.family AS "family: Family", p.title AS "title!", p.text AS "text!", p.withdrawn, u.name AS by, p.at
        FROM phrases p JOIN users u ON u.id = p.user_id
        WHERE p.body_id = $1 AND p.withdrawn = $2 AND NOT EXISTS (SELECT FROM phrases n WHERE n.id = p.id AND n.version > p.version)
        ORDER BY CASE WHEN p.withdrawn THEN p.at END DESC, p.id LIMIT $3
        "#,
        body.0,
        withdrawn,
        most,
    );
    rows.fetch_all(db).await
}

/// A phrase of the body. Primary key.
pub async fn last(db: &mut PgConnection, body: BodyId, id: Uuid) -> sqlx::Result<Option<Kept>> {
    let row = sqlx::query_as!(
        Kept,
        r#"
        SELECT p.id, p.version, p.family AS "family: Family", p.title AS "title!", p.text AS "text!", p.withdrawn, u.name AS by, p.at
        FROM phrases p JOIN users u ON u.id = p.user_id
        WHERE p.body_id = $1 AND p.id = $2 ORDER BY p.version DESC LIMIT 1
        "#,
        body.0,
        id,
    );
    row.fetch_optional(db).await
}

/// The next version of a phrase.
pub struct Version<'a> {
    pub id: Uuid,
    /// The version that was seen; 0: there was none.
    pub seen: i32,
    pub phrase: &'a Phrase,
    pub withdrawn: bool,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    Done,
    /// Somebody wrote another version first.
    Overtaken,
    /// Its family is full.
    Full,
}

/// Writes the next version of a phrase, inside the caller's transaction. The writers of a body wait for each other.
///
/// # Errors
/// The database refuses whoever does not lead the body.
pub async fn write(
    db: &mut PgConnection,
    body: BodyId,
    by: UserId,
    it: &Version<'_>,
    at: OffsetDateTime,
) -> sqlx::Result<Writing> {
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text || 'phrases', 0))",
        body.0
    )
    .fetch_one(&mut *db)
    .await?;
    let others = in_use(&mut *db, body).await?.into_iter();
    let others = others.filter(|other| other.family == it.phrase.family && other.id != it.id);
    if !it.withdrawn && others.count() >= IN_A_FAMILY_MAX {
        return Ok(Writing::Full);
    }
    let done = sqlx::query!(
        r#"
        INSERT INTO phrases (id, version, body_id, family, title, text, withdrawn, user_id, at)
        SELECT $1, v.versions + 1, $3, $4, $5, $6, $7, $8, $9
        FROM (SELECT count(*)::integer AS versions FROM phrases WHERE id = $1) v WHERE v.versions = $2
        "#,
        it.id,
        it.seen,
        body.0,
        it.phrase.family.code(),
        &*it.phrase.title,
        &*it.phrase.text,
        it.withdrawn,
        by.0,
        at,
    )
    .execute(db)
    .await?;
    Ok(match done.rows_affected() {
        0 => Writing::Overtaken,
        _ => Writing::Done,
    })
}
