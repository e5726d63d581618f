//! Whom a list can be narrowed to.

use std::collections::HashSet;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::ids::{BodyId, UserId};
use crate::platform::known::Known;
use crate::store::directory;

/// Who works on cases of this body, by name: its officers, and whoever else was assigned.
/// Indexes `users_body`, `cases_officers`, for the few of the staff who are no officers.
pub async fn officers(
    db: &mut PgConnection,
    known: &Known,
    body: BodyId,
) -> sqlx::Result<Vec<(UserId, String)>> {
    let directory = directory::of_this_request(db, known).await?;
    let others = sqlx::query_scalar!(
        "SELECT id FROM users u WHERE body_id = $1 AND NOT officer AND EXISTS (SELECT FROM cases c WHERE c.officers @> ARRAY[u.id])",
        body.0
    );
    let others: HashSet<Uuid> = others.fetch_all(db).await?.into_iter().collect();
    let people = directory.body(body).map_or(&[][..], |it| &it.people);
    let theirs = people
        .iter()
        .filter(|it| it.officer || others.contains(&it.user.0));
    let mut all: Vec<_> = theirs.map(|it| (it.user, it.name.clone())).collect();
    all.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    Ok(all)
}
