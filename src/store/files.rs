//! Kept files: what is known of each; the bytes lie in the object store under their SHA-256.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::ids::{CaseId, FileId, PartyId, UnitId, UserId};
use crate::store::told::ToldFile;

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

/// Notes a file.
pub async fn insert(db: &mut PgConnection, it: &NewFile<'_>, at: OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO files (id, sha256, size, media_type, name, uploaded_by, uploaded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        it.id.0,
        it.sha256.as_slice(),
        it.size,
        it.media_type,
        it.name,
        it.uploaded_by.0,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Files as the event that names them tells of them. Primary key.
pub async fn told(db: &mut PgConnection, ids: &[FileId]) -> sqlx::Result<Vec<ToldFile>> {
    let ids: Vec<_> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"
        SELECT id, encode(sha256, 'hex') AS "sha256!", size, media_type, name, uploaded_by, uploaded_at
        FROM files WHERE id = ANY($1) ORDER BY id
        "#,
        &ids
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let told = rows.map(|row| ToldFile {
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

/// A file as it is given out, with what decides who may have it.
pub struct KeptFile {
    /// SHA-256 of its bytes.
    pub sha256: Vec<u8>,
    /// Its type.
    pub media_type: String,
    /// Its name.
    pub name: String,
    /// The party whose it is: that brought it, by evidence, report, objection or wish, or that was heard; `None`: the body's,
    /// or of who filed, with the application or without being a party.
    pub party_id: Option<PartyId>,
    /// The objection that it came with.
    pub objection_id: Option<Uuid>,
    /// Whose hands it came from.
    pub by_user: UserId,
    /// That person's unit.
    pub by_unit: Option<UnitId>,
}

/// A file of a case; `None` when the case has none of that id.
pub async fn of_case(db: &mut PgConnection, case: CaseId, file: FileId) -> sqlx::Result<Option<KeptFile>> {
    sqlx::query_as!(
        KeptFile,
        r#"
        SELECT f.sha256, f.media_type, f.name, s.party_id AS "party_id?: PartyId", s.objection_id AS "objection_id?",
               u.id AS by_user, u.unit_id AS "by_unit: UnitId"
        FROM files f JOIN (
            SELECT file_id, NULL::uuid AS party_id, NULL::uuid AS objection_id, c.filed_by AS by_user FROM filing_files t JOIN cases c ON c.id = t.case_id WHERE c.id = $1
            UNION ALL SELECT file_id, by_party, NULL, by_user FROM evidence WHERE case_id = $1
            UNION ALL SELECT file_id, party_id, NULL, by_user FROM hearings WHERE case_id = $1 AND file_id IS NOT NULL
            UNION ALL SELECT proof_id, NULL, NULL, by_user FROM services WHERE case_id = $1 AND proof_id IS NOT NULL
            UNION ALL SELECT file_id, party_id, id, by_user FROM objections WHERE case_id = $1 AND file_id IS NOT NULL
            UNION ALL SELECT file_id, party_id, NULL, by_user FROM clarifications WHERE case_id = $1 AND file_id IS NOT NULL
            UNION ALL SELECT r.file_id, c.party_id, NULL, r.by_user FROM correction_reports r JOIN corrections c ON c.id = r.correction_id
                      WHERE c.case_id = $1 AND r.file_id IS NOT NULL
        ) s ON s.file_id = f.id JOIN users u ON u.id = s.by_user
        WHERE f.id = $2
        LIMIT 1
        "#,
        case.0,
        file.0
    )
    .fetch_optional(db)
    .await
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
