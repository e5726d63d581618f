//! A filed application: the case's row begins here, numbered without gaps, and the text is kept with its digest.

use std::sync::Arc;

use sqlx::types::Json;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;

use crate::domain::case::Filer;
use crate::domain::dates::shanghai_day;
use crate::domain::document;
use crate::domain::event::Filed;
use crate::domain::filing::Filing;
use crate::domain::ids::{BodyId, CaseId};
use crate::platform::known::Known;
use crate::store::applications::Attached;

/// Begins the row of a case and tells whether there is such a body that takes cases.
pub async fn begin(
    db: &mut PgConnection,
    id: CaseId,
    filing: &Filing,
    filer: &Filer,
    at: OffsetDateTime,
) -> sqlx::Result<bool> {
    let Some(word) = body_word(db, filing.body).await? else {
        return Ok(false);
    };
    let year = shanghai_day(at).year();
    let serial = next_serial(db, filing.body, year).await?;
    let number = document::case_number(&word, year, serial);
    sqlx::query!(
        r#"
        INSERT INTO cases (id, number, body_id, year, serial, title, status, received_at, filed_by, filed_unit, filer_name)
        VALUES ($1, $2, $3, $4, $5, $6, 'submitted', $7, $8, $9, $10)
        "#,
        id.0,
        number,
        filing.body.0,
        year,
        serial,
        filing.matter.title,
        at,
        filer.user.0,
        filer.unit.map(|unit| unit.0),
        filer.name,
    )
    .execute(&mut *db)
    .await?;
    keep(db, id, filing).await?;
    Ok(true)
}

async fn body_word(db: &mut PgConnection, body: BodyId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "SELECT number_word FROM bodies WHERE id = $1 AND takes_cases",
        body.0
    )
    .fetch_optional(db)
    .await
}

/// The next case number of a body in a year; the lock is held until the transaction ends.
async fn next_serial(db: &mut PgConnection, body: BodyId, year: i32) -> sqlx::Result<i32> {
    sqlx::query!(
        "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text || 'case' || $2::int, 0))",
        body.0,
        year
    )
    .execute(&mut *db)
    .await?;
    let last = sqlx::query_scalar!(
        "SELECT max(serial) FROM cases WHERE body_id = $1 AND year = $2",
        body.0,
        year
    );
    Ok(last.fetch_one(db).await?.unwrap_or(0) + 1)
}

async fn keep(db: &mut PgConnection, id: CaseId, filing: &Filing) -> sqlx::Result<()> {
    let content = serde_json::to_string(filing).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query!(
        "INSERT INTO filings (case_id, content, digest) VALUES ($1, $2, sha256(convert_to($2, 'UTF8')))",
        id.0,
        content
    )
    .execute(&mut *db)
    .await?;
    attach(db, id, filing).await
}

/// Notes the files that came with the application.
pub(super) async fn attach(db: &mut PgConnection, id: CaseId, filing: &Filing) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO filing_files (case_id, file_id, name, signed)
        SELECT $1, file, name, signed FROM jsonb_to_recordset($2) AS it (file uuid, name text, signed boolean)
        "#,
        id.0,
        Json(&filing.files) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What the event of the filing tells of it.
pub async fn told(db: &mut PgConnection, id: CaseId, filing: &Filing, filer: &Filer) -> sqlx::Result<Filed> {
    let row = sqlx::query!(
        r#"
        SELECT c.number, c.body_id, c.year, c.serial, c.title AS "title!", c.filer_name, encode(f.digest, 'hex') AS "digest!"
        FROM cases c JOIN filings f ON f.case_id = c.id WHERE c.id = $1
        "#,
        id.0
    );
    let row = row.fetch_one(db).await?;
    Ok(Filed {
        number: row.number,
        body: BodyId(row.body_id),
        year: row.year,
        serial: row.serial,
        title: row.title,
        unit: filer.unit,
        filer_name: row.filer_name,
        electronic: filer.electronic,
        accountability: filing.accountability.clone(),
        digest: row.digest,
    })
}

/// An application as it was filed, with the digest of its stored text.
pub struct KeptFiling {
    /// What it says.
    pub filing: Filing,
    /// SHA-256, in hex.
    pub digest: String,
}

/// The application as it was filed, with its digest. Primary key; nothing where the process knows it already, for it never changes.
///
/// # Errors
/// Its text no longer has the digest it was filed with: it is not shown, and the log says so.
pub async fn kept(pool: &PgPool, known: &Known, id: CaseId) -> sqlx::Result<Option<Arc<KeptFiling>>> {
    if let Some(kept) = known.get(id.0) {
        return Ok(Some(kept));
    }
    let row = sqlx::query!(
        r#"SELECT content, encode(digest, 'hex') AS "digest!", digest = sha256(convert_to(content, 'UTF8')) AS "intact!" FROM filings WHERE case_id = $1"#,
        id.0
    );
    let Some(row) = row.fetch_optional(pool).await? else {
        return Ok(None);
    };
    if !row.intact {
        return Err(sqlx::Error::Decode(
            format!("application {id} is not what was filed").into(),
        ));
    }
    let filing = serde_json::from_str(&row.content).map_err(|error| sqlx::Error::Decode(error.into()))?;
    let kept = Arc::new(KeptFiling {
        filing,
        digest: row.digest,
    });
    known.keep(id.0, Arc::clone(&kept), PARSED_TO * row.content.len() as u64);
    Ok(Some(kept))
}

/// A parsed application takes about so many times its text.
const PARSED_TO: u64 = 2;

/// The files that came with the application. Primary key.
pub async fn files(db: &mut PgConnection, id: CaseId) -> sqlx::Result<Vec<Attached>> {
    sqlx::query_as!(
        Attached,
        r#"
        SELECT a.file_id, a.name, a.signed, f.size FROM filing_files a JOIN files f ON f.id = a.file_id
        WHERE a.case_id = $1 ORDER BY a.file_id LIMIT 100
        "#,
        id.0
    )
    .fetch_all(db)
    .await
}
