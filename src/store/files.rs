//! Kept files: what is known of each, and in which part of a case it lies. The bytes lie in the object store.

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::ids::{CaseId, FileId, UserId};

/// A file that was put into the object store.
pub struct NewFile<'a> {
    /// Its id.
    pub id: FileId,
    /// The SHA-256 of its content, which is also its name in the object store.
    pub sha256: &'a [u8; 32],
    /// Bytes.
    pub size: i64,
    /// What it is, by its content.
    pub media_type: &'a str,
    /// The name it came with.
    pub name: &'a str,
    /// Who brought it.
    pub uploaded_by: UserId,
}

/// Keeps what is known of a file.
pub async fn insert(db: &mut PgConnection, it: &NewFile<'_>, at: OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO files (id, sha256, size, media_type, name, uploaded_by, uploaded_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        it.id.0,
        it.sha256,
        it.size,
        it.media_type,
        it.name,
        it.uploaded_by.0,
        at,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A file as a case holds it.
pub struct CaseFile {
    /// Its id.
    pub id: Uuid,
    /// The SHA-256 of its content.
    pub sha256: Vec<u8>,
    /// Bytes.
    pub size: i64,
    /// What it is, by its content.
    pub media_type: String,
    /// The name it came with.
    pub name: String,
    /// In which part of the case it lies: `filing`, `evidence`, `hearing`, `service`, `objection`, `correction`,
    /// `clarification`.
    pub part: String,
    /// The party whose own side it belongs to: its evidence, statement, service, objection, report or wish. `None`: the filer's
    /// (in a filing), or the inside of the case.
    pub party_id: Option<Uuid>,
}

/// A file, if that case holds it. Indexes on `case_id` of each part.
pub async fn of_case(db: &mut PgConnection, case: CaseId, file: FileId) -> sqlx::Result<Option<CaseFile>> {
    sqlx::query_as!(
        CaseFile,
        r#"
        SELECT f.id, f.sha256, f.size, f.media_type, f.name, held.part AS "part!", held.party_id
        FROM (
            SELECT file_id, 'filing' AS part, NULL::uuid AS party_id FROM filing_files WHERE case_id = $1
            UNION ALL SELECT file_id, 'evidence', by_party FROM evidence WHERE case_id = $1
            UNION ALL SELECT file_id, 'hearing', party_id FROM hearings WHERE case_id = $1
            UNION ALL SELECT s.proof_id, 'service', d.party_id FROM services s JOIN documents d ON d.id = s.document_id WHERE s.case_id = $1
            UNION ALL SELECT file_id, 'objection', party_id FROM objections WHERE case_id = $1
            UNION ALL SELECT r.file_id, 'correction', c.party_id FROM correction_reports r JOIN corrections c ON c.id = r.correction_id
                      WHERE c.case_id = $1
            UNION ALL SELECT file_id, 'clarification', party_id FROM clarifications WHERE case_id = $1
        ) held
        JOIN files f ON f.id = held.file_id
        WHERE f.id = $2
        LIMIT 1
        "#,
        case.0,
        file.0,
    )
    .fetch_optional(db)
    .await
}
