//! An attack: statements sent at once, as one transaction. It must be refused to both roles, and to the owner, whom no
//! privilege stops, by the rule that is meant.

use rongcuo::domain::case::Case;
use rongcuo::domain::ids::{ActId, UserId};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgPool};
use uuid::Uuid;

use crate::world::World;

/// What says no to changes of what is written once.
pub const KEPT: &str = "keeps what was written";

/// Sends the statements as both roles; `rules` (`a|b`: either) must refuse the owner.
pub async fn refused(world: &World, rules: &str, sql: &str) {
    let owner = refusal(&world.database.owner, sql).await;
    let named = |rule: &str| owner.starts_with(rule) || owner.contains(rule);
    assert!(
        rules.split('|').any(named),
        "meant to be refused by {rules}, was by {owner}:\n{sql}"
    );
    refusal(&world.database.app, sql).await;
}

/// Constraint and message of the refusal.
async fn refusal(pool: &PgPool, sql: &str) -> String {
    let Err(error) = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(pool).await else {
        panic!("got through:\n{sql}");
    };
    let error = error.as_database_error().unwrap_or_else(|| panic!("{error}"));
    let code = error.code().unwrap_or_default();
    assert!(
        code.starts_with("23") || code == "42501" || code == "P0001",
        "{code} {error}:\n{sql}"
    );
    format!("{} {}", error.constraint().unwrap_or_default(), error.message())
}

/// What gets through, as the owner.
pub async fn done(world: &World, sql: &str) {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&world.database.owner)
        .await;
    done.unwrap_or_else(|error| panic!("{error}:\n{sql}"));
}

/// An event as an attacker writes one.
pub struct Forged<'a> {
    /// Of which case, as it stands.
    pub case: &'a Case,
    /// Which step.
    pub kind: &'a str,
    /// By whom.
    pub actor: UserId,
    /// The act.
    pub act: Option<ActId>,
    /// Whereto.
    pub to: Option<&'a str>,
    /// What it says; clocks, documents and the act's digest are added where they are missing.
    pub body: &'a str,
}

impl Forged<'_> {
    /// The statement.
    pub fn sql(&self) -> String {
        self.with("'[]'")
    }

    /// The statement of an event that moves these clocks too: an expression of the case's.
    pub fn with(&self, clocks: &str) -> String {
        let quoted = |text: Option<String>| text.map_or("NULL".into(), |text| format!("'{text}'"));
        let act = self.act.map_or("'{}'::jsonb".into(), |act| {
            format!("jsonb_build_object('act', (SELECT jsonb_build_object('drafted_by', drafted_by, 'digest', encode(act_digest(id), 'hex')) FROM acts WHERE id = '{act}'))")
        });
        let moves = self.to.is_some() || clocks != "'[]'";
        format!(
            "INSERT INTO events (case_id, seq, at, kind, actor_id, act_id, from_status, to_status, version, body, previous, digest)
             VALUES ('{}', 1, now(), '{}', '{}', {}, '{}', {}, {},
                     (jsonb_build_object('documents', '[]'::jsonb, 'clocks', {clocks}::jsonb) || {act} || '{}'::jsonb)::text, '', '');",
            self.case.id,
            self.kind,
            self.actor,
            quoted(self.act.map(|act| act.to_string())),
            self.case.status.code(),
            quoted(self.to.map(str::to_owned)),
            self.case.version + i32::from(moves),
            self.body,
        )
    }
}

/// An act that one drafted and another approved, by hand and lawfully; it lacks its event.
pub fn approved(
    case: &Case,
    kind: &str,
    step: &Value,
    (drafter, approver): (UserId, UserId),
) -> (ActId, String) {
    let step = json!({"kind": kind, "step": step});
    let act = ActId(Uuid::now_v7());
    let sql = format!(
        "INSERT INTO acts (id, case_id, body_id, kind, state, changes_status, typed, step, drafted_by, drafted_at, submitted_at, submissions)
         VALUES ('{act}', '{}', '{}', '{kind}', 'waiting', true, '[]', '{step}', '{drafter}', now(), now(), 1);
         INSERT INTO act_moves VALUES ('{act}', 1, now(), '{drafter}', 'waiting', '', '{step}'); {}",
        case.id,
        case.body.id,
        approval(act, approver),
    );
    (act, sql)
}

/// The approval of an act that waits, with the move that is kept of it.
pub fn approval(act: ActId, by: UserId) -> String {
    format!(
        "UPDATE acts SET state = 'approved', approved_by = '{by}', decided_at = now() WHERE id = '{act}';
         INSERT INTO act_moves SELECT '{act}', 1 + max(no), now(), '{by}', 'approved', '', NULL FROM act_moves WHERE act_id = '{act}';"
    )
}

/// What a step does to the clocks, by hand and lawfully: the expression for its event, and the rows after it.
pub fn ticks(case: &Case, ends: &str, starts: &str) -> (String, String) {
    let (id, new) = (case.id, Uuid::now_v7());
    let told = "'deadline', id, 'kind', kind, 'subject', subject, 'due', due_on, 'provisional', provisional";
    let seq = format!("(SELECT max(seq) FROM events WHERE case_id = '{id}')");
    let cause = "days, due_on, provisional, state, ended_on FROM deadlines WHERE";
    let started = format!(
        "(SELECT jsonb_build_object('cause', 'started', 'on', day_of(now())::text, 'days', days) FROM deadline_kinds WHERE kind = '{starts}')"
    );
    let days = format!("(SELECT days FROM deadline_kinds WHERE kind = '{starts}')");
    let expression = format!(
        "(SELECT jsonb_agg(jsonb_build_object({told}, 'cause', '{{\"cause\": \"met\", \"on\": \"2026-12-01\"}}'::jsonb)) FROM deadlines WHERE case_id = '{id}' AND kind = '{ends}')
         || jsonb_build_array(jsonb_build_object('deadline', '{new}', 'kind', '{starts}', 'subject', NULL, 'due', '2099-12-30', 'provisional', false,
              'cause', {started}))"
    );
    let rows = format!(
        "UPDATE deadlines SET state = 'met', ended_on = '2026-12-01' WHERE case_id = '{id}' AND kind = '{ends}';
         INSERT INTO deadlines VALUES ('{new}', '{id}', '{starts}', NULL, day_of(now()), {days}, '2099-12-30', false, 'running', NULL);
         INSERT INTO deadline_causes SELECT id, 2, case_id, {seq}, '{{\"cause\": \"met\", \"on\": \"2026-12-01\"}}', {cause} case_id = '{id}' AND kind = '{ends}';
         INSERT INTO deadline_causes SELECT id, 1, case_id, {seq}, {started}, {cause} id = '{new}';"
    );
    (format!("({expression})"), rows)
}
