//! Bodies (管理机构) as those see them who choose one.

use sqlx::PgConnection;

use crate::domain::actor::ActorBody;
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

/// The body and those below it, by code.
pub async fn and_below(db: &mut PgConnection, body: &ActorBody) -> sqlx::Result<Vec<(BodyId, String)>> {
    let found = sqlx::query!(
        "SELECT id, short_name FROM bodies WHERE id = $1 OR id = ANY($2) ORDER BY id <> $1, code LIMIT 200",
        body.id.0,
        &body.below.iter().map(|it| it.0).collect::<Vec<_>>(),
    );
    let found = found.fetch_all(db).await?.into_iter();
    Ok(found.map(|it| (BodyId(it.id), it.short_name)).collect())
}
