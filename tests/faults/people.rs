//! The people of a rig, as the owner of the tables makes them, each signed in at the door.

use anyhow::ensure;
use rongcuo::domain::actor::Actor;
use rongcuo::domain::ids::{BodyId, UserId};
use rongcuo::platform::Clock;
use rongcuo::platform::passwords::Passwords;
use rongcuo::store::people::{NewPerson, add, set_password};
use sqlx::PgConnection;
use uuid::Uuid;

use super::rig::Rig;
use super::world::browser::Browser;

pub const PASSWORD: &str = "correct horse 2026";

/// What somebody is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Applicant,
    Officer,
    Approver,
}

/// Somebody who is signed in.
pub struct Person {
    pub actor: Actor,
    pub username: String,
    pub browser: Browser,
}

/// The body that all cases go to.
pub async fn body(owner: &mut PgConnection) -> anyhow::Result<BodyId> {
    let id: Uuid = sqlx::query_scalar("SELECT id FROM bodies WHERE code = 'TF-GX'")
        .fetch_one(owner)
        .await?;
    Ok(BodyId(id))
}

/// So many new people of a part.
pub async fn come(rig: &Rig, part: Part, many: usize) -> anyhow::Result<Vec<Person>> {
    let mut owner = rig.owner().await?;
    let body = body(&mut owner).await?;
    let mut people = vec![];
    for _ in 0..many {
        let id = UserId(Uuid::now_v7());
        let username = format!("p{}", id.0.simple());
        let digest = Passwords::default().digest(id.0, PASSWORD.into()).await?;
        let person = NewPerson {
            id,
            username: &username,
            name: "何以宁",
            position: "",
            password_digest: &digest,
            body: (part != Part::Applicant).then_some(body),
            unit: None,
            officer: part == Part::Officer,
            approver: part == Part::Approver,
            approves_determinations: part == Part::Approver,
        };
        ensure!(
            add(&mut owner, &person, Clock::System.now()).await?,
            "the name is taken"
        );
        set_password(&mut owner, id, &digest, false).await?;
        let actor = Actor {
            user: id,
            name: person.name.into(),
            position: String::new(),
            body: None,
            unit: None,
            unit_name: None,
            officer: person.officer,
            approver: person.approver,
            approves_determinations: person.approves_determinations,
            demo: false,
        };
        let browser = Browser::new(&rig.router);
        let mut person = Person {
            actor,
            username,
            browser,
        };
        ensure!(person.sign_in().await, "nobody is let in: {}", rig.log());
        people.push(person);
    }
    Ok(people)
}

impl Person {
    /// Signs in anew; whether that was let.
    pub async fn sign_in(&mut self) -> bool {
        let fields = [("username", self.username.as_str()), ("password", PASSWORD)];
        self.browser
            .post("/session", &fields)
            .await
            .status
            .is_redirection()
    }
}
