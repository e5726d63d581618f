//! A fresh database for each test, cloned from a migrated template. The template is named by what its migrations say,
//! and made once, whichever of the tests comes first: each test may be a process of its own.

use std::str::FromStr;

use rongcuo::platform::database::APP_ROLE;
use rongcuo::platform::random;
use rongcuo::store::{pool, schema};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};

const OWNER: &str = "rongcuo";
/// Whoever holds this advisory lock makes the template.
const TEMPLATE_LOCK: i64 = 0x726f_6e67_6375_6f00;

/// A database of one test; dropped with it.
pub struct TestDatabase {
    /// As the owner of the tables.
    pub owner: PgPool,
    /// As the server.
    pub app: PgPool,
    /// Its name.
    pub name: String,
}

impl TestDatabase {
    /// Migrated and empty.
    pub async fn new() -> Self {
        let mut admin = PgConnection::connect_with(&server())
            .await
            .expect("the test server answers");
        let template = template(&mut admin).await;
        let own = u128::from_be_bytes(random::secret().expect("randomness"));
        let name = format!("rongcuo_test_{own:x}");
        run(
            &mut admin,
            format!("CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER}"),
        )
        .await;
        let owner = pool::owning(server().database(&name).username(OWNER));
        let app = pool::serving(server().database(&name).username(APP_ROLE));
        Self { owner, app, name }
    }

    /// The story is told: from now on everything is dated now, as in real work.
    pub async fn is_real(&self) {
        schema::end_story(&self.owner).await.expect("the owner ends it");
    }

    /// As the superuser, from where nothing can be awaited.
    pub fn as_superuser(&self, sql: &str) {
        aside(self.options("postgres"), sql.to_owned());
    }

    /// How to reach it as somebody.
    pub fn options(&self, role: &str) -> PgConnectOptions {
        server().database(&self.name).username(role)
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        aside(
            server(),
            format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name),
        );
    }
}

// A test's runtime may be busy, or on its last legs: this brings its own.
fn aside(options: PgConnectOptions, sql: String) {
    let work = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a small runtime can be made").block_on(async {
            if let Ok(mut admin) = PgConnection::connect_with(&options).await {
                run(&mut admin, sql).await;
            }
        });
    });
    work.join().ok();
}

async fn template(admin: &mut PgConnection) -> String {
    let template = format!("rongcuo_template_{}", schema::fingerprint());
    let made = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)";
    let there = |row: (bool,)| row.0;
    if !there(
        sqlx::query_as(made)
            .bind(&template)
            .fetch_one(&mut *admin)
            .await
            .expect("a list of databases"),
    ) {
        sqlx::query("SELECT pg_advisory_lock($1)")
            .bind(TEMPLATE_LOCK)
            .execute(&mut *admin)
            .await
            .expect("a lock");
        if !there(
            sqlx::query_as(made)
                .bind(&template)
                .fetch_one(&mut *admin)
                .await
                .expect("a list of databases"),
        ) {
            make_template(admin, &template).await;
        }
        sqlx::query("SELECT pg_advisory_unlock($1)")
            .bind(TEMPLATE_LOCK)
            .execute(admin)
            .await
            .expect("a lock");
    }
    template
}

// Under another name until it is whole.
async fn make_template(admin: &mut PgConnection, template: &str) {
    for role in [OWNER, APP_ROLE] {
        let there: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)")
            .bind(role)
            .fetch_one(&mut *admin)
            .await
            .expect("a list of roles");
        if !there {
            run(admin, format!("CREATE ROLE {role} LOGIN")).await;
        }
    }
    let unfinished = format!("{template}_unfinished");
    run(
        admin,
        format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)"),
    )
    .await;
    run(admin, format!("CREATE DATABASE {unfinished} OWNER {OWNER}")).await;
    let owner = pool::owning(server().database(&unfinished).username(OWNER));
    schema::migrate(&owner)
        .await
        .expect("the migrations run on an empty database");
    schema::begin_story(&owner)
        .await
        .expect("the owner tells a story");
    owner.close().await;
    run(admin, format!("ALTER DATABASE {unfinished} RENAME TO {template}")).await;
}

/// The test server, as its superuser.
fn server() -> PgConnectOptions {
    let url = std::env::var("RONGCUO_TEST_DATABASE_URL")
        .expect("RONGCUO_TEST_DATABASE_URL names a PostgreSQL server as its superuser; script/test sets it");
    PgConnectOptions::from_str(&url).expect("RONGCUO_TEST_DATABASE_URL is a postgres:// address")
}

async fn run(admin: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(admin)
        .await
        .expect("the superuser may do this");
}
