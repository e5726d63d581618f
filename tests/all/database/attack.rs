//! An attack: statements sent at once, as one transaction. It must be refused to both roles, and to the owner, whom no
//! privilege stops, by the rule that is meant.

use rongcuo::domain::case::Case;
use rongcuo::domain::ids::{ActId, UserId};
use sqlx::{AssertSqlSafe, PgPool};

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
    /// Everything it says.
    pub body: &'a str,
}

impl Forged<'_> {
    /// The statement.
    pub fn sql(&self) -> String {
        let quoted = |text: Option<String>| text.map_or("NULL".into(), |text| format!("'{text}'"));
        format!(
            "INSERT INTO events (case_id, seq, at, kind, actor_id, act_id, from_status, to_status, version, body, previous, digest)
             VALUES ('{}', 1, now(), '{}', '{}', {}, '{}', {}, {}, '{}', '', '');",
            self.case.id,
            self.kind,
            self.actor,
            quoted(self.act.map(|act| act.to_string())),
            self.case.status.code(),
            quoted(self.to.map(str::to_owned)),
            self.case.version + 1,
            self.body,
        )
    }
}
