//! What the tests stand on: a database of their own, the people and cases in it, a clock to move.

use rongcuo::casework::Answer;
use rongcuo::domain::ids::FileId;
use rongcuo::platform::{App, Clock, Config};
use tempfile::TempDir;
use time::macros::datetime;
use uuid::Uuid;

use database::TestDatabase;
use people::People;
use story::Story;

pub mod browser;
pub mod database;
pub mod pages;
pub mod paper;
pub mod people;
pub mod story;

/// A small world: every test has its own.
pub struct World {
    /// Its database.
    pub database: TestDatabase,
    /// The program at work there, with a clock that stands until it is moved.
    pub app: App,
    /// Who lives there.
    pub people: People,
    _folder: TempDir,
}

impl World {
    /// People, and no case yet. It is Tuesday, 2026-03-03, 9 o'clock in Shanghai.
    pub async fn new() -> Self {
        let database = TestDatabase::new().await;
        let people = People::move_in(&database.owner).await;
        let folder = TempDir::new().expect("the temporary folder can be written");
        let data = folder.path().to_string_lossy().into_owned();
        let config = Config::read(|name| (name == "RONGCUO_DATA").then(|| data.clone())).expect("settings");
        let clock = Clock::movable(datetime!(2026-03-03 09:00 +8));
        let app = App::new(database.app.clone(), clock, config).expect("a folder for files");
        Self {
            database,
            app,
            people,
            _folder: folder,
        }
    }

    /// A case that is still to be told: `world.case().heard().await`.
    pub fn case(&self) -> Story<'_> {
        Story::begin(self)
    }

    /// A kept file.
    pub async fn file(&self) -> FileId {
        let id = FileId(Uuid::now_v7());
        sqlx::query(
            "INSERT INTO files (id, sha256, size, media_type, name, uploaded_by, uploaded_at)
             VALUES ($1, sha256('x'), 1, 'application/pdf', '材料.pdf', $2, $3)",
        )
        .bind(id.0)
        .bind(self.people.applicant.user.0)
        .bind(self.app.clock.now())
        .execute(&self.database.app)
        .await
        .expect("a file");
        id
    }
}

/// What an answer was, for the message of a failed test.
pub fn said(answer: &Answer) -> String {
    match answer {
        Answer::Done(_) => "done".into(),
        Answer::Saved => "saved".into(),
        Answer::Submitted => "submitted".into(),
        Answer::Before => "before".into(),
        Answer::Refused(refusal) => format!("refused: {refusal}"),
        Answer::Overtaken(since) => format!("overtaken by {} events", since.len()),
        Answer::NotFound => "not found".into(),
    }
}
