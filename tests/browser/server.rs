//! The server that the browser talks to: the real router on a free port, on a fresh database with the demo's people and no
//! case.

use rongcuo::commands::demo::people::DemoPeople;
use rongcuo::platform::{App, Clock, Config};
use rongcuo::web::{self, connections};
use tempfile::TempDir;
use time::Duration;
use time::macros::datetime;
use tokio::net::TcpListener;

use crate::database::TestDatabase;

/// A running server.
pub struct TestServer {
    /// `http://127.0.0.1:…`
    pub address: String,
    app: App,
    folder: TempDir,
    _database: TestDatabase,
}

impl TestServer {
    /// It is Tuesday, 2026-03-03, 9 o'clock in Shanghai.
    pub async fn start() -> Self {
        let database = TestDatabase::new().await;
        let folder = TempDir::new().expect("the temporary folder can be written");
        let data = folder.path().to_string_lossy().into_owned();
        let config = Config::read(|name| match name {
            "RONGCUO_DATA" => Some(data.clone()),
            "RONGCUO_DEMO" => Some("1".into()),
            _ => None,
        });
        let clock = Clock::movable(datetime!(2026-03-03 09:00 +8));
        let app =
            App::new(database.app.clone(), clock, config.expect("settings")).expect("a folder for files");
        let mut db = database.owner.acquire().await.expect("a connection");
        DemoPeople::create(&app, &mut db)
            .await
            .expect("the demo's people");
        drop(db);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = format!("http://{}", listener.local_addr().expect("a bound port"));
        let service = web::service(app.clone());
        tokio::spawn(connections::serve(
            service,
            listener,
            connections::Room::here(false),
            std::future::pending(),
        ));
        Self {
            address,
            app,
            folder,
            _database: database,
        }
    }

    /// Moves the clock on by a day.
    pub fn next_day(&self) {
        self.app.clock.advance(Duration::DAY);
    }

    /// Today, as a date field takes it.
    pub fn today(&self) -> String {
        rongcuo::domain::dates::shanghai_day(self.app.clock.now()).to_string()
    }

    /// A paper on somebody's disk.
    pub fn paper(&self, name: &str) -> String {
        self.file(
            name,
            b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        )
    }

    /// Any file on somebody's disk.
    pub fn file(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("the temporary folder can be written");
        path.to_string_lossy().into_owned()
    }
}
