//! Issued documents (文书): numbered without gaps (R8), kept as their exact text with its digest.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::domain::dates::shanghai_day;
use crate::domain::document::{self, Document, DocumentKind, Draft};
use crate::domain::event::IssuedDocument;
use crate::domain::ids::{ActId, BodyId, CaseId, DocumentId};

/// Numbers a document and writes it; the number is held until the transaction ends.
pub async fn issue(
    db: &mut PgConnection,
    case: CaseId,
    act: Option<ActId>,
    draft: &Draft,
    at: OffsetDateTime,
) -> sqlx::Result<IssuedDocument> {
    let year = shanghai_day(at).year();
    let serial = next_serial(db, draft.issuer, draft.kind, year).await?;
    let number = document::number(&draft.number_word, draft.kind, year, serial);
    let document = Document {
        number: Some(number.clone()),
        ..draft.document.clone()
    };
    let content = serde_json::to_string(&document).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let digest = sqlx::query_scalar!(
        r#"
        INSERT INTO documents (id, case_id, body_id, kind, year, serial, number, party_id, act_id, content, digest, issued_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, sha256(convert_to($10, 'UTF8')), $11)
        RETURNING encode(digest, 'hex') AS "digest!"
        "#,
        draft.id.0,
        case.0,
        draft.issuer.0,
        draft.kind.code(),
        year,
        serial,
        number,
        draft.party.map(|party| party.0),
        act.map(|act| act.0),
        content,
        at,
    )
    .fetch_one(db)
    .await?;
    Ok(IssuedDocument {
        id: draft.id,
        kind: draft.kind,
        issuer: draft.issuer,
        number,
        year,
        serial,
        party: draft.party,
        digest,
    })
}

/// The next number of a body's kind and year. The lock is the one that the trigger `documents_guard` takes too.
async fn next_serial(
    db: &mut PgConnection,
    body: BodyId,
    kind: DocumentKind,
    year: i32,
) -> sqlx::Result<i32> {
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text || $2::text || $3::int, 0))",
        body.0,
        kind.code(),
        year
    )
    .execute(&mut *db)
    .await?;
    let last = sqlx::query_scalar!(
        "SELECT max(serial) FROM documents WHERE body_id = $1 AND kind = $2 AND year = $3",
        body.0,
        kind.code(),
        year
    );
    Ok(last.fetch_one(db).await?.unwrap_or(0) + 1)
}

/// A document as it was issued.
pub struct ReadDocument {
    /// What it says.
    pub document: Document,
    /// SHA-256 of its stored text, in hex.
    pub digest: String,
    /// When it was issued (UTC).
    pub issued_at: OffsetDateTime,
}

/// A document of a case.
///
/// # Errors
/// Its text no longer has the digest it was issued with: it is not shown, and the log says so.
pub async fn read(db: &mut PgConnection, case: CaseId, id: DocumentId) -> sqlx::Result<Option<ReadDocument>> {
    let row = sqlx::query!(
        r#"
        SELECT content, encode(digest, 'hex') AS "digest!", digest = sha256(convert_to(content, 'UTF8')) AS "intact!", issued_at
        FROM documents WHERE id = $1 AND case_id = $2
        "#,
        id.0,
        case.0
    );
    let Some(row) = row.fetch_optional(db).await? else {
        return Ok(None);
    };
    if !row.intact {
        return Err(sqlx::Error::Decode(
            format!("document {id} is not what was issued").into(),
        ));
    }
    let document = serde_json::from_str(&row.content).map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(Some(ReadDocument {
        document,
        digest: row.digest,
        issued_at: row.issued_at,
    }))
}
