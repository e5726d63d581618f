//! What each of a body's people has in hand, for whoever chooses among them.

use std::collections::HashMap;

use sqlx::PgConnection;

use crate::domain::ids::{BodyId, UserId};

/// What somebody has in hand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Load {
    /// Cases of the body that are not over, as one of their officers.
    pub cases: i64,
    /// What the person's own work list holds (`piles`): what names the person, and of an approver what waits for a decision. What
    /// names nobody is not counted: whose it becomes is only being chosen.
    pub tasks: i64,
}

/// The load of everybody of a body. Indexes `cases_in_hand`, `tasks_pile`, `users_body`.
pub async fn of_body(db: &mut PgConnection, body: BodyId) -> sqlx::Result<HashMap<UserId, Load>> {
    let rows = sqlx::query!(
        r#"
        WITH worked AS (SELECT o.id, count(*) AS cases FROM cases c, unnest(c.officers) AS o (id) WHERE c.body_id = $1 AND NOT c.ended GROUP BY o.id),
             named AS (SELECT p.id, count(*) AS tasks FROM tasks t, unnest(t.people) AS p (id)
                       WHERE t.desk = $1 AND t.pile IN ('officer', 'returned') GROUP BY p.id),
             waiting AS (SELECT t.people FROM tasks t WHERE t.desk = $1 AND t.pile = 'approver')
        SELECT u.id, coalesce(w.cases, 0) AS "cases!",
               coalesce(n.tasks, 0) + CASE WHEN u.approver THEN (SELECT count(*) FROM waiting WHERE u.id <> ALL (people)) ELSE 0 END AS "tasks!"
        FROM users u LEFT JOIN worked w ON w.id = u.id LEFT JOIN named n ON n.id = u.id
        WHERE u.body_id = $1
        "#,
        body.0
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let load = |cases, tasks| Load { cases, tasks };
    Ok(rows.map(|it| (UserId(it.id), load(it.cases, it.tasks))).collect())
}
