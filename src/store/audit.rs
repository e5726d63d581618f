//! What happened outside a case's own events: sign-ins, views from outside the body, downloads. Only ever added to. Sessions
//! begun and ended and passwords set are written there by the database itself.

use serde_json::{Value, json};
use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::domain::ids::{CaseId, DocumentId, FileId, UserId};

/// What is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed<'a> {
    /// Signed in with a password.
    SignIn,
    /// Stepped into a demo identity.
    DemoSignIn,
    /// A sign-in that failed. Nobody's: who it was meant to be is not known, and must not be told by the time it takes.
    SignInFailed,
    /// Read a case from outside its body.
    View,
    /// Opened a file, or took it out.
    Download(FileId),
    /// Opened a document that is addressed to the person's side: until then it is unread (未读).
    Read(DocumentId),
    /// Took a list of cases out: what was asked of it, and how many rows it had.
    Export { asked: &'a str, rows: i64 },
}

impl Deed<'_> {
    /// Its word in the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::DemoSignIn => "demo_sign_in",
            Self::SignInFailed => "sign_in_failed",
            Self::View => "view",
            Self::Download(_) => "download",
            Self::Read(_) => "read",
            Self::Export { .. } => "export",
        }
    }

    /// What it was done with.
    fn detail(self) -> Value {
        match self {
            Self::Download(file) => json!({ "file": file.0 }),
            Self::Read(document) => json!({ "document": document.0 }),
            Self::Export { asked, rows } => json!({ "asked": asked, "rows": rows }),
            Self::SignIn | Self::DemoSignIn | Self::SignInFailed | Self::View => json!({}),
        }
    }
}

/// Records a deed of somebody, or of nobody known.
pub async fn record(
    db: &mut PgConnection,
    user: impl Into<Option<UserId>>,
    deed: Deed<'_>,
    case: Option<CaseId>,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO audit (at, user_id, what, case_id, detail) VALUES ($1, $2, $3, $4, $5)",
        at,
        user.into().map(|user| user.0),
        deed.code(),
        case.map(|case| case.0),
        deed.detail()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Seals what was written since the last seal, with what is committed by now.
pub async fn seal(db: &mut PgConnection) -> sqlx::Result<()> {
    while sqlx::query_scalar::<_, i64>("SELECT seal_audit()")
        .fetch_one(&mut *db)
        .await?
        > 0
    {}
    Ok(())
}

/// The documents of a case that a person has opened. Index `audit_case`.
pub async fn read_by(db: &mut PgConnection, user: UserId, case: CaseId) -> sqlx::Result<Vec<DocumentId>> {
    let read = sqlx::query_scalar!(
        r#"
        SELECT DISTINCT (detail->>'document')::uuid AS "document!" FROM audit
        WHERE case_id = $1 AND user_id = $2 AND what = 'read'
        "#,
        case.0,
        user.0
    );
    Ok(read.fetch_all(db).await?.into_iter().map(DocumentId).collect())
}
