//! Kept files: what is known of each; the bytes lie in the object store under their SHA-256.

use sqlx::PgConnection;
use time::OffsetDateTime;

use super::signatures;
use crate::domain::event::KeptFile;
use crate::domain::ids::{FileId, UserId};
use crate::platform::signing::{Record, Signer, file_signed};

/// A file about to be noted.
pub struct NewFile<'a> {
    /// Its id.
    pub id: FileId,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// Bytes.
    pub size: i64,
    /// Its type, by content.
    pub media_type: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Who brought it.
    pub uploaded_by: UserId,
}

/// Notes a file, and signs that this person brought it.
pub async fn insert(
    db: &mut PgConnection,
    signer: &Signer,
    it: &NewFile<'_>,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    let brought = file_signed(it.id.0.as_bytes(), &it.sha256, it.uploaded_by.0.as_bytes());
    signatures::make_known(db, signer).await?;
    sqlx::query!(
        r#"
        INSERT INTO files (id, sha256, size, media_type, name, uploaded_by, uploaded_at, public_key, signature)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        "#,
        it.id.0,
        it.sha256.as_slice(),
        it.size,
        it.media_type,
        it.name,
        it.uploaded_by.0,
        at,
        signer.key().public().bytes(),
        signer.sign(Record::File, &brought),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Files as the event that names them tells of them. Primary key.
pub async fn told(db: &mut PgConnection, ids: &[FileId]) -> sqlx::Result<Vec<KeptFile>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"
        SELECT id, encode(sha256, 'hex') AS "sha256!", size, media_type, name, uploaded_by, uploaded_at
        FROM files WHERE id = ANY($1) ORDER BY id
        "#,
        &ids
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let told = rows.map(|row| KeptFile {
        id: FileId(row.id),
        sha256: row.sha256,
        size: row.size,
        media_type: row.media_type,
        name: row.name,
        uploaded_by: UserId(row.uploaded_by),
        uploaded_at: row.uploaded_at,
    });
    Ok(told.collect())
}

/// Whether a person brought a file. Primary key.
pub async fn brought_by(db: &mut PgConnection, file: FileId, user: UserId) -> sqlx::Result<bool> {
    let found = sqlx::query_scalar!(
        "SELECT id FROM files WHERE id = $1 AND uploaded_by = $2",
        file.0,
        user.0
    );
    Ok(found.fetch_optional(db).await?.is_some())
}

/// How many bytes a person has handed in that no case names. Index `files_uploaded_by`.
pub async fn unfiled_bytes(db: &mut PgConnection, user: UserId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"SELECT unfiled_bytes($1) AS "bytes!""#, user.0)
        .fetch_one(db)
        .await
}

/// Forgets some of the files that nothing has named for two days, and tells their digests; none are left when it tells none.
pub async fn sweep(db: &mut PgConnection) -> sqlx::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar("SELECT sweep_files()").fetch_all(db).await
}

/// Those of the digests that no file has, nor had two days ago. Indexes `files_sha256`, `forgotten_files_sha256`.
pub async fn nobodys(db: &mut PgConnection, digests: &[Vec<u8>]) -> sqlx::Result<Vec<Vec<u8>>> {
    sqlx::query_scalar!(
        r#"
        SELECT d AS "digest!" FROM unnest($1::bytea[]) AS d WHERE NOT EXISTS (SELECT FROM files WHERE sha256 = d)
        AND NOT EXISTS (SELECT FROM forgotten_files WHERE sha256 = d AND at > clock_timestamp() - interval '2 days')
        "#,
        digests
    )
    .fetch_all(db)
    .await
}
