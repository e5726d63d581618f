//! Fifty who work at once: applicants file, officers draft and submit, approvers approve, all by HTTP. Who gets no answer, or
//! hears that the system is busy, sends the very same form again, as a person does. What was acknowledged is written down,
//! and held afterwards against what is in the database.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use anyhow::Context;
use axum::http::StatusCode;
use sqlx::PgConnection;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use uuid::Uuid;

use super::people::{self, Part, Person};
use super::rig::Rig;
use super::wire::NO_ANSWER;
use super::world::answers::{self, ARGUMENT, with};
use super::world::browser::Page;

const APPLICANTS: usize = 36;
const OFFICERS: usize = 10;
const APPROVERS: usize = 4;
const AGAIN_AFTER: Duration = Duration::from_millis(400);

/// What was acknowledged to somebody, and what is still to be done by others.
#[derive(Default)]
pub struct Book {
    stop: AtomicBool,
    /// Requests that were sent again.
    again: AtomicUsize,
    deeds: Mutex<Vec<Deed>>,
    filed: Mutex<Vec<Uuid>>,
    submitted: Mutex<Vec<Uuid>>,
    /// Answers that no form should get.
    odd: Mutex<Vec<String>>,
}

/// Something that somebody was told is done.
#[derive(Clone)]
enum Deed {
    Begun { by: Uuid, application: Uuid },
    Titled { application: Uuid, title: String },
    Filed { case: Uuid },
    Submitted { case: Uuid },
    Approved { case: Uuid },
}

fn lock<T>(it: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}

/// People at work.
pub struct Writers {
    book: Arc<Book>,
    at_work: Vec<JoinHandle<anyhow::Result<()>>>,
}

/// What came of their work.
#[derive(Default)]
pub struct Result {
    pub acknowledged: usize,
    pub lost: usize,
    pub twice: usize,
    pub again: usize,
    pub odd: Vec<String>,
}

/// Those who come to a rig to work there.
pub struct Crowd {
    applicants: Vec<Person>,
    officers: Vec<Person>,
    approvers: Vec<Person>,
}

impl Crowd {
    pub async fn come(rig: &Rig) -> anyhow::Result<Self> {
        Ok(Self {
            applicants: people::come(rig, Part::Applicant, APPLICANTS).await?,
            officers: people::come(rig, Part::Officer, OFFICERS).await?,
            approvers: people::come(rig, Part::Approver, APPROVERS).await?,
        })
    }

    /// They begin to work, and go on until they are told to stop.
    pub async fn work(self, rig: &Rig) -> anyhow::Result<Writers> {
        let body = people::body(&mut rig.owner().await?).await?;
        let book = Arc::new(Book::default());
        let mut at_work = vec![];
        for person in self.applicants {
            let book = book.clone();
            at_work.push(tokio::spawn(async move {
                let mut at_desk = Desk { person, book };
                while !at_desk.book.stop.load(Relaxed) {
                    at_desk.files(body).await?;
                }
                Ok(())
            }));
        }
        let officers: Vec<_> = self.officers.iter().map(|it| it.actor.user.0).collect();
        for (at, person) in self.officers.into_iter().enumerate() {
            let (book, second) = (book.clone(), officers[(at + 1) % officers.len()]);
            at_work.push(tokio::spawn(async move {
                let mut at_desk = Desk { person, book };
                while let Some(case) = at_desk.next(|book| &book.filed).await {
                    at_desk.initiates(case, second).await?;
                }
                Ok(())
            }));
        }
        for person in self.approvers {
            let book = book.clone();
            at_work.push(tokio::spawn(async move {
                let mut at_desk = Desk { person, book };
                while let Some(case) = at_desk.next(|book| &book.submitted).await {
                    at_desk.approves(case).await?;
                }
                Ok(())
            }));
        }
        Ok(Writers { book, at_work })
    }
}

impl Writers {
    /// Everybody finishes what is at hand; then it is held against the database.
    pub async fn stop(self, rig: &Rig) -> anyhow::Result<Result> {
        self.book.stop.store(true, Relaxed);
        for each in self.at_work {
            each.await??;
        }
        let mut result = Result {
            again: self.book.again.load(Relaxed),
            odd: lock(&self.book.odd).clone(),
            ..Result::default()
        };
        let deeds = lock(&self.book.deeds).clone();
        result.acknowledged = deeds.len();
        let mut owner = rig.owner().await?;
        for deed in &deeds {
            let (there, most) = deed.count(&mut owner, &deeds).await?;
            result.lost += usize::try_from(most - there).unwrap_or(0);
            result.twice += usize::try_from(there - most).unwrap_or(0);
        }
        Ok(result)
    }
}

impl Deed {
    /// How often it stands in the database, and how often it should.
    async fn count(&self, db: &mut PgConnection, all: &[Self]) -> anyhow::Result<(i64, i64)> {
        let (sql, id) = match self {
            Self::Begun { by, application } => {
                let first = all.iter().find_map(|it| match it {
                    Self::Begun {
                        by: same,
                        application,
                    } if same == by => Some(application),
                    _ => None,
                });
                if first == Some(application) {
                    let many = all
                        .iter()
                        .filter(|it| matches!(it, Self::Begun { by: same, .. } if same == by));
                    let many = i64::try_from(many.count())?;
                    let sql = "SELECT (SELECT count(*) FROM applications WHERE user_id = $1)
                                      + (SELECT count(*) FROM cases WHERE filed_by = $1)";
                    return Ok((sqlx::query_scalar(sql).bind(by).fetch_one(db).await?, many));
                }
                (
                    "SELECT (SELECT count(*) FROM applications WHERE id = $1) + (SELECT count(*) FROM cases WHERE id = $1)",
                    application,
                )
            }
            Self::Titled { application, title } => {
                let sql = "SELECT (SELECT count(*) FROM cases WHERE id = $1 AND title = $2)
                                  + (SELECT count(*) FROM applications WHERE id = $1 AND answers::text LIKE '%' || $2 || '%')";
                return Ok((
                    sqlx::query_scalar(sql)
                        .bind(application)
                        .bind(title)
                        .fetch_one(db)
                        .await?,
                    1,
                ));
            }
            Self::Filed { case } => ("SELECT count(*) FROM filings WHERE case_id = $1", case),
            Self::Submitted { case } => (
                "SELECT count(*) FROM act_moves m JOIN acts a ON a.id = m.act_id
                 WHERE a.case_id = $1 AND a.kind = 'initiate' AND m.state = 'waiting'",
                case,
            ),
            Self::Approved { case } => (
                "SELECT count(*) FROM events WHERE case_id = $1 AND act_id IS NOT NULL",
                case,
            ),
        };
        Ok((sqlx::query_scalar(sql).bind(id).fetch_one(db).await?, 1))
    }
}

struct Desk {
    person: Person,
    book: Arc<Book>,
}

impl Desk {
    /// What is to be done next; nothing when work is over.
    async fn next(&self, of: impl Fn(&Book) -> &Mutex<Vec<Uuid>>) -> Option<Uuid> {
        while !self.book.stop.load(Relaxed) {
            if let Some(case) = lock(of(&self.book)).pop() {
                return Some(case);
            }
            sleep(AGAIN_AFTER).await;
        }
        None
    }

    fn done(&self, deed: Deed) {
        lock(&self.book.deeds).push(deed);
    }

    /// Opens a page, however often that must be tried.
    async fn opens(&mut self, href: &str) -> anyhow::Result<Page> {
        loop {
            let page = self.person.browser.get(href).await;
            match page.status {
                StatusCode::OK => return Ok(page),
                NO_ANSWER | StatusCode::SERVICE_UNAVAILABLE => sleep(AGAIN_AFTER).await,
                other => anyhow::bail!("{href}: {other}\n{}", page.main()),
            }
        }
    }

    /// Sends a form until it is answered; where it leads, if it was taken.
    async fn sends(&mut self, href: &str, fields: &[(&str, &str)]) -> Option<String> {
        loop {
            let page = self.person.browser.post(href, fields).await;
            match page.status {
                StatusCode::SEE_OTHER => return Some(page.header("location").to_owned()),
                NO_ANSWER | StatusCode::SERVICE_UNAVAILABLE => {
                    self.book.again.fetch_add(1, Relaxed);
                    sleep(AGAIN_AFTER).await;
                }
                other => {
                    let said: String = page.main().replace('\n', " ").chars().take(200).collect();
                    lock(&self.book.odd).push(format!("{href}: {other} {said}"));
                    return None;
                }
            }
        }
    }

    /// Fills in an application and files it.
    async fn files(&mut self, body: rongcuo::domain::ids::BodyId) -> anyhow::Result<()> {
        let once = self.opens("/my").await?.hidden("once");
        let Some(href) = self.sends("/applications", &[("once", &once)]).await else {
            return Ok(());
        };
        let application: Uuid = href
            .rsplit('/')
            .next()
            .and_then(|it| it.parse().ok())
            .context("an id")?;
        self.done(Deed::Begun {
            by: self.person.actor.user.0,
            application,
        });
        for (path, mut fields) in answers::everything(body, &self.person.actor) {
            let title = format!("跨境电商试点系统延期上线{}", application.simple());
            if path == "matter" {
                fields = with(fields, "title", &title);
            }
            let href = format!("{href}/{path}");
            let page = self.opens(&href).await?;
            let (version, once) = (page.hidden("version"), page.hidden("once"));
            let mut sent = vec![("version", version.as_str()), ("once", &once), ("then", "next")];
            sent.extend(fields.iter().map(|(name, value)| (*name, value.as_str())));
            if self.sends(&href, &sent).await.is_none() {
                return Ok(());
            }
            if path == "matter" {
                self.done(Deed::Titled { application, title });
            }
        }
        let href = format!("{href}/check");
        let page = self.opens(&href).await?;
        let (version, once) = (page.hidden("version"), page.hidden("once"));
        let sent = [("version", version.as_str()), ("once", &once), ("truth", "yes")];
        if self.sends(&href, &sent).await.is_some() {
            self.done(Deed::Filed { case: application });
            lock(&self.book.filed).push(application);
        }
        Ok(())
    }

    /// Drafts the initiation of a case and submits it.
    async fn initiates(&mut self, case: Uuid, second: Uuid) -> anyhow::Result<()> {
        let href = format!("/cases/{case}/initiation");
        let page = self.opens(&href).await?;
        let (version, once) = (page.hidden("version"), page.hidden("once"));
        let (me, second) = (self.person.actor.user.0.to_string(), second.to_string());
        let revision = page.maybe_hidden("revision").unwrap_or_default();
        let sent = [
            ("version", version.as_str()),
            ("once", &once),
            ("revision", &revision),
            ("reason", ARGUMENT),
            ("officers", &me),
            ("officers", &second),
        ];
        if self.sends(&href, &sent).await.is_some() {
            self.done(Deed::Submitted { case });
            lock(&self.book.submitted).push(case);
        }
        Ok(())
    }

    /// Approves what waits on a case.
    async fn approves(&mut self, case: Uuid) -> anyhow::Result<()> {
        let page = self.opens(&format!("/cases/{case}")).await?;
        let from = format!("/cases/{case}/acts/");
        let link = page.links().into_iter().find(|it| it.href.starts_with(&from));
        let act = link.context("an act waits on the case")?.href;
        let act = act[from.len()..].split('/').next().unwrap_or_default().to_owned();
        let href = format!("{from}{act}/approval");
        let page = self.opens(&href).await?;
        let (version, once) = (page.hidden("version"), page.hidden("once"));
        let sent = [
            ("version", version.as_str()),
            ("once", &once),
            ("verdict", "approve"),
            ("note", "同意启动。"),
        ];
        if self.sends(&href, &sent).await.is_some() {
            self.done(Deed::Approved { case });
        }
        Ok(())
    }
}
