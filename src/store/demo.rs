//! The people of a demo, whom anybody may be without a password, beside real ones: there are never both.

use sqlx::PgConnection;
use time::OffsetDateTime;

/// How many accounts of each kind there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds {
    pub real: i64,
    pub demo: i64,
    /// Those of the demo that can be stepped into.
    pub demo_open: i64,
}

impl Kinds {
    /// Whether both are there, which only sleeping guards let in.
    pub fn mixed(self) -> bool {
        self.real > 0 && self.demo > 0
    }
}

/// What ended with a demo.
pub struct Ended {
    pub accounts: u64,
    pub sessions: u64,
}

/// Counts the accounts.
pub async fn kinds(db: &mut PgConnection) -> sqlx::Result<Kinds> {
    sqlx::query_as!(
        Kinds,
        r#"
        SELECT count(*) FILTER (WHERE NOT demo) AS "real!", count(*) FILTER (WHERE demo) AS "demo!",
               count(*) FILTER (WHERE demo AND disabled_at IS NULL) AS "demo_open!"
        FROM public.users
        "#
    )
    .fetch_one(db)
    .await
}

/// Closes every account of the demo, ends their sessions and the story's time, and leaves a trace; as the owner.
pub async fn end(db: &mut PgConnection, at: OffsetDateTime) -> sqlx::Result<Ended> {
    let closed = sqlx::query!(
        "UPDATE users SET disabled_at = $1 WHERE demo AND disabled_at IS NULL",
        at
    );
    let accounts = closed.execute(&mut *db).await?.rows_affected();
    let ended = sqlx::query!(
        "UPDATE sessions SET ended_at = clock_timestamp() WHERE ended_at IS NULL AND user_id IN (SELECT id FROM users WHERE demo)"
    );
    let sessions = ended.execute(&mut *db).await?.rows_affected();
    sqlx::query("DELETE FROM story_time").execute(&mut *db).await?;
    sqlx::query("SELECT leave_trace('demo_ended', NULL, '{}')")
        .execute(db)
        .await?;
    Ok(Ended { accounts, sessions })
}
