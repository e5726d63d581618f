//! Who there was at any moment: every state of the bodies, units and accounts, as the database keeps them in `changes`. For
//! `rongcuo audit`, which holds what was approved, numbered and objected to against the state of its instant.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sqlx::PgConnection;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

/// How many rows are in memory at a time.
const PAGE: i64 = 1_000;

/// A state, as it was chained to the one before it.
pub struct Change {
    /// The table: bodies, units or users.
    pub kind: String,
    pub id: Uuid,
    pub seq: i32,
    pub at: OffsetDateTime,
    /// Who had signed in to the database.
    pub role: String,
    pub tx: String,
    /// The row as JSON, or nothing where it is gone.
    pub state: Option<String>,
    pub previous: Vec<u8>,
    pub digest: Vec<u8>,
}

/// The changes after that one. Primary key.
pub async fn changes(db: &mut PgConnection, after: Option<&Change>) -> sqlx::Result<Vec<Change>> {
    let (kind, id, seq) = after.map_or(("", Uuid::nil(), 0), |it| (it.kind.as_str(), it.id, it.seq));
    sqlx::query_as!(
        Change,
        r#"
        SELECT kind, id, seq, at, role, tx::text AS "tx!", state::text, previous, digest FROM public.changes
        WHERE (kind, id, seq) > ($1, $2, $3) ORDER BY kind, id, seq LIMIT $4
        "#,
        kind,
        id,
        seq,
        PAGE,
    )
    .fetch_all(db)
    .await
}

/// An account as it was.
#[derive(Debug, Clone, Deserialize)]
pub struct UserThen {
    pub name: String,
    pub body_id: Option<Uuid>,
    pub unit_id: Option<Uuid>,
    pub officer: bool,
    pub approver: bool,
    pub approves_determinations: bool,
    /// When it was closed, where it was.
    pub disabled_at: Option<String>,
    created_at: String,
}

/// A body as it was.
#[derive(Debug, Clone, Deserialize)]
pub struct BodyThen {
    pub name: String,
    pub kind: String,
    pub superior_id: Option<Uuid>,
    pub superior_confirmed: bool,
    pub number_word: String,
}

/// A state with the instant and the transaction that made it.
pub struct Since<T> {
    pub at: OffsetDateTime,
    pub tx: String,
    pub state: Option<T>,
}

/// All states of all of them, to be asked who somebody was at an instant.
#[derive(Default)]
pub struct Past {
    users: BTreeMap<Uuid, Vec<Since<UserThen>>>,
    bodies: BTreeMap<Uuid, Vec<Since<BodyThen>>>,
}

impl Past {
    /// One more, in their order.
    pub fn add(&mut self, change: &Change) {
        match change.kind.as_str() {
            "users" => self.users.entry(change.id).or_default().push(since(change)),
            "bodies" => self.bodies.entry(change.id).or_default().push(since(change)),
            _ => {}
        }
    }

    /// An account at an instant; `None` where there was none.
    pub fn user(&self, id: Uuid, at: OffsetDateTime) -> Option<&UserThen> {
        self.user_since(id, at)?.state.as_ref()
    }

    /// The same with what made it so. What a story tells lies before its people were written down: they are as they were first.
    pub fn user_since(&self, id: Uuid, at: OffsetDateTime) -> Option<&Since<UserThen>> {
        let states = self.users.get(&id)?;
        let made =
            |it: &UserThen| OffsetDateTime::parse(&it.created_at, &Rfc3339).is_ok_and(|made| made <= at);
        let first = || states.first().filter(|it| it.state.as_ref().is_some_and(made));
        last_before(states, at).or_else(first)
    }

    /// A body at an instant, as it was first before that.
    pub fn body(&self, id: Uuid, at: OffsetDateTime) -> Option<&BodyThen> {
        let states = self.bodies.get(&id)?;
        last_before(states, at).or(states.first())?.state.as_ref()
    }
}

fn since<T: DeserializeOwned>(change: &Change) -> Since<T> {
    let state = change.state.as_deref();
    Since {
        at: change.at,
        tx: change.tx.clone(),
        state: state.and_then(|it| serde_json::from_str(it).ok()),
    }
}

fn last_before<T>(states: &[Since<T>], at: OffsetDateTime) -> Option<&Since<T>> {
    states.iter().rev().find(|it| it.at <= at)
}

/// A row that is not what its last change says.
pub struct Strayed {
    pub kind: String,
    pub name: String,
    /// In what.
    pub fields: Vec<String>,
}

/// Those rows; a hundred at most.
pub async fn strayed(db: &mut PgConnection) -> sqlx::Result<Vec<Strayed>> {
    sqlx::query_as!(
        Strayed,
        r#"
        WITH stands (kind, id, says) AS (
            SELECT 'bodies', id, to_jsonb(b) FROM public.bodies b UNION ALL SELECT 'units', id, to_jsonb(n) FROM public.units n
            UNION ALL SELECT 'users', id, to_jsonb(u) || jsonb_build_object('password_digest', encode(sha256(convert_to(u.password_digest, 'UTF8')), 'hex'))
            FROM public.users u),
        told AS (SELECT DISTINCT ON (kind, id) kind, id, state FROM public.changes ORDER BY kind, id, seq DESC)
        SELECT kind AS "kind!", coalesce(s.says ->> 'username', t.state ->> 'username', s.says ->> 'name', t.state ->> 'name', id::text) AS "name!",
               ARRAY(SELECT k FROM jsonb_object_keys(coalesce(s.says, '{}') || coalesce(t.state, '{}')) AS k
                     WHERE s.says -> k IS DISTINCT FROM t.state -> k ORDER BY k) AS "fields!"
        FROM stands s FULL JOIN told t USING (kind, id) WHERE s.says IS DISTINCT FROM t.state ORDER BY kind, id LIMIT 100
        "#
    )
    .fetch_all(db)
    .await
}

/// Something that somebody did, and what they needed for it.
pub struct Deed {
    pub case: Uuid,
    /// Which, in words.
    pub what: String,
    pub user: Uuid,
    pub at: OffsetDateTime,
    /// The transaction that wrote it, without its epoch.
    pub tx: String,
    /// drafter, approver, determiner; empty where the law is asked.
    pub need: String,
    /// Of which body.
    pub body: Option<Uuid>,
}

/// All that was done in these cases: each event, and what became of acts meanwhile.
pub async fn deeds(db: &mut PgConnection, cases: &[Uuid]) -> sqlx::Result<Vec<Deed>> {
    sqlx::query_as!(
        Deed,
        r#"
        SELECT e.case_id AS "case!", '第 ' || e.seq || ' 号事件' AS "what!", e.actor_id AS "user!", e.at AS "at!", e.xmin::text AS "tx!",
               '' AS "need!", NULL::uuid AS body
        FROM events e WHERE e.case_id = ANY($1)
        UNION ALL
        SELECT a.case_id, '审批件 ' || a.id || ' 第 ' || m.no || ' 步', m.user_id, m.at, m.xmin::text,
               CASE m.state WHEN 'returned' THEN coalesce(s.approves, '') WHEN 'taken_over' THEN 'drafter' WHEN 'draft' THEN 'drafter' ELSE '' END, a.body_id
        FROM acts a JOIN act_moves m ON m.act_id = a.id JOIN public.steps s ON s.kind = a.kind WHERE a.case_id = ANY($1) AND m.state <> 'approved'
        ORDER BY 1, 4
        "#,
        cases
    )
    .fetch_all(db)
    .await
}
