//! What the tests stand on: databases, the program on one of them, browsers, and the people in it.

pub mod browser;
pub mod database;

use axum::Router;
use rongcuo::domain::ids::{BodyId, UserId};
use rongcuo::platform::{App, Clock, Config};
use rongcuo::store::people::{self, NewPerson};
use tempfile::TempDir;
use time::macros::datetime;
use uuid::Uuid;

use browser::Browser;
use database::TestDatabase;

/// The password of everybody in a test.
pub const PASSWORD: &str = "correct horse 2026";

/// The program at work on a database of its own, in the process, with a clock to move.
pub struct World {
    /// Its database.
    pub database: TestDatabase,
    /// The program.
    pub app: App,
    /// All its pages.
    pub router: Router,
    _data: TempDir,
}

impl World {
    /// Migrated, empty, on a Tuesday morning.
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// The same with these settings.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        let database = TestDatabase::new().await;
        let data = tempfile::tempdir().expect("a folder of its own");
        let folder = data.path().display().to_string();
        let config = Config::read(|name| match name {
            "RONGCUO_DATA" => Some(folder.clone()),
            _ => settings
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, value)| (*value).to_owned()),
        });
        let clock = Clock::movable(datetime!(2026-11-24 9:00 +8));
        let config = config.expect("right settings");
        let app = App::new(database.app.clone(), clock, config).expect("a folder for files");
        Self {
            database,
            router: rongcuo::web::service(app.clone()),
            app,
            _data: data,
        }
    }

    /// A new browser.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.router)
    }

    /// A management body.
    pub async fn body(&self, code: &str) -> BodyId {
        let id = Uuid::now_v7();
        sqlx::query(
            "INSERT INTO bodies (id, code, name, short_name, kind, number_word, takes_cases)
             VALUES ($1, $2, $2 || '管理委员会', $2 || '管委会', 'management', $2, true)",
        )
        .bind(id)
        .bind(code)
        .execute(&self.database.owner)
        .await
        .expect("a new body");
        BodyId(id)
    }

    /// An officer of a body, or without one somebody who files for nobody else.
    pub async fn person(&self, username: &str, body: Option<BodyId>) -> UserId {
        let id = UserId(Uuid::now_v7());
        let digest = self
            .app
            .passwords
            .digest(PASSWORD.into())
            .await
            .expect("a digest");
        let person = NewPerson {
            id,
            username,
            name: "林知远",
            position: "",
            password_digest: &digest,
            body,
            unit: None,
            officer: body.is_some(),
            approver: false,
            approves_determinations: false,
        };
        let mut db = self.app.pool.acquire().await.expect("a connection");
        assert!(
            people::add(&mut db, &person, self.app.clock.now())
                .await
                .expect("a new person")
        );
        people::set_password(&mut db, id, &digest, false)
            .await
            .expect("a password of its own");
        id
    }

    /// Makes a person a demo identity, which the program itself never does.
    pub async fn make_demo(&self, user: UserId) {
        sqlx::query("UPDATE users SET demo = true, password_digest = '!' WHERE id = $1")
            .bind(user.0)
            .execute(&self.database.owner)
            .await
            .expect("a person to change");
    }

    /// A browser in which this person has signed in.
    pub async fn signed_in(&self, username: &str) -> Browser {
        let mut browser = self.browser();
        let page = browser
            .post("/session", &[("username", username), ("password", PASSWORD)])
            .await;
        page.leads_to();
        browser
    }
}
