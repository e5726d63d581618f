//! Sessions: who a cookie's token stands for. The table knows the token's digest only.

use sqlx::PgConnection;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::domain::ids::{BodyId, UnitId, UserId};
use crate::platform::known::Known;
use crate::store::directory::{self, Directory, Entry};
use crate::store::limits;
use crate::store::schema::DatabaseTime;

/// The digest of a session's token, keyed with the server's secret.
pub type TokenDigest = [u8; 32];

/// A session without a sign of life for so long has ended.
pub const IDLE: Duration = Duration::minutes(30);
/// No session lives longer, whatever it does.
pub const LIFE: Duration = Duration::hours(12);
/// So many stand at once of one person.
pub const SESSIONS_OF_A_PERSON_MAX: i64 = 10;
/// How often a sign of life is written down: once a minute at most, so that reading a page writes nothing.
const SEEN_EVERY: Duration = Duration::minutes(1);

/// A session that stands, and whose it is.
#[derive(Debug, Clone)]
pub struct Session {
    /// The person.
    pub actor: Actor,
    /// Nothing else before a new password.
    pub must_change_password: bool,
    /// When it was last seen, to the minute.
    pub seen_at: OffsetDateTime,
    /// How many seconds our clock is ahead of the database's.
    pub clock_ahead: f64,
}

impl Session {
    /// Whether its sign of life should be written down again.
    pub fn stale(&self, at: OffsetDateTime) -> bool {
        at - self.seen_at >= SEEN_EVERY
    }

    /// Whether our clock and the database's agree on when something is done.
    pub fn clocks_agree(&self) -> bool {
        self.clock_ahead.abs() <= limits::CLOCKS_APART_MAX
    }
}

struct Row {
    user_id: Uuid,
    name: String,
    position: String,
    officer: bool,
    approver: bool,
    approves_determinations: bool,
    demo: bool,
    must_change_password: bool,
    body_id: Option<Uuid>,
    directory: i64,
    unit_id: Option<Uuid>,
    unit_name: Option<String>,
    seen_at: OffsetDateTime,
    now: OffsetDateTime,
    story: bool,
}

/// Whose session this is, if it still stands and the account was not closed. Primary keys.
pub async fn who(
    db: &mut PgConnection,
    known: &Known,
    token: &TokenDigest,
    at: OffsetDateTime,
) -> sqlx::Result<Option<Session>> {
    let row = sqlx::query_as!(
        Row,
        r#"
        SELECT    s.user_id, u.name, u.position, u.officer, u.approver, u.approves_determinations, u.demo,
                  u.must_change_password, u.body_id, (SELECT version FROM directory) AS "directory!",
                  u.unit_id, (SELECT n.name FROM units n WHERE n.id = u.unit_id) AS unit_name, s.seen_at,
                  clock_timestamp() AS "now!", EXISTS (SELECT FROM story_time) AS "story!"
        FROM      sessions s
        JOIN      users u ON u.id = s.user_id AND u.disabled_at IS NULL
        WHERE     s.token_digest = $1 AND s.ended_at IS NULL AND s.ends_at > $2 AND s.seen_at > $3
        "#,
        token.as_slice(),
        at,
        at - IDLE
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let directory = directory::current(db, known, row.directory).await?;
    Ok(Some(row.session(&directory, at)))
}

/// Whose session this is or was, as long as it is remembered. Primary key.
pub async fn owner(db: &mut PgConnection, token: &TokenDigest) -> sqlx::Result<Option<UserId>> {
    let user = sqlx::query_scalar!(
        "SELECT user_id FROM sessions WHERE token_digest = $1",
        token.as_slice()
    );
    Ok(user.fetch_optional(db).await?.map(UserId))
}

impl Row {
    fn session(self, directory: &Directory, at: OffsetDateTime) -> Session {
        let body = self.body_id.and_then(|id| directory.body(BodyId(id)));
        let database = DatabaseTime {
            now: self.now,
            story: self.story,
        };
        Session {
            actor: Actor {
                user: UserId(self.user_id),
                name: self.name,
                position: self.position,
                body: body.map(Entry::workplace),
                unit: self.unit_id.map(UnitId),
                unit_name: self.unit_name,
                officer: self.officer,
                approver: self.approver,
                approves_determinations: self.approves_determinations,
                demo: self.demo,
            },
            must_change_password: self.must_change_password,
            seen_at: self.seen_at,
            clock_ahead: database.clock_ahead(at),
        }
    }
}

/// Begins a session. Where the person has as many as may stand, the one that was seen longest ago ends; a demo identity is
/// everybody's, and has no such bound. Sweeps out what has ended
/// seven days ago. Indexes `sessions_user`, `sessions_end`.
pub async fn begin(
    db: &mut PgConnection,
    token: &TokenDigest,
    user: UserId,
    at: OffsetDateTime,
) -> sqlx::Result<()> {
    sqlx::query("SELECT sweep_sessions()").execute(&mut *db).await?;
    sqlx::query!(
        r#"
        UPDATE sessions SET ended_at = clock_timestamp() WHERE token_digest IN (
            SELECT token_digest FROM sessions WHERE user_id = $1 AND ended_at IS NULL AND ends_at > $2
                AND NOT EXISTS (SELECT FROM users WHERE id = $1 AND demo)
            ORDER BY seen_at DESC, token_digest OFFSET $3)
        "#,
        user.0,
        at,
        SESSIONS_OF_A_PERSON_MAX - 1
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "INSERT INTO sessions (token_digest, user_id, started_at, seen_at, ends_at) VALUES ($1, $2, $3, $3, $4)",
        token.as_slice(),
        user.0,
        at,
        at + LIFE
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What is known of a person's other sessions.
pub struct Others {
    /// When the last of them before this one began.
    pub last: Option<OffsetDateTime>,
    /// How many stand.
    pub standing: i64,
}

/// When the person signed in last before this session, and how many others stand. What has ended long ago is forgotten. Index
/// `sessions_user`.
pub async fn others(
    db: &mut PgConnection,
    token: &TokenDigest,
    user: UserId,
    at: OffsetDateTime,
) -> sqlx::Result<Others> {
    sqlx::query_as!(
        Others,
        r#"
        SELECT max(o.started_at) FILTER (WHERE o.started_at < s.started_at) AS last,
               count(*) FILTER (WHERE o.ended_at IS NULL AND o.ends_at > $3 AND o.seen_at > $4) AS "standing!"
        FROM sessions s JOIN sessions o ON o.user_id = s.user_id AND o.token_digest <> s.token_digest
        WHERE s.token_digest = $1 AND s.user_id = $2
        "#,
        token.as_slice(),
        user.0,
        at,
        at - IDLE
    )
    .fetch_one(db)
    .await
}

/// Writes a sign of life down. The time runs only forwards: two requests at once may come in any order.
pub async fn seen(db: &mut PgConnection, token: &TokenDigest, at: OffsetDateTime) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE sessions SET seen_at = $2 WHERE token_digest = $1 AND seen_at < $2 AND ended_at IS NULL",
        token.as_slice(),
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends a session.
pub async fn end(db: &mut PgConnection, token: &TokenDigest) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE sessions SET ended_at = clock_timestamp() WHERE token_digest = $1 AND ended_at IS NULL",
        token.as_slice()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends all sessions; as the owner.
pub async fn end_everybodys(owner: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query("UPDATE sessions SET ended_at = clock_timestamp() WHERE ended_at IS NULL")
        .execute(owner)
        .await?;
    Ok(())
}

/// Ends all sessions of a person. Index `sessions_user`.
pub async fn end_all(db: &mut PgConnection, user: UserId) -> sqlx::Result<()> {
    sqlx::query!(
        "UPDATE sessions SET ended_at = clock_timestamp() WHERE user_id = $1 AND ended_at IS NULL",
        user.0
    )
    .execute(db)
    .await?;
    Ok(())
}
