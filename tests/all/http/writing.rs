//! How a test writes an application: page by page, with the stamp that each page carries, as a browser would.

use rongcuo::domain::actor::Actor;
use sqlx::PgPool;

use crate::world::World;
use crate::world::answers;
pub use crate::world::answers::{
    ARGUMENT, Fields, accountability, applicant, circumstances, condition, matter, other_party, own_party,
    with, without,
};
use crate::world::browser::{Browser, Page};

/// An application in somebody's browser.
pub struct Writing {
    pub browser: Browser,
    pub href: String,
}

impl Writing {
    /// Begins one.
    pub async fn begin(world: &World, actor: &Actor) -> Self {
        let mut browser = world.as_user(actor.user).await;
        let page = browser.get("/my").await;
        let once = page.hidden("once");
        let page = browser.post("/applications", &[("once", &once)]).await;
        let href = page.leads_to().to_owned();
        Self { browser, href }
    }

    /// Opens one of its pages.
    pub async fn open(&mut self, path: &str) -> Page {
        self.browser.get(&format!("{}/{path}", self.href)).await
    }

    /// Fills a page in and sends it.
    pub async fn send(&mut self, path: &str, fields: &Fields) -> Page {
        let page = self.open(path).await;
        self.send_from(&page, path, fields).await
    }

    /// Sends a page that was opened before.
    pub async fn send_from(&mut self, opened: &Page, path: &str, fields: &Fields) -> Page {
        let (version, once) = (opened.hidden("version"), opened.hidden("once"));
        let mut pairs = vec![("version", version.as_str()), ("once", &once)];
        if fields.iter().all(|(name, _)| *name != "then") {
            pairs.push(("then", "next"));
        }
        pairs.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
        let href = format!("{}/{path}", self.href);
        self.browser.post(&href, &pairs).await
    }

    /// Fills everything in.
    pub async fn finish(&mut self, world: &World, actor: &Actor) {
        for (path, fields) in everything(world, actor) {
            self.send(&path, &fields).await.leads_to();
        }
    }

    /// Fills everything in, checks and files it; tells the address of the receipt.
    pub async fn file(&mut self) -> String {
        let page = self.send("check", &vec![("truth", "yes".into())]).await;
        page.leads_to().to_owned()
    }
}

/// All pages with right answers.
pub fn everything(world: &World, actor: &Actor) -> Vec<(String, Fields)> {
    answers::everything(world.people.body.id, actor)
}

/// How many rows a table has.
pub async fn count(owner: &PgPool, table: &str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}")))
        .fetch_one(owner)
        .await
        .expect("a table")
}

/// The unit's applicant, with the unit's name as its session tells it.
pub fn unit(world: &World) -> Actor {
    let mut actor = world.people.applicant.clone();
    actor.unit_name = Some("蓉港供应链服务有限公司".into());
    actor
}
