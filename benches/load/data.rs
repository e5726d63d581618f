//! What the bench runs on: the demo's story for the case page, acts that wait to be approved, brought there by real steps,
//! and thousands of cases for the lists, written in bulk. The bulk is no truth anybody could act on: it sets every guard
//! aside, so it lives here, out of the program's and the demo's reach.

use std::path::Path;

use anyhow::{Context, bail};
use rongcuo::casework::Verdict;
use rongcuo::commands::demo::people::{CHUANNAN, GAOXIN, TANG, ZHOU};
use rongcuo::commands::demo::runner::Runner;
use rongcuo::commands::demo::story::{self, Story};
use rongcuo::commands::demo::{self, application, writing};
use rongcuo::domain::actor::Actor;
use rongcuo::domain::assignment::Replacement;
use rongcuo::domain::dates::shanghai_day;
use rongcuo::domain::ids::{ActId, CaseId};
use rongcuo::domain::step::Step;
use rongcuo::platform::{App, Clock, Config};
use rongcuo::store;
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
    pub app: App,
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
        let runner = App::new(pool.clone(), Clock::movable(now), config.clone())?;
        // The bulk bears dates of its own, too.
        store::schema::begin_story(&owner).await?;
        demo::fill(runner, &owner, now).await?;
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
        let token = format!("bench-{}", Uuid::now_v7());
        let (digest, at) = (self.app.secret.digest(&token), self.app.clock.now());
        store::sessions::begin(&mut db, &digest, rongcuo::domain::ids::UserId(person.id), at).await?;
        let session = store::sessions::who(&mut db, &self.app.known, &digest, at)
            .await?
            .context("no session")?;
        Ok((token, session.actor))
    }

    /// The case of an officer that has most to show.
    pub async fn fullest_case(&mut self, officer: &Actor) -> anyhow::Result<Uuid> {
        let row = sqlx::query(
            "SELECT e.case_id FROM events e JOIN cases c ON c.id = e.case_id WHERE c.officers @> ARRAY[$1] \
             GROUP BY e.case_id ORDER BY count(*) DESC, e.case_id LIMIT 1",
        );
        Ok(row.bind(officer.user.0).fetch_one(&mut self.root).await?.get(0))
    }

    /// Files so many cases in a body, and submits the initiation of each.
    pub async fn waiting_acts(
        &mut self,
        count: usize,
        officers: [&Actor; 2],
    ) -> anyhow::Result<Vec<Waiting>> {
        let place = self.place(CHUANNAN, TANG, officers).await?;
        let mut acts = Vec::with_capacity(count);
        for _ in 0..count {
            acts.push(self.waiting_act(&place).await?);
        }
        Ok(acts)
    }

    /// A case of so many events, by real steps: filed and initiated, and then its officers replaced back and forth. A page
    /// shows thirty events however many there are, so that two such cases differ in their length alone.
    pub async fn case_of(&mut self, events: usize) -> anyhow::Result<Uuid> {
        let mut staff = Vec::with_capacity(4);
        for name in ["chenyanqiu", "xunanqiao", "luoyiming", "fangjiyue"] {
            staff.push(self.sign_in(name).await?.1);
        }
        let [officer, second, approver, other] = staff.as_slice() else {
            bail!("four of the staff")
        };
        let place = self.place(GAOXIN, ZHOU, [officer, second]).await?;
        let waiting = self.waiting_act(&place).await?;
        let runner = self.runner();
        let mut case = runner.case(CaseId(waiting.case)).await?;
        let act = ActId(waiting.act);
        runner
            .decide(approver, &case, act, Verdict::Approve(String::new()))
            .await?;
        for no in 2..events {
            // Each step moves the version by one; a case read anew each time would take long.
            case.version += 1;
            let (out, by) = match no % 2 {
                0 => (officer, other),
                _ => (other, officer),
            };
            let step = Step::Replace(Replacement {
                out: out.user,
                by: by.user,
                reason: "原经办人出差".into(),
            });
            runner.take(approver, &case, &step).await?;
        }
        Ok(waiting.case)
    }

    /// Who takes steps through casework.
    fn runner(&self) -> Runner {
        let app = self.app.clone();
        Runner { app }
    }

    /// What is needed to file in a body: a story of the demo there.
    async fn place<'a>(
        &self,
        code: &str,
        filer: &str,
        officers: [&'a Actor; 2],
    ) -> anyhow::Result<Place<'a>> {
        let (_, as_filer) = self.sign_in(filer).await?;
        let told = story::stories()
            .into_iter()
            .find(|it| it.body == code && it.filer == filer);
        let told = told.context("the demo has a story there")?;
        Ok(Place {
            story: told,
            filer: as_filer,
            officers,
        })
    }

    async fn waiting_act(&self, place: &Place<'_>) -> anyhow::Result<Waiting> {
        let [officer, second] = place.officers;
        let (told, filer) = (&place.story, &place.filer);
        let body = officer.body.as_ref().context("an officer has a body")?.id;
        let today = shanghai_day(self.app.clock.now());
        let runner = self.runner();
        let signed = runner.keep(filer, "容错申请书", told.matter.story).await?;
        let account = runner.keep(filer, "情况说明", told.matter.loss).await?;
        let files = [signed, account];
        let filing = application::filing(told.matter, &told.roles, filer, body, today, files);
        let id = runner.file(filer, &filing).await?;
        let step = writing::initiation(told.matter, vec![officer.user, second.user]);
        let act = runner.submit(officer, &runner.case(id).await?, &step).await?;
        Ok(Waiting {
            case: id.0,
            act: act.0,
            version: runner.case(id).await?.version,
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
        sqlx::raw_sql(ANEW).execute(&mut *tx).await?;
        for statement in BULK {
            sqlx::query(statement)
                .bind(body.0)
                .bind(count)
                .bind(officer.user.0)
                .execute(&mut *tx)
                .await?;
        }
        sqlx::raw_sql("DROP FUNCTION anew").execute(&mut *tx).await?;
        tx.commit().await?;
        sqlx::raw_sql("VACUUM ANALYZE").execute(&mut self.root).await?;
        Ok(())
    }
}

/// Where cases of the bench are filed, and by whom.
struct Place<'a> {
    story: Story,
    filer: Actor,
    officers: [&'a Actor; 2],
}

/// Every id of the case that the bulk copies becomes another in each copy: its first eight digits are the copy's number.
const ANEW: &str = "
CREATE FUNCTION anew(id uuid, no integer) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex(no), 8, '0') || substr(id::text, 9))::uuid
$$;
CREATE TEMPORARY TABLE copied ON COMMIT DROP AS SELECT case_id AS id FROM events WHERE kind = 'initiate' ORDER BY case_id LIMIT 1;
CREATE TEMPORARY TABLE copied_events ON COMMIT DROP AS
    SELECT e.*, row_number() OVER (ORDER BY e.seq)::integer AS place FROM events e JOIN copied ON copied.id = e.case_id WHERE kind IN ('file', 'initiate');
CREATE TEMPORARY TABLE copied_ids ON COMMIT DROP AS
    SELECT p.id FROM parties p JOIN copied ON copied.id = p.case_id UNION ALL SELECT d.id FROM deadlines d JOIN copied ON copied.id = d.case_id;
CREATE TEMPORARY TABLE made (id uuid, no integer, status text, due_on date) ON COMMIT DROP;
";

/// $1: the body, $2: up to how many cases, $3: the officer.
const BULK: [&str; 7] = [
    "WITH old AS (SELECT count(*)::integer AS n, max(serial) AS last, max(year) AS year, min(filed_by::text)::uuid AS filer FROM cases WHERE body_id = $1),
    new AS (
        INSERT INTO cases (id, number, body_id, year, serial, title, status, version, received_at, filed_by, filer_name, party_names, todo,
                           due_on, due_kind, due_days, officers)
        SELECT gen_random_uuid(), format('%s容〔%s〕%s号', b.number_word, old.year, old.last + i), b.id, old.year, old.last + i,
               '跨境贸易便利化试点第' || i || '项',
               CASE i % 8 WHEN 0 THEN 'submitted' WHEN 1 THEN 'closed' ELSE 'verifying' END, 3, now() - i * interval '1 minute', old.filer,
               '某单位', '某单位、某科科长',
               '听取当事人意见',
               CASE i % 8 WHEN 1 THEN 'infinity'::date ELSE current_date + (i * 7919 % 37) - 4 END, 'verification', 15,
               CASE WHEN i % 8 = 0 THEN '{}'::uuid[] WHEN (old.last + i) % 3 = 0 THEN ARRAY[$3, o.id] ELSE ARRAY[o.id] END
        FROM old, bodies b, (SELECT id FROM users WHERE body_id = $1 AND officer AND id <> $3 LIMIT 1) o, generate_series(1, $2 - old.n) i
        WHERE b.id = $1
        RETURNING id, serial, status, due_on)
    INSERT INTO made SELECT id, serial, status, due_on FROM new",
    "INSERT INTO events
    SELECT m.id, e.place, e.at, e.kind, e.actor_id, NULL, e.round, e.from_status, e.to_status, e.version,
           (SELECT string_agg(coalesce(anew(id.id, m.no)::text, piece), '' ORDER BY nth)
            FROM regexp_split_to_table(regexp_replace(e.body, '([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})', E'\x01\\1\x01', 'g'), E'\x01')
                 WITH ORDINALITY AS t (piece, nth) LEFT JOIN copied_ids id ON id.id::text = piece),
           e.previous, e.digest, now(), true
    FROM made m, copied_events e WHERE m.status <> 'submitted' OR e.place = 1",
    "INSERT INTO parties SELECT m.id, 1, p.fact_no, anew(p.id, m.no), p.no, p.kind, p.name, p.position, p.authority, p.unit, p.\"user\", p.electronic
    FROM made m, parties p JOIN copied ON copied.id = p.case_id",
    "INSERT INTO rounds SELECT m.id, 1, r.fact_no, 1, ARRAY(SELECT anew(party, m.no) FROM unnest(r.parties) AS party)
    FROM made m, rounds r JOIN copied ON copied.id = r.case_id WHERE r.round = 1",
    "INSERT INTO deadlines
    SELECT DISTINCT ON (m.id, d.kind) anew(d.id, m.no), m.id, $1, d.kind, NULL, current_date - 20, d.days, m.due_on, false,
           CASE WHEN d.kind = 'verification' AND m.status = 'verifying' OR d.kind = 'initiation' AND m.status = 'submitted' THEN 'running' ELSE 'met' END
    FROM made m, deadlines d JOIN copied ON copied.id = d.case_id WHERE d.kind IN ('initiation', 'verification')
    ORDER BY m.id, d.kind, d.id",
    "INSERT INTO tasks (case_id, place, desk, pile, people, step, todo, due_on, legal, days, provisional)
    SELECT m.id, 1, $1, CASE WHEN m.no % 8 = 0 THEN 'party' ELSE 'officer' END, c.officers, 'report', '起草核实报告和初步意见', m.due_on, true, 15, false
    FROM made m JOIN cases c ON c.id = m.id WHERE m.status <> 'closed'",
    "INSERT INTO case_texts (case_id, source, about, said)
    SELECT m.id, 'case', '', concat_ws(E'\n', searchable(c.number), searchable(c.title)) FROM made m JOIN cases c ON c.id = m.id
    UNION ALL SELECT m.id, t.source, t.about, t.said FROM made m, case_texts t JOIN copied ON copied.id = t.case_id WHERE t.source <> 'case'",
];
