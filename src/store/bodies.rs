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
