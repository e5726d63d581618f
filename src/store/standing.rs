//! The few columns of `cases` that lists read: written with every step, from the case as the step left it.

use sqlx::PgConnection;
use time::Date;

use crate::domain::case::Case;
use crate::domain::turn::Next;

/// The deadline that falls due next.
pub struct NextDue {
    /// Its kind, as a code.
    pub kind: &'static str,
    /// When.
    pub due: Date,
    /// Working days in all.
    pub days: i16,
    /// Whether the year's notice is missing (暂估).
    pub provisional: bool,
}

/// Renews status, version, turn and next deadline of a case.
pub async fn renew(
    db: &mut PgConnection,
    case: &Case,
    next: &Next,
    due: Option<&NextDue>,
) -> sqlx::Result<()> {
    let names: Vec<_> = case.parties.iter().map(|party| party.name.as_str()).collect();
    sqlx::query!(
        r#"
        UPDATE cases
        SET status = $2, version = $3, round = $4, party_names = $5, turn = $6, todo = $7,
            due_on = coalesce($8::date, 'infinity'::date), due_kind = $9, due_days = $10, due_provisional = $11
        WHERE id = $1
        "#,
        case.id.0,
        case.status.code(),
        case.version,
        case.round,
        names.join("、"),
        next.turn.code(),
        next.todo,
        due.map(|it| it.due),
        due.map(|it| it.kind),
        due.map(|it| it.days),
        due.is_some_and(|it| it.provisional),
    )
    .execute(db)
    .await?;
    Ok(())
}
