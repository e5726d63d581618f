//! Whom a list can be narrowed to.

use std::collections::HashSet;
use std::sync::Arc;

use sqlx::PgConnection;
use uuid::Uuid;

use crate::domain::ids::{BodyId, UserId};
use crate::platform::known::Known;
use crate::store::directory;

/// Those of a body's staff who are officers no more and have cases, as of a version of the directory: nobody else is assigned.
struct Former {
    version: i64,
    users: HashSet<Uuid>,
}

/// Who works on cases of this body, by name: its officers, and whoever else was assigned.
/// Indexes `users_body`, `cases_officers`, once for each version of the directory.
pub async fn officers(
    db: &mut PgConnection,
    known: &Known,
    body: BodyId,
) -> sqlx::Result<Vec<(UserId, String)>> {
    let directory = directory::of_this_request(db, known).await?;
    let version = directory.version();
    let before = known.get::<Former>(body.0).filter(|it| it.version == version);
    let former = match before {
        Some(before) => before,
        None => {
            let found = sqlx::query_scalar!(
                "SELECT id FROM users u WHERE body_id = $1 AND NOT officer AND EXISTS (SELECT FROM cases c WHERE c.officers @> ARRAY[u.id])",
                body.0
            );
            let users = found.fetch_all(db).await?.into_iter().collect();
            let former = Arc::new(Former { version, users });
            known.keep(body.0, former.clone(), 100);
            former
        }
    };
    let people = directory.body(body).map_or(&[][..], |it| &it.people);
    let theirs = people
        .iter()
        .filter(|it| it.officer || former.users.contains(&it.user.0));
    let mut all: Vec<_> = theirs.map(|it| (it.user, it.name.clone())).collect();
    all.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    Ok(all)
}
