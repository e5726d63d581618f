//! Issued documents (文书): numbered without gaps (R8), kept as their exact text with its digest.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::domain::dates::shanghai_day;
use crate::domain::document::{self, Document, Draft};
use crate::domain::event::IssuedDocument;
use crate::domain::ids::{ActId, CaseId, DocumentId};
use crate::platform::blobs::Sha256Name;

/// Numbers documents and writes them; the numbers are held until the transaction ends. However many there are, it is one
/// statement for the numbers of a kind and one for the rows. The instant is that of the step, taken under the case's lock and
/// before the numbers': of two cases at once the later number may bear the earlier instant, by as long as a lock is waited for.
pub async fn issue(
    db: &mut PgConnection,
    case: CaseId,
    act: Option<ActId>,
    drafts: &[Draft],
    at: OffsetDateTime,
) -> sqlx::Result<Vec<IssuedDocument>> {
    let year = shanghai_day(at).year();
    let mut next: BTreeMap<_, i32> = BTreeMap::new();
    for draft in drafts {
        next.insert((draft.issuer, draft.kind.code()), 0);
    }
    // In one order for everybody, for each number is a lock.
    for ((issuer, kind), serial) in &mut next {
        let first = sqlx::query_scalar!("SELECT next_serial($1, $2, $3)", issuer.0, kind, year);
        *serial = first.fetch_one(&mut *db).await?.unwrap_or_default();
    }
    let mut texts = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let serial = next.entry((draft.issuer, draft.kind.code())).or_default();
        texts.push(numbered(draft, year, *serial)?);
        *serial += 1;
    }
    if !texts.is_empty() {
        write(db, (case, act, at), &texts).await?;
    }
    Ok(texts.into_iter().map(|(_, issued)| issued).collect())
}

/// The text of a document with its number, and what its event tells of it.
pub fn numbered(draft: &Draft, year: i32, serial: i32) -> sqlx::Result<(String, IssuedDocument)> {
    let number = document::number(&draft.number_word, draft.kind, year, serial);
    let document = Document {
        number: Some(number.clone()),
        ..draft.document.clone()
    };
    let content = serde_json::to_string(&document).map_err(|error| sqlx::Error::Encode(error.into()))?;
    let issued = IssuedDocument {
        id: draft.id,
        kind: draft.kind,
        issuer: draft.issuer,
        number,
        year,
        serial,
        party: draft.party,
        digest: Sha256Name::of(content.as_bytes()).to_string(),
    };
    Ok((content, issued))
}

/// In the order of their numbers, as the trigger `documents_guard` demands.
async fn write(
    db: &mut PgConnection,
    (case, act, at): (CaseId, Option<ActId>, OffsetDateTime),
    texts: &[(String, IssuedDocument)],
) -> sqlx::Result<()> {
    fn column<T>(texts: &[(String, IssuedDocument)], of: impl Fn(&IssuedDocument) -> T) -> Vec<T> {
        texts.iter().map(|(_, it)| of(it)).collect()
    }
    let contents: Vec<_> = texts.iter().map(|(content, _)| content.clone()).collect();
    sqlx::query!(
        r#"
        INSERT INTO documents (id, case_id, body_id, kind, year, serial, number, party_id, act_id, content, digest, issued_at)
        SELECT d.id, $1, d.body, d.kind, d.year, d.serial, d.number, d.party, $2, d.content, sha256(convert_to(d.content, 'UTF8')), $3
        FROM unnest($4::uuid[], $5::uuid[], $6::text[], $7::int[], $8::int[], $9::text[], $10::uuid[], $11::text[])
             AS d (id, body, kind, year, serial, number, party, content)
        ORDER BY d.kind, d.serial
        "#,
        case.0,
        act.map(|act| act.0),
        at,
        &column(texts, |it| it.id.0),
        &column(texts, |it| it.issuer.0),
        &column(texts, |it| it.kind.code()) as &[&str],
        &column(texts, |it| it.year),
        &column(texts, |it| it.serial),
        &column(texts, |it| it.number.clone()),
        &column(texts, |it| it.party.map(|party| party.0)) as &[Option<Uuid>],
        &contents,
    )
    .execute(db)
    .await?;
    Ok(())
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
