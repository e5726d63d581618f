//! An attack: statements sent at once, as one transaction. It must be refused to both roles, and to the owner, whom no
//! privilege stops, by the rule that is meant.

use rongcuo::domain::case::{Case, Clock};
use rongcuo::domain::dates::shanghai_day;
use rongcuo::domain::deadline::DeadlineKind;
use rongcuo::domain::document::DocumentKind;
use rongcuo::domain::ids::{ActId, BodyId, UserId};
use rongcuo::domain::procedure::{Kind, Tick};
use rongcuo::platform::blobs::Sha256Name;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, PgPool};
use time::{Date, Duration, OffsetDateTime, UtcOffset};
use uuid::Uuid;

use crate::world::World;
use crate::world::story::Story;

/// What says no to changes of what is written once.
pub const KEPT: &str = "keeps what was written";
/// What says no to who has no right to something at all.
pub const DENIED: &str = "permission denied";

/// Sends the statements as both roles; the rule must refuse the owner.
pub async fn refused(world: &World, rule: &str, sql: &str) {
    let owner = refusal(&world.database.owner, sql).await;
    owner.is(rule, sql);
    refusal(&world.database.app, sql).await;
}

/// Sends the statements as the server: it has no right to any of it.
pub async fn denied(world: &World, sql: &str) {
    let app = refusal(&world.database.app, sql).await;
    assert_eq!(app.code, "42501", "{}:\n{sql}", app.message);
}

/// Why the database refused.
struct Refused {
    code: String,
    rule: String,
    message: String,
}

impl Refused {
    fn is(&self, rule: &str, sql: &str) {
        let Self {
            rule: named, message, ..
        } = self;
        let said = [KEPT, DENIED].contains(&rule) && message.contains(rule);
        assert!(
            rule == named || said,
            "meant to be refused by {rule}, was by {named} {message}:\n{sql}"
        );
    }
}

async fn refusal(pool: &PgPool, sql: &str) -> Refused {
    let Err(error) = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(pool).await else {
        panic!("got through:\n{sql}");
    };
    let error = error.as_database_error().unwrap_or_else(|| panic!("{error}"));
    let code = error.code().unwrap_or_default().into_owned();
    assert!(
        code.starts_with("23") || code == "42501" || code == "P0001",
        "{code} {error}:\n{sql}"
    );
    Refused {
        code,
        rule: error.constraint().unwrap_or_default().to_owned(),
        message: error.message().to_owned(),
    }
}

/// What gets through, as the owner.
pub async fn done(world: &World, sql: &str) {
    let done = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
        .execute(&world.database.owner)
        .await;
    done.unwrap_or_else(|error| panic!("{error}:\n{sql}"));
}

/// What would get through, as the owner; it is taken back.
pub async fn lawful(world: &World, sql: &str) {
    let mut tx = world.database.owner.begin().await.expect("a transaction");
    let tried = format!("{sql} ; SET CONSTRAINTS ALL IMMEDIATE");
    let done = sqlx::raw_sql(AssertSqlSafe(tried)).execute(&mut *tx).await;
    done.unwrap_or_else(|error| panic!("{error}:\n{sql}"));
    tx.rollback().await.expect("a rollback");
}

/// An event as an attacker writes one: of the case as it stands, a minute after the last, and lawful but for what the attack is
/// about.
#[derive(Clone)]
pub struct Forged<'a> {
    case: &'a Case,
    kind: &'a str,
    actor: UserId,
    act: Option<ActId>,
    /// What stands before it: the act and its approval, and the documents.
    before: String,
    from: Option<String>,
    to: Option<String>,
    at: OffsetDateTime,
    round: i16,
    version: i32,
    issuer: BodyId,
    body: Value,
    /// Whether the documents that the step issues, and the files that its facts name, go with it.
    whole: bool,
}

impl<'a> Forged<'a> {
    pub fn of(case: &'a Case, kind: &'a str) -> Self {
        let last = case.history.last().expect("it was filed").entry;
        Self {
            case,
            kind,
            actor: case.filer.user,
            act: None,
            before: String::new(),
            from: Some(case.status.code().to_owned()),
            to: None,
            at: last.at + Duration::minutes(1),
            round: case.round,
            version: case.version + 1,
            issuer: case.body.id,
            body: json!({"facts": [], "documents": [], "files": [], "act": null, "filing": null}),
            whole: true,
        }
    }

    /// Without the documents that the step issues, and without the files that its facts name.
    pub fn alone(self) -> Self {
        Self { whole: false, ..self }
    }

    pub fn by(self, actor: UserId) -> Self {
        Self { actor, ..self }
    }

    pub fn to(self, status: &str) -> Self {
        let to = Some(status.to_owned());
        Self { to, ..self }
    }

    pub fn from(self, status: &str) -> Self {
        let from = Some(status.to_owned());
        Self { from, ..self }
    }

    pub fn round(self, round: i16) -> Self {
        Self { round, ..self }
    }

    pub fn version(self, version: i32) -> Self {
        Self { version, ..self }
    }

    /// At noon of another day.
    pub fn on(self, day: Date) -> Self {
        let noon = day.with_hms(12, 0, 0).expect("noon");
        let shanghai = UtcOffset::from_hms(8, 0, 0).expect("an offset");
        let at = noon.assume_offset(shanghai);
        Self { at, ..self }
    }

    pub fn today(&self) -> Date {
        shanghai_day(self.at)
    }

    /// One fact more.
    pub fn tells(self, fact: Value) -> Self {
        self.with("facts", fact)
    }

    /// A fact of that kind, its other fields as they stand here.
    pub fn fact(self, code: &str, fields: Value) -> Self {
        let mut fact = json!({ "fact": code });
        let fields = fields.as_object().expect("fields").clone();
        fact.as_object_mut().expect("a fact").extend(fields);
        self.tells(fact)
    }

    fn with(mut self, list: &str, it: Value) -> Self {
        self.body[list].as_array_mut().expect("a list").push(it);
        self
    }

    /// The facts it tells so far.
    pub fn facts(&self) -> Vec<Value> {
        self.body["facts"].as_array().cloned().unwrap_or_default()
    }

    /// Anything else in the place of a part of the body.
    pub fn says(mut self, part: &str, it: Value) -> Self {
        self.body[part] = it;
        self
    }

    /// One movement of a clock: of the case's own, or of a new one.
    pub fn clock(self, clock: Option<&Clock>, kind: &str, cause: &Value) -> Self {
        let (id, subject) = clock.map_or((Uuid::now_v7(), None), |it| (it.id.0, it.subject));
        let due = (cause["cause"] != "stopped").then_some("2099-12-30");
        self.fact(
            "clock_moved",
            json!({"deadline": id, "kind": kind, "subject": subject, "cause": cause, "due": due, "provisional": false}),
        )
    }

    /// The clocks that the step always moves, as its row in the table says.
    pub fn clocks(mut self) -> Self {
        let day = self.today().to_string();
        let row = Kind::from_code(self.kind).expect("a step").row();
        for tick in row.ticks {
            let (kind, cause) = match tick {
                Tick::Start(kind) => (kind, json!({"cause": "started", "on": day, "days": kind.days()})),
                Tick::Meet(kind) => (kind, json!({"cause": "met", "on": day})),
                Tick::Cancel(kind) => (kind, json!({"cause": "cancelled", "on": day})),
                Tick::Stop(kind) => (kind, json!({"cause": "stopped", "on": day, "why": "中止"})),
                Tick::Resume(kind) => (kind, json!({"cause": "resumed", "on": day})),
                Tick::Extend(_)
                | Tick::MayStart(_)
                | Tick::MayMeet(_)
                | Tick::MayCancel(_)
                | Tick::MayStop(_)
                | Tick::MayResume(_) => continue,
            };
            let running = self
                .case
                .deadlines
                .iter()
                .find(|it| it.kind == *kind && it.running());
            let moved = match tick {
                Tick::Start(_) => None,
                Tick::Meet(_)
                | Tick::Cancel(_)
                | Tick::Stop(_)
                | Tick::Resume(_)
                | Tick::Extend(_)
                | Tick::MayStart(_)
                | Tick::MayMeet(_)
                | Tick::MayCancel(_)
                | Tick::MayStop(_)
                | Tick::MayResume(_) => running,
            };
            self = self.clock(moved, kind.code(), &cause);
        }
        self
    }

    /// An act that one drafted and another approved, by hand and lawfully.
    pub fn approved(mut self, step: &Value, (drafter, approver): (UserId, UserId)) -> Self {
        let (act, at, kind) = (ActId(Uuid::now_v7()), self.instant(), self.kind);
        let changes = Kind::from_code(kind).is_some_and(|it| it.row().changes_status());
        let subject = match step.get("objection") {
            Some(Value::String(id)) => format!("'{id}'"),
            _ => "NULL".to_owned(),
        };
        let step = json!({"kind": kind, "step": step});
        self.before += &format!(
            "INSERT INTO acts (id, case_id, body_id, kind, subject, state, changes_status, typed, step, drafted_by, drafted_at, submitted_at, submissions)
             SELECT '{act}', '{}', body_id, '{kind}', {subject}, 'waiting', {changes}, '[]', '{step}', '{drafter}', '{at}', '{at}', 1
             FROM users WHERE id = '{drafter}';
             INSERT INTO act_moves VALUES ('{act}', 1, '{at}', '{drafter}', 'waiting', '', '{step}');",
            self.case.id,
        );
        self.carries_out(act, approver)
    }

    /// An act that waits, approved.
    pub fn carries_out(mut self, act: ActId, approver: UserId) -> Self {
        self.before += &approval(act, approver, &self.instant());
        (self.act, self.actor) = (Some(act), approver);
        self
    }

    /// Whose documents it issues, where not the body's.
    pub fn issued_by(self, issuer: BodyId) -> Self {
        Self { issuer, ..self }
    }

    /// A document to a party, with its number of the year.
    pub fn issues(mut self, id: Uuid, kind: &str, (party, number, serial): (Uuid, &str, i32)) -> Self {
        let issuer = self.issuer;
        let (at, act) = (
            self.instant(),
            self.act.map_or("NULL".to_owned(), |act| format!("'{act}'")),
        );
        self.before += &format!(
            "INSERT INTO documents VALUES ('{id}', '{}', '{issuer}', '{kind}', 2026, {serial}, '{number}', '{party}', {act}, '{{}}', sha256('{{}}'), '{at}');",
            self.case.id,
        );
        self.with(
            "documents",
            json!({"id": id, "kind": kind, "issuer": issuer, "number": number, "year": 2026, "serial": serial, "party": party,
                   "digest": Sha256Name::of(b"{}").to_string()}),
        )
    }

    pub fn instant(&self) -> String {
        self.at.to_string()
    }

    /// The documents that the step issues, where none was given: to each party taking part, or to who filed.
    fn letters(&self) -> Vec<(Uuid, String)> {
        let issues = |it: &&DocumentKind| it.issued_by().code() == self.kind && !it.is_for_an_organ();
        let Some(kind) = DocumentKind::ALL.iter().find(issues).filter(|_| self.whole) else {
            return vec![];
        };
        // Whose facts name them.
        if matches!(
            kind,
            DocumentKind::Determination | DocumentKind::ObjectionDecision
        ) {
            return vec![];
        }
        if !self.body["documents"].as_array().is_some_and(Vec::is_empty) {
            return vec![];
        }
        let parties = self.case.taking_part().map(|it| format!("'{}'::uuid", it.id));
        let to: Vec<_> = match kind {
            DocumentKind::DeclineNotice => vec!["NULL::uuid".to_owned()],
            _ => parties.collect(),
        };
        let act = self.act.map_or("NULL".into(), |act| format!("'{act}'::uuid"));
        let mut to: Vec<_> = to.into_iter().map(|party| (*kind, party)).collect();
        if self.kind == "refer" {
            to.push((DocumentKind::ReferralLetter, "NULL::uuid".to_owned()));
            let proposes = |fact: &Value| fact["proposal"].as_str().is_some_and(|it| !it.is_empty());
            if self.facts().iter().any(proposes) {
                to.push((DocumentKind::TolerationProposal, "NULL::uuid".to_owned()));
            }
        }
        let letter = |(kind, party): &(DocumentKind, String)| {
            let id = Uuid::now_v7();
            let sql = letter(
                id,
                self.case.id.0,
                (self.issuer, *kind),
                (party, &act),
                &format!("'{}'", self.instant()),
            );
            (id, sql)
        };
        to.iter().map(letter).collect()
    }

    /// The files that the facts name.
    fn files(&self) -> Vec<String> {
        let facts = self.facts();
        let named = facts.iter().flat_map(|it| [&it["file"], &it["proof"]]);
        let ids = named
            .filter_map(Value::as_str)
            .filter(|it| it.parse::<Uuid>().is_ok());
        ids.filter(|_| self.whole).map(|it| format!("'{it}'")).collect()
    }

    /// What the step says at least, where nothing was given, and the clocks of what it says.
    fn completed(&self) -> Self {
        let (mut it, day) = (self.clone(), self.today().to_string());
        if !self.whole {
            return it;
        }
        if !self.facts().iter().any(|fact| fact["fact"] != "clock_moved") {
            let party = self.case.parties[0].id;
            it = match self.kind {
                "withdraw" => it.fact("withdrawn", json!({"reason": "x"})),
                "hear" => {
                    let own = it.actor == self.case.filer.user;
                    let officers: &[UserId] = if own { &[] } else { &self.case.officers };
                    let heard = json!({"id": Uuid::now_v7(), "by_party": own, "party": party, "kind": "statement", "text": "x", "held_on": day,
                                       "officers": officers, "absent": "", "file": null});
                    it.fact("heard", heard)
                }
                _ => it,
            };
        }
        for fact in self.facts() {
            let owes =
                !fact["lenience"].is_null() && ["waived", "exempt"].iter().any(|it| fact["lenience"] == *it);
            for (kind, code, clock, about, begins) in [
                ("determine", "determined", "clarification", "party", true),
                ("object", "objected", "objection", "id", true),
                (
                    "decide_objection",
                    "objection_decided",
                    "objection",
                    "objection",
                    false,
                ),
                (
                    "decide_objection",
                    "objection_decided",
                    "feedback",
                    "document",
                    true,
                ),
                (
                    "withdraw_objection",
                    "objection_withdrawn",
                    "objection",
                    "objection",
                    false,
                ),
                ("clarify", "clarified", "clarification", "party", false),
                (
                    "waive_clarification",
                    "clarification_waived",
                    "clarification",
                    "party",
                    false,
                ),
            ] {
                let told = |it: &Value| it["kind"] == clock && it["subject"] == fact[about];
                if self.kind == kind
                    && fact["fact"] == code
                    && (code != "determined" || owes)
                    && !self.facts().iter().any(told)
                {
                    it = it.clock_about(clock, &fact, about, begins);
                }
            }
        }
        it
    }

    fn clock_about(self, clock: &str, fact: &Value, about: &str, begins: bool) -> Self {
        let subject = fact[about].as_str().and_then(|it| it.parse::<Uuid>().ok());
        let kind = DeadlineKind::from_code(clock).expect("a period");
        let running = self
            .case
            .deadlines
            .iter()
            .find(|it| it.is(kind, subject) && it.running());
        let day = self.today().to_string();
        let ended = [&fact["made_on"], &fact["stated_on"]];
        let on = ended
            .into_iter()
            .find_map(Value::as_str)
            .unwrap_or(&day)
            .to_owned();
        let (deadline, cause) = match (begins, running) {
            (true, _) => (
                Uuid::now_v7(),
                json!({"cause": "started", "on": day, "days": kind.days()}),
            ),
            (false, Some(it)) => {
                let wanted = self.kind != "withdraw_objection";
                let cause = if wanted { "met" } else { "cancelled" };
                (it.id.0, json!({"cause": cause, "on": on}))
            }
            (false, None) => return self,
        };
        self.fact("clock_moved", json!({"deadline": deadline, "kind": clock, "subject": subject, "cause": cause, "due": "2099-12-30", "provisional": false}))
    }

    /// The statements: what stands before the event, and the event.
    pub fn sql(&self) -> String {
        self.completed().statements()
    }

    fn statements(&self) -> String {
        let (letters, files) = (self.letters(), self.files());
        let (ids, written): (Vec<_>, Vec<_>) = letters.into_iter().unzip();
        let letters = match ids.as_slice() {
            [] => String::new(),
            ids => format!("|| jsonb_build_object('documents', {})", letters_told(ids)),
        };
        let files = match files.as_slice() {
            [] => String::new(),
            files => format!(
                "|| jsonb_build_object('files', {})",
                files_told(&files.join(", "))
            ),
        };
        let quoted = |text: Option<String>| text.map_or("NULL".into(), |text| format!("'{text}'"));
        let act = self.act.map_or("'{}'::jsonb".into(), |act| {
            format!("jsonb_build_object('act', (SELECT jsonb_build_object('drafted_by', drafted_by, 'digest', encode(act_digest(id), 'hex'), 'opinion', (SELECT note FROM act_moves WHERE act_id = acts.id AND state = 'approved')) FROM acts WHERE id = '{act}'))")
        });
        format!(
            "{}{} INSERT INTO events (case_id, seq, at, kind, actor_id, act_id, round, from_status, to_status, version, body, previous, digest)
             VALUES ('{}', 1, '{}', '{}', '{}', {}, {}, {}, {}, {}, ('{}'::jsonb || {act} {letters} {files})::text, '', '');",
            self.before,
            written.concat(),
            self.case.id,
            self.instant(),
            self.kind,
            self.actor,
            quoted(self.act.map(|act| act.to_string())),
            self.round,
            quoted(self.from.clone()),
            quoted(self.to.clone()),
            self.version,
            self.body,
        )
    }
}

/// A document with the next number of its kind.
pub fn letter(
    id: Uuid,
    case: Uuid,
    (issuer, kind): (BodyId, DocumentKind),
    (party, act): (&str, &str),
    at: &str,
) -> String {
    let (code, word) = (kind.code(), kind.word());
    format!(
        "INSERT INTO documents SELECT '{id}', '{case}', b.id, '{code}', 2026, s, format('%s{word}〔2026〕%s号', b.number_word, s), {party}, {act}, '{{}}', sha256('{{}}'), {at}
         FROM bodies b, LATERAL next_serial(b.id, '{code}', 2026) AS s WHERE b.id = '{issuer}';"
    )
}

/// What an event tells of documents.
pub fn letters_told(ids: &[Uuid]) -> String {
    let ids: Vec<_> = ids.iter().map(|it| format!("'{it}'")).collect();
    format!(
        "(SELECT jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'issuer', body_id, 'number', number, 'year', year, 'serial', serial, 'party', party_id,
          'digest', encode(digest, 'hex'))) FROM documents WHERE id IN ({}))",
        ids.join(", ")
    )
}

/// What an event tells of files.
fn files_told(ids: &str) -> String {
    format!(
        "(SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'sha256', encode(sha256, 'hex'), 'size', size, 'media_type', media_type, 'name', name,
          'uploaded_by', uploaded_by, 'uploaded_at', uploaded_at)), '[]') FROM files WHERE id IN ({ids}))"
    )
}

/// The approval of an act that waits, with the move that is kept of it.
pub fn approval(act: ActId, by: UserId, at: &str) -> String {
    format!(
        "UPDATE acts SET state = 'approved', approved_by = '{by}', decided_at = '{at}' WHERE id = '{act}';
         INSERT INTO act_moves SELECT '{act}', 1 + max(no), '{at}', '{by}', 'approved', '', NULL FROM act_moves WHERE act_id = '{act}';"
    )
}

/// A fact as a row of its register, written directly: as the last fact of the case's last event.
pub fn row(story: &Story<'_>, register: &str, fact: &Value) -> String {
    let key = format!("(SELECT max(seq) FROM events WHERE case_id = '{}')", story.id());
    format!(
        "INSERT INTO {register} SELECT r.* FROM jsonb_populate_record(NULL::{register}, '{fact}'::jsonb || jsonb_build_object('case_id', '{}', 'seq', {key}, 'fact_no', 99)) AS r",
        story.id()
    )
}
