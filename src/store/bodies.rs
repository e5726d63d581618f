//! Bodies (管理机构) as those see them who choose one.

use sqlx::PgConnection;

use crate::domain::calendar::CalendarName;
use crate::domain::ids::BodyId;

/// A body that takes cases.
pub struct Receiving {
    /// Its id.
    pub id: BodyId,
    /// Its full name.
    pub name: String,
    /// The calendar that counts its working days.
    pub calendar: CalendarName,
}

/// The bodies that take cases, by code. A table of some dozen rows.
pub async fn taking_cases(db: &mut PgConnection) -> sqlx::Result<Vec<Receiving>> {
    sqlx::query_as!(
        Receiving,
        r#"
        SELECT id, name, calendar AS "calendar: CalendarName" FROM bodies b WHERE takes_cases
        AND EXISTS (SELECT FROM users u WHERE u.body_id = b.id AND u.officer AND u.disabled_at IS NULL)
        AND EXISTS (SELECT FROM users u WHERE u.body_id = b.id AND u.approver AND u.disabled_at IS NULL)
        ORDER BY code LIMIT 200
        "#
    )
    .fetch_all(db)
    .await
}

/// The bodies whose official name is not confirmed, with their codes. A table of some dozen rows.
pub async fn unconfirmed(db: &mut PgConnection) -> sqlx::Result<Vec<(String, String)>> {
    let rows =
        sqlx::query!("SELECT code, short_name FROM bodies WHERE NOT name_confirmed ORDER BY code LIMIT 200");
    let rows = rows.fetch_all(db).await?.into_iter();
    Ok(rows.map(|row| (row.code, row.short_name)).collect())
}

/// The name of another body that has this name, or this word in document numbers.
pub async fn taken_by(
    db: &mut PgConnection,
    code: &str,
    name: &str,
    word: &str,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "SELECT name FROM bodies WHERE (name = $2 OR number_word = $3) AND code <> $1 LIMIT 1",
        code,
        name,
        word
    )
    .fetch_optional(db)
    .await
}

/// Confirms the official name of a body, which takes cases from now on. `false`: there is none of that code whose name is open.
pub async fn confirm(db: &mut PgConnection, code: &str, name: &str, word: &str) -> sqlx::Result<bool> {
    let confirmed = sqlx::query!(
        "UPDATE bodies SET name = $2, number_word = $3, name_confirmed = true, takes_cases = true WHERE code = $1 AND NOT name_confirmed",
        code,
        name,
        word
    );
    Ok(confirmed.execute(db).await?.rows_affected() == 1)
}
