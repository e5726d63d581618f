//! What happened outside a case's own events: sign-ins, views from outside the body, downloads. Only ever added to.

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::domain::ids::{CaseId, UserId};
use crate::platform::random::new_id;

/// What is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Signed in with a password.
    SignIn,
    /// Stepped into a demo identity.
    DemoSignIn,
    /// Signed out.
    SignOut,
    /// A sign-in that failed. Nobody's: who it was meant to be is not known, and must not be told by the time it takes.
    SignInFailed,
    /// Changed the own password.
    PasswordChanged,
    /// Read a case from outside its body.
    View,
    /// Took a file or document out.
    Download,
    /// Took a list of cases out.
    Export,
}

impl Deed {
    /// Its word in the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::DemoSignIn => "demo_sign_in",
            Self::SignOut => "sign_out",
            Self::SignInFailed => "sign_in_failed",
            Self::PasswordChanged => "password_changed",
            Self::View => "view",
            Self::Download => "download",
            Self::Export => "export",
        }
    }
}

/// Records a deed of somebody, or of nobody known.
pub async fn record(
    db: &mut PgConnection,
    user: impl Into<Option<UserId>>,
    deed: Deed,
    case: Option<CaseId>,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO audit (id, at, user_id, what, case_id) VALUES ($1, $2, $3, $4, $5)",
        new_id(at),
        at,
        user.into().map(|user| user.0),
        deed.code(),
        case.map(|case| case.0)
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Records that somebody took a list of cases out: what was asked of it, and how many rows it had.
pub async fn record_export(
    db: &mut PgConnection,
    user: UserId,
    (asked, rows): (&str, i64),
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query!(
        "INSERT INTO audit (id, at, user_id, what, detail) VALUES ($1, $2, $3, $4, jsonb_build_object('asked', $5::text, 'rows', $6::bigint))",
        new_id(at),
        at,
        user.0,
        Deed::Export.code(),
        asked,
        rows,
    )
    .execute(db)
    .await?;
    Ok(())
}
