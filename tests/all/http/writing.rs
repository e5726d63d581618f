//! How a test writes an application: page by page, with the stamp that each page carries, as a browser would.

use rongcuo::domain::actor::Actor;
use sqlx::PgPool;
use uuid::Uuid;

use crate::world::World;
use crate::world::browser::{Browser, Page};

/// An argument of more than twenty characters.
pub const ARGUMENT: &str = "依据省里印发的改革试点方案开展，事前经过合法性审查，没有违反禁止性规定。";

/// What is typed on one page.
pub type Fields = Vec<(&'static str, String)>;

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
    let party = |fields: Fields| (format!("parties/{}", Uuid::now_v7()), fields);
    let mut pages = vec![
        ("applicant".to_owned(), applicant(actor)),
        (
            "body".to_owned(),
            vec![("body", world.people.body.id.to_string())],
        ),
        party(own_party(actor)),
        party(other_party()),
        ("matter".to_owned(), matter()),
        ("accountability".to_owned(), accountability()),
    ];
    pages.extend((1..=6).map(|number| (format!("conditions/{number}"), condition(number))));
    pages.push(("circumstances".to_owned(), circumstances()));
    pages
}

/// The applicant's page.
pub fn applicant(actor: &Actor) -> Fields {
    vec![
        ("name", actor.name.clone()),
        ("contact", actor.name.clone()),
        ("phone", "028-0000 0000".into()),
        ("agent", String::new()),
        ("electronic", "yes".into()),
    ]
}

/// The applicant itself as a party.
pub fn own_party(actor: &Actor) -> Fields {
    let (kind, name) = match &actor.unit_name {
        Some(unit) => ("unit", unit),
        None => ("individual", &actor.name),
    };
    vec![
        ("kind", kind.into()),
        ("name", name.clone()),
        ("position", "由管委会管理".into()),
        ("own", "yes".into()),
        ("authority", "body".into()),
    ]
}

/// Somebody else as a party.
pub fn other_party() -> Fields {
    vec![
        ("kind", "individual".into()),
        ("name", "许南乔".into()),
        ("position", "贸易便利化科科员".into()),
        ("authority", "organ".into()),
        ("organ", "某市委组织部".into()),
    ]
}

/// The matter.
pub fn matter() -> Fields {
    vec![
        ("title", "跨境电商试点系统延期上线".into()),
        ("story", ARGUMENT.into()),
        ("consequences", "通关时间平均延长三天。".into()),
    ]
}

/// The accountability matter.
pub fn accountability() -> Fields {
    vec![
        ("pursuer", "某管委会".into()),
        ("what", "系统延期上线".into()),
        ("pursuit", "enquiry".into()),
        ("since", "2026-02-10".into()),
    ]
}

/// One of the six conditions.
pub fn condition(number: u8) -> Fields {
    let mut fields = vec![("argument", ARGUMENT.to_owned())];
    match number {
        3 => fields.extend([("parts", "no_intent".into()), ("parts", "duty_done".into())]),
        5 => fields.extend([
            ("parts", "emergency_reported".into()),
            ("reported", "2026-02-11".into()),
        ]),
        6 => fields.extend(["corrected", "loss_reduced", "no_grave_loss"].map(|part| ("parts", part.into()))),
        _ => {}
    }
    fields
}

/// Two circumstances, the seventh among them.
pub fn circumstances() -> Fields {
    vec![
        ("circumstance", "pilot_task".into()),
        ("circumstance", "other".into()),
        ("reason-pilot_task", ARGUMENT.into()),
        ("reason-other", ARGUMENT.into()),
        ("beyond", ARGUMENT.into()),
    ]
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

/// The fields but one.
pub fn without(mut fields: Fields, name: &str) -> Fields {
    fields.retain(|(field, _)| *field != name);
    fields
}

/// The fields with another answer in one.
pub fn with(fields: Fields, name: &'static str, value: &str) -> Fields {
    let mut fields = without(fields, name);
    fields.push((name, value.to_owned()));
    fields
}
