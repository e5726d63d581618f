//! The tables' state: which migrations this program carries, and which the database has.

use std::collections::BTreeMap;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;

use super::{procedure, roles};

static MIGRATIONS: Migrator = sqlx::migrate!();

/// How the database's tables stand to this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As this program wants them.
    Current,
    /// So many migrations are missing.
    Behind(usize),
    /// So many migrations are there that this program does not know, or knows otherwise: an older program.
    Foreign(usize),
}

/// Brings the tables up to date, as the owner. Two at once wait for each other.
pub async fn migrate(owner: &PgPool) -> Result<(), MigrateError> {
    let mut db = owner.acquire().await?;
    let app_role = roles::ensure_app_role(&mut db).await?;
    MIGRATIONS.run(&mut *db).await?;
    procedure::write(&mut db).await?;
    if app_role {
        roles::grant_schema_state(&mut db).await?;
    }
    Ok(())
}

/// Compares the database's migrations, and the lists that are written from this program, with ours.
pub async fn standing(db: &mut PgConnection) -> sqlx::Result<Standing> {
    Ok(match tables(db).await? {
        // A release that knows another step has its lists to write.
        Standing::Current => match procedure::differing(db).await?.len() {
            0 => Standing::Current,
            lists => Standing::Behind(lists),
        },
        other => other,
    })
}

/// Compares the database's migrations with ours, whatever stands in the lists.
pub async fn tables(db: &mut PgConnection) -> sqlx::Result<Standing> {
    let mut missing: BTreeMap<i64, &[u8]> = MIGRATIONS
        .iter()
        .map(|ours| (ours.version, &*ours.checksum))
        .collect();
    let mut foreign = 0;
    for (version, checksum) in applied(db).await? {
        if missing.remove(&version) != Some(&checksum[..]) {
            foreign += 1;
        }
    }
    Ok(match missing.len() {
        _ if foreign > 0 => Standing::Foreign(foreign),
        0 => Standing::Current,
        behind => Standing::Behind(behind),
    })
}

async fn applied(db: &mut PgConnection) -> sqlx::Result<Vec<(i64, Vec<u8>)>> {
    let begun: bool = sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL")
        .fetch_one(&mut *db)
        .await?;
    if !begun {
        return Ok(Vec::new());
    }
    sqlx::query_as("SELECT version, checksum FROM _sqlx_migrations WHERE success")
        .fetch_all(db)
        .await
}

/// A name for this database: when its first migration ran, or it was restored.
pub async fn name(db: &mut PgConnection) -> sqlx::Result<String> {
    sqlx::query_scalar("SELECT extract(epoch FROM min(installed_on))::text FROM _sqlx_migrations")
        .fetch_one(db)
        .await
}

/// Makes what a restored database expects to be there beside it: the serving role.
pub async fn prepare(owner: &mut PgConnection) -> sqlx::Result<()> {
    roles::ensure_app_role(owner).await.map(|_| ())
}

/// What a dump does not carry: who may make tables of a session, and that this is another database than the one that was dumped, whose
/// kept files are not to be swept by it. As the owner.
pub async fn restored(owner: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::raw_sql(
        "DO $$ BEGIN EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database()); END $$;
         UPDATE _sqlx_migrations SET installed_on = clock_timestamp()",
    )
    .execute(owner)
    .await?;
    Ok(())
}

/// Whether there is no table yet.
pub async fn is_empty(db: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace)")
        .fetch_one(db)
        .await
}

/// The server's major version.
pub async fn server_version(db: &mut PgConnection) -> sqlx::Result<u32> {
    let version: i32 = sqlx::query_scalar("SELECT current_setting('server_version_num')::integer / 10000")
        .fetch_one(db)
        .await?;
    Ok(version.unsigned_abs())
}

/// What time the database says it is.
pub async fn clock(db: &mut PgConnection) -> sqlx::Result<OffsetDateTime> {
    sqlx::query_scalar("SELECT clock_timestamp()").fetch_one(db).await
}

/// What time the database says it is, and whether a story is told there.
pub struct DatabaseTime {
    pub now: OffsetDateTime,
    pub story: bool,
}

impl DatabaseTime {
    /// How many seconds a clock that says `at` is ahead. A story's clock is ahead of none.
    pub fn clock_ahead(&self, at: OffsetDateTime) -> f64 {
        if self.story {
            0.0
        } else {
            (at - self.now).as_seconds_f64()
        }
    }
}

/// The database's time. A table of one row.
pub async fn time(db: &mut PgConnection) -> sqlx::Result<DatabaseTime> {
    sqlx::query_as!(
        DatabaseTime,
        r#"SELECT clock_timestamp() AS "now!", EXISTS (SELECT FROM story_time) AS "story!""#
    )
    .fetch_one(db)
    .await
}

/// Whether a story is told in this database: then what is written in it may bear any date.
pub async fn tells_a_story(db: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar("SELECT is_story()").fetch_one(db).await
}

/// From now on a story is told here; as the owner.
pub async fn begin_story(owner: &PgPool) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO story_time DEFAULT VALUES ON CONFLICT DO NOTHING")
        .execute(owner)
        .await?;
    Ok(())
}

/// The story is told: from now on everything that is written is dated now.
pub async fn end_story(owner: &PgPool) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM story_time").execute(owner).await?;
    Ok(())
}

/// A name for exactly these migrations, for whoever keeps a database that was made with them.
pub fn fingerprint() -> String {
    use sha2::{Digest, Sha256};
    let digest = MIGRATIONS
        .iter()
        .fold(Sha256::new(), |digest, ours| digest.chain_update(&*ours.checksum))
        .chain_update(procedure::text());
    digest
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
