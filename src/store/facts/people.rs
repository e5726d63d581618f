//! Parties, their accounts, and the officers of a case.

use sqlx::PgConnection;
use sqlx::types::Json;

use super::Entry;
use crate::domain::case::Party;
use crate::domain::ids::{PartyId, UnitId, UserId};

pub(super) async fn filed(db: &mut PgConnection, entry: Entry, parties: &[Party]) -> sqlx::Result<()> {
    sqlx::query!(
        r#"
        INSERT INTO parties (id, case_id, no, kind, name, position, authority_organ, unit_id, user_id, electronic, round)
        SELECT id, $1, no, kind, name, position, authority ->> 'organ', unit, "user", electronic, round
        FROM jsonb_to_recordset($2) AS it (id uuid, no smallint, kind text, name text, position text, authority jsonb,
                                           unit uuid, "user" uuid, electronic boolean, round smallint)
        ORDER BY no
        "#,
        entry.case.0,
        Json(parties) as _,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn assigned(db: &mut PgConnection, entry: Entry, officers: &[UserId]) -> sqlx::Result<()> {
    let officers: Vec<_> = officers.iter().map(|user| user.0).collect();
    sqlx::query!(
        "INSERT INTO assignments (case_id, round, user_id, from_at) SELECT $1, $2, unnest($3::uuid[]), $4",
        entry.case.0,
        entry.round,
        &officers,
        entry.at,
    )
    .execute(db)
    .await?;
    Ok(())
}

pub(super) async fn replaced(
    db: &mut PgConnection,
    entry: Entry,
    out: UserId,
    by: UserId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE assignments SET until_at = $3 WHERE case_id = $1 AND user_id = $2 AND until_at IS NULL",
        entry.case.0,
        out.0,
        entry.at,
    )
    .execute(&mut *db)
    .await?;
    assigned(db, entry, &[by]).await
}

pub(super) async fn linked(
    db: &mut PgConnection,
    entry: Entry,
    party: PartyId,
    (user, unit): (Option<UserId>, Option<UnitId>),
    electronic: bool,
) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE parties SET user_id = $3, unit_id = $4, electronic = $5 WHERE id = $1 AND case_id = $2",
        party.0,
        entry.case.0,
        user.map(|user| user.0),
        unit.map(|unit| unit.0),
        electronic,
    )
    .execute(db)
    .await?;
    Ok(())
}
