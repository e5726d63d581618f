//! What the tests stand on: a database of their own, the program on it, the people and cases in it, browsers, a clock to
//! move.

use axum::Router;
use rongcuo::casework::Answer;
use rongcuo::domain::actor::Actor;
use rongcuo::domain::ids::{BodyId, FileId, UserId};
use rongcuo::platform::{App, Clock, Config};
use rongcuo::store::files::{self, NewFile};
use rongcuo::store::people::{NewPerson, add, set_password};
use tempfile::TempDir;
use time::macros::datetime;
use uuid::Uuid;

use browser::Browser;
use database::TestDatabase;
use people::People;
use story::Story;

pub mod answers;
pub mod browser;
pub mod database;
pub mod form;
pub mod page_text;
pub mod pages;
pub mod paper;
pub mod people;
pub mod story;
mod taken_by;

/// The password of everybody whom a test makes.
pub const PASSWORD: &str = "correct horse 2026";

/// A small world: every test has its own.
pub struct World {
    /// Its database.
    pub database: TestDatabase,
    /// The program at work there, with a clock that stands until it is moved.
    pub app: App,
    /// All its pages.
    pub router: Router,
    /// Who lives there.
    pub people: People,
    folder: TempDir,
}

impl World {
    /// People, and no case yet. It is Tuesday, 2026-03-03, 9 o'clock in Shanghai.
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    /// The same with these settings.
    pub async fn with(settings: &[(&str, &str)]) -> Self {
        let database = TestDatabase::new().await;
        let people = People::create(&database.owner).await;
        let folder = TempDir::new().expect("the temporary folder can be written");
        let data = folder.path().to_string_lossy().into_owned();
        let config = Config::read(|name| match name {
            "RONGCUO_DATA" => Some(data.clone()),
            _ => settings
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, value)| (*value).to_owned()),
        });
        let clock = Clock::movable(datetime!(2026-03-03 09:00 +8));
        let app =
            App::new(database.app.clone(), clock, config.expect("settings")).expect("a folder for files");
        Self {
            database,
            router: rongcuo::web::service(app.clone()),
            app,
            people,
            folder,
        }
    }

    /// Where its files lie.
    pub fn data(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// A case that is still to be told: `world.case().heard().await`.
    pub fn case(&self) -> Story<'_> {
        Story::begin(self)
    }

    /// A kept file that says it is a PDF, and is none; the officer brought it.
    pub async fn file(&self) -> FileId {
        self.file_of(&self.people.body.officer).await
    }

    /// The same of somebody else.
    pub async fn file_of(&self, by: &Actor) -> FileId {
        self.keeps(by, b"x", "application/pdf", "材料.pdf").await
    }

    /// A kept file of somebody, noted as of that type.
    pub async fn keeps(&self, by: &Actor, bytes: &[u8], media_type: &str, name: &str) -> FileId {
        let id = FileId(Uuid::now_v7());
        let kept = self.app.blobs.put(bytes.to_vec()).await;
        let file = NewFile {
            id,
            sha256: kept.expect("the folder takes a file").0,
            size: i64::try_from(bytes.len()).expect("it is small"),
            media_type,
            name,
            uploaded_by: by.user,
        };
        let (signer, at) = (&self.app.signer, self.app.clock.now());
        let mut db = self.database.app.acquire().await.expect("a connection");
        files::insert(&mut db, signer, &file, at).await.expect("a file");
        id
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
            .digest(id.0, PASSWORD.into())
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
        let mut db = self.database.owner.acquire().await.expect("a connection");
        assert!(
            add(&mut db, &person, self.app.clock.now())
                .await
                .expect("a new person")
        );
        set_password(&mut db, id, &digest, false)
            .await
            .expect("a password of its own");
        id
    }

    /// Makes a person a demo identity beside real ones, which no guard would let in.
    pub fn make_demo(&self, user: UserId) {
        self.database.as_superuser(&format!(
            "SET session_replication_role = replica;
             UPDATE users SET demo = true, password_digest = '!' WHERE id = '{user}'"
        ));
    }

    /// From now on the people of a demo and real ones may stand beside each other.
    pub fn mixes_demo_and_real(&self) {
        self.database
            .as_superuser("ALTER TABLE users DISABLE TRIGGER users_are_of_one_kind");
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

/// What an answer was, for the message of a failed test.
pub fn said<T>(answer: &Answer<T>) -> String {
    match answer {
        Answer::Done(_) => "done".into(),
        Answer::Before => "before".into(),
        Answer::Refused(refusal) => format!("refused: {refusal}"),
        Answer::Overtaken => "overtaken".into(),
        Answer::NotFound => "not found".into(),
    }
}
