//! What the bench runs on: the demo's story for the case page, acts that wait to be approved, brought there by real steps,
//! and thousands of cases for the lists, written in bulk. The bulk is no truth anybody could act on: it sets every guard
//! aside, so it lives here, out of the program's and the demo's reach.

use std::path::Path;

use anyhow::{Context, bail};
use rongcuo::casework::{self, Answer, Draft, Stamp};
use rongcuo::commands::demo::people::{CHUANNAN, TANG};
use rongcuo::commands::demo::{self, application, story, writing};
use rongcuo::domain::actor::Actor;
use rongcuo::domain::dates::shanghai_day;
use rongcuo::domain::ids::{ApplicationId, FileId};
use rongcuo::platform::blobs::Sha256Name;
use rongcuo::platform::random::new_id;
use rongcuo::platform::{App, Clock, Config};
use rongcuo::store;
use rongcuo::web::case::typed;
use sqlx::{Connection, PgConnection, Row};
use uuid::Uuid;

/// An act that waits for its approver.
pub struct Waiting {
    pub case: Uuid,
    pub act: Uuid,
    pub version: i32,
}

/// The database of the bench, at several doors.
pub struct Data {
    /// As its superuser.
    pub root: PgConnection,
    app: App,
}

/// The address of a database on the private server, as somebody.
pub fn address(role: &str, database: &str) -> anyhow::Result<String> {
    let host = std::env::var("PGHOST").context("script/bench starts the database and names it in PGHOST")?;
    Ok(format!("postgres://{role}@localhost/{database}?host={host}"))
}

/// Makes the database anew, empty. Its server is the bench's own.
pub async fn make() -> anyhow::Result<()> {
    let mut root = PgConnection::connect(&address("postgres", "postgres")?).await?;
    sqlx::raw_sql("DROP DATABASE IF EXISTS rongcuo WITH (FORCE)")
        .execute(&mut root)
        .await?;
    sqlx::raw_sql("CREATE DATABASE rongcuo OWNER rongcuo")
        .execute(&mut root)
        .await?;
    Ok(())
}

impl Data {
    /// Tells the demo's story in a migrated database.
    pub async fn begin(folder: &Path) -> anyhow::Result<Self> {
        let mut root = PgConnection::connect(&address("postgres", "rongcuo")?).await?;
        sqlx::raw_sql("CREATE EXTENSION pg_stat_statements")
            .execute(&mut root)
            .await?;
        let (url, data) = (address("rongcuo_app", "rongcuo")?, folder.display().to_string());
        let config = Config::read(|name| match name {
            "DATABASE_URL" => Some(url.clone()),
            "RONGCUO_DATA" => Some(data.clone()),
            _ => None,
        })?;
        let pool = store::pool::serving(url.parse()?);
        let now = Clock::System.now();
        let owner = store::pool::owning(address("rongcuo", "rongcuo")?.parse()?);
        let stage = App::new(pool.clone(), Clock::movable(now), config.clone())?;
        demo::tell(stage, &owner, now).await?;
        owner.close().await;
        let app = App::new(pool, Clock::System, config)?;
        Ok(Self { root, app })
    }

    /// Signs somebody in; tells the cookie.
    pub async fn sign_in(&self, username: &str) -> anyhow::Result<(String, Actor)> {
        let mut db = self.app.pool.acquire().await?;
        let person = store::people::credentials(&mut db, username)
            .await?
            .context("nobody of that name")?;
        let token = format!("bench-{username}");
        let (digest, at) = (Sha256Name::of(token.as_bytes()).0, self.app.clock.now());
        store::sessions::begin(&mut db, &digest, rongcuo::domain::ids::UserId(person.id), at).await?;
        let session = store::sessions::who(&mut db, &digest, at)
            .await?
            .context("no session")?;
        Ok((token, session.actor))
    }

    /// The case of a body that has most to show.
    pub async fn fullest_case(&mut self, body: &str) -> anyhow::Result<Uuid> {
        let row = sqlx::query(
            "SELECT e.case_id FROM events e JOIN cases c ON c.id = e.case_id JOIN bodies b ON b.id = c.body_id \
             WHERE b.code = $1 GROUP BY e.case_id ORDER BY count(*) DESC, e.case_id LIMIT 1",
        );
        Ok(row.bind(body).fetch_one(&mut self.root).await?.get(0))
    }

    /// Files so many cases in a body of their own, and submits the initiation of each.
    pub async fn waiting_acts(&mut self, count: usize, officer: &Actor) -> anyhow::Result<Vec<Waiting>> {
        let (_, filer) = self.sign_in(TANG).await?;
        let (_, second) = self.sign_in("suwangshu").await?;
        let files = sqlx::query(
            "SELECT f.file_id FROM filing_files f JOIN cases c ON c.id = f.case_id WHERE c.filed_by = $1 \
             ORDER BY c.id, f.signed DESC LIMIT 2",
        );
        let files = files.bind(filer.user.0).fetch_all(&mut self.root).await?;
        let [signed, account] = files.as_slice() else {
            bail!("the demo files an application with two files")
        };
        let files = [FileId(signed.get(0)), FileId(account.get(0))];
        let mut acts = Vec::with_capacity(count);
        for _ in 0..count {
            acts.push(self.waiting_act(&filer, [officer, &second], files).await?);
        }
        Ok(acts)
    }

    async fn waiting_act(
        &self,
        filer: &Actor,
        [officer, second]: [&Actor; 2],
        files: [FileId; 2],
    ) -> anyhow::Result<Waiting> {
        let told = story::stories()
            .into_iter()
            .find(|it| it.body == CHUANNAN && it.filer == TANG);
        let told = told.context("the demo has a story there")?;
        let body = officer.body.as_ref().context("an officer has a body")?.id;
        let at = self.app.clock.now();
        let today = shanghai_day(at);
        let filing = application::filing(told.matter, &told.roles, filer, body, today, files);
        let id = ApplicationId(new_id(at));
        let mut db = self.app.pool.acquire().await?;
        store::applications::begin(&mut db, id, filer, at).await?;
        let stamp = |version| Stamp {
            version,
            once: new_id(at),
        };
        let Ok(case) = casework::file(&self.app, filer, id, stamp(1), &filing).await? else {
            bail!("an application of the bench was refused");
        };
        let found = store::cases::load(&mut db, case)
            .await?
            .context("the case was filed")?;
        let step = writing::initiation(told.matter, vec![officer.user, second.user]);
        let draft = Draft {
            kind: step.kind(),
            subject: step.subject(),
            typed: typed(&step, &found).0,
            step: Some(step),
        };
        let answer = casework::draft(&self.app, officer, case, stamp(found.version), draft).await?;
        match answer {
            Answer::Submitted => {}
            Answer::Refused(refusal) => bail!("an act of the bench was refused: {refusal}"),
            _ => bail!("an act of the bench was not submitted"),
        }
        let after = store::cases::load(&mut db, case)
            .await?
            .context("the case was filed")?;
        let act = after.acts.first().context("the act waits")?.id.0;
        Ok(Waiting {
            case: case.0,
            act,
            version: after.version,
        })
    }

    /// Fills a body's list up to so many cases: an eighth each not yet begun, closed, waiting for an approver and for a
    /// party; the rest being verified, every third of them by this officer.
    pub async fn fill(&mut self, officer: &Actor, count: i32) -> anyhow::Result<()> {
        let body = officer.body.as_ref().context("an officer has a body")?.id;
        let mut tx = self.root.begin().await?;
        sqlx::raw_sql("SET LOCAL session_replication_role = replica")
            .execute(&mut *tx)
            .await?;
        sqlx::query(BULK)
            .bind(body.0)
            .bind(count)
            .bind(officer.user.0)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        for table in [
            "cases",
            "parties",
            "assignments",
            "events",
            "acts",
            "documents",
            "deadlines",
        ] {
            sqlx::raw_sql(sqlx::AssertSqlSafe(format!("VACUUM ANALYZE {table}")))
                .execute(&mut self.root)
                .await?;
        }
        Ok(())
    }
}

const BULK: &str = "
WITH old AS (SELECT count(*)::integer AS n, max(serial) AS last, max(year) AS year, min(filed_by::text)::uuid AS filer FROM cases WHERE body_id = $1),
new AS (
    INSERT INTO cases (id, number, body_id, year, serial, title, status, version, received_at, filed_by, filer_name, party_names, turn, todo, due_on, due_kind, due_days)
    SELECT gen_random_uuid(), format('%s容〔%s〕%s号', b.number_word, old.year, old.last + i), b.id, old.year, old.last + i,
           '跨境贸易便利化试点第' || i || '项',
           CASE i % 8 WHEN 0 THEN 'submitted' WHEN 1 THEN 'closed' ELSE 'verifying' END, 3, now() - i * interval '1 minute', old.filer,
           '某单位', '某单位、某科科长',
           CASE i % 8 WHEN 1 THEN 'nobody' WHEN 2 THEN 'approver' WHEN 3 THEN 'party' ELSE 'officer' END, '听取当事人意见',
           CASE i % 8 WHEN 1 THEN 'infinity'::date ELSE current_date + (i * 7919 % 37) - 4 END, 'verification', 15
    FROM old, bodies b, generate_series(1, $2 - old.n) i WHERE b.id = $1
    RETURNING id, serial, status, received_at)
INSERT INTO assignments (case_id, round, user_id, from_at)
SELECT new.id, 1, CASE WHEN serial % 3 = 0 THEN $3 ELSE o.id END, received_at
FROM new, (SELECT id FROM users WHERE body_id = $1 AND officer AND id <> $3 LIMIT 1) o WHERE status <> 'submitted'";
