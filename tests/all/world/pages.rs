//! The pages of the world: browsers in which somebody has signed in, and further people beside the usual ones.

use rongcuo::domain::ids::{UnitId, UserId};
use rongcuo::platform::App;
use rongcuo::store::{people, sessions};
use uuid::Uuid;

use super::World;
use super::browser::Browser;

impl World {
    /// A browser in which this person has signed in.
    pub async fn as_user(&self, user: UserId) -> Browser {
        sqlx::query("UPDATE users SET must_change_password = false WHERE id = $1")
            .bind(user.0)
            .execute(&self.database.owner)
            .await
            .expect("a password of its own");
        signed_in(&self.app, user).await
    }

    /// Another applicant: of this unit, or for nobody else.
    pub async fn another_applicant(&self, username: &str, unit: Option<UnitId>) -> UserId {
        let id = UserId(Uuid::now_v7());
        let person = people::NewPerson {
            id,
            username,
            name: "何以宁",
            position: "",
            password_digest: "!",
            body: None,
            unit,
            officer: false,
            approver: false,
            approves_determinations: false,
        };
        let mut db = self.database.owner.acquire().await.expect("a connection");
        let added = people::add(&mut db, &person, self.app.clock.now()).await;
        assert!(added.expect("a new person"));
        id
    }
}

/// A browser in which this person of any program has signed in.
pub async fn signed_in(app: &App, user: UserId) -> Browser {
    let cookie = Uuid::now_v7().to_string();
    let token = app.secret.digest(&cookie);
    let mut db = app.pool.acquire().await.expect("a connection");
    sessions::begin(&mut db, &token, user, app.clock.now())
        .await
        .expect("a session");
    let mut browser = Browser::new(&rongcuo::web::service(app.clone()));
    browser.plant("rongcuo", &cookie);
    browser
}
